package net.anotherbox.config.feature;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import net.anotherbox.config.grammar.Grammar;
import net.anotherbox.config.grammar.Helps;
import net.anotherbox.config.grammar.Line;
import net.anotherbox.config.grammar.Mode;
import net.anotherbox.config.grammar.Support;
import net.anotherbox.runtime.release.Release;

/**
 * A family of lines out of a file: with modes of its own, in which most lines are kept and shown and nothing more.
 *
 * <pre>
 * mode router-odr config-router Router configuration commands:     a mode: our name, its prompt, its title
 * let AREA {&lt;0-4294967295&gt;|A.B.C.D}:area                              from here on $AREA stands for this
 * help network      Enable routing on an IP network                 the help of a word wherever it stands
 * help timers/basic Basic timers                                    of a word after that keyword
 * help match/ip/address Match an address                         of a word after those two keywords
 * help basic/&lt;&gt;#2   Invalid                                         of the second such word
 * in router-odr config                                              the rows below belong to these modes
 * help &lt;&gt;           Number                                          helps below an "in" are those modes' own
 * partial ODR is not running                                        what the lines below it do: active, kept, partial,
 *   distance &lt;1-255&gt; / slot distance                                security (partial, and protects), with the reason
 * </pre>
 *
 * What comes after " / " are the options, between commas: {@code slot S}, {@code keyed NAME…}, {@code many}, {@code no},
 * {@code on}, {@code sorted}, {@code within NAME…}, {@code clears NAME…}, {@code default V}, {@code opens MODE}, {@code
 * begins LINE}, {@code leaves}, {@code hidden}, {@code indented N [FROM UPTO]}, {@code body N UPTO} (see {@link
 * Line#bodyIndented}), {@code blank} (printed with one behind it), {@code level}, {@code grouped NAME…}, {@code since
 * R}, {@code until R}, {@code security}, {@code named ID} (for {@link #lines}). Ranges without a help of their own have
 * that of "&lt;&gt;"; words that the file says nothing about, that of {@code common.family}. A row that ends in a
 * backslash goes on in the next.
 */
public final class FamilyFile {
  private static final Pattern BLANKS = Pattern.compile("\\s+");
  private static final Map<String, String> COMMON = common();

  private final Grammar grammar;
  private final String resource;
  private final Map<String, Mode> modes = new HashMap<>(Map.of(Mode.CONFIG.id(), Mode.CONFIG, Modes.INTERFACE.id(),
      Modes.INTERFACE));
  private final Map<String, String> macros = new HashMap<>();
  private final Map<String, String> helps = new HashMap<>();
  private final Map<String, List<Line>> named = new HashMap<>();
  private Map<String, String> ownHelps = Map.of();
  private List<Mode> in = List.of();
  private String support = "";

  private FamilyFile(Grammar grammar, String resource) {
    this.grammar = grammar;
    this.resource = resource;
  }

  /**
   * Declares all lines of a file.
   *
   * @param at a class beside the file
   * @throws IllegalArgumentException on a row that is not understood
   */
  public static FamilyFile declare(Grammar g, Class<?> at, String resource) {
    var file = new FamilyFile(g, resource);
    for (String row : rows(at, resource)) file.row(row);
    return file;
  }

  /** The lines that the file gives this name, one for each mode, to be told what a file cannot say. */
  public List<Line> lines(String name) {
    List<Line> found = named.get(name);
    if (found == null) throw new IllegalArgumentException(resource + " names no " + name);
    return found;
  }

  private static Map<String, String> common() {
    var found = new HashMap<String, String>();
    for (String r : rows(FamilyFile.class, "common.family")) {
      String[] p = BLANKS.split(r, 3);
      found.put(p[1], p[2]);
    }
    return Map.copyOf(found);
  }

