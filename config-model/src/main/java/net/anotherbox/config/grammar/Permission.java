package net.anotherbox.config.grammar;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;

/** What somebody of a privilege level may type, word by word. */
interface Permission {
  Permission ALL = new Permission() {
    @Override
    public Set<Syntax.Position> of(String path, Collection<Syntax.Position> next) {
      return new LinkedHashSet<>(next);
    }

    @Override
    public boolean ends(Line line, String path) {
      return true;
    }
  };

  /** Those of the positions that may be typed after these keywords. */
  Set<Syntax.Position> of(String path, Collection<Syntax.Position> next);

  /** Whether the line may be carried out that has these keywords. */
  boolean ends(Line line, String path);

  /** Keywords are for the lowest level of the commands that go on with them, unless somebody has given them another. */
  static Permission at(Mode mode, int privilege, CommandLevels levels) {
    return new Permission() {
      @Override
      public Set<Syntax.Position> of(String path, Collection<Syntax.Position> next) {
        Map<String, Integer> lowest = new HashMap<>();
        for (Syntax.Position p : next) if (p.word.keyword()) lowest.merge(p.word.shown(), p.line.privilege(), Math::min);
        var allowed = new LinkedHashSet<Syntax.Position>();
        for (Syntax.Position p : next) {
          OptionalInt given = levels.of(mode, p.word.keyword() ? joined(path, p.word.shown()) : path);
          int otherwise = p.word.keyword() ? lowest.get(p.word.shown()) : p.line.privilege();
          if (given.orElse(otherwise) <= privilege) allowed.add(p);
        }
        return allowed;
      }

      @Override
      public boolean ends(Line line, String path) {
        return levels.of(mode, path).orElse(line.privilege()) <= privilege;
      }
    };
  }

  static String joined(String path, String word) {
    return path.isEmpty() ? word : path + " " + word;
  }
}
