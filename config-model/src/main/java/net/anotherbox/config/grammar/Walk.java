package net.anotherbox.config.grammar;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Where a reader stands after some words of a line: the positions it may be at, and what was read on the way to each. */
final class Walk {
  /** One way through a declaration. @param path its keywords */
  record Way(Syntax.Position at, List<String> words, Map<String, String> args, String path) {
    Way step(Syntax.Position p, String value) {
      var w = new ArrayList<>(words);
      w.add(value);
      String keywords = p.word.keyword() ? Permission.joined(path, p.word.shown()) : path;
      if (p.word.name() == null) return new Way(p, w, args, keywords);
      var a = new LinkedHashMap<>(args);
      a.merge(p.word.name(), value, (before, now) -> before + " " + now);
      return new Way(p, w, a, keywords);
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
  private final Set<Syntax.Position> start;
  private final Permission permission;

  private Walk(List<Way> ways, Set<Syntax.Position> start, Permission permission) {
    this.ways = ways;
    this.start = start;
    this.permission = permission;
  }

  static Walk from(Set<Syntax.Position> first, Permission permission) {
    return new Walk(List.of(new Way(null, List.of(), Map.of(), "")), first, permission);
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
      for (Way w : ways) c.addAll(w.at == null ? start : w.at.next);
      return c;
    }
    var byPath = new LinkedHashMap<String, Set<Syntax.Position>>();
    for (Way w : ways) byPath.computeIfAbsent(w.path, k -> new LinkedHashSet<>()).addAll(w.at == null ? start : w.at.next);
    var c = new LinkedHashSet<Syntax.Position>();
    byPath.forEach((path, next) -> c.addAll(permission.of(path, next)));
    return c;
  }

  /** Takes one token. @return where it leads; no ways if it fits nothing */
  Walk take(String token, String restOfLine) throws AmbiguousToken {
    Set<Syntax.Position> chosen = choose(token);
    var next = new ArrayList<Way>();
    for (Way w : ways)
      for (Syntax.Position p : w.at == null ? start : w.at.next)
        if (chosen.contains(p)) next.add(w.step(p, value(p.word, token, restOfLine)));
    return new Walk(next, start, permission);
  }

  private static String value(Word word, String token, String restOfLine) {
    if (word.keyword()) return word.shown();
    return word.type() == ArgumentType.LINE ? restOfLine : word.type().canonical(token);
  }

  private Set<Syntax.Position> choose(String token) throws AmbiguousToken {
    var exact = new LinkedHashSet<Syntax.Position>();
    var abbreviated = new LinkedHashSet<Syntax.Position>();
    var spellings = new LinkedHashSet<String>();
    var arguments = new LinkedHashSet<Syntax.Position>();
    int best = 0;
    for (Syntax.Position p : candidates()) {
      if (p.word.is(token)) exact.add(p);
      else if (p.word.abbreviatedBy(token)) {
        abbreviated.add(p);
        if (!p.line.isHidden()) spellings.add(p.word.shown());
      } else if (p.word.accepts(token)) {
        arguments.add(p);
        best = Math.max(best, p.word.specificity());
      }
    }
    if (!exact.isEmpty()) return exact;
    if (spellings.size() > 1 && arguments.isEmpty()) throw new AmbiguousToken();
    if (spellings.size() == 1) {
      String only = spellings.iterator().next();
      abbreviated.removeIf(p -> !p.word.shown().equals(only));
      return abbreviated;
    }
    if (!abbreviated.isEmpty() && spellings.isEmpty()) return abbreviated;
    int most = best;
    arguments.removeIf(p -> p.word.specificity() < most);
    return arguments;
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

  boolean takesRest() {
    return candidates().stream().anyMatch(p -> p.word.type() == ArgumentType.LINE);
  }
}
