package net.anotherbox.crypto.ipsec.profile;

import java.util.List;
import net.anotherbox.crypto.ipsec.map.CryptoMap;
import net.anotherbox.runtime.value.Address;

/**
 * {@code crypto ipsec profile}: what a crypto map entry says, but for whom and for what, which the tunnel knows.
 *
 * @param terms an entry without peer and access list
 * @param responderOnly whether it is left to the peer to begin
 */
public record IpsecProfile(String name, CryptoMap.Entry terms, boolean responderOnly) {
  /** Where the instances of profiles begin among the entries of their map; the one before stands for the profile. */
  public static final int FIRST_INSTANCE = 65_537;

  /** Whether anything could be agreed on by it. */
  public boolean complete() {
    return !terms.transformSets().isEmpty();
  }

  /** The same with these transform sets if it names none. */
  public IpsecProfile orSets(List<String> otherwise) {
    return new IpsecProfile(name, terms.orSets(otherwise), responderOnly);
  }

  /** The entry for a tunnel with this peer. */
  CryptoMap.Entry with(Address peer) {
    return terms.with(peer);
  }
}
