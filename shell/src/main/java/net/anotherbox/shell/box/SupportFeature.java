package net.anotherbox.shell.box;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import net.anotherbox.config.commit.Configuration;
import net.anotherbox.config.feature.Execution;
import net.anotherbox.config.feature.Feature;
import net.anotherbox.config.grammar.Grammar;
import net.anotherbox.config.grammar.Support;
import net.anotherbox.config.tree.Entry;
import net.anotherbox.config.tree.Section;
import net.anotherbox.runtime.release.Personality;
import net.anotherbox.shell.output.Wording;

/**
 * {@code show configuration support}: what each line of the running configuration does here. Lines that lack an effect come
 * first, and of those the ones about security.
 */
final class SupportFeature implements Feature {
  /** A line of the list. @param line with the lines that open its mode; secrets hidden */
  private record Row(Support support, boolean security, String line) {
    int rank() {
      return switch (support) {
        case Support.Partial p -> security ? 0 : 1;
        case Support.Kept k -> security ? 2 : 3;
        case Support.Active a -> security ? 4 : 5;
      };
    }
  }

  private final Configuration configuration;
  private final Personality personality;
  private final Wording wording;

  SupportFeature(Configuration configuration, Personality personality, Wording wording) {
    this.configuration = configuration;
    this.personality = personality;
    this.wording = wording;
  }

  @Override
  public void declare(Grammar g) {
    g.exec("show configuration support", this::show, "Contents of Non-Volatile memory",
        "What each line of the configuration does here")
        .privilege(15);
  }

  private void show(Execution x) {
    var rows = new ArrayList<Row>();
    collect(configuration.current(), "", rows);
    rows.sort(Comparator.comparingInt(Row::rank));
    var out = new StringBuilder();
    for (Row r : rows) out.append(said(r)).append('\n');
    long active = rows.stream().filter(r -> r.support instanceof Support.Active).count();
    long kept = rows.stream().filter(r -> r.support instanceof Support.Kept).count();
    List<Row> partial = rows.stream().filter(r -> r.support instanceof Support.Partial).toList();
    out.append(wording.say("support-totals", Map.of("active", active, "kept", kept, "partial", partial.size(), "security",
        partial.stream().filter(Row::security).count()))).append('\n');
    x.print(out.toString());
  }

  private void collect(Section s, String context, List<Row> rows) {
    for (Entry e : s.entries()) {
      String line = e.line().print(personality.release(), e).map(t -> t.lines().findFirst().orElse(""))
          .orElse(String.join(" ", e.words()));
      String whole = context + SecretMask.of(line.strip());
      rows.add(new Row(e.line().support(e), e.line().isSecurity(), whole));
      collect(e.body(), whole + " / ", rows);
    }
  }

  private String said(Row r) {
    return switch (r.support) {
      case Support.Active a -> wording.say("support-active", Map.of("line", r.line));
      case Support.Kept k -> wording.say("support-kept", Map.of("line", r.line, "reason", k.reason()));
      case Support.Partial p -> wording.say("support-partial", Map.of("line", r.line, "reason", p.reason()));
    };
  }
}
