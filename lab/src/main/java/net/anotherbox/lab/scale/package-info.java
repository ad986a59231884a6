/**
 * How a box bears a large configuration, as figures: {@link net.anotherbox.lab.scale.ScaleBench} is the second half of
 * {@code ./bench}. It starts the product as a process of its own, in a network namespace that ends with it, and comes to
 * it as a user does, over SSH. {@link net.anotherbox.lab.scale.HandshakeBench} has it called by strongSwan from many
 * addresses, beside another strongSwan, {@link net.anotherbox.lab.scale.TunnelBench} brings many tunnels up between two
 * boxes. Figures are printed, not judged: they are the machine's as much as the program's. {@link
 * net.anotherbox.lab.scale.Rehearsal} is what the build profiles for the cache that a start uses.
 */
package net.anotherbox.lab.scale;
