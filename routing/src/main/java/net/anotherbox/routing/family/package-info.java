/**
 * The families of routing and traffic as far as they are configured: routing protocols, route maps and the lists they
 * match, VRFs, multicast, MPLS, classes and policies of traffic, NetFlow, IP SLA and tracked objects, redundancy on
 * interfaces. None of them runs: a line is declared, kept and shown where IOS shows it, so that a configuration survives,
 * and its support says that nothing comes of it.
 *
 * <p>The lines are data, a {@code .family} file for each family ({@link net.anotherbox.config.feature.FamilyFile}). What
 * data cannot say is here: the kinds of words ({@link net.anotherbox.routing.family.WordTypes}), the numbers that IOS
 * gives to entries of prefix lists and route maps ({@link net.anotherbox.routing.family.Numbering}), and networks that it
 * writes by their class or wildcard ({@link net.anotherbox.routing.family.Networks}).
 */
package net.anotherbox.routing.family;
