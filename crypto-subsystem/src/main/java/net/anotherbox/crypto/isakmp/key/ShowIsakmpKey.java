package net.anotherbox.crypto.isakmp.key;

import java.util.List;
import net.anotherbox.crypto.trace.Facts;
import net.anotherbox.runtime.release.Release;
import net.anotherbox.runtime.release.Screen;
import net.anotherbox.runtime.value.Ipv4;

/** {@code show crypto isakmp key}: the one screen that shows secrets, as IOS does. */
public final class ShowIsakmpKey {
  private static final Screen SCREEN = Screen.load(ShowIsakmpKey.class, "isakmp-key.screen");

  private ShowIsakmpKey() {}

  public static String render(Release release, List<PresharedKey> keys) {
    return SCREEN.render(release, Facts.of("keys",
        keys.stream().map(k -> Facts.of("address", address(k), "secret", k.secret())).toList()));
  }

  /** A network with its mask in brackets. */
  private static String address(PresharedKey k) {
    boolean host = k.prefixLength() == k.address().bytes().length * 8;
    if (host) return k.address().toString();
    if (!(k.address() instanceof Ipv4)) return k.address() + "/" + k.prefixLength();
    return String.format("%-15s[%s]", k.address(), Ipv4.mask(k.prefixLength()));
  }
}
