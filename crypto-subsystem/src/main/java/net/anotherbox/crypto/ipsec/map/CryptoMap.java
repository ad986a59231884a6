package net.anotherbox.crypto.ipsec.map;

import java.util.List;
import net.anotherbox.runtime.value.Address;

/** {@code crypto map NAME}: its entries in ascending order of sequence. */
public record CryptoMap(String name, List<Entry> entries) {
  /**
   * One {@code ipsec-isakmp} entry. It is incomplete, and protects nothing, without peer, transform set or access list.
   *
   * @param accessList name or number, or null
   * @param pfsGroup Diffie-Hellman group of {@code set pfs}, or 0
   * @param lifetimeSeconds of {@code set security-association lifetime}, or 0 for the global value
   * @param lifetimeKilobytes likewise
   */
  public record Entry(int sequence, List<Address> peers, List<String> transformSets, String accessList, int pfsGroup,
      int lifetimeSeconds, long lifetimeKilobytes) {
    public boolean complete() {
      return !peers.isEmpty() && !transformSets.isEmpty() && accessList != null;
    }
  }
}
