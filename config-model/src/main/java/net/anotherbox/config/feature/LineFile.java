package net.anotherbox.config.feature;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import net.anotherbox.config.grammar.Grammar;
import net.anotherbox.config.grammar.Helps;
import net.anotherbox.config.grammar.Line;
import net.anotherbox.config.grammar.Matched;
import net.anotherbox.config.grammar.Mode;
import net.anotherbox.config.grammar.Support;
import net.anotherbox.runtime.release.Release;

/**
 * Declares lines that no code reads, out of a file beside the feature:
 *
 * <pre>
 * help dhcp            Configure DHCP server and relay parameters     of a word wherever it stands in this file
 * help lease:infinite  Infinite lease                                 of it after "lease", or in lines that begin so
 * mode config
 * partial no addresses are given out                                  what the lines below do, and why
 *   ip dhcp pool WORD:name / opens dhcp-config, keyed name            a syntax and its options
 * mode dhcp-config dhcp-config DHCP pool configuration commands:      id, prompt, title of a mode that a line here opens
 *   lease {infinite|<0-365>} / slot lease
 * </pre>
 *
 * What lines do: {@code kept}, {@code partial}, {@code security} (partial, of something that filters, authenticates or
 * encrypts), {@code off} and {@code off-security} (partial, but "no …" is true here), {@code active}.
 *
 * <p>Options: {@code slot S}, {@code no}, {@code on}, {@code many}, {@code keyed NAME…}, {@code clears [NAME…]}, {@code
 * sorted}, {@code opens ID}, {@code since R}, {@code until R}, {@code hidden}, {@code defaults V}, {@code block D},
 * {@code blank} (printed with one behind it), {@code body N UPTO} (see {@link Line#bodyIndented}), {@code delimited}
 * (see {@link Line#delimited}), {@code upper NAME} (printed in capitals), {@code printed ROW;ROW} (the last option, see
 * {@link Line#printed}). {@code each} makes a line of its own of each alternative of the last group, {@code {a WORD|b|c
 * LINE} / each, no}: those that end in LINE may stand many times (TEXT is a LINE that may not), those of keywords alone
 * have the "no", those with names in them ({@code {low|high}:level <1-9>}) stand once for each word that is so named;
 * {@code a +{b|c}} goes on with the inner group.
 *
 * <p>A help in "common.help" is everybody's, {@code help after:*} that of all words after "after", with {@code %} for the
 * word. What has none is looked for in "words.help", by its mode and the words before it; what is not there either says its
 * own word, unless {@link Grammar#prefix} has said something better before.
 */
public final class LineFile {
  private static final Pattern TYPE_WITH_COLONS = Pattern.compile("(X:X:X:X::X(/<0-128>)?|hh:mm(:ss)?)(:.*)?");
  /** A named argument or choice, by which the lines of one alternative stand beside each other. */
  private static final Pattern NAMED = Pattern.compile("[}>A-Z]:([a-z]\\w*)");
  private static final Pattern BLANKS = Pattern.compile("\\s+");
  private static final Map<String, String> COMMON = common();
  private static final HelpTable WORDS = new HelpTable(rows(LineFile.class, "words.help"));

  private final Grammar grammar;
  private final Map<String, String> helps = new HashMap<>();
  /** Words that have a help after certain others. */
  private final Set<String> scoped = new HashSet<>();
  /** Words that say the help of all words after them. */
  private final Set<String> starred = new HashSet<>();
  private final Map<String, Mode> modes = new HashMap<>();
  private Mode mode = Mode.CONFIG;
  private String support = "";

  private LineFile(Grammar grammar) {
    this.grammar = grammar;
  }

  /**
   * @param near whose package the resource is in
   * @throws IllegalArgumentException on a row that is not understood, which it names
   */
  public static void declare(Grammar g, Class<?> near, String resource) {
    var file = new LineFile(g);
    List<String> rows = rows(near, resource);
    for (String r : rows) {
      if (r.startsWith("help ")) help(r.substring(5), file.helps);
      else if (r.startsWith("mode ")) file.mode(r.substring(5).strip());
    }
    for (Map<String, String> m : List.of(file.helps, COMMON))
      for (String k : m.keySet()) if (k.indexOf(':') > 0)
        file.scope(k.substring(0, k.indexOf(':')), k.substring(k.indexOf(':') + 1));
    for (String r : rows) {
      try {
        file.row(r);
      } catch (RuntimeException e) {
        throw new IllegalArgumentException(resource + ": " + r, e);
      }
    }
  }

  private void scope(String after, String word) {
    (word.equals("*") ? starred : scoped).add(word.equals("*") ? after : word);
  }

