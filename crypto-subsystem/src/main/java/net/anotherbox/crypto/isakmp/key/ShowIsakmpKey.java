package net.anotherbox.crypto.isakmp.key;

import java.util.ArrayList;
import java.util.Map;
import net.anotherbox.crypto.isakmp.key.PresharedKey.Whose;
import net.anotherbox.crypto.trace.Facts;
import net.anotherbox.runtime.release.Release;
import net.anotherbox.runtime.release.Screen;
import net.anotherbox.runtime.value.Ipv4;

/** {@code show crypto isakmp key}: the one screen that shows secrets, as IOS does. */
public final class ShowIsakmpKey {
  private static final Screen SCREEN = Screen.load(ShowIsakmpKey.class, "isakmp-key.screen");

  private ShowIsakmpKey() {}

  public static String render(Release release, Keyrings keyrings) {
    var keys = new ArrayList<Map<String, Object>>();
    for (Keyring ring : keyrings.rings())
      for (PresharedKey k : ring.keys())
        keys.add(Facts.of("keyring", ring.name(), "address", whose(k.whose()), "secret", k.secret()));
    return SCREEN.render(release, Facts.of("keys", keys));
  }

  /** A network with its mask in brackets. */
  private static String whose(Whose whose) {
    return switch (whose) {
      case Whose.Host h -> h.name();
      case Whose.Network n when n.prefixLength() == n.address().bytes().length * 8 -> n.address().toString();
      case Whose.Network n when n.address() instanceof Ipv4 -> String.format("%-15s[%s]", n.address(),
          Ipv4.mask(n.prefixLength()));
      case Whose.Network n -> n.address() + "/" + n.prefixLength();
    };
  }
}
