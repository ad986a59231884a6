package net.anotherbox.shell.box;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import net.anotherbox.config.commit.Configuration;
import net.anotherbox.config.commit.StartupStore;
import net.anotherbox.config.grammar.Grammar;
import net.anotherbox.config.grammar.Mode;
import net.anotherbox.config.text.RunningConfig;
import net.anotherbox.config.tree.Entry;
import net.anotherbox.config.tree.Section;
import net.anotherbox.runtime.release.Personality;
import net.anotherbox.runtime.release.Release;

/** The running configuration as text, and whether it is what was last saved. */
public final class ConfigText {
  private static final int HIGHEST = 15;

  private final Configuration configuration;
  private final RunningConfig printer;
  private final Personality personality;
  private final StartupStore startup;
  private final List<Runnable> savers = new ArrayList<>();
  private String unchanged = "";
  /** What was printed last; null before. It is asked for several times in a row, by a boot and by whoever saves. */
  private Printed printed;

  private record State(Section root, Release release) {
    boolean is(State other) {
      return root == other.root && release.equals(other.release);
    }
  }

  private record Printed(State of, String text) {}

  ConfigText(Configuration configuration, RunningConfig printer, Personality personality, StartupStore startup) {
    this.configuration = configuration;
    this.printer = printer;
    this.personality = personality;
    this.startup = startup;
  }

  /** From its first "!" to "end", newline-ended. */
  public String running() {
    var now = new State(configuration.current(), personality.release());
    if (printed == null || !printed.of.is(now)) printed = new Printed(now, printer.render(now.root, now.release));
    return printed.text;
  }

  /** Another configuration as text, of the release that the box has now. */
  public String of(Section root) {
    return printer.render(root, personality.release());
  }

  /** The same as somebody of this level sees it: the lines he could have typed. */
  String running(Grammar g, int level) {
    return level >= HIGHEST ? running() : printer.render(g.visible(configuration.current(), Mode.CONFIG, null, level),
        personality.release());
  }

  /** The same with what is in force without having been typed. */
  public String all(Grammar g, int level) {
    var whole = configuration.current();
    var seen = level >= HIGHEST ? whole : g.visible(whole, Mode.CONFIG, null, level);
    return printer.render(new Defaults(g).beside(seen), personality.release());
  }

  /** The same of some of its global lines alone, with what stands in them. */
  String part(Predicate<Entry> which) {
    Section part = configuration.current();
    for (Entry e : part.entries()) if (!which.test(e)) part = part.without(e.key());
    return printer.render(part, personality.release());
  }

  /** One interface's part. */
  Optional<String> running(String interfaceName) {
    Optional<Entry> e = configuration.current().entries().stream()
        .filter(x -> x.line().opens().isPresent() && x.words().size() >= 2 && x.words().get(0).equals("interface")
            && x.words().get(1).equals(interfaceName)).findFirst();
    return e.map(x -> "!\n" + printer.render(x, personality.release()) + "end\n");
  }

  Optional<String> startup() {
    return startup.load();
  }

  /** Writes the running configuration to the startup-config. */
  public void save() {
    String now = running();
    startup.save(now);
    unchanged = now;
    for (Runnable r : savers) r.run();
  }

  /** What is to be done whenever the running configuration has been written to the startup-config. */
  void onSave(Runnable task) {
    savers.add(task);
  }

  /** Writes another text there: what runs now is then not what is saved. */
  void save(String other) {
    startup.save(other);
    unchanged = other;
    if (other.equals(running())) for (Runnable r : savers) r.run();
  }

  void erase() {
    startup.erase();
  }

  /** The box has booted: what stands now counts as not modified. */
  public void booted() {
    unchanged = running();
  }

  boolean isModified() {
    return !running().equals(unchanged);
  }

  static int bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1).length;
  }
}
