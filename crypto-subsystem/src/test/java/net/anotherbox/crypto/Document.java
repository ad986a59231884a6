package net.anotherbox.crypto;

import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * A transcript out of Cisco's documents, to be held against what we print. TABs count as blanks up to the next eighth
 * column, blanks at the end of a line do not count. Values that vary from run to run are given by pattern: such a token of
 * the document stands for one token of ours, the same one wherever it appears.
 */
public final class Document {
  private static final Pattern STAMP = Pattern.compile("^\\*?[A-Z][a-z]{2} {1,2}\\d+ [\\d:.]+( GMT)?: ");
  private static final Pattern TOKEN = Pattern.compile("-\\d{6,}|[A-Za-z0-9]+(?:\\.[A-Za-z0-9]+)*| +|[^A-Za-z0-9 ]");

  private final String name;
  private final List<String> lines;
  private final Pattern varying;

  private Document(String name, List<String> lines, Pattern varying) {
    this.name = name;
    int end = lines.size();
    while (end > 0 && lines.get(end - 1).isEmpty()) end--;
    this.lines = List.copyOf(lines.subList(0, end));
    this.varying = varying;
  }

  /** @param varying matches whole tokens (words and numbers) that may differ */
  public static Document of(String name, String varying) throws IOException {
    try (var in = Document.class.getResourceAsStream("/documents/" + name)) {
      var text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return new Document(name, normal(text.lines().map(l -> STAMP.matcher(l).replaceFirst("")).toList()),
          Pattern.compile(varying));
    }
  }

  /** Only the lines from the first that contains this on. */
  Document from(String part) {
    return new Document(name, lines.subList(index(part), lines.size()), varying);
  }

  Document before(String part) {
    return new Document(name, lines.subList(0, index(part)), varying);
  }

  /** Leaves out the lines that match. */
  public Document without(String pattern) {
    return new Document(name, lines.stream().filter(l -> !l.matches(pattern)).toList(), varying);
  }

  Document withoutFirst(String line) {
    var copy = new ArrayList<>(lines);
    copy.remove(line);
    return new Document(name, copy, varying);
  }

  private int index(String part) {
    for (int i = 0; i < lines.size(); i++) if (lines.get(i).contains(part)) return i;
    throw new IllegalArgumentException(part);
  }

  /** Splits messages into lines and evens out blanks. */
  static List<String> normal(List<String> messages) {
    var lines = new ArrayList<String>();
    for (String m : messages) for (String l : m.split("\n", -1)) lines.add(expand(l).stripTrailing());
    while (!lines.isEmpty() && lines.get(0).isEmpty()) lines.remove(0);
    while (!lines.isEmpty() && lines.getLast().isEmpty()) lines.removeLast();
    return lines;
  }

  private static String expand(String l) {
    var s = new StringBuilder();
    for (char c : l.toCharArray()) {
      if (c != '\t') s.append(c);
      else do s.append(' '); while (s.length() % 8 != 0);
    }
    return s.toString();
  }

  /** Fails at the first line that differs. */
  public void assertSaidBy(List<String> ours) {
    var said = normal(ours);
    var bound = new HashMap<String, String>();
    for (int i = 0; i < Math.max(lines.size(), said.size()); i++) {
      String want = i < lines.size() ? lines.get(i) : "<end>";
      String got = i < said.size() ? said.get(i) : "<end>";
      if (!same(want, got, bound))
        fail(name + " line " + (i + 1) + ":\n  wanted " + want + "\n  got    " + got + "\nafter\n  " + String.join("\n  ",
            said.subList(Math.max(0, i - 5), Math.min(i, said.size()))));
    }
  }

  /** The same, but we may go on saying more. */
  void assertBeginningSaidBy(List<String> ours) {
    var said = normal(ours);
    assertSaidBy(said.subList(0, Math.min(said.size(), lines.size())));
  }

  /** Lines. */
  public int size() {
    return lines.size();
  }

  private boolean same(String want, String got, Map<String, String> bound) {
    var w = tokens(want);
    var g = tokens(got);
    if (w.size() != g.size()) return false;
    for (int i = 0; i < w.size(); i++) {
      String a = w.get(i);
      String b = g.get(i);
      if (varying.matcher(a).matches()) {
        if (!bound.computeIfAbsent(a, k -> b).equals(b)) return false;
      } else if (!a.equals(b) && !(a.isBlank() && b.isBlank() && aligned(w, g, i))) return false;
    }
    return true;
  }

  /** Blanks before a number that varies: its column is as wide as it was. */
  private boolean aligned(List<String> w, List<String> g, int i) {
    return i + 1 < w.size() && varying.matcher(w.get(i + 1)).matches()
        && w.get(i).length() + w.get(i + 1).length() == g.get(i).length() + g.get(i + 1).length();
  }

  private static List<String> tokens(String l) {
    var out = new ArrayList<String>();
    var m = TOKEN.matcher(l);
    while (m.find()) out.add(m.group());
    return out;
  }
}
