package net.anotherbox.shell.box;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import net.anotherbox.config.grammar.Grammar;
import net.anotherbox.config.grammar.Support;
import net.anotherbox.config.tree.Entry;
import net.anotherbox.config.tree.Section;
import net.anotherbox.runtime.release.Release;
import net.anotherbox.shell.output.Wording;

/**
 * What each line of a configuration does here. Lines that lack an effect come first, and of those the ones about
 * security.
 */
public final class SupportReport {
  /** Which lines are wanted. */
  enum Part { ALL, ACTIVE, KEPT, PARTIAL, SECURITY }

  /** A line of the list. @param line with the lines that open its mode; secrets hidden */
  private record Row(Support support, boolean security, String line) {
    int rank() {
      return switch (support) {
        case Support.Partial p -> security ? 0 : 1;
        case Support.Kept k -> security ? 2 : 3;
        case Support.Active a -> security ? 4 : 5;
      };
    }

    boolean in(Part part) {
      return switch (part) {
        case ALL -> true;
        case ACTIVE -> support instanceof Support.Active;
        case KEPT -> support instanceof Support.Kept;
        case PARTIAL -> support instanceof Support.Partial;
        case SECURITY -> security;
      };
    }
  }

  private final Wording wording;
  private final List<Row> rows;
  private final String missing;

  private SupportReport(Wording wording, List<Row> rows, String missing) {
    this.wording = wording;
    this.rows = rows;
    this.missing = missing;
  }

  /** @param missing newline-ended rows about lines that were typed and are not there */
  static SupportReport of(Section configuration, Grammar grammar, Release release, String missing, Wording wording) {
    var rows = new ArrayList<Row>();
    collect(configuration, "", grammar, release, rows);
    rows.sort(Comparator.comparingInt(Row::rank));
    return new SupportReport(wording, rows, missing);
  }

  private static void collect(Section s, String context, Grammar grammar, Release release, List<Row> rows) {
    for (Entry e : s.entries()) {
      String line = e.line().print(release, e).map(t -> t.lines().findFirst().orElse(""))
          .orElse((e.negated() ? "no " : "") + String.join(" ", e.words()));
      String whole = context + SecretMask.of(line.strip());
      rows.add(new Row(grammar.support(e), e.line().isSecurity(), whole));
      collect(e.body(), whole + " / ", grammar, release, rows);
    }
  }

  /** Lines about security that lack an effect. */
  public long insecure() {
    return rows.stream().filter(r -> r.rank() == 0).count();
  }

  /** The whole report: how many lines of each sort, then line by line. */
  public String text() {
    return text(Part.ALL);
  }

  String text(Part part) {
    var out = new StringBuilder(wording.say("support-totals", Map.of("lines", rows.size(), "active", count(Part.ACTIVE),
        "kept", count(Part.KEPT), "partial", count(Part.PARTIAL), "security", insecure()))).append("\n\n");
    if (part == Part.ALL && !missing.isEmpty()) out.append(missing).append('\n');
    for (Row r : rows) if (r.in(part)) out.append(said(r)).append('\n');
    return out.toString();
  }

  private long count(Part part) {
    return rows.stream().filter(r -> r.in(part)).count();
  }

  private String said(Row r) {
    return switch (r.support) {
      case Support.Active a -> wording.say("support-active", Map.of("line", r.line));
      case Support.Kept k -> wording.say("support-kept", Map.of("line", r.line, "reason", k.reason()));
      case Support.Partial p -> wording.say("support-partial", Map.of("line", r.line, "reason", p.reason()));
    };
  }
}
