package net.anotherbox.shell.session;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import net.anotherbox.config.commit.ConfigEditor;
import net.anotherbox.config.commit.Outcome;
import net.anotherbox.config.feature.Session;
import net.anotherbox.config.grammar.Grammar;
import net.anotherbox.config.grammar.Help;
import net.anotherbox.config.grammar.Matched;
import net.anotherbox.config.grammar.Mode;
import net.anotherbox.config.grammar.Parsed;
import net.anotherbox.runtime.log.LogSink;
import net.anotherbox.runtime.loop.Timer;
import net.anotherbox.shell.file.TextFiles;
import net.anotherbox.shell.line.Display;
import net.anotherbox.shell.line.Entry;
import net.anotherbox.shell.line.History;

/**
 * The half of a session that belongs to the control thread: privilege, modes, terminal settings, and what each line does.
 * It never waits; what is to be shown goes to the session's thread as {@link Event}s.
 */
final class Seat implements Session, LogSink {
  private static final int HOSTNAME_IN_CONFIG = 20;
  private static final int USER_EXEC = 1;
  /** The limit may be configured at any time, so it is looked at again and again. */
  private static final long IDLE_CHECK_MILLIS = 1000;

  private static final Pattern DO = Pattern.compile("\\s*do(\\s+|$)");

  private final Shell shell;
  private final Connection connection;
  private final Events events;
  private final History execHistory = new History();
  private final History configHistory = new History();
  private final Map<String, Integer> terminal = new HashMap<>();
  /** Settings that were made by configuration or command: the terminal's own size no longer counts. */
  private final Set<String> chosen = new HashSet<>();
  private final Complaints complaints;
  private String user;
  private int privilege;
  private ConfigEditor editor;
  private Running running;
  private Copy copy;
  private final ArrayDeque<String> unsaid = new ArrayDeque<>();
  private int column;
  private boolean monitor;
  private boolean leaving;
  private boolean busy = true;
  private boolean ending;
  private Timer idleTimer;
  private long lastLineEnd;
  private long openedAt;
  private boolean warned;
  private boolean acting;
  private String terminalType = "";

  Seat(Shell shell, Connection connection, Events events) {
    this.shell = shell;
    this.connection = connection;
    this.events = events;
    this.complaints = new Complaints(shell);
    this.user = connection.who().name();
  }

  /** Hears log messages from now on; a console shows them even before anybody has logged in. */
  void listen() {
    monitor = connection.line().kind() == LineName.Kind.CON;
    shell.log().add(this);
  }

  /** Takes its place among the sessions. @param who whoever logged in here, or at the door */
  void open(Identity who) {
    LineConfig c = config();
    user = who.name();
    privilege = who.privilege() > USER_EXEC ? who.privilege() : c.privilege();
    terminal.put("length", c.length().orElse(connection.length()));
    terminal.put("width", c.width().orElse(connection.width()));
    resizeHistory(c.historySize());
    terminal.put("editing", manners().editing() ? 1 : 0);
    if (manners().monitor()) monitor = true;
    openedAt = shell.loop().clock().millis();
    if (c.length().isPresent()) chosen.add("length");
    if (c.width().isPresent()) chosen.add("width");
    shell.sessions().add(this);
    watchIdleness();
    finished(true);
  }

  void close() {
    if (idleTimer != null) idleTimer.cancel();
    shell.log().remove(this);
    shell.sessions().remove(this);
    breakOff(true);
    if (editor != null) leaveConfiguration();
    say();
  }

  private LineConfig config() {
    return shell.config().line(connection.line());
  }

  private LineManners manners() {
    return shell.config().manners(connection.line());
  }

  void tell(Event e) {
    boolean shown = copy == null || !(e instanceof Event.Print p) || copy.takes(p.text());
    if (shown) events.add(e);
  }

  /** The output of a command on its way to a file. */
  private static final class Copy {
    private final OutputPipe.Read.ToFile where;
    private final StringBuilder text = new StringBuilder();

    Copy(OutputPipe.Read.ToFile where) {
      this.where = where;
    }

    /** @return whether it goes to the screen too */
    boolean takes(String part) {
      text.append(part);
      return where.shown();
    }
  }

  /** The line ends when the file has been written, or not. */
  private void writeCopy(boolean understood) {
    var done = copy;
    copy = null;
    String url = done.where.url();
    var files = shell.config().files();
    if (files.isEmpty()) {
      print(shell.wording().say("no-file", Map.of("url", url)));
      finished(understood);
      return;
    }
    files.get().write(this, url, done.text.toString(), done.where.append(), answer -> {
      if (answer instanceof TextFiles.Answer.Failed f) print(f.error());
      finished(understood);
    });
  }

