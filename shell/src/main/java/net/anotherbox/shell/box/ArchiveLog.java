package net.anotherbox.shell.box;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.anotherbox.config.commit.CommitLog;
import net.anotherbox.config.commit.Configuration;
import net.anotherbox.config.feature.Execution;
import net.anotherbox.config.feature.Feature;
import net.anotherbox.config.grammar.Grammar;
import net.anotherbox.config.grammar.Line;
import net.anotherbox.config.grammar.Mode;
import net.anotherbox.config.grammar.Support;
import net.anotherbox.config.tree.Entry;
import net.anotherbox.config.tree.Section;
import net.anotherbox.runtime.log.Log;
import net.anotherbox.runtime.release.Release;
import net.anotherbox.shell.output.Wording;

/**
 * {@code log config} and {@code show archive log config}: the journal, with secrets hidden. The journal is kept in any case,
 * since a crash is recovered from it; what is configured here is how much of it is shown, and where else it is said.
 */
final class ArchiveLog implements Feature, CommitLog {
  private static final Mode LOG = new Mode("config-archive-log-cfg", "config-archive-log-config", "Log config commands:");
  /** What a router shows unless told otherwise. */
  private static final int USUAL = 100;
  private static final int ALL = 10_000;

  private final CommitLog journal;
  private final Configuration configuration;
  private final Log log;
  private final Wording wording;
  private final List<Runnable> listeners = new ArrayList<>();
  private Line logConfig;
  private Line size;
  private Line enabled;
  private Line notify;

  ArchiveLog(CommitLog journal, Configuration configuration, Log log, Wording wording) {
    this.journal = journal;
    this.configuration = configuration;
    this.log = log;
    this.wording = wording;
  }

  @Override
  public void declare(Grammar g) {
    logConfig = g.line(ArchiveFeature.ARCHIVE, "log config", "Logging commands",
        "Logging changes to the running configuration").opens(LOG).active();
    g.line(LOG, "hidekeys", "suppress output (e.g. passwords) when displaying logged commands").negatable().security()
        .support(e -> e.negated() ? new Support.Partial("secrets stay hidden") : Support.ACTIVE);
    enabled = g.line(LOG, "logging enable", "Modify config logger parameters", "Enable the config logger").active();
    g.line(LOG, "logging persistent [auto|reload]", "Modify config logger parameters", "Enable persistence",
        "Save by itself", "Save at reload").active();
    size = g.line(LOG, "logging size <1-1000>:rows", "Modify config logger parameters", "Set maximum size of the config log",
        "Number of entries").slot("logging size").clearsOnNo().active();
    notify = g.line(LOG, "notify syslog [contenttype {plaintext|xml}:type]",
        "Send notifications of logged commands to target",
        "Syslog", "Type of content", "Plain text", "XML").slot("notify").clearsOnNo()
        .support(e -> e.arg("type").filter("xml"::equals).isPresent()
            ? new Support.Partial("the log has plain text only") : Support.ACTIVE);
    g.prefix(Mode.EXEC, "show archive", "Archive functions");
    g.prefix(Mode.EXEC, "show archive log", "Archive log functions");
    g.prefix(Mode.EXEC, "show archive log config", "Config log");
    g.exec("show archive log config {all|<1-10000>}:from [<1-10000>:to] [provisioning]:form", this::show, "Show all log "
        + "entries", "First entry", "Last entry", "As lines of a configuration").privilege(15);
    g.exec("show archive log config user WORD:user [all] [provisioning]:form", this::show, "Entries of one user",
        "User name", "Show all log entries", "As lines of a configuration").privilege(15);
    g.exec("show archive log config all detail", this::detail, "Show all log entries", "Also when, and from where")
        .privilege(15);
    g.exec("show archive log config statistics", this::statistics, "How much is kept").privilege(15);
    g.prefix(Mode.EXEC, "clear", "Reset functions");
    g.prefix(Mode.EXEC, "clear archive", "Archive functions");
    g.prefix(Mode.EXEC, "clear archive log", "Archive log functions");
    g.exec("clear archive log config [force]:force", this::clear, "Config log", "Do not ask")
        .since(Release.R12_4).privilege(15);
  }

