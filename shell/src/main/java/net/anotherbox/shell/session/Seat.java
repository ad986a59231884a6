package net.anotherbox.shell.session;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import net.anotherbox.config.commit.ConfigEditor;
import net.anotherbox.config.commit.Outcome;
import net.anotherbox.config.feature.Session;
import net.anotherbox.config.grammar.Grammar;
import net.anotherbox.config.grammar.Matched;
import net.anotherbox.config.grammar.Mode;
import net.anotherbox.config.grammar.Parsed;
import net.anotherbox.shell.line.Entry;

/**
 * The half of a session that belongs to the control thread: privilege, modes, terminal settings, and what each line does.
 * It never waits; what is to be shown goes to the session's thread as {@link Event}s.
 */
final class Seat implements Session {
  private static final int HOSTNAME_IN_CONFIG = 20;
  private static final int USER_EXEC = 1;

  private static final Pattern DO = Pattern.compile("\\s*do(\\s+|$)");

  private final Shell shell;
  private final Connection connection;
  private final Events events;
  private final TerminalSettings terminal = new TerminalSettings();
  private final Complaints complaints;
  private final Assistance assistance;
  private final Idleness idleness;
  private final Bulletin bulletin;
  private final Conversations conversations;
  private String user;
  private int privilege;
  private ConfigEditor editor;
  private Running running;
  private OutputCopy copy;
  private final ArrayDeque<String> unsaid = new ArrayDeque<>();
  private int column;
  private boolean leaving;
  private Identity identity;
  private boolean opened;
  private boolean busy = true;
  /** Whether the session knows that this line shows something. */
  private boolean begun = true;
  private boolean ending;
  private long openedAt;
  private boolean acting;

  Seat(Shell shell, Connection connection, Events events) {
    this.shell = shell;
    this.connection = connection;
    this.events = events;
    this.complaints = new Complaints(shell);
    this.assistance = new Assistance(shell, this, complaints);
    this.idleness = new Idleness(shell, this, connection);
    this.bulletin = new Bulletin(shell, this, connection);
    this.conversations = new Conversations(shell.loop().clock());
    this.user = connection.who().name();
    this.identity = connection.who();
  }

  /** Hears log messages from now on; a console shows them even before anybody has logged in. */
  void listen() {
    bulletin.monitor(connection.line().kind() == LineName.Kind.CON);
    shell.log().add(bulletin);
  }

  /** Takes its place among the sessions. @param who whoever logged in here, or at the door */
  void open(Identity who) {
    LineConfig c = shell.config().line(connection.line());
    user = who.name();
    privilege = who.privilege() == Identity.OF_LINE ? c.privilege() : who.privilege();
    identity = who;
    shell.authenticator().began(caller(), who);
    opened = true;
    terminal.begin(c, manners().editing(), connection);
    if (manners().monitor()) bulletin.monitor(true);
    openedAt = shell.loop().clock().millis();
    shell.sessions().add(this);
    idleness.begin(openedAt);
    finished(true);
  }

  void close() {
    idleness.end();
    shell.log().remove(bulletin);
    shell.sessions().remove(this);
    if (opened) shell.authenticator().ended(caller(), identity);
    opened = false;
    conversations.dropAll();
    breakOff(true);
    if (editor != null) leaveConfiguration();
    say();
  }

  Caller caller() {
    return connection.caller();
  }

  private LineManners manners() {
    return shell.config().manners(connection.line());
  }

  void tell(Event e) {
    boolean shown = copy == null || !(e instanceof Event.Print p) || copy.takes(p.text());
    if (!shown) return;
    // Most lines of a configuration say nothing: each of them is one word to the session's thread, not two.
    if (!begun && !(e instanceof Event.Done)) events.add(began());
    begun = true;
    events.add(e);
  }

  /** The line has been carried out. Said once for each line, however it ends. */
  void finished(boolean understood) {
    if (!busy) return;
    if (copy != null) {
      OutputCopy done = copy;
      copy = null;
      done.write(shell, this, understood);
      return;
    }
    busy = false;
    running = null;
    breakable(false);
    if (ending && editor != null) leaveConfiguration();
    ending = false;
    idleness.lineEnded();
    tell(standing(understood));
  }

  /** What the next line is read with, as things are now. */
  Event.Done standing(boolean understood) {
    return new Event.Done(prompt(), terminal("width"), terminal("editing") != 0, terminal.history(editor != null),
        !unsaid.isEmpty(), understood, leaving);
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
    begun = false;
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
    if (editor == null) {
      exec(typed, 0, indent);
      return;
    }
    var meant = doPrefix(typed).isPresent() ? new Aliases.Expanded(typed, 0) : Aliases.expand(aliases(), typed);
    Optional<Integer> command = doPrefix(meant.text());
    if (command.isPresent()) exec(meant.text(), command.get(), indent - meant.longer());
    else configure(meant.text(), indent);
  }

  /** Where the command begins after "do" in configuration mode. */
  Optional<Integer> doPrefix(String typed) {
    var m = DO.matcher(typed);
    return m.lookingAt() && shell.grammar().hasVerb("do") ? Optional.of(m.end()) : Optional.empty();
  }

  private Map<String, String> aliases() {
    if (editor == null) return shell.config().aliases("exec");
    String mode = editor.mode().prompt().equals("config-subif") ? "subinterface" : editor.mode().id();
    return shell.config().aliases(mode.equals(Mode.CONFIG.id()) ? "configure" : mode);
  }

  private void configure(String typed, int indent) {
    if (typed.strip().equals("help")) {
      print(shell.wording().say("help") + "\n");
      finished(true);
      return;
    }
    Optional<Matched> line = shell.authenticator().watchesCommands() ? editor.understood(typed) : Optional.empty();
    if (line.isEmpty()) typed(typed, indent);
    else authorized(line.get(), true, () -> {
      typed(typed, indent);
      shell.authenticator().ran(caller(), identity, line.get().line().privilege(), typed.strip());
    });
  }