  private static List<String> rows(Class<?> near, String resource) {
    try (var r = new BufferedReader(new InputStreamReader(near.getResourceAsStream(resource), StandardCharsets.UTF_8))) {
      return r.lines().filter(l -> !l.isBlank() && !l.startsWith("#")).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Map<String, String> common() {
    var found = new HashMap<String, String>();
    for (String r : rows(LineFile.class, "common.help")) help(r, found);
    return Map.copyOf(found);
  }

  private static void help(String row, Map<String, String> into) {
    String[] p = BLANKS.split(row.strip(), 2);
    into.put(p[0], p[1]);
  }

  private void mode(String row) {
    String[] p = BLANKS.split(row, 3);
    if (p.length == 3) modes.put(p[0], new Mode(p[0], p[1], p[2]));
  }

  private void row(String r) {
    if (r.startsWith(" ")) line(r.strip());
    else if (r.startsWith("mode ")) {
      String id = BLANKS.split(r.substring(5).strip(), 2)[0];
      mode = modes.getOrDefault(id, new Mode(id, id, ""));
    } else if (!r.startsWith("help ")) support = r;
  }

  private void line(String row) {
    int slash = row.indexOf(" / ");
    String syntax = slash < 0 ? row : row.substring(0, slash).strip();
    String options = slash < 0 ? "" : row.substring(slash + 3).strip();
    if (options.startsWith("each")) each(syntax, options.endsWith("no"));
    else line(syntax, options);
  }

  private void each(String syntax, boolean negatable) {
    int open = opening(syntax);
    String front = syntax.substring(0, open);
    for (String a : alternatives(syntax.substring(open + 1, syntax.length() - 1))) {
      int inner = a.indexOf("+{");
      if (inner >= 0) {
        each(front + a.substring(0, inner) + a.substring(inner + 1), negatable);
        continue;
      }
      boolean text = a.endsWith(" LINE]") || a.endsWith(" LINE");
      String one = front + a.replace("TEXT", "LINE");
      int end = one.length() - (one.endsWith("]") ? 1 : 0);
      String names = String.join(" ", NAMED.matcher(a).results().map(r -> r.group(1)).toList());
      line(text ? one.substring(0, end) + ":text" + one.substring(end) : one,
          text ? "many, clears" : !names.isEmpty() ? "keyed " + names : negatable && ofWords(a) ? "no" : "");
    }
  }

  /** Whether there are keywords alone, but for what may be left out. */
  private static boolean ofWords(String syntax) {
    int from = syntax.indexOf('[');
    int to = syntax.lastIndexOf(']');
    String must = from < 0 || to < from ? syntax : syntax.substring(0, from) + syntax.substring(to + 1);
    return must.chars().noneMatch(c -> Character.isUpperCase(c) || c == '<' || c == ':');
  }

  /** Where the group begins that ends the syntax. */
  private static int opening(String syntax) {
    int depth = 0;
    for (int i = syntax.length() - 1; i >= 0; i--) {
      char c = syntax.charAt(i);
      if (c == '}' || c == ']') depth++;
      if ((c == '{' || c == '[') && --depth == 0) return i;
      if (depth == 0) break;
    }
    throw new IllegalArgumentException("no group at the end: " + syntax);
  }

  private static List<String> alternatives(String group) {
    var found = new ArrayList<String>();
    int depth = 0;
    int from = 0;
    for (int i = 0; i < group.length(); i++) {
      char c = group.charAt(i);
      if (c == '{' || c == '[') depth++;
      if (c == '}' || c == ']') depth--;
      if (c != '|' || depth > 0) continue;
      found.add(group.substring(from, i).strip());
      from = i + 1;
    }
    found.add(group.substring(from).strip());
    return found;
  }

  private void line(String syntax, String options) {
    var line = grammar.line(mode, syntax, this::helps);
    support(line);
    int printed = options.indexOf("printed ");
    if (printed >= 0) line.printed(options.substring(printed + 8).split(";"));
    for (String o : (printed < 0 ? options : options.substring(0, printed)).split(",")) option(line, o.strip());
  }

  private void support(Line line) {
    int blank = support.indexOf(' ');
    String reason = support.substring(blank + 1).strip();
    switch (blank < 0 ? support : support.substring(0, blank)) {
      case "active" -> line.active();
      case "kept" -> line.kept(reason);
      case "partial" -> line.partial(reason);
      case "security" -> line.partial(reason).security();
      case "off" -> line.support(e -> e.negated() ? Support.ACTIVE : new Support.Partial(reason));
      case "off-security" -> line.support(e -> e.negated() ? Support.ACTIVE : new Support.Partial(reason)).security();
      default -> throw new IllegalArgumentException("not understood: " + support);
    }
  }

  private void option(Line line, String option) {
    String[] p = option.split(" ", 2);
    switch (p[0]) {
      case "" -> { }
      case "slot" -> line.slot(p[1]);
      case "no" -> line.negatable();
      case "on" -> line.onByDefault();
      case "many" -> line.many();
      case "keyed" -> line.keyed(p[1].split(" "));
      case "clears" -> line.clearsOnNo(p.length < 2 ? new String[0] : p[1].split(" "));
      case "sorted" -> line.sorted();
      case "opens" -> line.opens(opened(p[1]));
      case "since" -> line.since(Release.parse(p[1]).orElseThrow());
      case "until" -> line.until(Release.parse(p[1]).orElseThrow());
      case "hidden" -> line.hidden();
      case "defaults" -> line.defaults(p[1]);
      case "upper" -> line.rewrite(m -> upper(m, p[1]));
      case "blank" -> line.blankBehind(e -> true);
      case "body" -> line.bodyIndented(Integer.parseInt(p[1].split(" ")[0]), Release.parse(p[1].split(" ")[1]).orElseThrow());
      case "delimited" -> line.delimited();
      case "block" -> line.block(m -> Optional.of(p[1]));
      default -> throw new IllegalArgumentException("no such option: " + option);
    }
  }

  private static Matched upper(Matched m, String name) {
    if (!m.has(name)) return m;
    String typed = m.required(name);
    return m.with(name, typed.toUpperCase(Locale.ROOT))
        .withWords(m.words().stream().map(w -> w.equals(typed) ? w.toUpperCase(Locale.ROOT) : w).toList());
  }

  private Mode opened(String id) {
    return Optional.ofNullable(modes.get(id)).orElseThrow(() -> new IllegalArgumentException("no such mode: " + id));
  }

  /** One help for each word, null where {@link Grammar#prefix} says it; and what the word says itself, where nobody does. */
  private Helps helps(Line line) {
    String mode = line.mode().id();
    List<String> words = words(line.syntax());
    if (WORDS.unlisted(mode, words)) line.hidden();
    var said = new ArrayList<String>();
    var otherwise = new ArrayList<String>();
    for (int i = 0; i < words.size(); i++) {
      String help = help(words, i);
      said.add(help);
      otherwise.add(help != null ? null : WORDS.of(mode, words, i).filter(h -> !h.equals(HelpTable.UNLISTED))
          .orElse(plain(words.get(i))));
    }
    return new Helps(said, otherwise);
  }

  /** The words of a syntax, without their names. */
  private static List<String> words(String syntax) {
    var found = new ArrayList<String>();
    int from = 0;
    for (int i = 0; i <= syntax.length(); i++) {
      if (i < syntax.length() && " {}[]|".indexOf(syntax.charAt(i)) < 0) continue;
      if (i > from && ":*".indexOf(syntax.charAt(from)) < 0) found.add(bare(syntax.substring(from, i)));
      from = i + 1;
    }
    return found;
  }

  private static String bare(String token) {
    if (token.indexOf(':') < 0) return token;
    var type = TYPE_WITH_COLONS.matcher(token);
    if (type.matches()) return type.group(1);
    int colon = token.indexOf(':');
    return colon < 0 || colon == token.length() - 1 ? token : token.substring(0, colon);
  }

  /** "max-redirects" as "Max redirects". */
  private static String plain(String word) {
    String text = word.replace('-', ' ').replace('_', ' ').strip();
    return text.isEmpty() ? word : Character.toUpperCase(text.charAt(0)) + text.substring(1);
  }

  private String help(List<String> words, int i) {
    String word = words.get(i);
    boolean range = word.startsWith("<");
    List<String> before = before(words, i);
    for (Map<String, String> from : List.of(helps, COMMON)) {
      for (String w : range ? List.of(word, "<>") : List.of(word)) {
        for (String after : scoped.contains(w) ? before : List.<String>of())
          if (from.containsKey(after + ":" + w)) return from.get(after + ":" + w);
        if (from.containsKey(w)) return from.get(w);
      }
      if (argument(word)) continue;
      for (String after : before) {
        String any = starred.contains(after) ? from.get(after + ":*") : null;
        if (any != null) return any.replace("%", word);
      }
    }
    return null;
  }

  private static boolean argument(String word) {
    return word.equals(word.toUpperCase(Locale.ROOT)) && word.length() > 1 || word.startsWith("<");
  }

  /** The words that may say which help is meant: the one before, then the leading ones. */
  private static List<String> before(List<String> words, int i) {
    if (i == 0) return List.of();
    var found = new ArrayList<>(List.of(words.get(i - 1)));
    for (int k = Math.min(i - 1, 3); k >= 0; k--) found.add(words.get(k));
    return found;
  }
}
