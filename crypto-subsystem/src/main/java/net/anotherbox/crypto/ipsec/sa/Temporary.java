package net.anotherbox.crypto.ipsec.sa;

import net.anotherbox.crypto.ipsec.map.CryptoMap;

/**
 * An entry that a dynamic map has made for a peer.
 *
 * @param sequence where it stands in the map
 * @param entry the dynamic map's, for this peer alone
 * @param rule what it protects, as an access list says it
 */
public record Temporary(int sequence, CryptoMap.Dynamic from, CryptoMap.Entry entry, String rule) {}
