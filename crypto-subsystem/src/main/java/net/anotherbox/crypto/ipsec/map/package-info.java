/**
 * Crypto maps: which packets are protected, with whom, how. A map is its entries in ascending order of sequence, each with
 * peers, transform sets and an access list; an interface names the map that looks at its packets. {@link
 * net.anotherbox.crypto.ipsec.map.MapFeature} reads them out of the configuration; dynamic entries and those keyed by hand
 * are kept and shown, and say that they do nothing.
 */
package net.anotherbox.crypto.ipsec.map;
