package net.anotherbox.shell.session;

import java.util.ArrayDeque;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** What the control thread has told a session's thread and that one has not heard yet. */
final class Events {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition arrived = lock.newCondition();
  private final ArrayDeque<Event> waiting = new ArrayDeque<>();
  private boolean listening;

  void add(Event e) {
    lock.lock();
    try {
      waiting.add(e);
      arrived.signal();
    } finally {
      lock.unlock();
    }
  }

  /** The next event if it comes within so many milliseconds. */
  Optional<Event> poll(long millis) {
    lock.lock();
    try {
      long left = TimeUnit.MILLISECONDS.toNanos(millis);
      listening = true;
      while (waiting.isEmpty() && left > 0) left = arrived.awaitNanos(left);
      listening = false;
      return Optional.ofNullable(waiting.poll());
    } catch (InterruptedException e) {
      throw new IllegalStateException("a session's thread is not interrupted", e);
    } finally {
      lock.unlock();
    }
  }

  /** The next event, however long it takes. */
  Event take() {
    lock.lock();
    try {
      listening = true;
      while (waiting.isEmpty()) arrived.awaitUninterruptibly();
      listening = false;
      return waiting.poll();
    } finally {
      lock.unlock();
    }
  }

  /** Whether somebody waits for an event and none is there. */
  boolean starving() {
    lock.lock();
    try {
      return listening && waiting.isEmpty();
    } finally {
      lock.unlock();
    }
  }
}