  private Section body() {
    return configuration.current().where(l -> l.opens().filter(ArchiveFeature.ARCHIVE::equals).isPresent()).findFirst()
        .flatMap(a -> a.body().one(logConfig)).map(Entry::body).orElse(Section.EMPTY);
  }

  // ---- the journal ----

  /** What is to happen after each line that somebody has typed. */
  void onLine(Runnable task) {
    listeners.add(task);
  }

  @Override
  public void append(Row row) {
    journal.append(row);
    tell(row);
    for (Runnable r : listeners) r.run();
  }

  @Override
  public void replaced(List<Row> rows, String text) {
    journal.replaced(rows, text);
    for (Row r : rows) tell(r);
  }

  private void tell(Row row) {
    Section b = body();
    if (!b.has(notify) || !b.has(enabled)) return;
    String user = Who.parse(row.user()).user();
    log.syslog("PARSER", 5, "CFGLOG_LOGGEDCMD", wording.say("logged-command", Map.of("user", user, "command",
        SecretMask.of(row.line()))));
  }

  @Override
  public List<Row> last(int count) {
    return journal.last(count);
  }

  @Override
  public void clear() {
    journal.clear();
  }

  private void clear(Execution x) {
    if (x.command().arg("force").isPresent()) {
      clear();
      return;
    }
    x.confirm(wording.say("archive-clear"), yes -> {
      if (yes) clear();
      x.done();
    });
  }

  // ---- shown ----

  /** A row of the table: the opening of a mode is one, too. */
  private record Shown(int number, Row row, int depth, String line) {
    Who who() {
      return Who.parse(row.user());
    }
  }

  private List<Shown> rows() {
    var out = new ArrayList<Shown>();
    List<String> context = List.of();
    int number = 0;
    for (Row r : journal.last(ALL)) {
      int same = 0;
      while (same < Math.min(context.size(), r.context().size()) && context.get(same).equals(r.context().get(same))) same++;
      for (int depth = same; depth < r.context().size(); depth++) out.add(new Shown(++number, r, depth,
          r.context().get(depth)));
      out.add(new Shown(++number, r, r.context().size(), r.line()));
      var now = new ArrayList<>(r.context());
      now.add(r.line());
      context = now;
    }
    int most = body().value(size, "rows").map(Integer::parseInt).orElse(USUAL);
    return out.subList(Math.max(0, out.size() - most), out.size());
  }

  private List<Shown> wanted(Execution x) {
    int from = x.command().arg("from").filter(f -> !f.equals("all")).map(Integer::parseInt).orElse(1);
    Optional<Integer> to = x.command().arg("to").map(Integer::parseInt);
    Optional<String> user = x.command().arg("user");
    return rows().stream().filter(s -> s.number >= from && (to.isEmpty() || s.number <= to.get()))
        .filter(s -> user.isEmpty() || user.get().equals(s.who().user())).toList();
  }

  private void show(Execution x) {
    boolean lines = x.command().arg("form").isPresent();
    var out = new StringBuilder();
    if (!lines) out.append(wording.say("archive-heading")).append('\n');
    for (Shown s : wanted(x)) {
      String line = " ".repeat(s.depth) + SecretMask.of(s.line);
      out.append(lines ? line + "\n"
          : String.format("%5d %5d %19s  |%s\n", s.number, s.who().session(), s.who().name(), line));
    }
    x.print(out.toString());
  }

  private void detail(Execution x) {
    var out = new StringBuilder(wording.say("archive-heading-detail")).append('\n');
    for (Shown s : rows()) {
      var at = s.row.time().atOffset(log.zone().offset(s.row.time()));
      out.append(String.format("%5d %5d %19s  %-15s %tF %tT  |%s%s\n", s.number, s.who().session(), s.who().name(),
          s.who().from().isEmpty() ? "-" : s.who().from(), at, at, " ".repeat(s.depth), SecretMask.of(s.line)));
    }
    x.print(out.toString());
  }

  private void statistics(Execution x) {
    List<Shown> rows = rows();
    long bytes = rows.stream().mapToLong(s -> s.line.length() + s.row.user().length()).sum();
    long sessions = rows.stream().map(s -> s.who().session()).distinct().count();
    x.print(wording.say("archive-statistics", Map.of("sessions", sessions, "entries", rows.size(), "bytes", bytes)) + "\n");
  }
}
