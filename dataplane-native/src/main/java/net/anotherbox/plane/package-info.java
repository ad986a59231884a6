/**
 * The packet plane: which packets a crypto map wants encrypted, by which SA, and what becomes of ESP that arrives.
 *
 * <p>Two sides meet here. The control side ({@link net.anotherbox.plane.PlaneControl}) lives on the loop: it takes flow
 * tables and SAs, compiles them into a {@link net.anotherbox.plane.ForwardingState} that never changes and publishes that
 * by one volatile write. The packet side ({@link net.anotherbox.plane.CryptoPath}) belongs to one thread: it reads that
 * state once per batch and takes packets through it, slot by slot, without waiting for anybody, without logging and
 * without allocating. What changes with every packet (counters, sequence numbers, replay windows) lives in objects that
 * the packet thread alone writes; others read them with opaque access, so a number may be a packet old but is never torn.
 *
 * <p>What the packet side has to tell goes into an {@link net.anotherbox.plane.EventRing} made at start; a full ring loses
 * the event, not the packet thread's time. Events are rate limited before they enter it.
 *
 * <pre>
 *   control thread                                   packet thread
 *   PlaneControl --flows, install, remove--> ForwardingState --read once a batch--> CryptoPath
 *        ^                                                                              |
 *        +------------- Events <------------------- EventRing <-------------------------+
 * </pre>
 *
 * <p><b>Tunnels.</b> {@link net.anotherbox.plane.TunnelPath} wraps what is routed into a tunnel and unwraps what arrives
 * for one: GRE (RFC 2784, RFC 2890), IP in IP (RFC 2003, RFC 2473), IPv6 in IPv4 (RFC 4213), or nothing but an SA. A
 * delivery header is made once, when the tunnel is configured, and written in front of each packet where it lies; a
 * protected tunnel's packet goes from there into the SA of its flow. What arrives is looked up by its ends and key in a
 * table that never changes. Only what an SA of the tunnel's own flow has decrypted enters a protected tunnel: {@code tunnel
 * protection} is the selector. A packet between the tunnel's own ends that is wrapped already is not wrapped again, or a
 * wrong route would go round for ever. An ICMP error about a delivery packet is translated for the sender of what was in it
 * ({@link net.anotherbox.plane.TunnelErrors}), unless the tunnel is protected: then nobody outside is believed.
 *
 * <p>The same path serves Linux ({@code plane.linux}: TUN devices and raw sockets, classification doubled by nftables) and
 * memory ({@code plane.memory}: arrays in, arrays out).
 *
 * <p>Awkward: a rule with ports meets fragments that have none. As on IOS, a permit takes fragments other than the first by
 * their addresses and protocol alone, a deny never does; {@link net.anotherbox.plane.AclProgram} and the kernel's rules must
 * agree on this, and on everything else, or packets would be picked by one and refused by the other.
 */
package net.anotherbox.plane;
