package net.anotherbox.crypto.isakmp.profile;

import java.util.List;
import java.util.Optional;
import net.anotherbox.crypto.isakmp.key.PresharedKey.Whose;
import net.anotherbox.crypto.isakmp.profile.IsakmpProfile.Match;
import net.anotherbox.crypto.trace.Facts;
import net.anotherbox.runtime.release.Release;
import net.anotherbox.runtime.release.Screen;
import net.anotherbox.runtime.value.Ipv4;

/** {@code show crypto isakmp profile}. */
public final class ShowIsakmpProfile {
  private static final Screen SCREEN = Screen.load(ShowIsakmpProfile.class, "isakmp-profile.screen");

  private ShowIsakmpProfile() {}

  /** @param tag the only one asked for, or empty for all */
  public static String render(Release release, List<IsakmpProfile> profiles, Optional<String> tag) {
    return SCREEN.render(release, Facts.of("profiles", profiles.stream().filter(p -> p.name().equals(tag.orElse(p.name())))
        .map(p -> Facts.of("name", p.name(), "matches", p.matches().stream().map(m -> Facts.of("match", words(m))).toList(),
            "identity", p.self().map(ShowIsakmpProfile::words).orElse("ip-address"), "keyrings",
            p.keyrings().isEmpty() ? "<none>" : String.join(" ", p.keyrings()))).toList()));
  }

  private static String words(Match m) {
    return switch (m) {
      case Match.ByAddress a -> "ip-address " + words(a.network());
      case Match.Host h -> "fqdn " + h.name();
      case Match.HostDomain d -> "fqdn domain " + d.domain();
      case Match.User u -> "user-fqdn " + u.name();
      case Match.UserDomain d -> "user-fqdn domain " + d.domain();
      case Match.Group g -> "group " + g.name();
    };
  }

  private static String words(Whose.Network n) {
    return n.address() instanceof Ipv4 ? n.address() + " " + Ipv4.mask(n.prefixLength())
        : n.address() + "/" + n.prefixLength();
  }

  private static String words(Identity i) {
    return switch (i) {
      case Identity.OfInterface o -> "ip-address";
      case Identity.OfAddress a -> "ip-address " + a.address();
      case Identity.Fqdn f -> "fqdn";
      case Identity.UserFqdn u -> "user-fqdn " + u.name();
    };
  }
}
