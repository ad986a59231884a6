package net.anotherbox.shell.output;

import java.util.Map;
import net.anotherbox.runtime.release.Catalogue;
import net.anotherbox.runtime.release.Personality;

/**
 * The texts of one catalogue in the words of the release that the box is at.
 *
 * @param personality only asked for its release, a value, so that sessions may do so on their own threads
 */
public record Wording(Catalogue catalogue, Personality personality) {
  /** The texts that a shell prints of its own accord. */
  public static Wording ofShell(Personality personality) {
    return new Wording(Catalogue.load(Wording.class, "shell.msg"), personality);
  }

  /** The message, or nothing where the release says nothing. */
  public String say(String name) {
    return say(name, Map.of());
  }

  public String say(String name, Map<String, ?> facts) {
    return catalogue.render(personality.release(), name, facts).orElse("");
  }
}
