package net.anotherbox.shell.box;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.anotherbox.config.commit.CommitLog;
import net.anotherbox.config.commit.ConfigEditor;
import net.anotherbox.config.commit.Configuration;
import net.anotherbox.config.grammar.Grammar;
import net.anotherbox.config.text.ConfigDiff;
import net.anotherbox.config.text.ConfigLoader;
import net.anotherbox.config.text.ConfigLoader.Rejected;
import net.anotherbox.config.text.RunningConfig;
import net.anotherbox.config.tree.Section;
import net.anotherbox.runtime.loop.Clock;
import net.anotherbox.runtime.release.Personality;
import net.anotherbox.runtime.release.Release;

/**
 * A whole other configuration in place of the one that runs. The text is typed into an empty router beside; what both trees
 * have in common keeps its identity, so that no subsystem sees a change where there is none, and the rest changes in one
 * commit. So the result is what a router would have that booted from the text, whatever was there before.
 */
final class Replacement {
  /**
   * A text made ready.
   *
   * @param wanted the tree that is to be
   * @param rejected lines of the text that no router of its release takes
   * @param changes what differs from what runs
   * @param text how the running configuration will read
   */
  private record Plan(Section wanted, Release release, List<Rejected> rejected, ConfigDiff changes, String text) {
    boolean isEmpty() {
      return changes.isEmpty();
    }
  }

  private static final int PASSES = 5;

  private final Grammar grammar;
  private final Configuration configuration;
  private final Personality personality;
  private final FactoryConfig factory;
  private final RunningConfig printer;
  private final CommitLog journal;
  private final Clock clock;

  Replacement(Grammar grammar, Configuration configuration, Personality personality, FactoryConfig factory,
      RunningConfig printer, CommitLog journal, Clock clock) {
    this.grammar = grammar;
    this.configuration = configuration;
    this.personality = personality;
    this.factory = factory;
    this.printer = printer;
    this.journal = journal;
    this.clock = clock;
  }

  /** Whether the text is a whole configuration: it says its release and where it ends. */
  static boolean isWhole(String text) {
    List<String> lines = text.lines().map(String::stripTrailing).filter(l -> !l.isBlank()).toList();
    return lines.stream().anyMatch(l -> l.startsWith("version ")) && lines.contains("end");
  }

  /** The configuration as it reads now. */
  String running() {
    return printer.render(configuration.current(), personality.release());
  }

  /**
   * What came of it.
   *
   * @param passes how often something was changed
   * @param commands of each pass
   * @param rejected what could not be taken even at the end
   * @param refusal of a subsystem, or empty
   */
  record Result(int passes, List<List<String>> commands, List<Rejected> rejected, Optional<String> refusal) {
    boolean isWhole() {
      return rejected.isEmpty() && refusal.isEmpty();
    }
  }

  /**
   * Replaces. What is refused because of something that goes in the same breath (a route to an address that was the box's
   * own) is taken by another pass, as on the original, which makes five at most.
   *
   * @param user as the journal names who does it
   */
  Result replace(String text, String user) {
    var commands = new ArrayList<List<String>>();
    while (true) {
      Plan p = plan(text);
      if (p.isEmpty() || commands.size() == PASSES) return new Result(commands.size(), commands, p.rejected,
          Optional.empty());
      Optional<String> refusal = carryOut(p, user);
      if (refusal.isPresent()) return new Result(commands.size(), commands, p.rejected, refusal);
      commands.add(p.changes.commands());
      if (p.rejected.isEmpty()) return new Result(commands.size(), commands, List.of(), Optional.empty());
    }
  }

  /** Has no effect. */
  private Plan plan(String text) {
    Release now = personality.release();
    Release wanted = text.lines().filter(l -> l.startsWith("version ")).findFirst()
        .flatMap(l -> Release.parse(l.substring(8).strip())).map(Release::nearestKnown).orElse(now);
    var beside = new Configuration();
    List<Rejected> rejected;
    // The grammar and the factory go by the release that the box is at: for this moment, that of the text.
    personality.release(wanted);
    try {
      ConfigLoader.add(factory.text(), ConfigEditor.factory(grammar, beside, clock));
      rejected = ConfigLoader.load(text, new ConfigEditor(grammar, beside, CommitLog.NONE, clock, ""));
    } finally {
      personality.release(now);
    }
    Section tree = FactoryConfig.reusing(configuration.current(), beside.current());
    String after = printer.render(tree, wanted);
    return new Plan(tree, wanted, rejected, new ConfigDiff(printer.render(configuration.current(), now), after, false),
        after);
  }

  /**
   * Puts it in force, all of it or nothing.
   *
   * @param user as the journal names who does it
   * @return the refusal of a subsystem, then nothing has changed
   */
  private Optional<String> carryOut(Plan plan, String user) {
    var rows = new ArrayList<CommitLog.Row>();
    for (ConfigDiff.Change c : plan.changes.removed())
      rows.add(new CommitLog.Row(clock.wall(), user, c.path(), "no " + c.line()));
    for (ConfigDiff.Change c : plan.changes.added()) rows.add(new CommitLog.Row(clock.wall(), user, c.path(), c.line()));
    for (ConfigDiff.Change c : plan.changes.moved()) rows.add(new CommitLog.Row(clock.wall(), user, c.path(), c.line()));
    try {
      return configuration.commit(root -> plan.wanted, () -> journal.replaced(rows, plan.text));
    } catch (RuntimeException e) {
      return Optional.of("% The journal cannot be written, nothing has changed: " + e.getMessage() + "\n");
    }
  }
}