  /** The line has been carried out. Said once for each line, however it ends. */
  void finished(boolean understood) {
    if (!busy) return;
    if (copy != null) {
      writeCopy(understood);
      return;
    }
    busy = false;
    running = null;
    breakable(false);
    if (ending && editor != null) leaveConfiguration();
    ending = false;
    lastLineEnd = shell.loop().clock().millis();
    tell(new Event.Done(prompt(), terminal("width"), terminal("editing") != 0, editor == null ? execHistory : configHistory,
        !unsaid.isEmpty(), understood, leaving));
  }

  /** The logger has its turn after the parser: it says who has configured when the next prompt stands. */
  void say() {
    for (String text; (text = unsaid.poll()) != null; ) shell.log().syslog("SYS", 5, "CONFIG_I", text);
  }

  private String prompt() {
    String host = shell.config().hostname();
    if (editor == null) return host + (privilege > USER_EXEC ? "#" : ">");
    return host.substring(0, Math.min(HOSTNAME_IN_CONFIG, host.length())) + "(" + editor.mode().prompt() + ")#";
  }

  Event.Began began() {
    return new Event.Began(terminal("width"), terminal("length"));
  }

  // ---- lines ----

  /** Does what was entered. @param indent columns of the prompt before it */
  void enter(Entry entry, int indent) {
    busy = true;
    tell(began());
    try {
      act(() -> carryOut(entry, indent));
    } catch (RuntimeException e) {
      finished(false);
      throw e;
    }
  }

  private void carryOut(Entry entry, int indent) {
    switch (entry) {
      case Entry.Line l -> type(l.text(), indent);
      case Entry.End e -> {
        ending = editor != null;
        type(e.text(), indent);
      }
      case Entry.Abort a -> {
        if (editor != null) leaveConfiguration();
        finished(true);
      }
      case Entry.Closed c -> throw new IllegalStateException("nothing was entered");
    }
  }

  private void type(String typed, int indent) {
    if (editor == null) exec(typed, 0, indent);
    else if (doPrefix(typed).isPresent()) exec(typed, doPrefix(typed).get(), indent);
    else configure(Aliases.expand(aliases(), typed).text(), indent);
  }

  /** Where the command begins after "do" in configuration mode. */
  private Optional<Integer> doPrefix(String typed) {
    var m = DO.matcher(typed);
    return m.lookingAt() && shell.grammar().hasVerb("do") ? Optional.of(m.end()) : Optional.empty();
  }

  private Map<String, String> aliases() {
    if (editor == null) return shell.config().aliases("exec");
    String mode = editor.mode().id();
    return shell.config().aliases(mode.equals(Mode.CONFIG.id()) ? "configure" : mode);
  }

  private void configure(String typed, int indent) {
    if (typed.strip().equals("help")) {
      print(shell.wording().say("help") + "\n");
      finished(true);
      return;
    }
    Outcome o = editor.type(typed);
    if (o instanceof Outcome.NeedsBlock b) tell(new Event.Block(b.delimiter(), text -> block(b.line(), text, indent)));
    else came(o, indent);
  }

  /** A line whose next word would be the delimiter of a text, or one in which it stands already. */
  boolean takesControlC(String typed) {
    if (editor == null) return false;
    return typed.indexOf('\3') >= 0 || shell.grammar().parse(Grammar.Place.global(), typed + '\3') instanceof Matched m
        && m.line().blockDelimiter(m).filter(d -> d.equals("\3")).isPresent();
  }

  private void block(Matched line, String text, int indent) {
    if (editor == null) finished(true);
    else came(editor.block(line, text), indent);
  }

  private void came(Outcome o, int indent) {
    switch (o) {
      case Outcome.Accepted a -> print(a.note());
      case Outcome.Refused r -> print(r.text());
      case Outcome.NotUnderstood n -> print(complaints.about(n.why(), indent));
      case Outcome.Nothing n -> { }
      case Outcome.Left l -> leaveConfiguration();
      case Outcome.NeedsBlock b -> throw new IllegalStateException("a block within a block");
    }
    finished(true);
  }

