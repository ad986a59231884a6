/**
 * Crypto maps: which packets are protected, with whom, how. A map is its entries in ascending order of sequence, each with
 * peers, transform sets and an access list; an interface names the map that looks at its packets. {@link
 * net.anotherbox.crypto.ipsec.map.MapFeature} reads them out of the configuration; entries keyed by hand are kept and shown,
 * and say that they do nothing.
 *
 * <p>A dynamic entry stands for the entries of a {@code crypto dynamic-map}, which may lack peer and access list: templates.
 * The key engine makes an entry of a template for each peer that asks for something it allows, or that discovery has found.
 *
 * <p>Maps for IPv6 ({@link net.anotherbox.crypto.ipsec.map.Ipv6MapFeature}) have names and access lists of their own and no
 * dynamic entries. An interface may have one beside its map for IPv4, and each looks at the packets of its version of IP.
 */
package net.anotherbox.crypto.ipsec.map;
