package net.anotherbox.config.grammar;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** Where a reader stands after some words of a line: the positions it may be at, and what was read on the way to each. */
final class Walk {
  /** A group that was reached, what was read there, and the branch before it (null at the root). */
  private record Branch(Group at, List<Syntax.Position> positions, Branch before, String value) {
    void collect(List<String> words, Map<String, String> args) {
      if (before == null) return;
      before.collect(words, args);
      words.add(value);
      if (at.word.name() != null) args.merge(at.word.name(), value, (first, more) -> first + " " + more);
    }

    /** Whether an option stands there already. */
    boolean had(Syntax.Position p) {
      if (!p.once) return false;
      for (Branch b = this; b != null; b = b.before) if (b.positions.contains(p)) return true;
      return false;
    }

    String path() {
      if (before == null) return "";
      return at.word.keyword() ? Permission.joined(before.path(), at.word.shown()) : before.path();
    }

    Collection<Syntax.Position> following() {
      if (before == null || positions == at.positions) return at.following();
      var next = new LinkedHashSet<Syntax.Position>();
      for (Syntax.Position p : positions) next.addAll(p.next);
      return next;
    }
  }

  /** One way through a declaration. @param at where it has come to; null at the beginning */
  record Way(Syntax.Position at, Branch by) {
    /** The line, with what was read at each word. */
    Matched matched(boolean negated, boolean toDefault, String typed) {
      var words = new ArrayList<String>();
      var args = new HashMap<String, String>();
      by.collect(words, args);
      return at.line.rules().rewritten(new Matched(at.line, negated, toDefault, List.copyOf(words), Map.copyOf(args), typed));
    }

    /** The named words; those of one name are put together. */
    Map<String, String> args() {
      var args = new HashMap<String, String>();
      by.collect(new ArrayList<>(), args);
      return args;
    }

    /** The keywords. */
    String path() {
      return by.path();
    }
  }

  /** Several different keywords are abbreviated by the token. */
  static final class AmbiguousToken extends Exception {
    private static final long serialVersionUID = 1L;

    AmbiguousToken() {
      super(null, null, false, false);
    }
  }

  private final List<Branch> branches;
  private final Predicate<Line> available;
  private final Permission permission;

  private Walk(List<Branch> branches, Predicate<Line> available, Permission permission) {
    this.branches = branches;
    this.available = available;
    this.permission = permission;
  }

  static Walk from(Group root, Predicate<Line> available, Permission permission) {
    return new Walk(List.of(new Branch(root, root.positions, null, null)), available, permission);
  }

  /** Whether this way ends in a line that may be carried out. */
  boolean isWhole(Way w) {
    return w.at() != null && w.at().last && (permission == Permission.ALL || permission.ends(w.at().line, w.path()));
  }

  /** Whether the last token fitted nothing. */
  boolean isEmpty() {
    return branches.isEmpty();
  }

  /** In the order of declaration. */
  List<Way> ways() {
    var ways = new ArrayList<Way>();
    for (Branch b : branches) {
      if (b.before == null) ways.add(new Way(null, b));
      for (Syntax.Position p : b.positions) if (available.test(p.line)) ways.add(new Way(p, b));
    }
    if (branches.size() > 1) ways.sort(Comparator.comparingInt(w -> w.at.line.ordinal));
    return ways;
  }

  /** What may come next, in the order of declaration. */
  Set<Syntax.Position> candidates() {
    var c = new LinkedHashSet<Syntax.Position>();
    if (permission == Permission.ALL) {
      for (Branch b : branches)
        for (Syntax.Position p : b.following()) if (available.test(p.line) && !b.had(p)) c.add(p);
      return c;
    }
    var byPath = new LinkedHashMap<String, Set<Syntax.Position>>();
    for (Branch b : branches) {
      var next = byPath.computeIfAbsent(b.path(), k -> new LinkedHashSet<>());
      for (Syntax.Position p : b.following()) if (available.test(p.line) && !b.had(p)) next.add(p);
    }
    byPath.forEach((path, next) -> c.addAll(permission.of(path, next)));
    return c;
  }