  private void leaveConfiguration() {
    editor = null;
    if (shell.sessions().lock().filter(l -> l.owner() == this).isPresent()) shell.sessions().lock(Optional.empty());
    String by = user.isEmpty() ? connection.line().kind() == LineName.Kind.CON ? "console" : "" : user;
    String on = connection.line().kind() == LineName.Kind.CON ? ""
        : (by.isEmpty() ? "" : " on ") + connection.line().joined() + " (" + connection.from() + ")";
    String text = shell.wording().say("config-i", Map.of("by", by + on));
    unsaid.add(text);
  }

  /** @param from offset at which the command begins in what was typed */
  private void exec(String typed, int from, int prompt) {
    var alias = Aliases.expand(from == 0 ? aliases() : shell.config().aliases("exec"), typed.substring(from));
    String text = " ".repeat(from) + alias.text();
    int indent = prompt - alias.longer();
    Optional<OutputPipe> pipe = OutputPipe.in(text, shell.wording().personality());
    Parsed parsed = shell.grammar().parse(place(), pipe.map(OutputPipe::command).orElse(text));
    if (pipe.isPresent() && parsed instanceof Matched m) {
      String complaint = complaints.about(m, pipe.get(), typed, indent);
      if (!complaint.isEmpty()) {
        print(complaint);
        finished(false);
        return;
      }
      switch (pipe.get().read()) {
        case OutputPipe.Read.Good g -> tell(new Event.Filter(g.kind(), g.pattern()));
        case OutputPipe.Read.ToFile f -> copy = new Copy(f);
        default -> throw new IllegalStateException("complained of");
      }
    }
    switch (parsed) {
      case Matched m -> {
        column = indent;
        boolean stamped = manners().stamped() || terminal("timestamp") != 0;
        if (stamped && m.words().getFirst().equals("show")) print(shell.config().stamp());
        running = new Running(m, this);
        running.start(m.line().command().orElseThrow());
      }
      case Parsed.Blank b -> {
        if (text.isBlank() && !typed.isBlank()) print(complaints.about(new Parsed.Incomplete(), indent));
        finished(true);
      }
      case Parsed p -> {
        print(complaints.aboutExec(p, text.strip(), indent, shell.config().takesHostNames(connection.line())));
        finished(false);
      }
    }
  }

  /** Complains of what stands at this offset of the line that is being carried out. */
  void invalid(int at) {
    print(complaints.about(new Parsed.Invalid(at, 0), column));
  }

  private Grammar.Place place() {
    return new Grammar.Place(Mode.EXEC, null, privilege);
  }

  private void print(String text) {
    if (!text.isEmpty()) tell(new Event.Print(text.endsWith("\n") ? text : text + "\n"));
  }

  void breakOff(boolean waitingForAnswer) {
    if (running != null) running.breakOff(waitingForAnswer);
  }

  /** Whether Ctrl-^ and Ctrl-C break off what is running; else they are keys like any other. */
  void breakable(boolean on) {
    connection.keyboard().onBreak(on ? () -> shell.loop().post(() -> breakOff(false)) : null);
  }

  // ---- help ----

  String help(String typed) {
    Optional<Integer> command = editor == null ? Optional.of(0) : doPrefix(typed).filter(at -> !typed.endsWith("do"));
    int width = terminal("width");
    if (command.isEmpty()) return complaints.shown(shell.grammar().listing(editor.place(), typed), typed, width, false);
    String given = typed.substring(command.get());
    String text = given.strip().contains(" ") || given.endsWith(" ")
        ? Aliases.expand(shell.config().aliases("exec"), given).text() : given;
    var pipe = OutputPipe.in(text, shell.wording().personality()).filter(p -> isFiltered(p.command()));
    if (pipe.isPresent()) return complaints.shown(pipe.get().help(), text, width, false);
    Help help = Aliases.with(shell.config().aliases("exec"), text, shell.grammar().listing(place(), text));
    return complaints.shown(help, text, width, isFiltered(text));
  }

  private boolean isFiltered(String command) {
    return shell.grammar().parse(place(), command) instanceof Matched m && Complaints.isFiltered(m);
  }

  Optional<String> complete(String typed) {
    Optional<Integer> command = editor == null ? Optional.of(0) : doPrefix(typed).filter(at -> !typed.endsWith("do"));
    if (command.isPresent()) {
      var pipe = OutputPipe.in(typed.substring(command.get()), shell.wording().personality());
      if (pipe.isPresent()) return pipe.get().completion().map(t -> typed.substring(0, command.get()) + t);
    }
    Grammar.Place place = command.isPresent() ? place() : editor.place();
    int word = Math.max(typed.lastIndexOf(' '), typed.lastIndexOf('\t')) + 1;
    String start = typed.substring(0, word);
    return shell.grammar().completion(place, typed.substring(command.orElse(0))).map(w -> start + w + " ");
  }

