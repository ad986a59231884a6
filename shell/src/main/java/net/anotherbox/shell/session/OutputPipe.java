package net.anotherbox.shell.session;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import net.anotherbox.shell.output.OutputFilter;
import net.anotherbox.shell.output.Regex;

/** What stands behind the "|" of a show command. */
final class OutputPipe {
  /** What became of it. */
  sealed interface Read {
    record Good(OutputFilter.Kind kind, Pattern pattern) implements Read {}

    /** @param column offset in the typed line */
    record Invalid(int column) implements Read {}

    record Ambiguous() implements Read {}

    record Incomplete() implements Read {}

    record BadRegex() implements Read {}
  }

  private static final Map<OutputFilter.Kind, String> HELP = Map.of(
      OutputFilter.Kind.BEGIN, "Begin with the line that matches",
      OutputFilter.Kind.COUNT, "Count number of lines which match regexp",
      OutputFilter.Kind.EXCLUDE, "Exclude lines that match",
      OutputFilter.Kind.INCLUDE, "Include lines that match",
      OutputFilter.Kind.SECTION, "Filter a section of output");

  private final String typed;
  private final int bar;

  private OutputPipe(String typed, int bar) {
    this.typed = typed;
    this.bar = bar;
  }

  /** Finds the first word of the line that begins with a bar. */
  static Optional<OutputPipe> in(String typed) {
    for (int i = typed.indexOf('|'); i > 0; i = typed.indexOf('|', i + 1)) {
      if (Character.isWhitespace(typed.charAt(i - 1))) return Optional.of(new OutputPipe(typed, i));
    }
    return Optional.empty();
  }

  String command() {
    return typed.substring(0, bar);
  }

  int bar() {
    return bar;
  }

  /** A blank after the bar is not needed, a blank after the word is: all behind that belongs to the expression. */
  Read read() {
    int from = skipBlanks(bar + 1);
    int to = from;
    while (to < typed.length() && !Character.isWhitespace(typed.charAt(to))) to++;
    if (from == to) return new Read.Incomplete();
    String word = typed.substring(from, to);
    List<OutputFilter.Kind> kinds = kinds(word);
    if (kinds.isEmpty()) return new Read.Invalid(from + fitting(word));
    if (kinds.size() > 1) return new Read.Ambiguous();
    String expression = typed.substring(skipBlanks(to));
    if (expression.isBlank()) return new Read.Incomplete();
    return Regex.compile(expression).<Read>map(p -> new Read.Good(kinds.getFirst(), p)).orElseGet(Read.BadRegex::new);
  }

  private int skipBlanks(int at) {
    int i = at;
    while (i < typed.length() && Character.isWhitespace(typed.charAt(i))) i++;
    return i;
  }

  private static String word(OutputFilter.Kind k) {
    return k.name().toLowerCase(Locale.ROOT);
  }

  private static List<OutputFilter.Kind> kinds(String start) {
    var found = new ArrayList<OutputFilter.Kind>();
    for (var k : OutputFilter.Kind.values()) if (word(k).startsWith(start.toLowerCase(Locale.ROOT))) found.add(k);
    return found;
  }

  private static int fitting(String typed) {
    for (int n = typed.length() - 1; n > 0; n--) if (!kinds(typed.substring(0, n)).isEmpty()) return n;
    return 0;
  }

  /** What {@code ?} shows here, or empty if the line is wrong. */
  Optional<String> help() {
    String after = typed.substring(bar + 1);
    String word = after.strip();
    if (word.contains(" ") || !word.isEmpty() && after.endsWith(" ")) {
      return Optional.of("  LINE  Regular Expression\n\n").filter(t -> kinds(word.split(" ")[0]).size() == 1);
    }
    var shown = new TreeMap<String, String>();
    for (var k : kinds(word)) shown.put(word(k), HELP.get(k));
    if (shown.isEmpty()) return Optional.empty();
    if (!word.isEmpty()) return Optional.of(String.join("  ", shown.keySet()) + "\n");
    var out = new StringBuilder();
    shown.forEach((w, h) -> out.append(String.format("  %-7s  %s%n", w, h).replace("\r", "")));
    return Optional.of(out.append('\n').toString());
  }

  /** What Tab makes of the line. */
  Optional<String> completion() {
    int from = skipBlanks(bar + 1);
    String word = typed.substring(from);
    List<OutputFilter.Kind> kinds = kinds(word);
    if (word.isEmpty() || kinds.size() != 1) return Optional.empty();
    return Optional.of(typed.substring(0, from) + word(kinds.getFirst()) + " ");
  }
}
