package net.anotherbox.crypto.trace;

import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import net.anotherbox.runtime.release.Release;
import net.anotherbox.runtime.release.Screen;

/** {@code show crypto debug-condition}. */
public final class ShowConditions {
  private static final Screen SCREEN = Screen.load(ShowConditions.class, "debug-condition.screen");

  private ShowConditions() {}

  /** @param kinds those asked for; empty for the flags of unmatched messages alone */
  public static String render(Release release, Conditions conditions, Set<Condition.Kind> kinds, boolean flags) {
    var f = Facts.of("state", conditions.all().isEmpty() ? "OFF" : "ON");
    if (flags) {
      f.put("flags", "");
      for (Switch s : Switch.values()) f.put(s.name().toLowerCase(java.util.Locale.ROOT),
          conditions.unmatched(s) ? "ON" : "OFF");
    }
    for (Condition.Kind k : kinds) {
      Predicate<Condition> of = c -> c.kind() == k;
      String all = conditions.all().stream().filter(of).map(Condition::text).collect(Collectors.joining("  "));
      if (!all.isEmpty()) f.put("has-" + k.name().toLowerCase(java.util.Locale.ROOT), all);
    }
    return SCREEN.render(release, f);
  }
}
