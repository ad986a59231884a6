package net.anotherbox.crypto.ipsec.profile;

import java.util.Map;
import java.util.Optional;
import net.anotherbox.crypto.CryptoConfig;
import net.anotherbox.crypto.ipsec.map.ShowCryptoMap;
import net.anotherbox.crypto.trace.Facts;
import net.anotherbox.runtime.release.Release;
import net.anotherbox.runtime.release.Screen;

/** {@code show crypto ipsec profile}. */
public final class ShowIpsecProfile {
  private static final Screen SCREEN = Screen.load(ShowIpsecProfile.class, "ipsec-profile.screen");

  private ShowIpsecProfile() {}

  /** @param tag name of the only one, or empty for all */
  public static String render(Release release, CryptoConfig config, Optional<String> tag) {
    return SCREEN.render(release, Facts.of("profiles", config.protection().profiles().values().stream()
        .filter(p -> p.name().equals(tag.orElse(p.name()))).map(p -> facts(config, p)).toList()));
  }

  /** What the profile says, with the global values where it says nothing. */
  public static Map<String, Object> facts(CryptoConfig config, IpsecProfile p) {
    return Facts.with(ShowCryptoMap.terms(config, p.terms()), "profile-name", p.name(), "responder", p.responderOnly() ? "Y"
        : "N");
  }
}
