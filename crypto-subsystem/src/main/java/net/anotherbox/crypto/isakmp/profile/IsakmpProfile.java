package net.anotherbox.crypto.isakmp.profile;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import net.anotherbox.crypto.isakmp.key.PresharedKey.Whose;
import net.anotherbox.crypto.isakmp.message.Payload;
import net.anotherbox.runtime.value.Address;

/**
 * {@code crypto isakmp profile}.
 *
 * @param keyrings the only ones whose keys are used with its peers; empty for all
 * @param self in place of {@code crypto isakmp identity}
 * @param aggressive whether we begin with aggressive mode
 * @param local the only address of ours that it is for, or empty for all
 * @param keepalive in place of {@code crypto isakmp keepalive}
 * @param virtualTemplate number of the template of the interface that each of its peers gets
 */
public record IsakmpProfile(String name, List<String> keyrings, List<Match> matches, Optional<Identity> self,
    boolean aggressive, Optional<Address> local, Optional<Keepalive> keepalive, Optional<Integer> virtualTemplate) {
  /** One whose peers get no interface of their own. */
  public IsakmpProfile(String name, List<String> keyrings, List<Match> matches, Optional<Identity> self, boolean aggressive,
      Optional<Address> local, Optional<Keepalive> keepalive) {
    this(name, keyrings, matches, self, aggressive, local, keepalive, Optional.empty());
  }

  /** Seconds between keepalives, and between tries when one is not answered. */
  public record Keepalive(int seconds, int retrySeconds) {}

  /** {@code match identity}. */
  public sealed interface Match {
    record ByAddress(Whose.Network network) implements Match {}

    record Host(String name) implements Match {}

    record HostDomain(String domain) implements Match {}

    record User(String name) implements Match {}

    record UserDomain(String domain) implements Match {}

    /** The name in an ID_KEY_ID. */
    record Group(String name) implements Match {}
  }

  /** Whether it is for the peer that says it is this, at this address of ours. */
  public boolean matches(Address ours, Payload.Id id) {
    return local.filter(a -> !a.equals(ours)).isEmpty() && matches.stream().anyMatch(m -> matches(m, id));
  }

  private static boolean matches(Match m, Payload.Id id) {
    String name = id.name();
    return switch (m) {
      case Match.ByAddress a -> id.address().filter(a.network()::covers).isPresent();
      case Match.Host h -> id.kind() == Payload.Id.FQDN && name.equalsIgnoreCase(h.name());
      case Match.HostDomain d -> id.kind() == Payload.Id.FQDN && within(name, d.domain(), ".");
      case Match.User u -> id.kind() == Payload.Id.USER_FQDN && name.equalsIgnoreCase(u.name());
      case Match.UserDomain d -> id.kind() == Payload.Id.USER_FQDN && within(name, d.domain(), "@", ".");
      case Match.Group g -> id.kind() == Payload.Id.KEY_ID && name.equals(g.name());
    };
  }

  private static boolean within(String name, String domain, String... behind) {
    String n = name.toLowerCase(Locale.ROOT);
    for (String b : behind) if (n.endsWith(b + domain.toLowerCase(Locale.ROOT))) return true;
    return n.equals(domain.toLowerCase(Locale.ROOT));
  }
}
