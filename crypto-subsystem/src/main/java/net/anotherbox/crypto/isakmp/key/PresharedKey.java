package net.anotherbox.crypto.isakmp.key;

import net.anotherbox.runtime.value.Address;

/** A pre-shared key and whose it is. */
public record PresharedKey(String secret, Whose whose) {
  /** The peers that have the key. */
  public sealed interface Whose {
    /** @param prefixLength 0 (any peer) to 32, or 128 for IPv6 */
    record Network(Address address, int prefixLength) implements Whose {
      /** Whether this peer is in it. */
      public boolean covers(Address peer) {
        byte[] a = address.bytes();
        byte[] b = peer.bytes();
        if (a.length != b.length || prefixLength > a.length * 8) return false;
        for (int bit = 0; bit < prefixLength; bit++)
          if (((a[bit / 8] ^ b[bit / 8]) & 0x80 >> bit % 8) != 0) return false;
        return true;
      }
    }

    /** The peer that calls itself so, or whose address the {@code ip host} table has under this name. */
    record Host(String name) implements Whose {}
  }

  /** One for peers in this network. */
  public PresharedKey(String secret, Address address, int prefixLength) {
    this(secret, new Whose.Network(address, prefixLength));
  }

  /** Never the secret. */
  @Override
  public String toString() {
    return "PresharedKey[" + whose + "]";
  }
}
