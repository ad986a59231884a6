package net.anotherbox.shell.line;

import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import net.anotherbox.runtime.loop.Clock;

/**
 * The bytes that a terminal has sent and nobody has read yet. Whoever brings them (one thread per terminal) waits while
 * there is no room, so that a long paste is held up by the transport's own flow control and nothing is lost. NUL bytes
 * vanish; CR, LF and CR LF each come out as one CR.
 */
public final class Keyboard {
  /** What {@link #read} says when there will be no more bytes. */
  public static final int END = -1;
  /** What {@link #readOrNudge} says when somebody wants the reader to look up. */
  public static final int NUDGED = -2;
  static final int CR = '\r';
  private static final int BREAK = 0x1e;
  private static final int ABORT = 0x03;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition arrived = lock.newCondition();
  private final Condition taken = lock.newCondition();
  private final byte[] ring = new byte[8192];
  private final Clock clock;
  private int head;
  private int count;
  private boolean ended;
  private boolean exhausted;
  private boolean afterCr;
  private boolean waiting;
  private boolean nudgeable;
  private boolean nudged;
  private Runnable onBreak;
  /** Ctrl-^ has broken something off: an "x" right after it is the other half of the escape sequence. */
  private boolean escaping;
  private Runnable beforeWaiting = () -> {};
  private volatile long lastArrival;

  public Keyboard(Clock clock) {
    this.clock = clock;
    lastArrival = clock.millis();
  }

  /** Moves all that the stream gives into here, until its end. Runs on a thread of its own. */
  public void drain(InputStream in) {
    byte[] b = new byte[1024];
    try {
      for (int n; (n = in.read(b)) >= 0; ) put(b, n);
    } catch (IOException gone) {
      // the terminal has gone away; that is what END says
    } finally {
      exhausted();
    }
  }

  private void exhausted() {
    lock.lock();
    try {
      exhausted = true;
      end();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Takes bytes again after a {@link #hangUp}: the next session at the same console.
   *
   * @return false if the stream behind has come to its end
   */
  public boolean reopen() {
    lock.lock();
    try {
      ended = exhausted;
      return !ended || count > 0;
    } finally {
      lock.unlock();
    }
  }

  /** Adds bytes, waiting for room. After {@link #end} they are dropped. */
  public void put(byte[] bytes, int length) {
    lastArrival = clock.millis();
    for (int i = 0; i < length; i++) {
      Runnable broken = putOne(bytes[i]);
      if (broken != null) broken.run();
    }
  }

  private Runnable putOne(byte b) {
    lock.lock();
    try {
      boolean escaped = escaping && (b == 'x' || b == 'X');
      escaping = b == BREAK && onBreak != null;
      if (escaped) return null;
      if ((b == BREAK || b == ABORT) && onBreak != null) return onBreak;
      while (count == ring.length && !ended) taken.awaitUninterruptibly();
      if (ended) return null;
      ring[(head + count++) % ring.length] = b;
      arrived.signal();
      return null;
    } finally {
      lock.unlock();
    }
  }

  /** No more bytes will come; what is here can still be read. */
  public void end() {
    lock.lock();
    try {
      ended = true;
      arrived.signalAll();
      taken.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Whether nothing more will come. */
  public boolean isEnded() {
    lock.lock();
    try {
      return ended;
    } finally {
      lock.unlock();
    }
  }

  /** Ends the input and throws away what has not been read: the line has been hung up. */
  public void hangUp() {
    lock.lock();
    try {
      count = 0;
      end();
    } finally {
      lock.unlock();
    }
  }

  /** The next byte, 0 to 255, or {@link #END}. Waits for it. */
  public int read() {
    lock.lock();
    try {
      while (true) {
        int b = take();
        if (b < 0) return b;
        boolean second = b == '\n' && afterCr;
        afterCr = b == '\r';
        if (b == 0 || second) continue;
        return b == '\n' ? CR : b;
      }
    } finally {
      lock.unlock();
    }
  }

  /** As {@link #read}, but {@link #nudge} ends the waiting. */
  public int readOrNudge() {
    lock.lock();
    try {
      nudgeable = true;
      return read();
    } finally {
      nudgeable = false;
      nudged = false;
      lock.unlock();
    }
  }

  /** Whoever waits in {@link #readOrNudge}, or does so next, does not wait. From any thread. */
  public void nudge() {
    lock.lock();
    try {
      nudged = true;
      arrived.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private int take() {
    if (count == 0 && !ended) beforeWaiting.run();
    waiting = true;
    while (count == 0 && !ended && !(nudgeable && nudged)) arrived.awaitUninterruptibly();
    waiting = false;
    if (count == 0) return ended ? END : NUDGED;
    int b = ring[head] & 255;
    head = (head + 1) % ring.length;
    if (count-- == ring.length) taken.signal();
    return b;
  }

  /** Whether somebody waits for a byte and none is there. */
  public boolean starving() {
    lock.lock();
    try {
      return waiting && count == 0 && !ended;
    } finally {
      lock.unlock();
    }
  }

  /** From now on Ctrl-^ and Ctrl-C do not wait their turn but run this at once, on the bringing thread; null ends that. */
  public void onBreak(Runnable action) {
    lock.lock();
    try {
      onBreak = action;
    } finally {
      lock.unlock();
    }
  }

  /** What to do before a read has to wait: show what was printed. */
  void beforeWaiting(Runnable action) {
    beforeWaiting = action;
  }

  /** When the last bytes came, by the clock's milliseconds. */
  public long lastArrivalMillis() {
    return lastArrival;
  }
}
