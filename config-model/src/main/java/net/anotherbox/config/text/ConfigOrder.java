package net.anotherbox.config.text;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.anotherbox.runtime.release.Release;

/**
 * The order of the running configuration, read from {@code running-config.order} and {@code routing.order}:
 *
 * <pre>
 * mode config
 *   hostname
 *   !
 *   crypto isakmp policy   ~        entries separated by "!"
 *   ip prefix-list         =        lists, named by the word "list", separated by "!"
 *   interface              !        each entry followed by "!"
 *   address-family         ^        each entry below a "!"
 *   ip route               [12.2-12.3]
 * </pre>
 *
 * A row is the words that the entry's line begins with; of several rows the longest that fits decides. Rows may be limited
 * to releases. {@code !} is a separator that always stands, {@code ?!} one that stands if anything was printed since the
 * last separator, {@code ^!} one that stands if moreover the row below it is printed. At {@code *} stands what has no row: the
 * lines, and below them the sections, whose modes might take those lines for their own. A mode without {@code *} prints it at
 * the end, in the order of typing.
 */
public final class ConfigOrder {
  enum Mark { NONE, BEFORE_EACH, AFTER_EACH, BETWEEN, BETWEEN_LISTS }

  enum Separator { ALWAYS, AFTER_SOMETHING, BEFORE_THE_NEXT }

  private static final List<String> REST = List.of("*");

  /** A row. @param words null for a separator; @param separator null for words */
  record Row(List<String> words, Separator separator, Mark mark, Release from, Release to) {
    boolean in(Release r) {
      return (from == null || r.atLeast(from)) && (to == null || to.atLeast(r));
    }

    /** Whether all stands here that has no row of its own. */
    boolean isRest() {
      return REST.equals(words);
    }

    boolean fits(List<String> line) {
      if (words == null || words.size() > line.size()) return false;
      for (int i = 0; i < words.size(); i++) if (!words.get(i).equals(line.get(i))) return false;
      return true;
    }
  }

  private static final List<String> FILES = List.of("running-config.order", "routing.order");

  private final Map<String, List<Row>> modes = new HashMap<>();
  private final Map<Where, Rows> read = new HashMap<>();

  public static ConfigOrder load() {
    var rows = new ArrayList<String>();
    for (String file : FILES) rows.addAll(rows(file));
    return new ConfigOrder(rows);
  }

  private static List<String> rows(String file) {
    var in = ConfigOrder.class.getResourceAsStream(file);
    try (var r = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      return r.lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  ConfigOrder(List<String> lines) {
    List<Row> at = null;
    for (String raw : lines) {
      String l = raw.strip();
      if (l.isEmpty() || l.startsWith("#")) continue;
      if (l.startsWith("mode ")) modes.put(l.substring(5), at = new ArrayList<>());
      else if (at == null) throw new IllegalArgumentException("before any mode: " + raw);
      else at.add(row(l));
    }
  }

  private static Row row(String l) {
    Release from = null;
    Release to = null;
    int bracket = l.indexOf('[');
    if (bracket >= 0) {
      String[] r = l.substring(bracket + 1, l.indexOf(']')).split("-", -1);
      from = r[0].isEmpty() ? null : Release.parse(r[0]).orElseThrow();
      to = r.length < 2 ? from : r[1].isEmpty() ? null : Release.parse(r[1]).orElseThrow();
      l = l.substring(0, bracket).strip();
    }
    Separator separator = switch (l) {
      case "!" -> Separator.ALWAYS;
      case "?!" -> Separator.AFTER_SOMETHING;
      case "^!" -> Separator.BEFORE_THE_NEXT;
      default -> null;
    };
    if (separator != null) return new Row(null, separator, Mark.NONE, from, to);
    Mark mark = l.endsWith(" !") ? Mark.AFTER_EACH : l.endsWith(" ~") ? Mark.BETWEEN
        : l.endsWith(" =") ? Mark.BETWEEN_LISTS : l.endsWith(" ^") ? Mark.BEFORE_EACH : Mark.NONE;
    if (mark != Mark.NONE) l = l.substring(0, l.length() - 2).strip();
    return new Row(List.of(l.split("\\s+")), null, mark, from, to);
  }

  /** The rows that begin with a word. @param single the one of that word alone, or null; @param longer by the next word */
  private record Beginning(Row single, Map<String, List<Row>> longer) {
    static Beginning of(List<Row> rows) {
      Row single = null;
      var longer = new HashMap<String, List<Row>>();
      for (Row r : rows)
        if (r.words.size() > 1) longer.computeIfAbsent(r.words.get(1), w -> new ArrayList<>()).add(r);
        else if (single == null) single = r;
      for (List<Row> l : longer.values()) l.sort(Comparator.comparing(r -> -r.words.size()));
      return new Beginning(single, longer);
    }

    Row place(List<String> line) {
      if (line.size() > 1)
        for (Row r : longer.getOrDefault(line.get(1), List.of())) if (r.fits(line)) return r;
      return single;
    }
  }

  /** The rows of a mode in one release, in order; and by the word that a line begins with. */
  record Rows(List<Row> all, Map<String, Beginning> byWord) {
    static Rows of(List<Row> all) {
      var byWord = new HashMap<String, List<Row>>();
      for (Row r : all) if (r.words != null) byWord.computeIfAbsent(r.words.getFirst(), w -> new ArrayList<>()).add(r);
      var beginnings = new HashMap<String, Beginning>();
      byWord.forEach((word, rows) -> beginnings.put(word, Beginning.of(rows)));
      return new Rows(all, beginnings);
    }

    /** The row that decides about a line: the longest that fits. */
    Optional<Row> place(List<String> line) {
      Beginning b = byWord.get(line.getFirst());
      return b == null ? Optional.empty() : Optional.ofNullable(b.place(line));
    }
  }

  private record Where(String mode, Release release) {}

  /** A mode without rows prints in the order of typing. */
  Rows rows(String mode, Release release) {
    return read.computeIfAbsent(new Where(mode, release), w -> Rows.of(modes.getOrDefault(mode, List.of()).stream()
        .filter(r -> r.in(release)).toList()));
  }
}
