package net.anotherbox.shell.session;

import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import net.anotherbox.shell.line.Display;
import net.anotherbox.shell.line.Keyboard;

/** A terminal in memory with a session at it. */
public final class TestTerminal implements AutoCloseable {
  private final StringBuilder screen = new StringBuilder();
  private final Keyboard keyboard;
  private final CountDownLatch over = new CountDownLatch(1);
  private final ShellSession session;
  private int seen;

  TestTerminal(TestBox box, LineName line, Identity who, int width, int length) {
    keyboard = new Keyboard(box.loop.clock());
    var threads = Thread.ofPlatform().daemon().factory();
    var display = new Display(new OutputStream() {
      @Override
      public void write(int b) {
        throw new AssertionError("a byte of its own");
      }

      @Override
      public void write(byte[] b, int off, int len) {
        synchronized (screen) {
          screen.append(new String(b, off, len, StandardCharsets.ISO_8859_1));
          screen.notifyAll();
        }
      }
    }, threads);
    String from = line.kind() == LineName.Kind.CON ? "" : "10.0.0.7";
    session = new ShellSession(box.shell, new Connection(line, who, from, width, length, keyboard, display, () -> {}));
    threads.newThread(() -> {
      session.run();
      display.close();
      over.countDown();
    }).start();
  }

  public static TestTerminal console(TestBox box) {
    return new TestTerminal(box, LineName.CONSOLE, new Identity("", 1), 80, 0);
  }

  public static TestTerminal admin(TestBox box) {
    return new TestTerminal(box, LineName.vty(0), new Identity("admin", 15), 80, 0);
  }

  public void type(String text) {
    byte[] b = text.getBytes(StandardCharsets.ISO_8859_1);
    keyboard.put(b, b.length);
  }

  void resize(int width, int length) {
    session.resized(width, length);
  }

  public void hangUp() {
    keyboard.end();
  }

  /** What has been printed since the last call, up to and with this text, for which it waits. */
  public String until(String text) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    synchronized (screen) {
      int at;
      while ((at = screen.indexOf(text, seen)) < 0) {
        long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
        if (left <= 0) throw new AssertionError("no [" + text + "] in [" + screen.substring(seen) + "]");
        try {
          screen.wait(left);
        } catch (InterruptedException e) {
          throw new AssertionError(e);
        }
      }
      String got = screen.substring(seen, at + text.length());
      seen = at + text.length();
      return got;
    }
  }

  /** What has been printed since the last call of {@link #until}. */
  public String rest() {
    synchronized (screen) {
      return screen.substring(seen);
    }
  }

  public boolean isOver() {
    try {
      return over.await(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {
    keyboard.hangUp();
  }
}
