package net.anotherbox.shell.box;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import net.anotherbox.config.commit.CommitLog;
import net.anotherbox.config.commit.ConfigEditor;
import net.anotherbox.config.commit.Configuration;
import net.anotherbox.config.commit.Outcome;
import net.anotherbox.config.commit.RollbackStore;
import net.anotherbox.config.commit.StartupStore;
import net.anotherbox.config.feature.Execution;
import net.anotherbox.config.feature.Session;
import net.anotherbox.config.grammar.Grammar;
import net.anotherbox.config.grammar.Matched;
import net.anotherbox.config.grammar.Mode;
import net.anotherbox.config.text.ConfigLoader;
import net.anotherbox.runtime.log.Log;
import net.anotherbox.runtime.loop.VirtualLoop;
import net.anotherbox.runtime.port.Datagrams;
import net.anotherbox.runtime.port.MemoryFlash;
import net.anotherbox.runtime.port.SeededRandomness;
import net.anotherbox.runtime.release.Personality;
import net.anotherbox.runtime.release.Platform;
import net.anotherbox.runtime.release.Release;
import net.anotherbox.shell.file.FilePorts;
import net.anotherbox.shell.file.RemoteCopy;

/** The features of this package on a box with interfaces that have an address and nothing else. */
final class TestBox implements StartupStore, CommitLog {
  private static final Mode INTERFACE = new Mode("interface", "config-if", "Interface configuration commands:");

  final Personality personality;
  final Grammar grammar;
  final Configuration configuration = new Configuration();
  final VirtualLoop loop = new VirtualLoop(Instant.parse("2002-03-01T00:27:07Z"));
  final Log log = new Log(loop.clock());
  final List<String> messages = new ArrayList<>();
  final BoxFeatures features;
  final Deque<String> answers = new ArrayDeque<>();
  final List<Row> journal = new ArrayList<>();
  int reloads;
  private int cleared;
  boolean full;
  private Optional<String> startup = Optional.empty();
  private final ConfigEditor editor;
  final RollbackStore rollback;
  Datagrams network = Datagrams.NONE;
  private final Datagrams datagrams = source -> network.open(source);
  private final Terminal somebody = new Terminal(new StringBuilder());

  TestBox(Release release, Platform platform) {
    this(release, platform, Long.MAX_VALUE);
  }

  /** @param room bytes that its flash has left on the host */
  TestBox(Release release, Platform platform, long room) {
    this(release, platform, room, RollbackStore.inMemory());
  }

  /** @param rollback what another box had kept */
  TestBox(Release release, Platform platform, RollbackStore rollback) {
    this(release, platform, Long.MAX_VALUE, rollback);
  }

  private TestBox(Release release, Platform platform, long room, RollbackStore rollback) {
    this.rollback = rollback;
    personality = new Personality(release, platform);
    grammar = new Grammar(personality);
    log.add((severity, text) -> messages.add(text));
    features = new BoxFeatures(new BoxFeatures.Lent(grammar, personality, configuration, loop, log, this, this,
        new SeededRandomness(7),
        () -> reloads++, () -> new BootFacts("power-on", 0x2102, Instant.parse("2026-11-21T21:00:00Z")),
        new FilePorts(new MemoryFlash(loop.clock()::wall, room), datagrams, () -> 0, rollback,
        RemoteCopy.NONE, to -> Optional.of("FastEthernet0/0"))));
    features.declare();
    grammar.line(Mode.CONFIG, "interface IFNAME:name", "Select an interface to configure", "Interface").opens(INTERFACE)
        .keyed("name")
        .sorted().active();
    grammar.line(INTERFACE, "ip address A.B.C.D A.B.C.D", "IP", "Address", "Address", "Mask").slot("ip address").negatable()
        .clearsOnNo().active();
    grammar.line(INTERFACE, "duplex auto", "Duplex", "Auto").kept("x");
    grammar.line(INTERFACE, "speed auto", "Speed", "Auto").kept("x");
    grammar.line(INTERFACE, "half-duplex", "Half duplex").kept("x");
    for (String l : List.of("ip subnet-zero", "ip classless", "ip cef", "ip forward-protocol nd"))
      grammar.line(Mode.CONFIG, l, l.split(" ").length == 2 ? new String[] {"x"} : new String[] {"x", "x"}).negatable()
      .kept("x");
    features.factory().renew();
    features.text().booted();
    editor = features.editors().apply(new Terminal(new StringBuilder()));
  }

