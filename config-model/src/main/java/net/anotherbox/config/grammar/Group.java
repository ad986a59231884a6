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
 * when first walked, and of the lines of a file those are read first that begin with a letter which has been typed.
 */
sealed class Group {
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
  static Group root(List<Line> lines, Map<String, ArgumentType> types) {
    return new Root(lines, types);
  }

  /** Positions that may come next, in the order of declaration. */
  Collection<Syntax.Position> following() {
    return following;
  }

  /** The branches that a token may take, and some more: those of its first letter, and those of arguments. */
  List<Group> near(String token) {
    if (byLetter == null) {
      arguments = new ArrayList<>();
      byLetter = new HashMap<>();
      branches(following).forEach(this::add);
    }
    return byLetter.getOrDefault(Character.toLowerCase(token.charAt(0)), arguments);
  }

  /** A group for each word, in the order of declaration. */
  private static List<Group> branches(Collection<Syntax.Position> following) {
    var branches = new LinkedHashMap<Word, List<Syntax.Position>>();
    for (Syntax.Position p : following) branches.computeIfAbsent(p.word, w -> new ArrayList<>(1)).add(p);
    var groups = new ArrayList<Group>(branches.size());
    branches.forEach((w, all) -> groups.add(new Group(w, all, next(all))));
    return groups;
  }

  private static Collection<Syntax.Position> next(List<Syntax.Position> all) {
    if (all.size() == 1) return all.getFirst().next;
    var next = new LinkedHashSet<Syntax.Position>();
    for (Syntax.Position p : all) next.addAll(p.next);
    return next;
  }

  /** A keyword stands under its letter; an argument may begin with any. */
  private void add(Group g) {
    if (g.word.keyword()) {
      byLetter.computeIfAbsent(letter(g.word), c -> new ArrayList<>(arguments)).add(g);
    } else {
      arguments.add(g);
      byLetter.values().forEach(l -> l.add(g));
    }
  }

  private static char letter(Word keyword) {
    return Character.toLowerCase(keyword.shown().charAt(0));
  }

  /** The lines of a mode, of which those are read that begin with a letter that has been typed. */
  private static final class Root extends Group {
    private static final int ASCII = 128;

    private final List<Line> lines;
    private final char[] letters;
    /** By the character that was typed; what no keyword begins with is 0. */
    private final Map<Character, List<Group>> branches = new HashMap<>();
    private Collection<Syntax.Position> all;

    Root(List<Line> lines, Map<String, ArgumentType> types) {
      super(null, List.of(), List.of());
      this.lines = List.copyOf(lines);
      letters = new char[lines.size()];
      for (int i = 0; i < letters.length; i++) letters[i] = Syntax.letter(lines.get(i).syntax(), types);
    }

    @Override
    Collection<Syntax.Position> following() {
      if (all == null) all = first(l -> true, p -> true);
      return all;
    }

    @Override
    List<Group> near(String token) {
      char c = Character.toLowerCase(token.charAt(0));
      return branches.computeIfAbsent(c < ASCII ? c : 0, this::beginningWith);
    }

    private List<Group> beginningWith(char c) {
      return branches(first(l -> l == c, p -> !p.word.keyword() || letter(p.word) == c));
    }

    /** Of the lines that begin with such a letter, or of which that is not known, the words that may begin them. */
    private Collection<Syntax.Position> first(CharPredicate letter, Predicate<Syntax.Position> which) {
      var first = new LinkedHashSet<Syntax.Position>();
      for (int i = 0; i < letters.length; i++) {
        if (letters[i] != 0 && !letter.test(letters[i])) continue;
        for (Syntax.Position p : lines.get(i).first()) if (which.test(p)) first.add(p);
      }
      return first;
    }
  }

  private interface CharPredicate {
    boolean test(char c);
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
