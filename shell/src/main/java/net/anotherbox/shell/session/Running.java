package net.anotherbox.shell.session;

import java.util.function.Consumer;
import net.anotherbox.config.feature.ExecCommand;
import net.anotherbox.config.feature.Execution;
import net.anotherbox.config.feature.Session;
import net.anotherbox.config.grammar.Matched;

/** A command on its way. Belongs to the control thread; what it says travels to the session's thread as events. */
final class Running implements Execution {
  private final Matched command;
  private final Seat seat;
  private boolean goesOn;
  private boolean ended;
  private boolean asking;
  private Runnable breakTask;

  Running(Matched command, Seat seat) {
    this.command = command;
    this.seat = seat;
  }

  void start(ExecCommand what) {
    try {
      what.run(this);
    } catch (RuntimeException e) {
      done();
      throw e;
    }
    if (!goesOn) done();
  }

  @Override
  public Matched command() {
    return command;
  }

  @Override
  public Session session() {
    return seat;
  }

  @Override
  public void print(String text) {
    if (!ended) seat.tell(new Event.Print(text));
  }

  @Override
  public void invalid(String name) {
    if (!ended) seat.invalid(command.column(name));
  }

  @Override
  public void later() {
    goesOn = true;
  }

  @Override
  public void done() {
    if (ended) return;
    ended = true;
    seat.finished(true);
  }

  @Override
  public void ask(String question, boolean echo, Consumer<String> answer) {
    later();
    if (ended) return;
    asks();
    seat.tell(new Event.Ask(question, echo, guarded(answer)));
  }

  @Override
  public void confirm(String question, Consumer<Boolean> answer) {
    later();
    if (ended) return;
    asks();
    seat.tell(new Event.Confirm(question, guarded(answer)));
  }

  @Override
  public void message(Consumer<String> text) {
    later();
    if (ended) return;
    asks();
    seat.tell(new Event.Message(guarded(text)));
  }

  /** Joins the terminal to another machine. @param then told why it is back, on the control thread */
  void join(Conversation with, Consumer<Conversation.End> then) {
    later();
    if (ended) return;
    seat.breakable(false);
    seat.conversations().joined(with);
    seat.tell(new Event.Join(with, seat.mayEscape(), guarded(end -> {
      seat.conversations().left(with, end);
      then.accept(end);
    })));
  }

  private void asks() {
    asking = true;
    seat.breakable(false);
  }

  /** Whether it waits for its user. */
  boolean isAsking() {
    return asking;
  }

  /** An answer that comes too late is not heard; a command that fails at an answer has ended. */
  private <T> Consumer<T> guarded(Consumer<T> answer) {
    return a -> {
      if (ended) return;
      asking = false;
      seat.breakable(breakTask != null);
      try {
        seat.act(() -> answer.accept(a));
      } catch (RuntimeException e) {
        done();
        throw e;
      }
    };
  }

  @Override
  public void onBreak(Runnable task) {
    breakTask = task;
    if (!ended) seat.breakable(true);
  }

  /** The user wants no more of it. A command that has not said how it stops just ends if it is waiting for an answer. */
  void breakOff(boolean waitingForAnswer) {
    if (ended) return;
    if (breakTask != null) breakTask.run();
    else if (waitingForAnswer) done();
  }
}
