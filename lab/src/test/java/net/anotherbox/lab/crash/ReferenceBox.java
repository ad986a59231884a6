package net.anotherbox.lab.crash;

import java.time.Instant;
import java.util.ArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.anotherbox.box.Box;
import net.anotherbox.config.commit.CommitLog;
import net.anotherbox.config.commit.ConfigEditor;
import net.anotherbox.config.commit.Outcome;
import net.anotherbox.config.grammar.Mode;
import net.anotherbox.config.tree.Section;
import net.anotherbox.lab.LinksysScenario;
import net.anotherbox.runtime.loop.VirtualLoop;
import net.anotherbox.runtime.port.SeededRandomness;
import net.anotherbox.runtime.release.Release;
import net.anotherbox.shell.access.Type7;

/** What the box in the other process must be like: the same lines typed into one in this process, which nobody kills. */
final class ReferenceBox {
  /** All there is to a box that is asked for its configurations. @param startup the startup-config, "" for none */
  record State(Section tree, String running, String startup) {
    /** Equal texts are equal but for the salts: those the box takes at random. */
    boolean shows(String runningConfig, String startupConfig) {
      return canonicalRunning().equals(canonical(runningConfig)) && canonicalStartup().equals(canonical(startupConfig));
    }

    String canonicalRunning() {
      return canonical(running);
    }

    String canonicalStartup() {
      return canonical(startup);
    }
  }

  private final VirtualLoop loop = new VirtualLoop(Instant.parse("2005-02-06T21:43:04Z"));
  private final Box box;
  private final ConfigEditor editor;
  private String startup;

  ReferenceBox(String startupConfig) {
    var scenario = new LinksysScenario(loop, new SeededRandomness(1), 0);
    box = scenario.box(scenario.siteB(), "FastEthernet0/0", startupConfig, Release.R12_4, () -> {});
    box.boot();
    loop.drain();
    startup = startupConfig;
    editor = new ConfigEditor(box.grammar(), box.configuration(), CommitLog.NONE, loop.clock(), "console");
  }

  State state() {
    return new State(box.configuration().current(), box.features().text().running(), startup);
  }

  /** Goes back to a state it has been in; outside all modes. */
  void restore(State s) {
    editor.type("end");
    box.configuration().commit(root -> s.tree, () -> {});
    loop.drain();
    if (!state().running.equals(s.running)) throw new IllegalStateException("the tree is not the whole configuration");
    startup = s.startup;
  }

  /** Types a line of configuration, with the lines that belong to it; what is refused is refused. */
  void type(String lines) {
    int first = lines.indexOf('\n');
    Outcome o = editor.type(first < 0 ? lines : lines.substring(0, first));
    if (o instanceof Outcome.NeedsBlock b) {
      var block = new ArrayList<>(lines.substring(first + 1).lines().toList());
      String last = block.removeLast();
      block.add(last.substring(0, last.indexOf(b.delimiter())));
      editor.block(b.line(), String.join("\n", block));
    }
    loop.drain();
  }

  boolean isInSubmode() {
    return editor.mode() != Mode.CONFIG;
  }

  void leave() {
    editor.type("end");
  }

  void writeMemory() {
    startup = box.features().text().running();
  }

  /** A configuration without headings and salts. */
  static String canonical(String config) {
    String text = config.replaceAll("(?m)^(Building configuration.*|Current configuration.*|Using \\d+ .*)\n+", "").strip();
    text = text.replaceAll("(secret 5) \\$1\\$\\S+", "$1 (salted)");
    return Pattern.compile("((?:password|secret) 7) ([0-9A-F]+)").matcher(text)
        .replaceAll(m -> m.group(1) + " (salted) " + Matcher.quoteReplacement(Type7.reveal(m.group(2)).orElse("?")));
  }
}
