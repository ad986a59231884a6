package net.anotherbox.crypto.ipsec.profile;

import net.anotherbox.crypto.CryptoConfig;
import net.anotherbox.crypto.trace.Facts;
import net.anotherbox.runtime.release.Release;
import net.anotherbox.runtime.release.Screen;

/** What holds for IPsec as a whole: {@code show crypto ipsec security-association …}. */
public final class ShowIpsecSettings {
  private static final Screen LIFETIME = Screen.load(ShowIpsecSettings.class, "lifetime.screen");

  private static final Screen IDLE = Screen.load(ShowIpsecSettings.class, "idle-time.screen");

  private ShowIpsecSettings() {}

  /** {@code show crypto ipsec security-association lifetime}. */
  public static String lifetime(Release release, CryptoConfig config) {
    return LIFETIME.render(release, Facts.of("kilobytes", config.lifetimeKilobytes(), "seconds", config.lifetimeSeconds()));
  }

  /** {@code show crypto ipsec security-association idle-time}. */
  public static String idleTime(Release release, CryptoConfig config) {
    return IDLE.render(release, Facts.of(config.idleSeconds() > 0 ? "idle" : "none", config.idleSeconds()));
  }
}
