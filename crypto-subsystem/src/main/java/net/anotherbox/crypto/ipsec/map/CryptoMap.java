package net.anotherbox.crypto.ipsec.map;

import java.util.List;
import java.util.Optional;
import net.anotherbox.runtime.value.Address;
import net.anotherbox.runtime.value.InterfaceName;
import net.anotherbox.runtime.value.Ipv4;

/**
 * {@code crypto map NAME}: its entries, and its references to dynamic maps, each in ascending order of sequence.
 *
 * @param dynamics {@code crypto map NAME N ipsec-isakmp dynamic …}
 * @param localAddress the interface by whose address peers know the map, where it names one
 */
public record CryptoMap(String name, List<Entry> entries, List<Dynamic> dynamics, Optional<InterfaceName> localAddress) {
  /** One without dynamic entries. */
  public CryptoMap(String name, List<Entry> entries) {
    this(name, entries, List.of());
  }

  /** One that is known by the addresses of the interfaces that have it. */
  public CryptoMap(String name, List<Entry> entries, List<Dynamic> dynamics) {
    this(name, entries, dynamics, Optional.empty());
  }

  /** The same, entries that name no transform sets taking these. */
  public CryptoMap orSets(List<String> otherwise) {
    return new CryptoMap(name, orSets(entries, otherwise), dynamics.stream().map(d -> new Dynamic(d.sequence, d.template,
        d.discover, orSets(d.entries, otherwise))).toList(), localAddress);
  }

  /** These entries, those that name no transform sets taking others. */
  public static List<Entry> orSets(List<Entry> entries, List<String> otherwise) {
    return otherwise.isEmpty() ? entries : entries.stream().map(e -> e.orSets(otherwise)).toList();
  }

  /**
   * An entry that stands for a {@code crypto dynamic-map}.
   *
   * @param template name of the dynamic map
   * @param discover whether peers are discovered (TED) for what its access lists permit
   * @param entries the dynamic map's own, in ascending order; peer and access list may be missing
   */
  public record Dynamic(int sequence, String template, boolean discover, List<Entry> entries) {}

  /**
   * One {@code ipsec-isakmp} entry, or one of a dynamic map. In a crypto map it is incomplete, and protects nothing, without
   * peer, transform set or access list.
   *
   * @param accessList name or number, or null
   * @param pfsGroup Diffie-Hellman group of {@code set pfs}, or 0
   * @param lifetimeSeconds of {@code set security-association lifetime}, or 0 for the global value
   * @param lifetimeKilobytes likewise
   * @param terms what else it says
   */
  public record Entry(int sequence, List<Address> peers, List<String> transformSets, String accessList, int pfsGroup,
      int lifetimeSeconds, long lifetimeKilobytes, Terms terms) {
    /** One that says no more. */
    public Entry(int sequence, List<Address> peers, List<String> transformSets, String accessList, int pfsGroup,
        int lifetimeSeconds, long lifetimeKilobytes) {
      this(sequence, peers, transformSets, accessList, pfsGroup, lifetimeSeconds, lifetimeKilobytes, Terms.NONE);
    }

    public boolean complete() {
      return !peers.isEmpty() && !transformSets.isEmpty() && accessList != null;
    }

    /** The same with these transform sets if it names none. */
    public Entry orSets(List<String> otherwise) {
      return transformSets.isEmpty() ? new Entry(sequence, peers, otherwise, accessList, pfsGroup, lifetimeSeconds,
          lifetimeKilobytes, terms) : this;
    }

    /** What becomes of a dynamic map's entry when a peer has come: an entry for that peer alone. */
    public Entry with(Address peer) {
      return new Entry(sequence, List.of(peer), transformSets, accessList, pfsGroup, lifetimeSeconds, lifetimeKilobytes,
          terms);
    }
  }

  /**
   * What an entry may say besides.
   *
   * @param preferred whether the first peer is the {@code default} one: each new negotiation begins with it
   * @param idleSeconds {@code set security-association idle-time}, or 0 for the global value
   * @param idleToDefault {@code … default}: after the idle time the next negotiation begins with the default peer
   * @param perHost {@code set security-association level per-host}
   * @param unlimitedTraffic {@code set security-association lifetime kilobytes disable}
   * @param reverseRoute {@code reverse-route}
   * @param isakmpProfile {@code set isakmp-profile}, of the entry or of the map
   * @param replayWindow {@code set security-association replay}: packets, 0 for no checking, empty for the global value
   */
  public record Terms(boolean preferred, int idleSeconds, boolean idleToDefault, boolean perHost, boolean unlimitedTraffic,
      Optional<ReverseRoute> reverseRoute, Optional<String> isakmpProfile, Optional<Integer> replayWindow) {
    public static final Terms NONE = new Terms(false, 0, false, false, false, Optional.empty(), Optional.empty());

    /** The same for peers of this ISAKMP profile alone. */
    public Terms withProfile(String profile) {
      return new Terms(preferred, idleSeconds, idleToDefault, perHost, unlimitedTraffic, reverseRoute, Optional.of(profile),
          replayWindow);
    }

    /** With the global replay window. */
    public Terms(boolean preferred, int idleSeconds, boolean idleToDefault, boolean perHost, boolean unlimitedTraffic,
        Optional<ReverseRoute> reverseRoute, Optional<String> isakmpProfile) {
      this(preferred, idleSeconds, idleToDefault, perHost, unlimitedTraffic, reverseRoute, isakmpProfile, Optional.empty());
    }
  }

  /**
   * Routes for what the peer protects.
   *
   * @param always as long as the entry stands, not only while there are SAs
   * @param nextHop where they point to, or empty for the peer itself
   * @param tag 0 for none
   */
  public record ReverseRoute(boolean always, Optional<Ipv4> nextHop, long tag) {}
}
