package net.anotherbox.config.grammar;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads the syntax of one declaration into positions: each a word, with the positions that may follow it. */
final class Syntax {
  private static final Pattern TOKEN =
      Pattern.compile("[{}\\[\\]|]|(?<=[}\\]])[*+]|(?<=[}\\]*+]):[A-Za-z][A-Za-z0-9-]*|[^\\s{}\\[\\]|]+");

  /** A place in a line. */
  static final class Position {
    final Line line;
    final int index;
    Word word;
    String help;
    final Set<Position> next = new LinkedHashSet<>();
    boolean last;

    Position(Line line, int index, Word word) {
      this.line = line;
      this.index = index;
      this.word = word;
    }
  }

  /** A part of the syntax: where it may begin and end, and whether it may be left out. */
  private record Fragment(Set<Position> first, Set<Position> last, boolean nullable) {
    static Fragment empty() {
      return new Fragment(new LinkedHashSet<>(), new LinkedHashSet<>(), true);
    }
  }

  private final Line line;
  private final Map<String, ArgumentType> types;
  private final List<String> tokens = new ArrayList<>();
  private final List<Position> positions = new ArrayList<>();
  private int at;

  private Syntax(Line line, String syntax, Map<String, ArgumentType> types) {
    this.line = line;
    this.types = types;
    var m = TOKEN.matcher(syntax);
    while (m.find()) tokens.add(m.group());
  }

  /** @return all positions in the order of their words, those that may begin the line put into {@code first} */
  static List<Position> read(Line line, String syntax, Map<String, ArgumentType> types, Set<Position> first) {
    var s = new Syntax(line, syntax, types);
    Fragment whole = s.alternatives();
    if (s.at < s.tokens.size()) throw new IllegalArgumentException("unbalanced: " + syntax);
    if (whole.nullable) throw new IllegalArgumentException("may be empty: " + syntax);
    first.addAll(whole.first);
    for (Position p : whole.last) p.last = true;
    return s.positions;
  }

  private Fragment alternatives() {
    Fragment all = sequence();
    while (at < tokens.size() && tokens.get(at).equals("|")) {
      at++;
      Fragment other = sequence();
      var first = new LinkedHashSet<>(all.first);
      first.addAll(other.first);
      var last = new LinkedHashSet<>(all.last);
      last.addAll(other.last);
      all = new Fragment(first, last, all.nullable || other.nullable);
    }
    return all;
  }

  private Fragment sequence() {
    Fragment all = Fragment.empty();
    while (at < tokens.size() && !"|}]".contains(tokens.get(at))) all = join(all, item());
    return all;
  }

  private static Fragment join(Fragment a, Fragment b) {
    for (Position p : a.last) p.next.addAll(b.first);
    var first = new LinkedHashSet<>(a.first);
    if (a.nullable) first.addAll(b.first);
    var last = new LinkedHashSet<>(b.last);
    if (b.nullable) last.addAll(a.last);
    return new Fragment(first, last, a.nullable && b.nullable);
  }

  private Fragment item() {
    String t = tokens.get(at++);
    if (!t.equals("{") && !t.equals("[")) return word(t);
    int from = positions.size();
    Fragment inner = alternatives();
    String close = t.equals("{") ? "}" : "]";
    if (at >= tokens.size() || !tokens.get(at++).equals(close)) throw new IllegalArgumentException("no " + close);
    boolean nullable = inner.nullable || t.equals("[");
    if (at < tokens.size() && (tokens.get(at).equals("*") || tokens.get(at).equals("+"))) {
      nullable |= tokens.get(at++).equals("*");
      for (Position p : inner.last) p.next.addAll(inner.first);
    }
    if (at < tokens.size() && tokens.get(at).startsWith(":")) name(positions.subList(from, positions.size()),
        tokens.get(at++));
    return new Fragment(inner.first, inner.last, nullable);
  }

  private static void name(List<Position> group, String name) {
    for (Position p : group) {
      Word w = p.word;
      if (w.name() == null) p.word = new Word(w.shown(), w.keyword(), w.type(), name.substring(1));
    }
  }

  private Fragment word(String token) {
    int colon = nameColon(token);
    String shown = colon < 0 ? token : token.substring(0, colon);
    String name = colon < 0 ? null : token.substring(colon + 1);
    ArgumentType type = type(shown);
    var p = new Position(line, positions.size(),
        type == null ? Word.keyword(shown, name) : Word.argument(shown, type, name));
    positions.add(p);
    return new Fragment(Set.of(p), Set.of(p), false);
  }

  /** Where ":name" begins, or -1. The colons of a type (X:X:X:X::X, hh:mm) and one at the end ("nvram:") are none. */
  private int nameColon(String token) {
    return nameColon(token, types);
  }

  static int nameColon(String token, Map<String, ArgumentType> types) {
    if (token.indexOf(':') < 0) return -1;
    int from = 0;
    for (String t : types.keySet()) if (t.indexOf(':') >= 0 && token.startsWith(t)) from = Math.max(from, t.length());
    int colon = token.indexOf(':', from);
    return colon == token.length() - 1 ? -1 : colon;
  }

  private ArgumentType type(String shown) {
    ArgumentType known = types.get(shown);
    if (known == null && shown.startsWith("<")) {
      String[] r = shown.substring(1, shown.length() - 1).split("-");
      return ArgumentType.range(Long.parseLong(r[0]), Long.parseLong(r[1]));
    }
    return known;
  }
}
