package net.anotherbox.crypto.isakmp.key;

import net.anotherbox.runtime.value.Address;

/**
 * {@code crypto isakmp key … address …}.
 *
 * @param address network of the peers it is for
 * @param prefixLength 0 (any peer) to 32, or 128 for IPv6
 */
public record PresharedKey(String secret, Address address, int prefixLength) {
  /** Never the secret. */
  @Override
  public String toString() {
    return "PresharedKey[" + address + "/" + prefixLength + "]";
  }
}
