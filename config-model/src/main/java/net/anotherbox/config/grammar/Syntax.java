package net.anotherbox.config.grammar;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.function.IntUnaryOperator;

/** Reads the syntax of one declaration into positions: each a word, with the positions that may follow it. */
final class Syntax {
  /** A place in a line. */
  static final class Position {
    final Line line;
    final int index;
    Word word;
    String help;
    /** The help where neither the line nor {@link Grammar#prefix} has said one. */
    String otherwise;
    /** Each once; of most there is one, and never many. */
    List<Position> next = List.of();
    boolean last;
    /** A keyword among options in any order: it does not stand twice in a line. */
    boolean once;

    Position(Line line, int index, Word word) {
      this.line = line;
      this.index = index;
      this.word = word;
    }
  }

  /**
   * The words of a line.
   *
   * @param all in the order of their words
   * @param first those that may begin the line
   */
  record Positions(List<Position> all, List<Position> first) {}

  /** A part of the syntax: where it may begin and end, and whether it may be left out. */
  private record Fragment(List<Position> first, List<Position> last, boolean nullable) {
    static final Fragment EMPTY = new Fragment(List.of(), List.of(), true);
  }

  private final Line line;
  private final Map<String, ArgumentType> types;
  private final List<String> tokens = new ArrayList<>();
  private final List<Position> positions = new ArrayList<>();
  private int at;

  private Syntax(Line line, String syntax, Map<String, ArgumentType> types) {
    this.line = line;
    this.types = types;
    int i = 0;
    while (i < syntax.length()) {
      int from = i;
      i = end(syntax, from);
      if (syntax.charAt(from) > ' ') tokens.add(syntax.substring(from, i));
    }
  }

  /** Where the token ends that begins here: a bracket or bar, what may stand right behind a group, a word, a blank. */
  private static int end(String syntax, int from) {
    char c = syntax.charAt(from);
    char before = from == 0 ? ' ' : syntax.charAt(from - 1);
    boolean behind = before == '}' || before == ']';
    if (c <= ' ' || "{}[]|".indexOf(c) >= 0 || behind && (c == '*' || c == '+')) return from + 1;
    boolean name = c == ':' && (behind || before == '*' || before == '+');
    int i = from + 1;
    while (i < syntax.length() && !(name ? !Character.isLetterOrDigit(syntax.charAt(i)) && syntax.charAt(i) != '-'
        : syntax.charAt(i) <= ' ' || "{}[]|".indexOf(syntax.charAt(i)) >= 0)) i++;
    return i;
  }

  static Positions read(Line line, String syntax, Map<String, ArgumentType> types) {
    var s = new Syntax(line, syntax, types);
    Fragment whole = s.alternatives();
    if (s.at < s.tokens.size()) throw new IllegalArgumentException("unbalanced: " + syntax);
    if (whole.nullable) throw new IllegalArgumentException("may be empty: " + syntax);
    for (Position p : whole.last) p.last = true;
    return new Positions(s.positions, whole.first);
  }

  /**
   * The small first letter of a line that begins with one keyword whatever is typed, or 0: what may be told without reading
   * the rest.
   */
  static char letter(String syntax, Map<String, ArgumentType> types) {
    int depth = 0;
    for (int i = 0; i < syntax.length(); i++) {
      char c = syntax.charAt(i);
      if (c == '{' || c == '[') depth++;
      else if (c == '}' || c == ']') depth--;
      else if (c == '|' && depth == 0) return 0;
    }
    if (!Character.isLetterOrDigit(syntax.charAt(0))) return 0;
    String token = syntax.substring(0, end(syntax, 0));
    int colon = nameColon(token, types);
    return types.containsKey(colon < 0 ? token : token.substring(0, colon)) ? 0
        : Character.toLowerCase(syntax.charAt(0));
  }

  /** The words of one way through positions: see {@link Line#way}. */
  static List<String> way(List<Position> first, IntUnaryOperator choose) {
    var words = new ArrayList<String>();
    var options = new HashSet<Position>();
    List<Position> next = first;
    while (true) {
      Position p = next.get(next.size() == 1 ? 0 : choose.applyAsInt(next.size()));
      var choices = p.word.keyword() ? List.<String>of() : p.word.type().choices().keySet().stream()
          .filter(p.word.type()::accepts).sorted().toList();
      words.add(choices.isEmpty() ? p.word.shown() : choices.get(choose.applyAsInt(choices.size())));
      if (p.once) options.add(p);
      next = p.next.stream().filter(o -> !options.contains(o)).toList();
      if (p.last && (next.isEmpty() || choose.applyAsInt(2) == 0)) return words;
    }
  }

  private Fragment alternatives() {
    Fragment all = sequence();
    while (at < tokens.size() && tokens.get(at).equals("|")) {
      at++;
      Fragment other = sequence();
      all = new Fragment(union(all.first, other.first), union(all.last, other.last), all.nullable || other.nullable);
    }
    return all;
  }

  private static List<Position> union(List<Position> a, List<Position> b) {
    if (a.isEmpty()) return b;
    if (b.isEmpty()) return a;
    var both = new ArrayList<Position>(a.size() + b.size());
    both.addAll(a);
    for (Position p : b) if (!a.contains(p)) both.add(p);
    return both;
  }

  private Fragment sequence() {
    Fragment all = Fragment.EMPTY;
    while (at < tokens.size() && !"|}]".contains(tokens.get(at))) all = join(all, item());
    return all;
  }

  private static Fragment join(Fragment a, Fragment b) {
    for (Position p : a.last) p.next = union(p.next, b.first);
    return new Fragment(a.nullable ? union(a.first, b.first) : a.first, b.nullable ? union(b.last, a.last) : b.last,
        a.nullable && b.nullable);
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
      boolean any = tokens.get(at++).equals("*");
      nullable |= any;
      for (Position p : inner.first) p.once |= any && p.word.keyword();
      for (Position p : inner.last) p.next = union(p.next, inner.first);
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
    List<Position> alone = List.of(p);
    return new Fragment(alone, alone, false);
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
      int dash = shown.indexOf('-', 2);
      return ArgumentType.range(Long.parseLong(shown, 1, dash, 10),
          Long.parseLong(shown, dash + 1, shown.length() - 1, 10));
    }
    return known;
  }
}
