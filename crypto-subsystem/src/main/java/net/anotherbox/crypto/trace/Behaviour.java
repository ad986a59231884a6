package net.anotherbox.crypto.trace;

import java.util.List;
import java.util.Map;
import net.anotherbox.runtime.release.Catalogue;
import net.anotherbox.runtime.release.Personality;

/** What a release does differently from others, as far as a peer or a user can tell: the file {@code ike.behaviour}. */
public final class Behaviour {
  private static final Catalogue TABLE = Catalogue.load(Behaviour.class, "ike.behaviour");

  private final Personality personality;

  public Behaviour(Personality personality) {
    this.personality = personality;
  }

  private String of(String name) {
    return TABLE.render(personality.release(), name, Map.of()).orElse("");
  }

  /** Whether the release does so: "yes" in the table. */
  public boolean is(String name) {
    return of(name).equals("yes");
  }

  public int number(String name) {
    return Integer.parseInt(of(name));
  }

  /** A list of words, possibly empty. */
  public List<String> words(String name) {
    String s = of(name);
    return s.isEmpty() ? List.of() : List.of(s.split(" "));
  }
}
