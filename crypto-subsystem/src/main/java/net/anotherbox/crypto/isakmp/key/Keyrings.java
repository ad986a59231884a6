package net.anotherbox.crypto.isakmp.key;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import net.anotherbox.crypto.isakmp.key.PresharedKey.Whose;
import net.anotherbox.runtime.value.Address;

/**
 * All keyrings, that of {@code crypto isakmp key} first.
 *
 * @param hosts the {@code ip host} table: addresses by name
 */
public record Keyrings(List<Keyring> rings, Map<String, List<Address>> hosts) {
  /** A key and the keyring that had it. */
  public record Found(PresharedKey key, String keyring) {
    /** "ADDRESS" or "HOST", as the debug says what the key was found by. */
    public String by() {
      return key.whose() instanceof Whose.Network ? "ADDRESS" : "HOST";
    }
  }

  /** One keyring, the default, and no names. */
  public static Keyrings of(List<PresharedKey> keys) {
    return new Keyrings(List.of(Keyring.ofDefault(keys)), Map.of());
  }

  /**
   * The key for a peer that is known by its address only: of those that cover it the one with the longest prefix, the
   * default keyring's before others'; else that of a name that stands for the address.
   *
   * @param among names of the keyrings to look in, or empty for all
   */
  public Optional<Found> byAddress(Address local, Address peer, List<String> among) {
    Found best = null;
    int length = -1;
    for (Keyring ring : rings) {
      if (!usable(ring, local, among)) continue;
      for (PresharedKey k : ring.keys())
        if (k.whose() instanceof Whose.Network n && n.covers(peer) && n.prefixLength() > length) {
          best = new Found(k, ring.name());
          length = n.prefixLength();
        }
    }
    return best != null ? Optional.of(best) : first(local, among, n -> standsFor(n, peer));
  }

  /** The key for a peer that calls itself so. */
  public Optional<Found> byName(Address local, String name, List<String> among) {
    return first(local, among, n -> n.equalsIgnoreCase(name));
  }

  /** Whether the host table has this address under this name. */
  public boolean standsFor(String name, Address peer) {
    return hosts.getOrDefault(name, List.of()).contains(peer);
  }

  private Optional<Found> first(Address local, List<String> among, Predicate<String> name) {
    for (Keyring ring : rings) {
      if (!usable(ring, local, among)) continue;
      for (PresharedKey k : ring.keys())
        if (k.whose() instanceof Whose.Host h && name.test(h.name())) return Optional.of(new Found(k, ring.name()));
    }
    return Optional.empty();
  }

  private static boolean usable(Keyring ring, Address local, List<String> among) {
    return (among.isEmpty() || among.contains(ring.name())) && ring.local().filter(a -> !a.equals(local)).isEmpty();
  }
}
