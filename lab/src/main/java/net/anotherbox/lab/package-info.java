/**
 * Whole routers in one process. A {@link net.anotherbox.lab.Wire} carries IPv4 packets, as bytes, between the links of
 * {@link net.anotherbox.lab.VirtualHost}s; a VirtualHost is what a Linux machine is to a box: links, addresses, routes,
 * forwarding, sockets, and the packet plane between routing and the wire. The boxes on top of it are the product's own,
 * unchanged: they see the same ports. On a {@link net.anotherbox.runtime.loop.VirtualLoop} an hour passes in milliseconds
 * and every run is the same; on a {@link net.anotherbox.runtime.loop.ControlLoop} it is a demonstration without root.
 */
package net.anotherbox.lab;
