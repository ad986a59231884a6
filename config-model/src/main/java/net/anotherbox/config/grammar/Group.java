package net.anotherbox.config.grammar;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The positions of one word that the same words lead to: a node of the tree that all lines of a mode make. A mode has
 * thousands of lines that begin alike ("ip …"); they are gone through together until their words differ. Branches are made
 * when first walked.
 */
final class Group {
  /** Null at the root. */
  final Word word;
  /** In the order of declaration; at the root none. */
  final List<Syntax.Position> positions;
  /** Whether some of them may not stand twice in a line. */
  final boolean options;
  private final Collection<Syntax.Position> following;
  private List<Group> arguments;
  private Map<Character, List<Group>> byLetter;

  private Group(Word word, Collection<Syntax.Position> positions, Collection<Syntax.Position> following) {
    this.word = word;
    this.positions = List.copyOf(positions);
    this.following = following;
    this.options = positions.stream().anyMatch(p -> p.once);
  }

  /** Where all these lines begin. */
  static Group root(List<Line> lines) {
    var first = new LinkedHashSet<Syntax.Position>();
    for (Line l : lines) first.addAll(l.first);
    return new Group(null, List.of(), first);
  }

  /** Positions that may come next, in the order of declaration. */
  Collection<Syntax.Position> following() {
    return following;
  }

  /** The branches that a token may take, and some more: those of its first letter, and those of arguments. */
  List<Group> near(String token) {
    if (byLetter == null) branch();
    return byLetter.getOrDefault(Character.toLowerCase(token.charAt(0)), arguments);
  }

  private void branch() {
    var branches = new LinkedHashMap<Word, List<Syntax.Position>>();
    for (Syntax.Position p : following) branches.computeIfAbsent(p.word, w -> new ArrayList<>()).add(p);
    arguments = new ArrayList<>();
    byLetter = new HashMap<>();
    branches.forEach((w, all) -> {
      var next = new LinkedHashSet<Syntax.Position>();
      for (Syntax.Position p : all) next.addAll(p.next);
      add(new Group(w, all, next));
    });
  }

  /** A keyword stands under its letter; an argument may begin with any. */
  private void add(Group g) {
    if (g.word.keyword()) {
      byLetter.computeIfAbsent(Character.toLowerCase(g.word.shown().charAt(0)), c -> new ArrayList<>(arguments)).add(g);
    } else {
      arguments.add(g);
      byLetter.values().forEach(l -> l.add(g));
    }
  }

  boolean has(Predicate<Line> which) {
    for (Syntax.Position p : positions) if (which.test(p.line)) return true;
    return false;
  }

  /** Those of the positions that are in a set. */
  List<Syntax.Position> among(Set<Syntax.Position> set) {
    return positions.stream().filter(set::contains).toList();
  }
}
