package net.anotherbox.box.measure;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.anotherbox.box.measure.ConfigFile.Counted;
import net.anotherbox.config.commit.Outcome;
import net.anotherbox.config.grammar.Parsed;
import net.anotherbox.config.text.ConfigLoader.Rejected;
import net.anotherbox.runtime.release.Release;

/**
 * What came of one file.
 *
 * @param release that the box was
 * @param loaded how many lines were taken when the file was the startup-config
 * @param pasted how many when it was pasted
 * @param rejected lines that were not taken on either way, each with as much of it as was understood and the word after that
 * @param hidden lines that were taken but are not shown back as they stand in the file, each with what became of it
 * @param shown how many lines are shown back, character for character but for blanks around them
 * @param fixpoint whether what is shown, loaded into an empty box, is shown the same
 * @param likeness order and separators
 * @param running what the box shows
 * @param edges lines that are shown verbatim but for the blanks before or behind them, quoted, with what is shown
 * @param failures exceptions
 */
record Figures(ConfigFile file, Release release, int loaded, int pasted, Map<Counted, String> rejected,
    List<Fate.Found> hidden, int shown,
    boolean fixpoint, Likeness likeness, String running, List<String> edges,
    List<String> failures) {
  /**
   * Measures a file. One that does not say by which release it was written is measured as every release, the box's usual one
   * first, and belongs to that which takes and shows most of it.
   */
  static Figures of(ConfigFile file) {
    Figures best = of(file, Release.R12_4);
    if (file.tellsRelease()) return best;
    for (Release r : Release.KNOWN) {
      if (best.amiss() == 0) break;
      Figures other = r.equals(Release.R12_4) ? best : of(file, r);
      if (other.amiss() < best.amiss()) best = other;
    }
    return best;
  }

  private int amiss() {
    return rejected.size() + hidden.size();
  }

  private static Figures of(ConfigFile file, Release release) {
    Trial.Loaded load = Trial.load(file.text(), release);
    Trial.Pasted paste = Trial.paste(file.text(), release);
    Map<Integer, String> notLoaded = new HashMap<>();
    load.rejected().forEach(r -> notLoaded.put(r.number(), understood(r)));
    Map<Integer, String> notPasted = Transcript.complaints(file.text(), paste.transcript());
    var rejected = new java.util.LinkedHashMap<Counted, String>();
    int loaded = 0;
    int pasted = 0;
    for (Counted c : file.lines()) {
      if (!notLoaded.containsKey(c.number())) loaded++;
      if (!notPasted.containsKey(c.number())) pasted++;
      String why = notLoaded.getOrDefault(c.number(), notPasted.get(c.number()));
      if (why != null) rejected.put(c, heading(c) + why);
    }
    ConfigFile shown = ConfigFile.of("running-config", load.running());
    Trial.Loaded again = Trial.load(load.running(), release);
    List<Fate.Found> hidden = hidden(file, paths(shown, again.course()), rejected.keySet(), load.course());
    boolean fixpoint = again.rejected().isEmpty() && again.running().equals(load.running());
    var failures = paste.failures().stream().map(Throwable::toString).toList();
    return new Figures(file, load.release(), loaded, pasted, rejected, hidden, file.lines().size() - hidden.size() - rejected.size(),
        fixpoint, Likeness.of(file, shown), load.running(), edges(file, shown), failures);
  }

  /** The line up to the word at which it was not understood, and the complaint if that is another than IOS's marker. */
  private static String understood(Rejected r) {
    String line = r.line().strip();
    return switch (r.why()) {
      case Outcome.NotUnderstood(Parsed.Invalid i) -> {
        int end = i.column();
        while (end < r.line().length() && !Character.isWhitespace(r.line().charAt(end))) end++;
        yield r.line().substring(0, end).strip() + (end < r.line().stripTrailing().length() ? " ..." : "");
      }
      case Outcome.NotUnderstood(Parsed.Incomplete i) -> line + "  (incomplete)";
      case Outcome.NotUnderstood(Parsed.Ambiguous a) -> line + "  (ambiguous)";
      case Outcome.Refused f when f.text().startsWith("% Not tried") -> line.split("\\s+")[0] + " ...";
      case Outcome.Refused f -> line + "  (" + f.text().strip().lines().findFirst().orElse("") + ")";
      default -> line;
    };
  }

  /** The kind of what the line stands under. */
  private static String heading(Counted c) {
    if (c.context().isEmpty()) return "";
    String[] w = c.context().split("[ 0-9]+");
    return "(" + w[0] + (w.length > 1 && !w[1].equals("/") ? " " + w[1] : "") + ") ";
  }

  /** The lines of what the box shows, each under what it stands under there: by its blanks, and as the box reads it. */
  private static Set<String> paths(ConfigFile shown, Course readBack) {
    var there = new HashSet<String>();
    for (Counted c : shown.lines()) {
      there.add(c.path());
      readBack.context(c.number()).ifPresent(under -> there.add(under + c.words()));
    }
    return there;
  }

  private static List<String> edges(ConfigFile file, ConfigFile shown) {
    Map<String, String> whole = new HashMap<>();
    for (Counted c : shown.lines()) whole.putIfAbsent(c.path(), c.whole());
    var edges = new ArrayList<String>();
    for (Counted c : file.lines()) {
      String ours = whole.getOrDefault(c.path(), c.whole());
      if (!ours.equals(c.whole())) edges.add("\"" + c.whole() + "\" \"" + ours + "\"");
    }
    return edges;
  }

  /** A line is shown back if it stands, as it is, under what its heading in the file has become. */
  private static List<Fate.Found> hidden(ConfigFile file, Set<String> there, Set<Counted> rejected, Course course) {
    var hidden = new ArrayList<Fate.Found>();
    for (Counted c : file.lines()) {
      if (rejected.contains(c) || there.contains(c.path())) continue;
      if (course.context(c.number()).filter(under -> there.contains(under + c.words())).isEmpty())
        hidden.add(Fate.of(c, course, there));
    }
    return hidden;
  }

  boolean isWhole() {
    return rejected.isEmpty();
  }
}
