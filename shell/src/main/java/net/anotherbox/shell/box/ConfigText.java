package net.anotherbox.shell.box;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import net.anotherbox.config.commit.Configuration;
import net.anotherbox.config.commit.StartupStore;
import net.anotherbox.config.text.RunningConfig;
import net.anotherbox.config.tree.Entry;
import net.anotherbox.runtime.release.Personality;

/** The running configuration as text, and whether it is what was last saved. */
public final class ConfigText {
  private final Configuration configuration;
  private final RunningConfig printer;
  private final Personality personality;
  private final StartupStore startup;
  private String unchanged = "";

  ConfigText(Configuration configuration, RunningConfig printer, Personality personality, StartupStore startup) {
    this.configuration = configuration;
    this.printer = printer;
    this.personality = personality;
    this.startup = startup;
  }

  /** From its first "!" to "end", newline-ended. */
  public String running() {
    return printer.render(configuration.current(), personality.release());
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
  }

  /** Writes another text there: what runs now is then not what is saved. */
  void save(String other) {
    startup.save(other);
    unchanged = other;
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
