package net.anotherbox.crypto.isakmp.key;

import java.util.List;
import java.util.Optional;
import net.anotherbox.runtime.value.Address;

/** The pre-shared keys, by peer. */
public record Keyring(List<PresharedKey> keys) {
  /** The key for this peer: of those that cover its address the one with the longest prefix. */
  public Optional<PresharedKey> find(Address peer) {
    PresharedKey best = null;
    for (PresharedKey k : keys)
      if (covers(k, peer) && (best == null || k.prefixLength() > best.prefixLength())) best = k;
    return Optional.ofNullable(best);
  }

  private static boolean covers(PresharedKey k, Address peer) {
    byte[] a = k.address().bytes();
    byte[] b = peer.bytes();
    if (a.length != b.length || k.prefixLength() > a.length * 8) return false;
    for (int bit = 0; bit < k.prefixLength(); bit++)
      if (((a[bit / 8] ^ b[bit / 8]) & 0x80 >> bit % 8) != 0) return false;
    return true;
  }
}
