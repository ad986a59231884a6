package net.anotherbox.config.grammar;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Where a reader stands after some words of a line: the positions it may be at, and what was read on the way to each. */
final class Walk {
  /** One way through a declaration: a position, what was read there, and the way before it (null at the beginning). */
  record Way(Syntax.Position at, Way before, String value) {
    /** What was read at each word. */
    List<String> words() {
      var found = new ArrayList<String>();
      for (Way w = this; w.at != null; w = w.before) found.add(w.value);
      return List.copyOf(found.reversed());
    }

    /** The named words; those of one name are put together. */
    Map<String, String> args() {
      var found = new LinkedHashMap<String, String>();
      collect(found);
      return found;
    }

    private void collect(Map<String, String> into) {
      if (at == null) return;
      before.collect(into);
      if (at.word.name() != null) into.merge(at.word.name(), value, (first, more) -> first + " " + more);
    }

    /** The keywords. */
    String path() {
      if (at == null) return "";
      return at.word.keyword() ? Permission.joined(before.path(), at.word.shown()) : before.path();
    }
  }

  /** Several different keywords are abbreviated by the token. */
  static final class AmbiguousToken extends Exception {
    private static final long serialVersionUID = 1L;

    AmbiguousToken() {
      super(null, null, false, false);
    }
  }

  private final List<Way> ways;
  private final Beginnings.Allowed start;
  private final Permission permission;

  private Walk(List<Way> ways, Beginnings.Allowed start, Permission permission) {
    this.ways = ways;
    this.start = start;
    this.permission = permission;
  }

  static Walk from(Beginnings.Allowed start, Permission permission) {
    return new Walk(List.of(new Way(null, null, null)), start, permission);
  }

  /** Whether this way ends in a line that may be carried out. */
  boolean isWhole(Way w) {
    return w.at() != null && w.at().last && permission.ends(w.at().line, w.path());
  }

  List<Way> ways() {
    return ways;
  }

  /** What may come next, in the order of declaration. */
  Set<Syntax.Position> candidates() {
    if (permission == Permission.ALL) {
      var c = new LinkedHashSet<Syntax.Position>();
      for (Way w : ways) c.addAll(next(w));
      return c;
    }
    var byPath = new LinkedHashMap<String, Set<Syntax.Position>>();
    for (Way w : ways) byPath.computeIfAbsent(w.path(), k -> new LinkedHashSet<>()).addAll(next(w));
    var c = new LinkedHashSet<Syntax.Position>();
    byPath.forEach((path, next) -> c.addAll(permission.of(path, next)));
    return c;
  }

  private Set<Syntax.Position> next(Way w) {
    return w.at == null ? start.all() : w.at.next;
  }

  /** Takes one token. @return where it leads; no ways if it fits nothing */
  Walk take(String token, String restOfLine) throws AmbiguousToken {
    var fits = new Fits();
    Set<Syntax.Position> permitted = permission == Permission.ALL ? null : candidates();
    for (Way w : ways) {
      for (Syntax.Position p : w.at == null ? start.near(token) : w.at.next) {
        if (permitted != null && !permitted.contains(p)) continue;
        if (fits.look(w, p, token) && permitted == null && w.at == null && !start.allows(p)) fits.drop();
      }
    }
    var next = new ArrayList<Way>();
    for (Fits.Step s : fits.chosen()) next.add(new Way(s.to, s.from, value(s.to.word, token, restOfLine)));
    return new Walk(next, start, permission);
  }

  private static String value(Word word, String token, String restOfLine) {
    if (word.keyword()) return word.shown();
    return word.type() == ArgumentType.LINE ? restOfLine : word.type().canonical(token);
  }

  /** The steps that a token allows, and which of them it means: whole keywords before abbreviated ones before arguments. */
  private static final class Fits {
    record Step(Way from, Syntax.Position to) {}

    private final List<Step> exact = new ArrayList<>();
    private final List<Step> abbreviated = new ArrayList<>();
    private final List<Step> arguments = new ArrayList<>();
    private List<Step> latest = exact;

    /** @return whether the position takes the token */
    boolean look(Way from, Syntax.Position p, String token) {
      if (p.word.is(token)) latest = exact;
      else if (p.word.abbreviatedBy(token)) latest = abbreviated;
      else if (p.word.accepts(token)) latest = arguments;
      else return false;
      latest.add(new Step(from, p));
      return true;
    }

    /** Forgets the step that was found last. */
    void drop() {
      latest.removeLast();
    }

    List<Step> chosen() throws AmbiguousToken {
      if (!exact.isEmpty()) return exact;
      var spellings = new LinkedHashSet<String>();
      for (Step s : abbreviated) if (!s.to.line.isHidden()) spellings.add(s.to.word.shown());
      if (spellings.size() > 1 && arguments.isEmpty()) throw new AmbiguousToken();
      if (spellings.size() == 1) {
        abbreviated.removeIf(s -> !spellings.contains(s.to.word.shown()));
        return abbreviated;
      }
      if (!abbreviated.isEmpty() && spellings.isEmpty()) return abbreviated;
      int most = 0;
      for (Step s : arguments) most = Math.max(most, s.to.word.specificity());
      int best = most;
      arguments.removeIf(s -> s.to.word.specificity() < best);
      return arguments;
    }
  }

  /** How many characters of the token still fit some keyword here. */
  int fittingCharacters(String token) {
    int longest = 0;
    for (Syntax.Position p : candidates()) {
      if (!p.word.keyword() || p.line.isHidden()) continue;
      String k = p.word.shown();
      int n = 0;
      while (n < k.length() && n < token.length()
          && Character.toLowerCase(k.charAt(n)) == Character.toLowerCase(token.charAt(n))) n++;
      longest = Math.max(longest, n);
    }
    return longest;
  }

  /** Whether it stands in the text that takes the rest of a line, and nowhere else. */
  boolean isRest() {
    return ways.stream().allMatch(w -> w.at != null && w.at.word.type() == ArgumentType.LINE);
  }

  boolean takesRest() {
    return candidates().stream().anyMatch(p -> p.word.type() == ArgumentType.LINE);
  }
}