  /** Goes on at once where nobody has to be asked; otherwise when he has said yes, without holding anybody up meanwhile. */
  private void authorized(Matched m, boolean configuration, Runnable then) {
    int level = m.line().privilege();
    Authenticator a = shell.authenticator();
    if (!a.asksForCommand(caller(), level, configuration)) {
      then.run();
      return;
    }
    var words = new java.util.ArrayList<>(m.words());
    if (m.negated() || m.toDefault()) words.addFirst(m.negated() ? "no" : "default");
    Thread.ofVirtual().name("authorization").start(() -> {
      boolean may = a.mayRun(caller(), identity, level, words);
      shell.loop().post(() -> {
        if (busy && may) {
          then.run();
        } else if (busy) {
          print(shell.wording().say("command-authorization-failed"));
          finished(false);
        }
      });
    });
  }

  private void typed(String typed, int indent) {
    if (editor == null) {
      finished(true);
      return;
    }
    Outcome o = editor.type(typed);
    switch (o) {
      case Outcome.NeedsBlock b -> tell(new Event.Block(b.delimiter(), text -> block(b.line(), text, indent)));
      case Outcome.Runs r -> run(r.command(), indent);
      default -> came(o, typed, indent);
    }
  }

  private void block(Matched line, String text, int indent) {
    if (editor == null) finished(true);
    else came(editor.block(line, text), line.typed(), indent);
  }

  private void came(Outcome o, String typed, int indent) {
    switch (o) {
      case Outcome.Accepted a -> print(a.note());
      case Outcome.Refused r -> print(r.text());
      case Outcome.NotUnderstood n -> {
        print(complaints.about(n.why(), indent));
        editor.ofAnotherRelease(typed).ifPresent(shell.config()::isOfAnotherRelease);
      }
      case Outcome.Nothing n -> { }
      case Outcome.Left l -> leaveConfiguration();
      case Outcome.NeedsBlock b -> throw new IllegalStateException("a block within a block");
      case Outcome.Runs r -> throw new IllegalStateException("a command within a block");
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
    }
    switch (parsed) {
      case Matched m -> authorized(m, false, () -> {
        copy = pipe.flatMap(p -> p.open(this::tell)).orElse(null);
        shell.authenticator().ran(caller(), identity, m.line().privilege(), m.typed().strip());
        run(m, indent);
      });
      case Parsed.Blank b -> {
        if (text.isBlank() && !typed.isBlank()) print(complaints.about(new Parsed.Incomplete(), indent));
        finished(true);
      }
      case Parsed.Invalid i when callsHost(text) -> exec("telnet " + text.strip(), 0, prompt);
      case Parsed p -> {
        print(complaints.aboutExec(p, text.strip(), indent, shell.config().takesHostNames(connection.line())));
        finished(false);
      }
    }
  }

  /** A line that is nothing but an address or a known name is a host to log in to. */
  private boolean callsHost(String text) {
    String word = text.strip();
    return !word.contains(" ") && shell.config().takesHostNames(connection.line())
        && !shell.config().addresses(word).isEmpty();
  }

  private void run(Matched m, int indent) {
    column = indent;
    boolean stamped = manners().stamped() || terminal("timestamp") != 0;
    if (stamped && m.words().getFirst().equals("show")) print(shell.config().stamp());
    running = new Running(m, this);
    running.start(m.line().command().orElseThrow());
  }

  /** Complains of what stands at this offset of the line that is being carried out. */
  void invalid(int at) {
    print(complaints.about(new Parsed.Invalid(at, 0), column));
  }

  Grammar.Place place() {
    return new Grammar.Place(Mode.EXEC, null, privilege);
  }

  void print(String text) {
    if (!text.isEmpty()) tell(new Event.Print(text.endsWith("\n") ? text : text + "\n"));
  }

  void breakOff(boolean waitingForAnswer) {
    if (running != null) running.breakOff(waitingForAnswer);
  }

  /** Whether Ctrl-^ and Ctrl-C break off what is running; else they are keys like any other. */
  void breakable(boolean on) {
    connection.keyboard().onBreak(on ? () -> shell.loop().post(() -> breakOff(false)) : null);
  }

  void hangUp() {
    connection.keyboard().hangUp();
    connection.hangUp().run();
  }

  /** Shows a text in the midst of whatever is there. */
  void burst(String text) {
    bulletin.burst(text);
  }

  /** Whether what happens now is the doing of the line that is being carried out. */
  boolean isActing() {
    return acting && busy;
  }

  /** Whether it is his turn to type something. */
  boolean isWaiting() {
    return running == null || running.isAsking();
  }

  Optional<ConfigEditor> editor() {
    return Optional.ofNullable(editor);
  }

  Conversations conversations() {
    return conversations;
  }

  boolean mayEscape() {
    return shell.config().mayEscape(user);
  }

  /** Whether an empty line goes back to a session elsewhere. */
  boolean resumesOnReturn() {
    return editor == null && !conversations.all().isEmpty();
  }

  Assistance assistance() {
    return assistance;
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
    return terminal.type();
  }

  void terminalType(String type) {
    terminal.type(type);
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
    return bulletin.isMonitoring();
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
    terminal.resized(width, length);
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
    bulletin.monitor(on);
  }

  @Override
  public void terminal(String name, int value) {
    terminal.choose(name, value);
  }

  @Override
  public int terminal(String name) {
    return terminal.get(name);
  }

  @Override
  public List<String> history() {
    return terminal.history(false).lines();
  }
}
