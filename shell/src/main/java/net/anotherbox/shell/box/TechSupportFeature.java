package net.anotherbox.shell.box;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import net.anotherbox.config.feature.Execution;
import net.anotherbox.config.feature.Feature;
import net.anotherbox.config.feature.Session;
import net.anotherbox.config.grammar.Grammar;
import net.anotherbox.config.grammar.Matched;
import net.anotherbox.config.grammar.Mode;
import net.anotherbox.runtime.release.Screen;
import net.anotherbox.runtime.release.Personality;
import net.anotherbox.shell.session.Other;

/** {@code show tech-support}: what the box can say of itself, one show after the other, without its secrets. */
final class TechSupportFeature implements Feature {
  private static final List<String> COMMANDS = List.of("show version", "show running-config", "show interfaces",
      "show controllers", "show users", "show line", "show processes cpu", "show memory statistics",
      "show ip interface brief", "show ip route", "show ip access-lists", "show crypto isakmp sa", "show crypto ipsec sa",
      "show crypto engine connections active", "show ip nat translations", "show ports", "show logging",
      "show configuration support");

  private final Grammar grammar;
  private final Personality personality;
  private final Screen heading = Screen.load(TechSupportFeature.class, "show-tech-support.screen");

  TechSupportFeature(Grammar grammar, Personality personality) {
    this.grammar = grammar;
    this.personality = personality;
  }

  @Override
  public void declare(Grammar g) {
    g.exec("show tech-support", this::show, "Show system information for Tech-Support").privilege(15);
  }

  private void show(Execution x) {
    x.later();
    var todo = new ArrayDeque<String>(COMMANDS);
    boolean[] wanted = {true};
    x.onBreak(() -> {
      wanted[0] = false;
      x.done();
    });
    next(x, todo, wanted);
  }

  private void next(Execution x, Deque<String> todo, boolean[] wanted) {
    while (wanted[0] && !todo.isEmpty()) {
      String command = todo.poll();
      var place = new Grammar.Place(Mode.EXEC, null, x.session().privilege());
      if (!(grammar.parse(place, command) instanceof Matched m)) continue;
      x.print(heading.render(personality.release(), Map.of("command", command)));
      boolean secrets = command.endsWith("running-config");
      Other.carryOut(m, secrets ? new Masked(x) : x, () -> next(x, todo, wanted));
      return;
    }
    if (wanted[0]) x.done();
  }

  /** Prints without what nobody else may see. */
  private record Masked(Execution of) implements Execution {
    @Override
    public Matched command() {
      return of.command();
    }

    @Override
    public Session session() {
      return of.session();
    }

    @Override
    public void print(String text) {
      String masked = text.lines().map(Masked::line).collect(Collectors.joining("\n"));
      of.print(text.endsWith("\n") ? masked + "\n" : masked);
    }

    private static String line(String line) {
      String masked = SecretMask.of(line);
      if (!masked.contains(SecretMask.STARS)) return line;
      return (line.startsWith(" ") ? " " : "") + masked.replace(SecretMask.STARS, "<removed>");
    }

    @Override
    public void later() {
      of.later();
    }

    @Override
    public void done() {
      of.done();
    }

    @Override
    public void ask(String question, boolean echo, Consumer<String> answer) {
      of.ask(question, echo, answer);
    }

    @Override
    public void confirm(String question, Consumer<Boolean> answer) {
      of.confirm(question, answer);
    }

    @Override
    public void onBreak(Runnable task) {}
  }
}
