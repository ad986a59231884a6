package net.anotherbox.config.grammar;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** Where the lines of a mode begin. A mode has hundreds of them, so they are found by the first letter. */
final class Beginnings {
  /** The beginnings that somebody may use somewhere. */
  record Allowed(Beginnings of, Predicate<Line> which) {
    /** Those that a token may be at, and some more. */
    List<Syntax.Position> near(String token) {
      return of.byLetter.getOrDefault(Character.toLowerCase(token.charAt(0)), of.arguments);
    }

    boolean allows(Syntax.Position p) {
      return which.test(p.line);
    }

    /** All, in the order of declaration. */
    Set<Syntax.Position> all() {
      var found = new LinkedHashSet<Syntax.Position>();
      for (Syntax.Position p : of.all) if (allows(p)) found.add(p);
      return found;
    }

    boolean hasKeyword(String word) {
      return near(word).stream().anyMatch(p -> p.word.is(word) && allows(p));
    }
  }

  private final List<Syntax.Position> all = new ArrayList<>();
  private final List<Syntax.Position> arguments = new ArrayList<>();
  private final Map<Character, List<Syntax.Position>> byLetter = new HashMap<>();

  Beginnings(List<Line> lines) {
    for (Line l : lines) for (Syntax.Position p : l.first) add(p);
  }

  /** A keyword stands under its letter; an argument may begin with any. */
  private void add(Syntax.Position p) {
    all.add(p);
    if (p.word.keyword()) {
      byLetter.computeIfAbsent(Character.toLowerCase(p.word.shown().charAt(0)), c -> new ArrayList<>(arguments)).add(p);
    } else {
      arguments.add(p);
      byLetter.values().forEach(l -> l.add(p));
    }
  }
}
