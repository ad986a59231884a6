package net.anotherbox.shell.box;

import java.util.ArrayList;
import java.util.List;
import net.anotherbox.config.commit.CommitLog;
import net.anotherbox.config.feature.Execution;
import net.anotherbox.config.feature.Feature;
import net.anotherbox.config.grammar.Grammar;
import net.anotherbox.config.grammar.Mode;
import net.anotherbox.shell.output.Wording;

/** {@code archive} and {@code show archive log config}: the journal of configuration lines, with secrets hidden. */
final class ArchiveFeature implements Feature {
  private static final Mode ARCHIVE = new Mode("config-archive", "config-archive", "Archive configuration commands:");
  private static final Mode LOG = new Mode("config-archive-log-cfg", "config-archive-log-config", "Log config commands:");
  private static final int ALL = 10_000;

  private final CommitLog journal;
  private final Wording wording;

  ArchiveFeature(CommitLog journal, Wording wording) {
    this.journal = journal;
    this.wording = wording;
  }

  @Override
  public void declare(Grammar g) {
    String single = "the journal is kept; whole configurations are not archived";
    g.line(Mode.CONFIG, "archive", "Archive the configuration").opens(ARCHIVE).active();
    g.line(ARCHIVE, "log config", "Logging commands", "Logging changes to the running configuration").opens(LOG).active();
    g.line(ARCHIVE, "path LINE", "path for backups", "URL").slot("path").clearsOnNo().partial(single);
    g.line(ARCHIVE, "maximum <1-14>", "maximum number of backup copies", "Copies").slot("maximum").clearsOnNo()
        .partial(single);
    g.line(ARCHIVE, "time-period <1-525600>", "Period of time in minutes to automatically archive the running-config",
        "Minutes")
        .slot("time-period").clearsOnNo().partial(single);
    g.line(ARCHIVE, "write-memory", "Enable automatic backup generation during write memory").partial(single);
    g.line(LOG, "hidekeys", "suppress output (e.g. passwords) when displaying logged commands").active();
    g.line(LOG, "logging enable", "Modify config logger parameters", "Enable the config logger").active();
    g.line(LOG, "logging persistent [auto|reload]", "Modify config logger parameters", "Enable persistence",
        "Save by itself", "Save at reload").active();
    g.line(LOG, "logging size <1-1000>:rows", "Modify config logger parameters", "Set maximum size of the config log",
        "Number of entries")
        .slot("logging size").clearsOnNo().kept("the newest 10000 lines are kept");
    g.line(LOG, "notify syslog [contenttype {plaintext|xml}]", "Send notifications of logged commands to target", "Syslog",
        "Type of content",
        "Plain text", "XML").slot("notify").clearsOnNo().partial("lines are not reported to the log");
    g.prefix(Mode.EXEC, "show archive", "Archive functions");
    g.prefix(Mode.EXEC, "show archive log", "Archive log functions");
    g.exec("show archive log config {all|<1-10000>:count}", this::show, "Archive log functions", "Config log",
        "Show all log entries", "Newest so many").privilege(15);
  }

  private void show(Execution x) {
    List<CommitLog.Row> rows = journal.last(x.command().arg("count").map(Integer::parseInt).orElse(ALL));
    var out = new StringBuilder(wording.say("archive-heading")).append('\n');
    List<String> context = List.of();
    int number = 0;
    for (CommitLog.Row r : rows) {
      int same = 0;
      while (same < Math.min(context.size(), r.context().size()) && context.get(same).equals(r.context().get(same))) same++;
      for (int depth = same; depth < r.context().size(); depth++) out.append(row(++number, r.user(), depth, r.context()
          .get(depth)));
      out.append(row(++number, r.user(), r.context().size(), r.line()));
      var shown = new ArrayList<>(r.context());
      shown.add(r.line());
      context = shown;
    }
    x.print(out.toString());
  }

  private static String row(int number, String user, int depth, String line) {
    return String.format("%5d %5d %19s  |%s%s\n", number, 1, user, " ".repeat(depth), SecretMask.of(line));
  }
}