  /** Takes one token of a line. @return where it leads; no ways if it fits nothing */
  Walk take(Token t, String line) throws AmbiguousToken {
    String token = t.text();
    var fits = new Fits();
    Set<Syntax.Position> permitted = permission == Permission.ALL ? null : candidates();
    for (Branch b : branches) {
      for (Group g : b.at.near(token)) {
        List<Branch> kind = fits.kind(g.word, token);
        if (kind == null || !g.has(available)) continue;
        var positions = permitted == null ? g.positions : g.among(permitted);
        if (g.options) positions = positions.stream().filter(p -> !b.had(p)).toList();
        if (!positions.isEmpty()) kind.add(new Branch(g, positions, b, value(g.word, t, line)));
      }
    }
    return new Walk(fits.chosen(available), available, permission);
  }

  private static String value(Word word, Token t, String line) {
    if (word.keyword()) return word.shown();
    return word.type() == ArgumentType.LINE ? line.substring(t.at()).stripTrailing() : word.type().canonical(t.text());
  }

  /** Whether this, which was typed in two words, may stand here as one: the name of an interface. */
  boolean takesInTwoWords(String name) {
    for (Branch b : branches)
      for (Group g : b.at.near(name)) {
        ArgumentType type = g.word.type();
        if (type != null && type.inTwoWords() && g.has(available) && type.accepts(name)) return true;
      }
    return false;
  }

  /**
   * The branches that a token may take, and which of them it means: whole keywords before abbreviated ones before
   * arguments.
   */
  private static final class Fits {
    private final List<Branch> exact = new ArrayList<>(1);
    private final List<Branch> abbreviated = new ArrayList<>(1);
    private final List<Branch> arguments = new ArrayList<>(1);

    /** How a word takes the token, or null. */
    List<Branch> kind(Word w, String token) {
      return w.is(token) ? exact : w.abbreviatedBy(token) ? abbreviated : w.accepts(token) ? arguments : null;
    }

    List<Branch> chosen(Predicate<Line> available) throws AmbiguousToken {
      if (!exact.isEmpty()) return exact;
      if (abbreviated.isEmpty()) return best();
      var spellings = new LinkedHashSet<String>();
      for (Branch b : abbreviated) if (b.at.has(l -> !l.isHidden() && available.test(l))) spellings.add(b.at.word.shown());
      if (spellings.size() > 1 && arguments.isEmpty()) throw new AmbiguousToken();
      if (spellings.size() == 1) {
        abbreviated.removeIf(b -> !spellings.contains(b.at.word.shown()));
        return abbreviated;
      }
      return spellings.isEmpty() ? abbreviated : best();
    }

    /** The arguments that say most about their tokens. */
    private List<Branch> best() {
      if (arguments.size() < 2) return arguments;
      int most = 0;
      for (Branch b : arguments) most = Math.max(most, b.at.word.specificity());
      int best = most;
      arguments.removeIf(b -> b.at.word.specificity() < best);
      return arguments;
    }
  }

  /** How many characters of the token still fit some keyword here. */
  int fittingCharacters(String token) {
    int longest = 0;
    Set<Syntax.Position> permitted = permission == Permission.ALL ? null : candidates();
    for (Branch b : branches) {
      for (Group g : b.at.near(token)) {
        if (!g.word.keyword() || !g.has(l -> !l.isHidden() && available.test(l))) continue;
        if (permitted == null || !g.among(permitted).isEmpty()) longest = Math.max(longest, g.word.fitting(token));
      }
    }
    return longest;
  }

  /** Whether it stands in the text that takes the rest of a line, and nowhere else. */
  boolean isRest() {
    for (Branch b : branches) if (b.at.word == null || b.at.word.type() != ArgumentType.LINE) return false;
    return true;
  }

  boolean takesRest() {
    return candidates().stream().anyMatch(p -> p.word.type() == ArgumentType.LINE);
  }
}
