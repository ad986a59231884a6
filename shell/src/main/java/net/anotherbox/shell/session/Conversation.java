package net.anotherbox.shell.session;

import java.io.IOException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import net.anotherbox.runtime.loop.Clock;
import net.anotherbox.runtime.value.Ipv4;
import net.anotherbox.shell.line.Display;
import net.anotherbox.shell.line.Keyboard;

/**
 * A session to elsewhere and the terminal that is joined to it, or was: after the escape (Ctrl-^ x) it goes on without one,
 * and what it has to show waits at the other end. From any thread.
 */
final class Conversation {
  /** Why the terminal is back at its prompt. */
  enum End {
    /** The escape was typed. */
    ESCAPED,
    /** The other end has closed. */
    CLOSED,
    /** It was closed from here: nothing was typed for too long, or somebody wanted it. */
    DISCONNECTED
  }

  private static final int ESCAPE = 0x1e;

  private final int number;
  private final String host;
  private final Ipv4 address;
  private final FarEnd far;
  private final Clock clock;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private Keyboard keyboard;
  private Display display;
  private boolean joined;
  private boolean over;
  private boolean dropped;
  private volatile long lastByte;
  private volatile int held;

  Conversation(int number, String host, Ipv4 address, FarEnd far, Clock clock) {
    this.number = number;
    this.host = host;
    this.address = address;
    this.far = far;
    this.clock = clock;
    lastByte = clock.millis();
  }

  int number() {
    return number;
  }

  /** As it was typed. */
  String host() {
    return host;
  }

  Ipv4 address() {
    return address;
  }

  /** Milliseconds since anything went either way. */
  long idleMillis() {
    return Math.max(0, clock.millis() - lastByte);
  }

  boolean isOver() {
    lock.lock();
    try {
      return over;
    } finally {
      lock.unlock();
    }
  }

  /** Begins to read what the other end says; it is shown when a terminal joins. */
  void begin() {
    Thread.ofVirtual().name("far-end").start(this::listen);
  }

  private void listen() {
    var bytes = new byte[4096];
    try {
      for (int n; (n = far.in().read(bytes)) >= 0; ) {
        lastByte = clock.millis();
        held = n;
        Display screen = screen();
        if (screen == null) break;
        screen.raw(bytes, n);
        held = 0;
      }
    } catch (IOException gone) {
      // that is an end too
    } finally {
      ends();
    }
  }

  /** Waits for a terminal. @return null if none will come */
  private Display screen() {
    lock.lock();
    try {
      while (!joined && !dropped) changed.awaitUninterruptibly();
      return dropped ? null : display;
    } finally {
      lock.unlock();
    }
  }

  private void ends() {
    lock.lock();
    try {
      over = true;
      if (joined) keyboard.nudge();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Hands over all keys and shows all that comes, until one of the ends. */
  End join(Keyboard keys, Display screen, boolean escapes) {
    lock.lock();
    try {
      keyboard = keys;
      display = screen;
      joined = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    try {
      return type(keys, screen, escapes);
    } finally {
      lock.lock();
      joined = false;
      lock.unlock();
    }
  }

  private End type(Keyboard keys, Display screen, boolean escapes) {
    boolean escaping = false;
    while (true) {
      if (isOver()) return isDropped() ? End.DISCONNECTED : End.CLOSED;
      int key = keys.readOrNudge();
      if (key == Keyboard.END) {
        drop();
        return End.DISCONNECTED;
      }
      if (key == Keyboard.NUDGED) continue;
      if (escaping) {
        escaping = false;
        if (key == 'x' || key == 'X') return End.ESCAPED;
        if (key != ESCAPE) continue;
      } else if (key == ESCAPE && escapes) {
        escaping = true;
        continue;
      }
      send(key, screen);
    }
  }

  private void send(int key, Display screen) {
    lastByte = clock.millis();
    if (!far.echoes()) screen.print(key == '\r' ? "\n" : String.valueOf((char) key));
    try {
      far.out().write(key);
      far.out().flush();
    } catch (IOException gone) {
      drop();
    }
  }

  /** Ends it from here. */
  void drop() {
    lock.lock();
    try {
      dropped = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    // the other end may take its time to close
    Thread.ofVirtual().name("far-end-closing").start(this::close);
  }

  private void close() {
    try {
      far.close();
    } catch (IOException gone) {
      // it is closed all the same
    }
    ends();
  }

  /** Bytes that the other end has sent and nobody has read yet, as far as can be told. */
  int waitingBytes() {
    return Math.max(0, held);
  }

  private boolean isDropped() {
    lock.lock();
    try {
      return dropped;
    } finally {
      lock.unlock();
    }
  }
}
