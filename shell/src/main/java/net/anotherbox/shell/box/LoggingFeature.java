package net.anotherbox.shell.box;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import net.anotherbox.config.commit.Configuration;
import net.anotherbox.config.commit.Participant;
import net.anotherbox.config.feature.Execution;
import net.anotherbox.config.feature.Feature;
import net.anotherbox.config.grammar.Grammar;
import net.anotherbox.config.grammar.Line;
import net.anotherbox.config.grammar.Matched;
import net.anotherbox.config.grammar.Mode;
import net.anotherbox.config.tree.Entry;
import net.anotherbox.config.tree.Section;
import net.anotherbox.runtime.log.Log;
import net.anotherbox.runtime.log.LogSink;
import net.anotherbox.runtime.release.Screen;
import net.anotherbox.shell.output.Wording;

/** {@code logging …}: which messages are kept in the buffer and shown at the lines. The buffer holds so many bytes. */
final class LoggingFeature implements Feature, Participant, LogSink, LoggingLevels {
  private static final List<String> SEVERITIES = List.of("emergencies", "alerts", "critical", "errors", "warnings",
      "notifications",
      "informational", "debugging");
  private static final String[] SEVERITY_HELP = {"Logging severity level", "System is unusable", "Immediate action needed",
      "Critical conditions", "Error conditions", "Warning conditions", "Normal but significant conditions",
      "Informational messages",
      "Debugging messages"};
  private static final String SEVERITY = "{<0-7>|" + String.join("|", SEVERITIES) + "}:severity";
  private static final int DEFAULT_BYTES = 4096;
  private static final int NONE = -1;
  private static final int INFORMATIONAL = 6;

  private final Configuration configuration;
  private final Wording wording;
  private final Screen showLogging = Screen.load(LoggingFeature.class, "show-logging.screen");
  private final Deque<String> buffer = new ArrayDeque<>();
  private int held;
  private long kept;
  private long toConsole;
  private LongSupplier toMonitors = () -> 0;
  private LongSupplier dropped = () -> 0;
  private final MessageCounts counts;
  private Line trap;
  private Line host;
  private Line oldHost;
  private Line counting;
  private Line on;
  private Line buffered;
  private Line console;
  private Line monitor;

  LoggingFeature(Configuration configuration, Log log, Wording wording) {
    this.configuration = configuration;
    this.wording = wording;
    this.counts = new MessageCounts(log);
    log.add(this);
  }

  @Override
  public void declare(Grammar g) {
    g.prefix(Mode.CONFIG, "logging", "Modify message logging facilities");
    on = g.line(Mode.CONFIG, "logging on", "Enable logging to all enabled destinations").onByDefault().active();
    buffered = g.line(Mode.CONFIG, "logging buffered [<4096-2147483647>:bytes] [" + SEVERITY + "]",
        help("Set buffered logging parameters", "Logging buffer size")).slot("logging buffered").clearsOnNo().negatable()
        .rewrite(LoggingFeature::named).active();
    console = g.line(Mode.CONFIG, "logging console [" + SEVERITY + "]", help("Set console logging parameters"))
        .slot("logging console").negatable().clearsOnNo().rewrite(LoggingFeature::named).active();
    monitor = g.line(Mode.CONFIG, "logging monitor [" + SEVERITY + "]",
        help("Set terminal line (monitor) logging parameters"))
        .slot("logging monitor").negatable().clearsOnNo().rewrite(LoggingFeature::named).active();
    String unsent = "messages are not sent over the network; they are in the log buffer and at the lines";
    trap = g.line(Mode.CONFIG, "logging trap [" + SEVERITY + "]",
        help("Set syslog server logging level")).slot("logging trap")
        .negatable()
        .clearsOnNo().rewrite(LoggingFeature::named).kept(unsent);
    host = g.line(Mode.CONFIG, "logging host A.B.C.D:host [transport {tcp|udp} [port <1-65535>]]",
        "Set syslog server IP address and parameters",
        "IP address of the syslog server", "Specify the transport protocol (default=UDP)", "Transport Control Protocol",
        "User Datagram Protocol", "Specify the port", "Port number").keyed("host").slot("logging host").security()
        .partial(unsent);
    oldHost = g.line(Mode.CONFIG, "logging A.B.C.D:host",
        "IP address of the logging host").keyed("host").slot("logging host")
        .security()
        .printed("12.2 |logging {host}|", "15.2 |logging host {host}|").partial(unsent);
    g.line(Mode.CONFIG, "logging facility WORD:facility", "Facility parameter for syslog messages", "Facility, e.g. local6")
        .slot("logging facility").clearsOnNo().kept(unsent);
    g.line(Mode.CONFIG, "logging source-interface IFNAME", "Specify interface for source address in logging transactions",
        "Interface")
        .slot("logging source-interface").clearsOnNo().kept(unsent);
    g.line(Mode.CONFIG, "logging origin-id {hostname|ip|string LINE}", "Add origin ID to syslog messages",
        "Use hostname as origin ID",
        "Use IP address as origin ID", "Define unique text string as origin ID", "Origin ID").slot("logging origin-id")
        .clearsOnNo().kept(unsent);
    g.line(Mode.CONFIG, "logging rate-limit {<1-10000>|all <1-10000>|console <1-10000>} [except " + SEVERITY + "]",
        help("Set messages per second limit", "Number of messages per second", "Rate limit all messages",
        "Number of messages per second",
            "Rate limit only console messages", "Number of messages per second", "Messages of this severity or higher"))
        .slot("logging rate-limit").clearsOnNo().partial("messages are not held back");
    counting = g.line(Mode.CONFIG, "logging count", "Count every log message and timestamp last occurrence").active();
    g.line(Mode.CONFIG, "logging exception <4096-2147483647>", "Limit size of exception flush output",
        "Logging exception size")
        .slot("logging exception").clearsOnNo().kept("there is no exception flush");
    g.line(Mode.CONFIG, "logging esm config", "Set ESM filter restrictions",
        "Permit/Deny configuration changes from ESM filters")
        .negatable().kept("there are no ESM filters");
    g.line(Mode.CONFIG, "logging userinfo", "Enable logging of user info on privileged mode enabling")
        .partial("it is not logged who enables");
    g.prefix(Mode.EXEC, "clear", "Reset functions");
    g.exec("show logging", this::show, "Show the contents of logging buffers");
    // everybody types it, and it does not become ambiguous where there is a "show login"
    g.exec("show log", this::show, "Show the contents of logging buffers").hidden();
    g.exec("show logging count", x -> x.print(root().has(counting) ? counts.said(wording) : wording.say("no-counts") + "\n"),
        "Show the contents of logging buffers", "Show counts of each logging message");
    g.exec("clear logging", this::clear, "Clear logging buffer").privilege(15);
  }

