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

/** Somebody at a terminal of a box in this process. When the session is over, nothing of it is left but what came. */
public final class Seated {
  private final StringBuilder came = new StringBuilder();
  private final Keyboard keyboard;
  private final Display display;
  private final ShellSession session;
  private final Thread thread;
  private volatile Throwable failure;

  /**
   * @param width columns of the terminal, 0 for no limit
   * @param length rows, 0 for no pages
   * @param remembered how many of the last characters that came are remembered at least
   */
  public Seated(Shell shell, Clock clock, LineName line, Identity who, int width, int length, int remembered) {
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
          if (came.length() / 2 > remembered) came.delete(0, came.length() - remembered);
        }
      }
    }, threads);
    String from = line.kind() == LineName.Kind.CON ? "" : "10.1.1.2";
    session = new ShellSession(shell, new Connection(line, who, from, width, length, keyboard, display, keyboard::hangUp));
    thread = threads.newThread(() -> {
      try {
        session.run();
      } finally {
        display.close();
      }
    });
    thread.start();
  }

  /** @param bytes fewer than a keyboard holds */
  public void type(String bytes) {
    byte[] b = bytes.getBytes(StandardCharsets.ISO_8859_1);
    keyboard.put(b, b.length);
  }

  /** The window has another size now. */
  public void resize(int width, int length) {
    session.resized(width, length);
  }

  /** Whether nothing happens here before somebody types or the control thread says something. */
  public boolean isWaiting() {
    return isOver() || session.isWaiting();
  }

  /** Whether a line is being carried out that takes its time. */
  public boolean isAtWork() {
    return !isOver() && session.isAtWork();
  }

  /** Whether the session has ended. */
  public boolean isOver() {
    return !thread.isAlive();
  }

  /** What has come, or its end. @throws AssertionError if the session has failed */
  public String came() {
    display.drain();
    if (failure != null) throw new AssertionError("a session's thread has failed", failure);
    synchronized (came) {
      return came.toString();
    }
  }

  /** The terminal goes away. */
  public void hangUp() {
    keyboard.hangUp();
  }

  @Override
  public String toString() {
    return thread.getName() + " " + java.util.Arrays.toString(thread.getStackTrace());
  }
}
