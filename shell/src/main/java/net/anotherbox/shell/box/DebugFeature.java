package net.anotherbox.shell.box;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.anotherbox.config.feature.Execution;
import net.anotherbox.config.feature.Feature;
import net.anotherbox.config.grammar.Grammar;
import net.anotherbox.config.grammar.Mode;
import net.anotherbox.runtime.log.DebugFlag;
import net.anotherbox.runtime.log.Log;
import net.anotherbox.shell.output.Wording;

/** {@code show debugging} and {@code undebug all}, over the switches that the other features have. */
public final class DebugFeature implements Feature {
  private static final int PRIVILEGED = 15;

  private final Log log;
  private final Wording wording;
  private final List<DebugFlag> flags = new ArrayList<>();

  DebugFeature(Log log, Wording wording) {
    this.log = log;
    this.wording = wording;
  }

  /** Takes switches into the list, in the order of {@code show debugging}. Their features declare the commands. */
  public void register(DebugFlag... more) {
    for (DebugFlag f : more) if (!flags.contains(f)) flags.add(f);
  }

  /**
   * Takes a switch into the list and declares {@code debug}, {@code undebug} and {@code no debug} for it.
   *
   * @param help for the words of the command, as in {@link Grammar#exec}
   */
  public void declare(Grammar g, DebugFlag flag, String... help) {
    register(flag);
    g.exec("debug " + flag.command(), x -> set(x, flag, true), help).privilege(PRIVILEGED);
    for (String off : List.of("undebug ", "no debug ")) g.exec(off + flag.command(), x -> set(x, flag, false), help)
        .privilege(PRIVILEGED);
  }

  private void set(Execution x, DebugFlag flag, boolean on) {
    log.set(flag, on);
    x.print(wording.say(on ? "debug-on" : "debug-off", Map.of("item", flag.item())) + "\n");
  }

  @Override
  public void declare(Grammar g) {
    g.prefix(Mode.EXEC, "debug", "Debugging functions (see also 'undebug')");
    g.prefix(Mode.EXEC, "undebug", "Disable debugging functions (see also 'debug')");
    g.prefix(Mode.EXEC, "no", "Disable debugging informations");
    g.prefix(Mode.EXEC, "no debug", "Debugging functions (see also 'undebug')");
    g.exec("show debugging", this::show, "State of each debugging option");
    g.exec("debug all", this::all, "Enable all debugging").privilege(PRIVILEGED);
    g.exec("undebug all", this::none, "Enable all debugging").privilege(PRIVILEGED);
    g.exec("no debug all", this::none, "Enable all debugging").privilege(PRIVILEGED);
  }

  private void all(Execution x) {
    x.ask(wording.say("debug-all-question"), true, answer -> {
      if (!answer.isBlank() && "yes".startsWith(answer.strip().toLowerCase(java.util.Locale.ROOT))) {
        for (DebugFlag f : flags) log.set(f, true);
        x.print(wording.say("debug-all-on") + "\n");
      }
      x.done();
    });
  }

  private void none(Execution x) {
    log.allOff();
    x.print(wording.say("debug-all-off") + "\n");
  }

  private void show(Execution x) {
    var groups = new LinkedHashMap<String, List<DebugFlag>>();
    for (DebugFlag f : flags) if (log.isOn(f)) groups.computeIfAbsent(f.group(), g -> new ArrayList<>()).add(f);
    groups.forEach((group, items) -> {
      String own = "debug-heading " + group;
      x.print(wording.say(wording.catalogue().names().contains(own) ? own : "debug-heading", Map.of("group", group)) + "\n");
      for (DebugFlag f : items) x.print("  " + wording.say("debug-on", Map.of("item", f.item())) + "\n");
    });
  }
}
