package net.anotherbox.crypto.ipsec.profile;

import net.anotherbox.crypto.CryptoConfig;
import net.anotherbox.crypto.trace.Facts;
import net.anotherbox.runtime.release.Release;
import net.anotherbox.runtime.release.Screen;

/** What holds for IPsec as a whole: {@code show crypto ipsec security-association …}. */
public final class ShowIpsecSettings {
  private static final Screen LIFETIME = Screen.load(ShowIpsecSettings.class, "lifetime.screen");

  private ShowIpsecSettings() {}

  /** {@code show crypto ipsec security-association lifetime}. */
  public static String lifetime(Release release, CryptoConfig config) {
    return LIFETIME.render(release, Facts.of("kilobytes", config.lifetimeKilobytes(), "seconds", config.lifetimeSeconds()));
  }
}
