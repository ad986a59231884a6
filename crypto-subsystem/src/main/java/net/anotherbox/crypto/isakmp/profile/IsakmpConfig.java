package net.anotherbox.crypto.isakmp.profile;

import java.util.List;
import java.util.Optional;
import net.anotherbox.crypto.isakmp.key.Keyrings;
import net.anotherbox.crypto.isakmp.key.PresharedKey;
import net.anotherbox.crypto.isakmp.key.PresharedKey.Whose;
import net.anotherbox.crypto.isakmp.message.Payload;
import net.anotherbox.crypto.isakmp.policy.IsakmpPolicy;
import net.anotherbox.runtime.value.Address;

/**
 * What phase 1 goes by.
 *
 * @param policies by priority, lowest number first
 * @param defaultPolicies whether the release's default policies stand in when there are none
 * @param identity {@code crypto isakmp identity}
 * @param aggressiveMode false after {@code crypto isakmp aggressive-mode disable}
 * @param admission how many SAs there may be
 * @param fragmentation whether peers may send long messages in fragments, and get them so
 */
public record IsakmpConfig(List<IsakmpPolicy> policies, boolean defaultPolicies, Keyrings keyrings,
    List<IsakmpProfile> profiles, List<AggressivePeer> peers, Identity identity, boolean aggressiveMode, Admission admission,
    boolean fragmentation) {
  /** Without fragmentation. */
  public IsakmpConfig(List<IsakmpPolicy> policies, boolean defaultPolicies, Keyrings keyrings, List<IsakmpProfile> profiles,
      List<AggressivePeer> peers, Identity identity, boolean aggressiveMode, Admission admission) {
    this(policies, defaultPolicies, keyrings, profiles, peers, identity, aggressiveMode, admission, false);
  }

  /** The same with fragmentation, or without. */
  public IsakmpConfig fragmenting(boolean now) {
    return new IsakmpConfig(policies, defaultPolicies, keyrings, profiles, peers, identity, aggressiveMode, admission, now);
  }

  /** {@code crypto call admission limit ike}: 0 for no limit. */
  public record Admission(int sas, int negotiating) {
    public static final Admission UNLIMITED = new Admission(0, 0);
  }

  public static final IsakmpConfig EMPTY = of(List.of(), List.of());

  /** With policies and keys, and else as it is when nothing is configured. */
  public static IsakmpConfig of(List<IsakmpPolicy> policies, List<PresharedKey> keys) {
    return new IsakmpConfig(policies, true, Keyrings.of(keys), List.of(), List.of(), new Identity.OfInterface(), true,
        Admission.UNLIMITED);
  }

  public Optional<IsakmpProfile> profile(String name) {
    return profiles.stream().filter(p -> p.name().equals(name)).findFirst();
  }

  /** The first profile that is for the peer that says it is this. */
  public Optional<IsakmpProfile> profileFor(Address local, Payload.Id id) {
    return profiles.stream().filter(p -> p.matches(local, id)).findFirst();
  }

  /** What is said about beginning with this peer in aggressive mode. */
  public Optional<AggressivePeer> peer(Address remote) {
    return peers.stream().filter(p -> switch (p.whose()) {
      case Whose.Network n -> n.covers(remote);
      case Whose.Host h -> keyrings.standsFor(h.name(), remote);
    }).findFirst();
  }
}
