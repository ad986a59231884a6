package net.anotherbox.plane.config;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.anotherbox.config.grammar.Grammar;
import net.anotherbox.config.grammar.Line;
import net.anotherbox.config.grammar.Mode;

/**
 * Declares lines that no code reads, out of a file:
 *
 * <pre>
 * help duplex        Configure duplex operation.
 * kept the driver of the Linux link decides        what the lines below it do: kept, partial or security, and why
 *   duplex {auto|full|half}  / slot duplex         a syntax and its options: slot S, no, on, many, keyed NAME
 * </pre>
 *
 * "security" is partial, of something that filters, authenticates or encrypts. A word has the same help wherever it
 * stands; ranges without a help of their own have that of "&lt;&gt;".
 */
final class LineFile {
  private final Map<String, String> helps = new HashMap<>();
  private final Grammar grammar;
  private final Mode mode;

  private LineFile(Grammar grammar, Mode mode) {
    this.grammar = grammar;
    this.mode = mode;
  }

  /** @throws IllegalArgumentException on a row that is not understood */
  static void declare(Grammar g, Mode mode, String resource) {
    var file = new LineFile(g, mode);
    List<String> rows = rows(resource);
    for (String r : rows) if (r.startsWith("help ")) file.help(r.substring(5).strip());
    String support = "";
    for (String r : rows) {
      if (r.startsWith(" ")) file.line(r.strip(), support);
      else support = r;
    }
  }

  private static List<String> rows(String resource) {
    var in = LineFile.class.getResourceAsStream(resource);
    try (var r = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      return r.lines().filter(l -> !l.isBlank() && !l.startsWith("#")).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void help(String row) {
    String[] p = row.split("\\s+", 2);
    helps.put(p[0], p[1]);
  }

  private void line(String row, String support) {
    int slash = row.indexOf(" / ");
    String syntax = slash < 0 ? row : row.substring(0, slash).strip();
    var line = grammar.line(mode, syntax, words(syntax).toArray(String[]::new));
    support(line, support);
    if (slash >= 0) for (String option : row.substring(slash + 3).split(",")) option(line, option.strip());
  }

  private static void support(Line line, String support) {
    int blank = support.indexOf(' ');
    String reason = support.substring(blank + 1).strip();
    switch (support.substring(0, Math.max(blank, 0))) {
      case "kept" -> line.kept(reason);
      case "partial" -> line.partial(reason);
      case "security" -> line.partial(reason).security();
      default -> throw new IllegalArgumentException("not understood: " + support);
    }
  }

  private static void option(Line line, String option) {
    String[] p = option.split(" ", 2);
    switch (p[0]) {
      case "slot" -> line.slot(p[1]);
      case "no" -> line.negatable();
      case "on" -> line.onByDefault();
      case "many" -> line.many();
      case "keyed" -> line.keyed(p[1].split(" "));
      default -> throw new IllegalArgumentException("no such option: " + option);
    }
  }

  private List<String> words(String syntax) {
    var found = new ArrayList<String>();
    for (String t : syntax.split("[\\s{}\\[\\]|]+")) {
      if (t.isEmpty() || t.startsWith(":") || t.startsWith("*")) continue;
      int colon = t.startsWith("X:X:X:X::X") ? t.indexOf(':', 10) : t.indexOf(':');
      String word = colon < 0 ? t : t.substring(0, colon);
      String help = helps.getOrDefault(word, word.startsWith("<") ? helps.get("<>") : null);
      if (help == null) throw new IllegalArgumentException("no help for " + word + " of " + syntax);
      found.add(help);
    }
    return found;
  }
}
