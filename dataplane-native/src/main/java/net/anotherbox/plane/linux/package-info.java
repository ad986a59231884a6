/**
 * Linux behind the ports: {@link net.anotherbox.plane.linux.LinuxKernel} (links, addresses, routes), {@link
 * net.anotherbox.plane.linux.LinuxDataplane} (the packet path), {@link net.anotherbox.plane.linux.LinuxUdp} (IKE's sockets),
 * {@link net.anotherbox.plane.linux.LinuxTransit} (probes in transit), {@link net.anotherbox.plane.linux.LinuxEcho} (ping). The only package that uses JNA, and in it only {@link
 * net.anotherbox.plane.linux.LibC} and {@link net.anotherbox.plane.linux.Nftables} do.
 *
 * <p>Linux forwards plain traffic by itself. What a crypto map wants encrypted is picked by nftables and turned aside:
 *
 * <pre>
 *   in by eth1 -> prerouting: route leads out of eth0? -> chain map1: permit? -> mark 0x01000000
 *   own packet -> output:     route leads out of eth0? -> chain map1: permit? -> mark 0x01000000
 *      marked: ip rule -> table 18901 -> TUN crypto-eth0 -> thread plane-0 -> raw socket, mark 0x40000000 -> eth0
 *      to be translated: held against the map with its new source; translated on its way into the TUN device
 *   ESP, AH, ESP in UDP in by eth0 -> raw socket -> plane-0 -> TUN crypto-eth0 -> routed like any packet
 *   leaving by eth0 unmarked by us, though a permit matches: postrouting drops it
 *   probe of peer discovery in by eth0, for a map with discover: an own table takes it out first (NFLOG)
 *   clear text in by eth0, though a mirrored permit matches: prerouting drops, counts and logs it (NFLOG)
 * </pre>
 *
 * <p>Mark bits: 0x40000000 exempts our own ESP and IKE, 0x3f000000 is the number of the map; the other 25 bits are left to
 * others. Each table 18900+n has a second, worse default route, a blackhole: when the process dies its TUN device vanishes
 * and the packets end there instead of leaving in clear. For the same reason the nftables table outlives the process; the
 * next one replaces it in one transaction.
 *
 * <p>Ours in the kernel is what carries protocol 143 (routes, rules, addresses) or the name anotherbox (nftables) or
 * crypto- or Tunnel (TUN devices). The kernel cuts long packets of the box's own to the MTU of the TUN device; transport mode takes
 * whole ones alone, so {@code OutboundFragments} puts them together again (RFC 4303 section 3.3.4). On the way in the kernel
 * puts fragments together before a raw socket sees them.
 *
 * <p>Routers on the way that say of our packets that they were too long are heard by {@link
 * net.anotherbox.plane.linux.TooBigReceiver}; what they say is the SA's path MTU, not the kernel's, which the sending socket
 * is told to ignore: the plane answers the packet's sender in the terms of what it sent.
 *
 * <p>A crypto map for IPv6 has all of this once more: a table of nftables ({@link net.anotherbox.plane.linux.Nft6Rules}), a TUN
 * device crypto6-, rules and a table of routes ({@link net.anotherbox.plane.linux.Ipv6Steering}). Neighbour discovery and what is
 * good on one link alone is left in clear whatever the map says: without it there is no link.
 *
 * <p>As on IOS, addresses are translated before a crypto map looks at a packet. Linux translates last of all, when the way is
 * chosen; so what a list of {@code ip nat inside source} permits is held against the map in prerouting as if it had its new
 * source already, and gets that on its way into the TUN device. The guard in postrouting stands behind the translation.
 *
 * <p>IPv6 is {@link net.anotherbox.plane.linux.LinuxIpv6}'s: each link of ours either has the addresses it was given, with
 * Linux making none of its own (addr_gen_mode) and hearing no router (accept_ra), or no IPv6 (disable_ipv6). Writing the
 * host's "forwarding" copies it to all links, where it means something else, to be a router that hears no other; so links that
 * are not ours get theirs back at once. Router solicitations and advertisements go by {@link
 * net.anotherbox.plane.linux.LinuxRouterMessages}; on a link that learns, the kernel makes addresses of what it hears, and
 * routing the default route. Filters stand in a table of their own, {@code ip6 anotherbox_filter}.
 *
 * <p>ESP in UDP comes by a raw socket of UDP with a filter in the kernel (port 4500, no non-ESP marker), and IKE's own socket
 * on that port has the opposite filter: no ESP reaches the control thread. Probes of tunnel endpoint discovery are caught by
 * {@link net.anotherbox.plane.linux.LinuxTransit}.
 *
 * <p>Each tunnel is a TUN device of the interface's own name, without marks, rules or tables: routes lead into it. All are
 * read by the one packet thread, which asks epoll for those few that have something ({@link
 * net.anotherbox.plane.linux.EpollSet}), so one more costs memory alone. GRE, IP in IP and IPv6 in IP arrive by raw
 * sockets, and what comes of them goes out by sockets without our mark: a crypto map of the link applies to them. A
 * device's carrier is the tunnel's line protocol, and a route through one without carrier is none. {@link
 * net.anotherbox.plane.linux.TunnelGuard} keeps what protected tunnels are wrapped in from passing in clear; it outlives
 * the process like the rules of crypto maps do, and keeps the kernel's reports of multicast groups out of tunnels. What
 * routers on a tunnel's path say is heard by sockets that take ICMP errors alone; {@link net.anotherbox.plane.TunnelErrors}
 * makes of it what the packet's own sender is told (RFC 2003 section 4), and the path MTU is learned from it. Such messages
 * are the one thing for which the packet thread allocates, ten a second for each tunnel at most.
 *
 * <p>Order when flows change, so that no packet finds a gap: TUN, table and rule of a new map first, then the plane's own
 * state, then all nftables rules in one transaction, then what is no longer needed goes.
 */
package net.anotherbox.plane.linux;
