package net.anotherbox.config.grammar;

import java.util.Map;
import java.util.OptionalInt;

/**
 * The privilege levels that somebody has given to commands ({@code privilege exec level 7 show ip route}). A level
 * belongs to a keyword after the keywords before it, as IOS has it: whoever is below it goes no further, and whoever is
 * at it does, even where the command itself was for higher levels. What has been given none keeps that of its
 * declaration.
 *
 * @param given by the id of the mode and the keywords, e.g. "exec: show ip route"
 */
public record CommandLevels(Map<String, Given> given) {
  /** @param all whether it holds for what follows those keywords, too */
  public record Given(int level, boolean all) {}

  public static final CommandLevels NONE = new CommandLevels(Map.of());

  public static String key(Mode mode, String words) {
    return mode.id() + ": " + words;
  }

  public boolean isEmpty() {
    return given.isEmpty();
  }

  OptionalInt of(Mode mode, String path) {
    Given own = given.get(key(mode, path));
    if (own != null) return OptionalInt.of(own.level());
    for (int blank = path.lastIndexOf(' '); blank > 0; blank = path.lastIndexOf(' ', blank - 1)) {
      Given above = given.get(key(mode, path.substring(0, blank)));
      if (above != null && above.all()) return OptionalInt.of(above.level());
    }
    return OptionalInt.empty();
  }
}
