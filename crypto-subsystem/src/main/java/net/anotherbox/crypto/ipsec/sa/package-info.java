/**
 * IPsec SAs and the flows they belong to. {@link net.anotherbox.crypto.ipsec.sa.KeyEngine} stands between the packet plane,
 * which says that it needs an SA, and IKE, which negotiates one: it keeps the idents (pairs of proxies, one for each permit
 * of each crypto map on each interface, and narrower ones that peers have asked for) and the pairs of SAs under them.
 *
 * <p>{@link net.anotherbox.crypto.ipsec.sa.SaDatabase} holds the pairs and gives out their numbers; {@link
 * net.anotherbox.crypto.ipsec.sa.Lifetimes} has them replaced and lets them end.
 *
 * <p>A pair begins before the message leaves that lets the peer use it (inbound only, so that nothing that the peer sends
 * at once is lost); it is complete when both SAs are in force. Thirty seconds before its end the side
 * that began it asks for another, if it has carried packets; ten seconds later the other side does. The old pair takes
 * packets until it expires or the peer deletes it. What it counted stays with the ident.
 *
 * <p>A dynamic entry has an ident for each permit of its list too, or one for anything: a template. It has no SAs; what it
 * permits is lost, not sent in clear, until a peer calls or is discovered ({@link net.anotherbox.crypto.isakmp.ted}). For
 * each peer and pair of proxies a temporary ident is made, which stands before its template and goes with its last SA. A
 * peer that brings the proxies of another takes them over.
 *
 * <p>A protected tunnel has an ident too: host to host for GRE, everything for a virtual tunnel interface. {@link
 * net.anotherbox.crypto.ipsec.sa.TunnelHeads} asks for its SAs as soon as the tunnel could be up, and again whenever they
 * are missing; a profile that says something else now is negotiated anew. In the plane the tunnel itself is the selector, so
 * that without SAs nothing of it passes.
 *
 * <p>The plane gets flows as one value whenever idents come or go: SAs of idents that go are removed first, flows that
 * come are there before their SAs.
 */
package net.anotherbox.crypto.ipsec.sa;
