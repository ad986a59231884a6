package net.anotherbox.plane.config;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import net.anotherbox.config.commit.CommitLog;
import net.anotherbox.config.commit.ConfigEditor;
import net.anotherbox.config.commit.Configuration;
import net.anotherbox.config.commit.Outcome;
import net.anotherbox.config.feature.Execution;
import net.anotherbox.config.feature.Session;
import net.anotherbox.config.grammar.Grammar;
import net.anotherbox.config.grammar.Matched;
import net.anotherbox.config.grammar.Mode;
import net.anotherbox.config.grammar.Parsed;
import net.anotherbox.config.text.ConfigOrder;
import net.anotherbox.config.text.RunningConfig;
import net.anotherbox.runtime.log.Log;
import net.anotherbox.runtime.loop.VirtualLoop;
import net.anotherbox.runtime.port.AddressTranslation;
import net.anotherbox.runtime.port.EchoPort;
import net.anotherbox.runtime.port.PacketFilter;
import net.anotherbox.runtime.port.PortStore;
import net.anotherbox.runtime.release.Personality;
import net.anotherbox.runtime.release.Platform;
import net.anotherbox.runtime.release.Release;
import net.anotherbox.runtime.value.InterfaceName;

/** The features of this package on a kernel in memory, with somebody who types and reads. */
final class Bench {
  final VirtualLoop loop = new VirtualLoop(Instant.parse("2006-02-06T21:43:04Z"));
  final MemoryKernel kernel = new MemoryKernel();
  final Log log = new Log(loop.clock());
  final List<String> logged = new ArrayList<>();
  final Map<InterfaceName, String> stored = new HashMap<>();
  final Personality personality;
  final Configuration configuration = new Configuration();
  final Grammar grammar;
  final AccessListFeature lists;
  final InterfaceFeature interfaces;
  final NatFeature nat;
  final List<List<AddressTranslation.Overload>> translations = new ArrayList<>();
  final List<AddressTranslation.Active> active = new ArrayList<>();
  AddressTranslation.Tally tally = new AddressTranslation.Tally(0, 0);
  final ConfigEditor editor;
  final List<EchoPort.Request> echoes = new ArrayList<>();
  final Map<String, net.anotherbox.runtime.value.Address> names = new java.util.HashMap<>();
  Consumer<EchoPort.Result> answer;

  Bench(Release release, Platform platform, Optional<PacketFilter> filter) {
    personality = new Personality(release, platform);
    grammar = new Grammar(personality);
    log.add((severity, text) -> logged.add(text));
    lists = new AccessListFeature(personality, configuration);
    interfaces = new InterfaceFeature(personality, loop, log, kernel, new PortStore() {
      @Override
      public Map<InterfaceName, String> load() {
        return Map.copyOf(stored);
      }

      @Override
      public void save(Map<InterfaceName, String> bindings) {
        stored.clear();
        stored.putAll(bindings);
      }
    }, lists, filter);
    lists.declare(grammar);
    interfaces.declare(grammar);
    nat = new NatFeature(interfaces, lists, Optional.of(new AddressTranslation() {
      @Override
      public void translations(List<Overload> overloads) {
        translations.add(overloads);
      }

      @Override
      public List<Active> active() {
        return List.copyOf(active);
      }

      @Override
      public Tally tally() {
        return tally;
      }

      @Override
      public void forget(List<Active> gone) {
        active.removeAll(gone);
      }
    }), personality, log);
    nat.declare(grammar);
    var ping = new PingFeature(personality, loop, interfaces.table(), (request, result) -> {
      echoes.add(request);
      answer = result;
    });
    ping.names(name -> Optional.ofNullable(names.get(name)));
    ping.declare(grammar);
    configuration.add(interfaces);
    configuration.add(nat);
    interfaces.start();
    editor = new ConfigEditor(grammar, configuration, CommitLog.NONE, loop.clock(), "test");
  }

  Bench(Release release, Platform platform) {
    this(release, platform, Optional.empty());
  }

  /** @return what the box said to each line, without the lines that were taken in silence */
  String type(String... lines) {
    var out = new StringBuilder();
    for (String l : lines) {
      switch (editor.type(l)) {
        case Outcome.Refused r -> out.append(r.text());
        case Outcome.NotUnderstood n -> out.append("? ").append(l).append('\n');
        default -> {}
      }
    }
    return out.toString();
  }

  String running() {
    return new RunningConfig(ConfigOrder.load()).render(configuration.current(), personality.release());
  }

  /** What stands in the running configuration from one line on, so many lines. */
  String running(String from, int lines) {
    var all = running().lines().toList();
    int at = all.indexOf(from);
    return String.join("\n", all.subList(at, Math.min(all.size(), at + lines)));
  }

  Run exec(String command, String... answers) {
    Parsed p = grammar.parse(new Grammar.Place(Mode.EXEC, null, 15), command);
    if (!(p instanceof Matched m)) throw new AssertionError(command + ": " + p);
    var run = new Run(m, new ArrayList<>(List.of(answers)));
    m.line().command().orElseThrow().run(run);
    return run;
  }

  /** An exec command under way; answers questions from its list, confirms everything. */
  static final class Run implements Execution {
    final StringBuilder out = new StringBuilder();
    boolean later;
    boolean done;
    Runnable onBreak;
    private final Matched command;
    private final List<String> answers;

    Run(Matched command, List<String> answers) {
      this.command = command;
      this.answers = answers;
    }

    @Override
    public Matched command() {
      return command;
    }

    @Override
    public Session session() {
      throw new UnsupportedOperationException("nobody is at the prompt");
    }

    @Override
    public void invalid(String name) {
      print("invalid " + name + "\n");
    }

    @Override
    public void print(String text) {
      out.append(text);
    }

    @Override
    public void later() {
      later = true;
    }

    @Override
    public void done() {
      done = true;
    }

    @Override
    public void ask(String question, boolean echo, Consumer<String> answer) {
      later = true;
      String said = answers.isEmpty() ? "" : answers.remove(0);
      out.append(question).append(said).append('\n');
      answer.accept(said);
    }

    @Override
    public void confirm(String question, Consumer<Boolean> answer) {
      later = true;
      out.append(question).append('\n');
      answer.accept(true);
    }

    @Override
    public void onBreak(Runnable task) {
      onBreak = task;
    }
  }
}
