package net.anotherbox.shell.line;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntFunction;
import java.util.function.Supplier;

/**
 * The bytes on their way to a terminal. Text is collected and leaves in one write when somebody calls {@link #flush} or
 * the keyboard runs dry: the end of an empty line and the next prompt are one packet. Writing happens on a thread of its
 * own, so that a terminal which does not read holds up its own session and never the control thread; log messages for such
 * a terminal are dropped and counted.
 */
public final class Display {
  /** What stands on the line where the cursor is, for the sake of a message that bursts in. */
  interface Standing {
    /** Characters that clear the way. */
    String before();

    /** Characters that restore what stood there. */
    String after();
  }

  /**
   * What a message is to do that comes while a command is at work: wait for the next prompt.
   *
   * @param limit how many may wait; further ones are lost
   * @param lost what to print of a number of lost ones
   */
  public record Waiting(int limit, IntFunction<String> lost) {}

  private static final int LIMIT = 32_768;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition flushed = lock.newCondition();
  private final Condition written = lock.newCondition();
  private final OutputStream out;
  private final ByteArrayOutputStream pending = new ByteArrayOutputStream();
  private boolean flush;
  private boolean writing;
  private boolean closed;
  private boolean failed;
  private int column;
  private Standing standing;
  private long droppedMessages;
  private boolean working;
  private final ArrayDeque<String> waiting = new ArrayDeque<>();
  private int lost;
  private IntFunction<String> lostText = n -> "";

  /** @param threads makes the thread that writes */
  public Display(OutputStream out, ThreadFactory threads) {
    this.out = out;
    threads.newThread(this::write).start();
  }

  /** Prints text; each newline in it becomes CR LF. Waits while the terminal is too far behind. */
  public void print(String text) {
    lock.lock();
    try {
      while (pending.size() > LIMIT && !failed && !closed) {
        flush();
        written.awaitUninterruptibly();
      }
      append(text);
    } finally {
      lock.unlock();
    }
  }

  /** Shows bytes of another machine as they are, at once. Waits while the terminal is too far behind. */
  public void raw(byte[] bytes, int length) {
    lock.lock();
    try {
      while (pending.size() > LIMIT && !failed && !closed) {
        flush();
        written.awaitUninterruptibly();
      }
      if (failed || closed) return;
      pending.write(bytes, 0, length);
      for (int i = 0; i < length; i++) column = bytes[i] == '\n' || bytes[i] == '\r' ? 0 : column + 1;
      flush();
    } finally {
      lock.unlock();
    }
  }

  private void append(String text) {
    if (failed || closed) return;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\n') {
        pending.write('\r');
        pending.write('\n');
        column = 0;
      } else {
        pending.write(c < 256 ? c : '?');
        if (c == '\b') column = Math.max(0, column - 1);
        else if (c == '\r') column = 0;
        else if (c >= ' ') column++;
      }
    }
  }

  /** Goes to column 0 of a new line unless the cursor is at the beginning of one. */
  public void freshLine() {
    lock.lock();
    try {
      if (column != 0) append("\n");
    } finally {
      lock.unlock();
    }
  }

  /** A log message from any thread that gets on with typing: shows again what stood there, or waits for the next prompt. */
  public void message(String text, Waiting how) {
    lock.lock();
    try {
      lostText = how.lost();
      if (!working) message(text, true);
      else if (waiting.size() < how.limit()) waiting.add(text);
      else lost++;
    } finally {
      lock.unlock();
    }
  }

  /**
   * A line has been entered, and what it does comes next ({@code true}); or a prompt does, and before it what has waited.
   */
  void working(boolean on) {
    lock.lock();
    try {
      working = on;
      if (on) return;
      for (String text; (text = waiting.poll()) != null; ) afterAll(text);
      if (lost > 0) afterAll(lostText.apply(lost));
      lost = 0;
    } finally {
      lock.unlock();
    }
  }

  private void afterAll(String text) {
    if (column != 0) append("\n");
    append(text + "\n");
  }

  /**
   * A log message from any thread: never waits. It begins on a line of its own; what was being typed is shown again if
   * {@code synchronous}.
   */
  public void message(String text, boolean synchronous) {
    lock.lock();
    try {
      if (pending.size() > LIMIT) {
        droppedMessages++;
        return;
      }
      if (standing != null) append(standing.before());
      if (column != 0) append("\n");
      append(text);
      append("\n");
      if (standing != null && (synchronous || !standing.before().isEmpty())) append(standing.after());
      flush();
    } finally {
      lock.unlock();
    }
  }

  /** Says what stands on the cursor's line from now on; null: nothing that would have to be restored. */
  void standing(Standing now) {
    lock.lock();
    try {
      standing = now;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Prints a question and waits for its answer; a message that comes meanwhile removes the question and prints it again.
   *
   * @param erase what to print over the question to remove it
   */
  public <T> T withStanding(String question, Supplier<String> erase, Supplier<T> answer) {
    lock.lock();
    try {
      append(question);
      standing = new Question(question, erase.get());
    } finally {
      lock.unlock();
    }
    try {
      return answer.get();
    } finally {
      standing(null);
    }
  }

  private record Question(String after, String before) implements Standing {}

  /** Prints what {@code change} makes of the line being typed, in one piece with it as far as messages can see. */
  void edit(Supplier<String> change) {
    lock.lock();
    try {
      append(change.get());
    } finally {
      lock.unlock();
    }
  }

  /** Sends what has been printed. */
  public void flush() {
    lock.lock();
    try {
      flush = true;
      flushed.signal();
    } finally {
      lock.unlock();
    }
  }

  /** Sends what has been printed and waits until it has left or the terminal has gone. */
  public void drain() {
    lock.lock();
    try {
      flush();
      while ((pending.size() > 0 || writing) && !failed && !closed) written.awaitUninterruptibly();
    } finally {
      lock.unlock();
    }
  }

  /** The same, but a terminal that does not read holds it up for so long only. */
  public void drain(Duration longest) {
    lock.lock();
    try {
      flush();
      long left = longest.toNanos();
      while ((pending.size() > 0 || writing) && !failed && !closed && left > 0) left = written.awaitNanos(left);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      lock.unlock();
    }
  }

  /** Ends the writing thread; what has not left is lost. */
  public void close() {
    lock.lock();
    try {
      closed = true;
      flushed.signal();
      written.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Log messages that were not shown because the terminal did not read. */
  public long droppedMessages() {
    lock.lock();
    try {
      return droppedMessages;
    } finally {
      lock.unlock();
    }
  }

  /** Whether the terminal no longer takes anything. */
  public boolean failed() {
    lock.lock();
    try {
      return failed;
    } finally {
      lock.unlock();
    }
  }

  private void write() {
    for (byte[] chunk; (chunk = next()) != null; ) {
      boolean broken = true;
      try {
        out.write(chunk);
        out.flush();
        broken = false;
      } catch (IOException gone) {
        // the terminal has gone away; that is what failed() says
      } finally {
        wrote(broken);
      }
    }
  }

  private byte[] next() {
    lock.lock();
    try {
      while (!closed && !(flush && pending.size() > 0)) {
        flush = flush && pending.size() > 0;
        flushed.awaitUninterruptibly();
      }
      if (closed) return null;
      byte[] chunk = pending.toByteArray();
      pending.reset();
      flush = false;
      writing = true;
      return chunk;
    } finally {
      lock.unlock();
    }
  }

  private void wrote(boolean broken) {
    lock.lock();
    try {
      writing = false;
      if (broken) {
        failed = true;
        pending.reset();
      }
      written.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
