package net.anotherbox.runtime.release;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** One text with its history: the release at which each wording begins, {@code 12.3 |text|}; {@code -} is silence. */
public final class Texts {
  private final TreeMap<Release, Template> history = new TreeMap<>();

  /** Reads rows as they stand in a catalogue. @throws IllegalArgumentException for anything else */
  public static Texts of(String... rows) {
    var t = new Texts();
    for (String row : rows) {
      if (row.startsWith("|")) t.history.put(new Release(0, 0), Template.parse(between(row, row)));
      else if (!t.add(row)) throw new IllegalArgumentException("not understood: " + row);
    }
    return t;
  }

  /** The text in this release, or empty where it says nothing. */
  public Optional<String> render(Release release, Map<String, ?> facts) {
    Template t = in(release);
    if (t.silent()) return Optional.empty();
    var out = new StringBuilder();
    t.render(facts, f -> null, out);
    return Optional.of(out.toString());
  }

  /** Adds a row "12.3 |text|" or "12.3 -". @return false if the line is no such row */
  boolean add(String row) {
    String[] p = row.strip().split("\\s+", 2);
    if (p.length != 2 || !p[0].matches("\\d+\\.\\d+")) return false;
    Release at = Release.parse(p[0]).orElseThrow();
    if (p[1].equals("-")) history.put(at, Template.SILENT);
    else history.put(at, Template.parse(between(p[1], row)));
    return true;
  }

  private static String between(String bars, String row) {
    if (bars.length() < 2 || !bars.startsWith("|")
        || !bars.endsWith("|")) throw new IllegalArgumentException("text not between bars: " + row);
    return bars.substring(1, bars.length() - 1).replace("\\n", "\n").replace("\\t", "\t");
  }

  /** The wording of this release, or silence if it had none yet. */
  Template in(Release release) {
    var e = history.floorEntry(release);
    return e == null ? Template.SILENT : e.getValue();
  }

  Iterable<Template> all() {
    return history.values();
  }

  static List<String> resource(Class<?> anchor, String name) {
    var in = anchor.getResourceAsStream(name);
    if (in == null) throw new IllegalArgumentException("no resource " + name + " beside " + anchor.getName());
    try (var r = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      return r.lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
