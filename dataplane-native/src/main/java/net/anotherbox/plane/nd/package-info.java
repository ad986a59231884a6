/**
 * The part of neighbour discovery (RFC 4861) that is a router's: telling hosts on a link that it is there and which
 * prefixes their addresses may have. {@link net.anotherbox.plane.nd.RouterAdvertisement} is the message, {@link
 * net.anotherbox.plane.nd.Advertising} knows when one is due on one interface. Neighbours themselves are the kernel's: it
 * asks for them, answers for us and keeps what it has learned.
 */
package net.anotherbox.plane.nd;