  private static List<String> rows(Class<?> at, String resource) {
    var in = at.getResourceAsStream(resource);
    if (in == null) throw new IllegalArgumentException("no such file: " + resource);
    var rows = new ArrayList<String>();
    try (var r = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      var joined = new StringBuilder();
      for (String l; (l = r.readLine()) != null; ) {
        if (l.isBlank() || l.startsWith("#")) continue;
        boolean goesOn = l.endsWith("\\");
        joined.append(joined.isEmpty() ? l : l.strip());
        if (goesOn) {
          joined.setLength(joined.length() - 1);
          continue;
        }
        rows.add(joined.toString().stripTrailing());
        joined.setLength(0);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return rows;
  }

  private void row(String row) {
    if (row.startsWith(" ")) {
      declared(expanded(row.strip()));
      return;
    }
    String[] p = BLANKS.split(row, 2);
    String rest = p.length < 2 ? "" : p[1];
    switch (p[0]) {
      case "mode" -> mode(BLANKS.split(rest, 3));
      case "let" -> let(BLANKS.split(rest, 2));
      case "help" -> help(BLANKS.split(rest, 2));
      case "in" -> enter(BLANKS.split(rest));
      case "active", "kept", "partial", "security" -> support = row;
      default -> throw new IllegalArgumentException(resource + ": not understood: " + row);
    }
  }

  private void let(String[] p) {
    macros.put(p[0], expanded(p[1]));
  }

  private void help(String[] p) {
    (in.isEmpty() ? helps : ownHelps).put(p[0], p[1].strip());
  }

  private void mode(String[] p) {
    modes.put(p[0], new Mode(p[0], p[1], p[2]));
  }

  private void enter(String[] names) {
    in = new ArrayList<>();
    for (String n : names) in.add(mode(n));
    ownHelps = new HashMap<>();
  }

  private Mode mode(String name) {
    Mode m = modes.get(name);
    if (m == null) throw new IllegalArgumentException(resource + ": no mode " + name);
    return m;
  }

  private String expanded(String text) {
    if (text.indexOf('$') < 0) return text;
    var out = new StringBuilder();
    int i = 0;
    while (i < text.length()) {
      char c = text.charAt(i++);
      if (c != '$' || i == text.length() || !Character.isUpperCase(text.charAt(i))) {
        out.append(c);
        continue;
      }
      int from = i;
      while (i < text.length() && (Character.isUpperCase(text.charAt(i)) || Character.isDigit(text.charAt(i))
          || text.charAt(i) == '_')) i++;
      String value = macros.get(text.substring(from, i));
      if (value == null) throw new IllegalArgumentException(resource + ": no let " + text.substring(from, i));
      out.append(value);
    }
    return out.toString();
  }

  private void declared(String row) {
    int slash = row.indexOf(" / ");
    String syntax = slash < 0 ? row : row.substring(0, slash).strip();
    Map<String, String> own = ownHelps;
    for (Mode m : in) {
      Line line = grammar.line(m, syntax, l -> new Helps(new WordHelps(syntax, own).read(), List.of()));
      supported(line);
      if (slash >= 0) for (String option : row.substring(slash + 3).split(",")) option(line, option.strip());
    }
  }

  private void supported(Line line) {
    int blank = support.indexOf(' ');
    String reason = blank < 0 ? "" : support.substring(blank + 1).strip();
    switch (blank < 0 ? support : support.substring(0, blank)) {
      case "active" -> line.support(e -> Support.ACTIVE);
      case "kept" -> line.kept(reason);
      case "partial" -> line.partial(reason);
      case "security" -> line.partial(reason).security();
      default -> throw new IllegalArgumentException(resource + ": support not said before " + line);
    }
  }

  private void option(Line line, String option) {
    String[] p = option.split(" ", 2);
    switch (p[0]) {
      case "slot" -> line.slot(p[1]);
      case "keyed" -> line.keyed(p[1].split(" "));
      case "many" -> line.many();
      case "no" -> line.negatable();
      case "on" -> line.onByDefault();
      case "sorted" -> line.sorted();
      case "within" -> line.sortedWithin(p[1].split(" "));
      case "clears" -> line.clearsOnNo(p.length < 2 ? new String[0] : p[1].split(" "));
      case "default" -> line.defaults(p[1]);
      case "opens" -> line.opens(mode(p[1]));
      case "begins" -> line.begins(m -> List.of(p[1]));
      case "leaves" -> line.leaves();
      case "hidden" -> line.hidden();
      case "indented" -> indented(line, p[1].split(" "));
      case "blank" -> line.blankBehind(e -> true);
      case "body" -> body(line, p[1].split(" "));
      case "level" -> line.level();
      case "grouped" -> line.grouped(p[1].split(" "));
      case "since" -> line.since(Release.parse(p[1]).orElseThrow());
      case "until" -> line.until(Release.parse(p[1]).orElseThrow());
      case "security" -> line.security();
      case "named" -> named.computeIfAbsent(p[1], n -> new ArrayList<>()).add(line);
      default -> throw new IllegalArgumentException(resource + ": no such option: " + option);
    }
  }

  private static void body(Line line, String[] p) {
    line.bodyIndented(Integer.parseInt(p[0]), Release.parse(p[1]).orElseThrow());
  }

  private static void indented(Line line, String[] p) {
    if (p.length == 1) line.indented(Integer.parseInt(p[0]));
    else line.indented(Integer.parseInt(p[0]), Release.parse(p[1]).orElseThrow(), Release.parse(p[2]).orElseThrow());
  }

  /** Finds the help of each word of a syntax: each word is looked for after the keyword before it, then by itself. */
  private final class WordHelps {
    private final String syntax;
    private final Map<String, String> own;
    private final List<String> found = new ArrayList<>();
    private final Map<String, Integer> seen = new HashMap<>();
    private int at;

    WordHelps(String syntax, Map<String, String> own) {
      this.syntax = syntax;
      this.own = own;
    }

    /** One for each word, null where the file has none. */
    List<String> read() {
      alternatives("");
      return found;
    }

    private void alternatives(String before) {
      String last = before;
      while (at < syntax.length()) {
        char c = syntax.charAt(at);
        if (c == '{' || c == '[') {
          at++;
          alternatives(last);
        } else if (c == '}' || c == ']') {
          at++;
          return;
        } else if (c == '|') {
          at++;
          last = before;
        } else if (c == ' ' || c == '*' || c == '+' && "}]".indexOf(syntax.charAt(at - 1)) >= 0) {
          at++;
        } else {
          String word = word();
          if (word.isEmpty()) continue;
          found.add(help(last, word));
          if (Character.isLowerCase(word.charAt(0))) last = last.substring(last.indexOf('/') + 1) + "/" + word;
        }
      }
    }

    /** The word that begins here, without its name; empty for the name of a group. */
    private String word() {
      int from = at;
      while (at < syntax.length() && " {}[]|*".indexOf(syntax.charAt(at)) < 0) at++;
      String token = syntax.substring(from, at);
      if (token.startsWith(":")) return "";
      int colon = grammar.nameColon(token);
      return colon < 0 ? token : token.substring(0, colon);
    }

    /** @param before the last two keywords, with a slash between */
    private String help(String before, String word) {
      String range = word.startsWith("<") ? "<>" : word;
      String last = before.substring(before.indexOf('/') + 1);
      String after = last + "/" + range;
      String[] keys = {before + "/" + word, after + "#" + seen.merge(after, 1, Integer::sum), last + "/" + word, after,
          word, range};
      for (Map<String, String> m : List.of(own, helps, COMMON))
        for (String key : keys) {
          String h = m.get(key);
          if (h != null) return h;
        }
      return null;
    }
  }
}
