package net.anotherbox.lab;

import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import net.anotherbox.runtime.loop.Clock;
import net.anotherbox.shell.line.Display;
import net.anotherbox.shell.line.Keyboard;
import net.anotherbox.shell.session.Connection;
import net.anotherbox.shell.session.Identity;
import net.anotherbox.shell.session.LineName;
import net.anotherbox.shell.session.Shell;
import net.anotherbox.shell.session.ShellSession;

/** Somebody at a terminal of a box in this process. What comes is forgotten but for its end. */
final class Seated {
  private static final int REMEMBERED = 4_000;

  private final StringBuilder came = new StringBuilder();
  private final Keyboard keyboard;
  private final Display display;
  private final ShellSession session;
  private final Thread thread;
  private volatile Throwable failure;

  Seated(Shell shell, Clock clock, LineName line, Identity who) {
    keyboard = new Keyboard(clock);
    var threads = Thread.ofPlatform().daemon().name(line.joined()).uncaughtExceptionHandler((t, e) -> failure = e).factory();
    display = new Display(new OutputStream() {
      @Override
      public void write(int b) {
        write(new byte[] {(byte) b}, 0, 1);
      }

      @Override
      public void write(byte[] b, int off, int len) {
        synchronized (came) {
          came.append(new String(b, off, len, StandardCharsets.ISO_8859_1));
          if (came.length() > 2 * REMEMBERED) came.delete(0, came.length() - REMEMBERED);
        }
      }
    }, threads);
    session = new ShellSession(shell, new Connection(line, who, "10.1.1.2", 80, 0, keyboard, display, keyboard::hangUp));
    thread = threads.newThread(session::run);
    thread.start();
  }

  /** @param bytes fewer than a keyboard holds */
  void type(String bytes) {
    byte[] b = bytes.getBytes(StandardCharsets.ISO_8859_1);
    keyboard.put(b, b.length);
  }

  boolean isWaiting() {
    return isOver() || session.isWaiting();
  }

  boolean isOver() {
    return !thread.isAlive();
  }

  /** The end of what has come. @throws AssertionError if the session has failed */
  String came() {
    display.drain();
    if (failure != null) throw new AssertionError("a session's thread has failed", failure);
    synchronized (came) {
      return came.toString();
    }
  }

  void hangUp() {
    keyboard.hangUp();
  }

  @Override
  public String toString() {
    return thread.getName() + " " + java.util.Arrays.toString(thread.getStackTrace());
  }
}
