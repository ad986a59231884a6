/**
 * The routing table. It is computed as a whole from the interfaces and the static routes whenever either changes, as a
 * value ({@link net.anotherbox.routing.rib.Rib}) without memory of what it was before: whether a route is there depends
 * only on what is configured and up now. {@link net.anotherbox.routing.rib.RoutingFeature} hands the result to the
 * kernel, whose own connected routes it leaves alone, and shows it.
 *
 * <p>A static route stands in the table if its interface is up, or if its next hop is found through other routes
 * (recursively, never through itself); of several for a prefix the lowest distance wins, equal ones stand together. The
 * kernel is given the first of those, the others with a worse metric: it does not share load among them.
 *
 * <p>{@link net.anotherbox.routing.rib.Ipv6Rib} is the same for IPv6, a class of its own since its table differs:
 * addresses are routes of their own (L), an address counts once it is known to be free, and a next hop may be good on one
 * link only, which then must be named. Link-local addresses are in no table.
 */
package net.anotherbox.routing.rib;
