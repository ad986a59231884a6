package net.anotherbox.crypto.ipsec.transform;

import java.util.Collection;
import net.anotherbox.crypto.isakmp.machine.Suite;
import net.anotherbox.crypto.trace.Facts;
import net.anotherbox.runtime.release.Release;
import net.anotherbox.runtime.release.Screen;

/** {@code show crypto ipsec transform-set}. */
public final class ShowTransformSets {
  private static final Screen SCREEN = Screen.load(ShowTransformSets.class, "transform-set.screen");

  private ShowTransformSets() {}

  public static String render(Release release, Collection<TransformSet> sets) {
    return SCREEN.render(release, Facts.of("sets",
        sets.stream().map(t -> Facts.of("name", t.name(), "words", words(t), t.tunnel() ? "tunnel" : "transport",
            "")).toList()));
  }

  /** "esp-aes esp-sha-hmac ", as screens write a set. */
  public static String words(TransformSet t) {
    return t.suite().map(Suite::words).orElseGet(() -> String.join(" ", t.words()) + " ");
  }
}