  // ---- idleness and messages ----

  private void watchIdleness() {
    long now = shell.loop().clock().millis();
    int limit = config().execTimeoutSeconds();
    long idle = now - Math.max(lastLineEnd, connection.keyboard().lastArrivalMillis());
    if (limit > 0 && (running == null || running.isAsking()) && idle >= limit * 1000L || outstayed(now - openedAt)) {
      hangUp();
      return;
    }
    idleTimer = shell.loop().after(IDLE_CHECK_MILLIS, this::watchIdleness);
  }

  /** Whether the time of {@code absolute-timeout} is over; warns before it is. */
  private boolean outstayed(long millis) {
    LineManners m = manners();
    long left = m.absoluteTimeoutSeconds() * 1000L - millis;
    if (m.absoluteTimeoutSeconds() == 0 || left > m.warningSeconds() * 1000L) return false;
    if (!warned) burst(shell.wording().say("line-timeout"));
    warned = true;
    return left <= 0;
  }

  void hangUp() {
    connection.keyboard().hangUp();
    connection.hangUp().run();
  }

  @Override
  public void message(int severity, String text) {
    if (!monitor) return;
    LineConfig c = config();
    if (severity > c.loggingSeverity()) return;
    if (connection.line().kind() == LineName.Kind.VTY) shell.sessions().showed();
    ShellConfig.Synchronous s = shell.config().synchronous(connection.line());
    boolean synchronous = c.loggingSynchronous() && severity > s.asynchronous();
    if (!synchronous || acting && busy) show(text, synchronous);
    else connection.display().message(text, new Display.Waiting(s.limit(), this::lost));
  }

  private String lost(int count) {
    return shell.wording().say("lost", Map.of("count", count));
  }

  /** Shows a text in the midst of whatever is there. */
  void burst(String text) {
    show(text, config().loggingSynchronous());
  }

  /** What a line has caused stands after what it has printed so far; anything else bursts in. */
  private void show(String text, boolean synchronous) {
    if (acting && busy) tell(new Event.Burst(text, synchronous));
    else connection.display().message(text, synchronous);
  }

  /** Does something that the line being carried out has led to. */
  void act(Runnable step) {
    acting = true;
    try {
      step.run();
    } finally {
      acting = false;
    }
  }

  LineName name() {
    return connection.line();
  }

  String terminalType() {
    return terminalType;
  }

  void terminalType(String type) {
    terminalType = type;
  }

  /** Whether the terminal has gone: whoever waits for an answer waits for nothing. */
  boolean isGone() {
    return connection.keyboard().isEnded();
  }

  boolean isConfiguring() {
    return editor != null;
  }

  long droppedMessages() {
    return connection.display().droppedMessages();
  }

  boolean isMonitoring() {
    return monitor;
  }

  /** Seconds since the session began. */
  long activeSeconds() {
    return (shell.loop().clock().millis() - openedAt) / 1000;
  }

  SessionTable.Row row() {
    long idle = shell.loop().clock().millis() - connection.keyboard().lastArrivalMillis();
    return new SessionTable.Row(connection.line(), user, connection.from(), Math.max(0, idle));
  }

  void resized(int width, int length) {
    if (!chosen.contains("width")) terminal.put("width", width);
    if (!chosen.contains("length")) terminal.put("length", length);
  }

  // ---- Session ----

  @Override
  public String line() {
    return connection.line().toString();
  }

  @Override
  public String user() {
    return user;
  }

  @Override
  public String from() {
    return connection.from();
  }

  @Override
  public int privilege() {
    return privilege;
  }

  @Override
  public void privilege(int level) {
    privilege = level;
  }

  @Override
  public void configure(ConfigEditor e) {
    editor = e;
  }

  @Override
  public void leave() {
    leaving = true;
  }

  @Override
  public void monitor(boolean on) {
    monitor = on;
  }

  @Override
  public void terminal(String name, int value) {
    terminal.put(name, value);
    chosen.add(name);
    if (name.equals("history")) resizeHistory(value);
  }

  private void resizeHistory(int lines) {
    terminal.put("history", lines);
    execHistory.size(lines);
    configHistory.size(lines);
  }

  @Override
  public int terminal(String name) {
    return terminal.getOrDefault(name, 0);
  }

  @Override
  public List<String> history() {
    return execHistory.lines();
  }
}