  /** The text of a file beside this class. */
  static String resource(String name) {
    try (var in = TestBox.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  List<ConfigLoader.Rejected> load(String text) {
    return ConfigLoader.load(text, editor);
  }

  /** Types configuration lines. @return refusals */
  String configure(String... lines) {
    var out = new StringBuilder();
    for (String l : lines) switch (editor.type(l)) {
      case Outcome.Refused r -> out.append(r.text());
      case Outcome.NotUnderstood n -> out.append("not understood: ").append(l).append('\n');
      case Outcome.NeedsBlock b -> out.append("needs more: ").append(l).append('\n');
      case Outcome.Accepted a -> out.append(a.note());
      case Outcome.Nothing n -> { }
      case Outcome.Left l2 -> { }
      case Outcome.Runs r -> r.command().line().command().orElseThrow().run(new Run(r.command(), new Terminal(out), out));
    }
    return out.toString();
  }

  /**
   * Types a command at the prompt; questions are answered from {@link #answers}. @return all that is shown, answers left out
   */
  String type(String command) {
    var out = new StringBuilder();
    if (!(grammar.parse(new Grammar.Place(Mode.EXEC, null, 15), command) instanceof Matched m)) return "not understood: "
        + command;
    somebody.out = out;
    var run = new Run(m, somebody, out);
    m.line().command().orElseThrow().run(run);
    loop.drain();
    return out.toString();
  }

  Session somebody() {
    return somebody;
  }

  String running() {
    return features.text().running();
  }

  /** The running configuration without its separators. */
  List<String> lines() {
    return running().lines().filter(l -> !l.strip().equals("!") && !l.equals("end")).toList();
  }

  @Override
  public Optional<String> load() {
    return startup;
  }

  @Override
  public void save(String text) {
    if (full) throw new IllegalStateException("disk full");
    startup = Optional.of(text);
  }

  @Override
  public void erase() {
    startup = Optional.empty();
  }

  @Override
  public void append(Row row) {
    journal.add(row);
  }

  @Override
  public List<Row> last(int count) {
    return journal.subList(Math.max(cleared, journal.size() - count), journal.size());
  }

  @Override
  public void clear() {
    cleared = journal.size();
  }

  /** Somebody at the console. */
  private static final class Terminal implements Session {
    private StringBuilder out;
    private final Map<String, Integer> settings = new HashMap<>();
    private int privilege = 15;

    Terminal(StringBuilder out) {
      this.out = out;
    }

    @Override
    public String line() {
      return "con 0";
    }

    @Override
    public String user() {
      return "";
    }

    @Override
    public String from() {
      return "";
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
    public void configure(ConfigEditor editor) {
      out.append("configuring\n");
    }

    @Override
    public void leave() {
      out.append("left\n");
    }

    @Override
    public void monitor(boolean on) {
      settings.put("monitor", on ? 1 : 0);
    }

    @Override
    public void terminal(String name, int value) {
      settings.put(name, value);
    }

    @Override
    public int terminal(String name) {
      return settings.getOrDefault(name, 0);
    }

    @Override
    public List<String> history() {
      return List.of();
    }
  }

  private final class Run implements Execution {
    private final Matched command;
    private final Session session;
    private final StringBuilder out;

    Run(Matched command, Session session, StringBuilder out) {
      this.command = command;
      this.session = session;
      this.out = out;
    }

    @Override
    public Matched command() {
      return command;
    }

    @Override
    public Session session() {
      return session;
    }

    @Override
    public void print(String text) {
      out.append(text);
    }

    @Override
    public void later() {}

    @Override
    public void done() {
      out.append("");
    }

    @Override
    public void ask(String question, boolean echo, Consumer<String> answer) {
      out.append(question).append('\n');
      answer.accept(answers.remove());
    }

    @Override
    public void confirm(String question, Consumer<Boolean> answer) {
      out.append(question).append('\n');
      answer.accept(answers.remove().isEmpty());
    }

    @Override
    public void onBreak(Runnable task) {}
  }
}
