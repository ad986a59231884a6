package net.anotherbox.shell.session;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import net.anotherbox.config.commit.ConfigEditor;
import net.anotherbox.config.feature.Execution;
import net.anotherbox.config.feature.Session;
import net.anotherbox.config.grammar.Grammar;
import net.anotherbox.config.grammar.Mode;
import net.anotherbox.config.grammar.Matched;
import net.anotherbox.runtime.release.Release;
import net.anotherbox.runtime.release.Screen;

/**
 * {@code configure}, and the lock by which one session keeps the others out of the configuration. The lock goes with the
 * configuration mode of its owner, however that ends.
 */
final class ConfigureFeature {
  private static final int PRIVILEGED = 15;

  private final Shell shell;
  private final Function<Session, ConfigEditor> editors;
  private final Screen showLock = Screen.load(ConfigureFeature.class, "show-configuration-lock.screen");

  ConfigureFeature(Shell shell, Function<Session, ConfigEditor> editors) {
    this.shell = shell;
    this.editors = editors;
  }

  void declare(Grammar g) {
    g.prefix(Mode.EXEC, "configure", "Enter configuration mode");
    g.exec("configure", this::askFrom, "Enter configuration mode").privilege(PRIVILEGED);
    g.exec("configure terminal", x -> enter(x, false), "Configure from the terminal").privilege(PRIVILEGED);
    g.exec("configure terminal lock", x -> enter(x, true), "Configure from the terminal", "Lock configuration mode")
        .privilege(PRIVILEGED).since(Release.R12_4);
    g.exec("configure network", x -> replaced(x, "copy <url> system:/running-config", "copy tftp: running-config"),
        "Configure from a TFTP network host").privilege(PRIVILEGED);
    g.exec("configure overwrite-network", x -> replaced(x, "copy <url> nvram:/startup-config",
        "copy tftp: startup-config"), "Overwrite NV memory from TFTP network host").privilege(PRIVILEGED);
    g.prefix(Mode.EXEC, "write", "Write running configuration to memory, network, or terminal");
    g.exec("write network", x -> replaced(x, "copy system:/running-config <url>", "copy running-config tftp:"),
        "Write to network TFTP server").privilege(PRIVILEGED);
    g.exec("setup", this::setup, "Run the SETUP command facility").privilege(PRIVILEGED);
    g.prefix(Mode.EXEC, "clear", "Reset functions");
    g.prefix(Mode.EXEC, "show configuration", "Contents of Non-Volatile memory");
    g.exec("show configuration lock", this::show, "Show the configuration lock").privilege(PRIVILEGED)
        .since(Release.R12_4);
    g.prefix(Mode.EXEC, "clear configuration", "Clear configuration");
    g.exec("clear configuration lock", this::clear, "Clear the configuration lock").privilege(PRIVILEGED)
        .since(Release.R12_4);
  }

  private String say(String name, Map<String, ?> facts) {
    return shell.wording().say(name, facts) + "\n";
  }

  /** From memory and from the network are commands of their own, which the answer is typed as. */
  private void askFrom(Execution x) {
    x.ask(shell.wording().say("configure-from"), true, answer -> {
      String from = answer.strip();
      if (from.isEmpty() || "terminal".startsWith(from)) {
        enter(x, false);
        x.done();
      } else if (shell.grammar().parse(place(x), "configure " + from) instanceof Matched m) {
        Other.carryOut(m, x, x::done);
      } else {
        x.print(say("configure-from-what", Map.of()));
        x.done();
      }
    });
  }

  /** Old spellings of copying: they say so and copy. */
  private void replaced(Execution x, String said, String command) {
    x.print(say("replaced-by", Map.of("command", said)));
    if (shell.grammar().parse(place(x), command) instanceof Matched m) Other.carryOut(m, x, x::done);
    else x.print(say("no-network-copy", Map.of()));
  }

  private void setup(Execution x) {
    x.print(say("setup-dialog", Map.of()));
    askToGoOn(x);
  }

  private void askToGoOn(Execution x) {
    x.ask(shell.wording().say("setup-question"), true, answer -> {
      String a = answer.strip();
      if (a.isEmpty() || !"yes".startsWith(a) && !"no".startsWith(a)) {
        x.print(say("yes-or-no", Map.of()));
        askToGoOn(x);
        return;
      }
      if ("yes".startsWith(a)) x.print(say("setup-declined", Map.of()));
      x.done();
    });
  }

  private static Grammar.Place place(Execution x) {
    return new Grammar.Place(Mode.EXEC, null, x.session().privilege());
  }

  private void enter(Execution x, boolean toLock) {
    Optional<ConfigurationLock> held = shell.sessions().lock();
    Seat own = shell.sessions().of(x.session().line());
    if (held.isPresent() && held.get().owner() != own) {
      Seat owner = held.get().owner();
      x.print(say("configure-locked", Map.of("user", owner.user().isEmpty() ? "unknown" : owner.user(), "process",
          process(owner), "terminal", number(owner))));
      return;
    }
    Optional<Boolean> exclusive = shell.config().exclusive();
    if (toLock && exclusive.isEmpty()) {
      x.print(say("configure-no-lock", Map.of()));
      return;
    }
    if (toLock || exclusive.orElse(false)) {
      shell.sessions().lock(Optional.of(new ConfigurationLock(own, shell.loop().clock().millis(),
          String.join(" ", x.command().words()))));
      x.print(say("configure-exclusive", Map.of()));
    }
    x.print(say("configure", Map.of()));
    x.session().configure(editors.apply(x.session()));
  }

  private int number(Seat s) {
    return s.name().absolute(shell.wording().personality().platform());
  }

  /** The number that its session has in {@code show processes}, counted after those of the box itself. */
  private int process(Seat s) {
    return number(s) + 3;
  }

  private void show(Execution x) {
    var facts = new HashMap<String, Object>(Map.of("pid", "-1", "user", "unknown", "tty", "-1", "type", "NO LOCK",
        "state", "FREE", "class", "unknown", "count", "0", "command", "", "address", "Unknown", "active", 0L));
    shell.sessions().lock().ifPresent(l -> {
      Seat o = l.owner();
      facts.putAll(Map.of("pid", process(o), "user", o.user().isEmpty() ? "unknown" : o.user(), "tty", number(o), "type",
          "EXCLUSIVE", "state", "LOCKED", "class", "EXPOSED", "count", "1", "command", l.command(), "address",
          o.from().isEmpty() ? "Unknown" : o.from(), "active", (shell.loop().clock().millis() - l.since()) / 1000));
    });
    x.print(showLock.render(shell.wording().personality().release(), facts));
  }

  private void clear(Execution x) {
    Optional<ConfigurationLock> held = shell.sessions().lock();
    if (held.isEmpty()) return;
    x.print(say("lock-held", Map.of("process", process(held.get().owner()))));
    x.confirm(shell.wording().say("lock-clear"), yes -> {
      if (yes) shell.sessions().lock(Optional.empty());
      x.done();
    });
  }
}
