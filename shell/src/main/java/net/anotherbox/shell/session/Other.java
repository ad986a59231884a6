package net.anotherbox.shell.session;

import java.util.function.Consumer;
import net.anotherbox.config.feature.Execution;
import net.anotherbox.config.feature.Session;
import net.anotherbox.config.grammar.Matched;

/** A command that another one carries out on its way: it prints and asks through that one, and does not end it. */
public final class Other implements Execution {
  private final Matched command;
  private final Execution of;
  private final Runnable then;
  private boolean goesOn;
  private boolean ended;

  private Other(Matched command, Execution of, Runnable then) {
    this.command = command;
    this.of = of;
    this.then = then;
  }

  /** @param then when it has ended; not before this method has returned if the command goes on by itself */
  public static void carryOut(Matched command, Execution of, Runnable then) {
    var other = new Other(command, of, then);
    of.later();
    command.line().command().orElseThrow().run(other);
    if (!other.goesOn) other.done();
  }

  @Override
  public Matched command() {
    return command;
  }

  @Override
  public Session session() {
    return of.session();
  }

  @Override
  public void print(String text) {
    of.print(text);
  }

  @Override
  public void later() {
    goesOn = true;
  }

  @Override
  public void done() {
    if (ended) return;
    ended = true;
    then.run();
  }

  @Override
  public void ask(String question, boolean echo, Consumer<String> answer) {
    later();
    of.ask(question, echo, answer);
  }

  @Override
  public void confirm(String question, Consumer<Boolean> answer) {
    later();
    of.confirm(question, answer);
  }

  @Override
  public void message(Consumer<String> text) {
    later();
    of.message(text);
  }

  @Override
  public void onBreak(Runnable task) {
    of.onBreak(task);
  }
}
