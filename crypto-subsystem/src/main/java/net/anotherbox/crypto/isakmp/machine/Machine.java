package net.anotherbox.crypto.isakmp.machine;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;

/**
 * Drives a table of rows. Inputs that a row gives are run before {@link #input} returns, unless a row suspends the machine
 * for a computation: then the rest follows with {@link #resume}.
 */
final class Machine<M, S extends Enum<S>, I extends Enum<I>> {
  /** In state {@code from}, {@code input} leads to {@code to}; the work is done before and after the move is announced. */
  record Row<M, S, I>(S from, I input, S to, Consumer<M> before, Consumer<M> after) {}

  /** Hears of every move, when it happens. */
  interface Announcer<S, I> {
    void moved(I input, S old, S now);
  }

  private final M owner;
  private final List<Row<M, S, I>> table;
  private final Announcer<S, I> announcer;
  private final Deque<I> inputs = new ArrayDeque<>();
  private S state;
  private S beforeMessage;
  private Row<M, S, I> current;
  private boolean moved;
  private boolean suspended;
  private boolean refused;

  Machine(M owner, List<Row<M, S, I>> table, S start, Announcer<S, I> announcer) {
    this.owner = owner;
    this.table = table;
    this.announcer = announcer;
    this.state = start;
  }

  S state() {
    return state;
  }

  boolean busy() {
    return suspended;
  }

  /** Whether the table has a row for this input now. */
  boolean expects(I input) {
    return !suspended && row(input) != null;
  }

  /** An input from outside. @throws IllegalStateException if it is not {@link #expects expected} */
  void input(I input) {
    if (!expects(input)) throw new IllegalStateException(input + " in " + state);
    beforeMessage = state;
    refused = false;
    inputs.add(input);
    drain();
  }

  /** From within a row: this input next. */
  void then(I input) {
    inputs.add(input);
  }

  /** From within a row: no further until {@link #resume}. */
  void suspend() {
    suspended = true;
  }

  /** From within a row: what came is not worth a move; back to the state in which it came. */
  void refuse() {
    refused = true;
  }

  /** The computation is done: {@code work} is what the suspended row still has to do. */
  void resume(Runnable work) {
    suspended = false;
    work.run();
    if (suspended) return;
    if (settled()) return;
    if (!moved) move();
    if (suspended || settled()) return;
    current = null;
    drain();
  }

  private void drain() {
    for (I next; !suspended && (next = inputs.poll()) != null; ) {
      current = row(next);
      if (current == null) throw new IllegalStateException(next + " in " + state);
      moved = false;
      current.before.accept(owner);
      if (suspended || settled()) return;
      move();
      if (suspended || settled()) return;
    }
  }

  private void move() {
    var r = current;
    S old = state;
    state = r.to;
    moved = true;
    announcer.moved(r.input, old, state);
    r.after.accept(owner);
  }

  private boolean settled() {
    if (!refused) return false;
    state = beforeMessage;
    inputs.clear();
    return true;
  }

  private Row<M, S, I> row(I input) {
    for (var r : table) if (r.from == state && r.input == input) return r;
    return null;
  }
}