  private static String[] help(String... first) {
    var all = new ArrayList<>(List.of(first));
    all.addAll(List.of(SEVERITY_HELP));
    return all.toArray(String[]::new);
  }

  /** A severity given as a number is kept by its name. */
  private static Matched named(Matched m) {
    if (!m.arg("severity").orElse("").matches("[0-7]")) return m;
    String name = SEVERITIES.get(Integer.parseInt(m.required("severity")));
    var words = new ArrayList<>(m.words());
    words.set(words.size() - 1, name);
    return m.with("severity", name).withWords(words);
  }

  // ---- levels ----

  private int level(Section root, Line line, int unless) {
    if (!root.isOn(on)) return NONE;
    Optional<Entry> e = root.one(line);
    if (e.isEmpty()) return unless;
    return e.get().negated() ? NONE : e.get().arg("severity").map(SEVERITIES::indexOf).orElse(Log.DEBUGGING);
  }

  /** The console shows everything even without {@code logging on}, as IOS has it, unless it is told otherwise itself. */
  @Override
  public int console(Section root) {
    Optional<Entry> e = root.one(console);
    if (e.isEmpty()) return Log.DEBUGGING;
    return e.get().negated() ? NONE : e.get().arg("severity").map(SEVERITIES::indexOf).orElse(Log.DEBUGGING);
  }

  @Override
  public int monitor(Section root) {
    return level(root, monitor, Log.DEBUGGING);
  }

  // ---- the buffer ----

  @Override
  public void message(int severity, String text) {
    if (root().has(counting)) counts.add(text);
    if (severity <= console(root())) toConsole++;
    if (severity > level(configuration.current(), buffered, NONE)) return;
    kept++;
    buffer.addLast(text);
    held += text.length() + 1;
    trim();
  }

  private int size() {
    return configuration.current().value(buffered, "bytes").map(Integer::parseInt).orElse(DEFAULT_BYTES);
  }

  private void trim() {
    while (held > size() && !buffer.isEmpty()) held -= buffer.removeFirst().length() + 1;
  }

  @Override
  public void apply(Section before, Section now) {
    if (!before.one(buffered).equals(now.one(buffered))) trim();
  }

  private Section root() {
    return configuration.current();
  }

  /** @param shown messages that went to terminals; @param lost those that a terminal did not take */
  void terminals(LongSupplier shown, LongSupplier lost) {
    toMonitors = shown;
    dropped = lost;
  }

  private void show(Execution x) {
    Section root = root();
    var facts = new HashMap<String, Object>(Map.of("state", root.isOn(on) ? "enabled" : "disabled", "dropped",
        dropped.getAsLong(), "kept", kept, "console", said(console(root), toConsole), "monitor",
        said(monitor(root), toMonitors.getAsLong()), "buffer", said(level(root, buffered, NONE), kept), "bytes", size(),
        "counting", root.has(counting) ? "enabled" : "disabled", "trap",
        level(root, trap, INFORMATIONAL) == NONE ? "disabled"
            : "level " + SEVERITIES.get(level(root, trap, INFORMATIONAL)) + ", 0 message lines logged"));
    facts.put("hosts", Stream.concat(root.all(oldHost), root.all(host)).map(h -> Map.of("host",
        h.required("host"))).toList());
    if (level(root, buffered, NONE) != NONE) {
      facts.put("messages", buffer.stream().map(t -> Map.of("text", t)).toList());
      facts.put("buffering", true);
    }
    x.print(showLogging.render(wording.personality().release(), facts));
  }

  private static String said(int level, long messages) {
    return level == NONE ? "disabled" : "level " + SEVERITIES.get(level) + ", " + messages + " messages logged";
  }

  private void clear(Execution x) {
    x.confirm(wording.say("clear-logging"), yes -> {
      if (yes) {
        buffer.clear();
        held = 0;
      }
      x.done();
    });
  }
}
