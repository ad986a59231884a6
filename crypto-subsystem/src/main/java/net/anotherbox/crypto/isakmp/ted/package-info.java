/**
 * Tunnel Endpoint Discovery (draft-fluhrer-ted-00): who the peer is, where a dynamic crypto map says {@code discover}.
 *
 * <p>A packet that must be protected and has no peer makes a probe: an ISAKMP datagram from the packet's source to its
 * destination, so that it takes the packet's way. It names our gateway and what we protect. The gateway on the other side
 * finds it in transit ({@link net.anotherbox.runtime.port.TransitPorts}) and answers to ours with its own address and what
 * it protects. What both protect becomes the proxies of a temporary entry, and IKE begins with the gateway that answered.
 *
 * <p>The wire: a probe is of exchange type 240, an answer of type 241; both are in clear and prove nothing, so an answer
 * counts only if it has a probe's cookie, and nothing is believed before IKE has authenticated the peer. An answer to a
 * box that says it knows version 3 (a vendor ID) has both halves of the proxies in payload 239, in a layout of ours: IOS's
 * is not public. To all others it has the responder's half in a second identification payload, as in the draft.
 *
 * <p>One probe is under way for each pair of hosts' networks and destination; it is sent six times, ten seconds apart, and
 * after that the destination is left alone for half a minute.
 */
package net.anotherbox.crypto.isakmp.ted;
