package net.anotherbox.lab.transcript;

import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;
import net.anotherbox.runtime.loop.Clock;
import net.anotherbox.shell.line.Display;
import net.anotherbox.shell.line.Keyboard;
import net.anotherbox.shell.session.Connection;
import net.anotherbox.shell.session.Identity;
import net.anotherbox.shell.session.LineName;
import net.anotherbox.shell.session.Shell;
import net.anotherbox.shell.session.ShellSession;

/** A terminal with a session at it. Belongs to the test's thread but for what the session's own threads do. */
final class Station {
  private static final Pattern WRONG_LINE_END = Pattern.compile("(?<!\r)\n|\r\r\n|\33");

  private final StringBuilder came = new StringBuilder();
  private final Keyboard keyboard;
  private final Display display;
  private final ShellSession session;
  private final Thread thread;
  private final Glass glass;
  private int read;
  private int glazed;

  Station(Shell shell, Clock clock, LineName line, Identity who, int width, int length) {
    keyboard = new Keyboard(clock);
    var threads = Thread.ofPlatform().daemon().name(line.joined()).factory();
    display = new Display(new OutputStream() {
      @Override
      public void write(int b) {
        throw new AssertionError("a byte of its own");
      }

      @Override
      public void write(byte[] b, int off, int len) {
        synchronized (came) {
          came.append(new String(b, off, len, StandardCharsets.ISO_8859_1));
        }
      }
    }, threads);
    glass = new Glass(width);
    String from = line.kind() == LineName.Kind.CON ? "" : "10.1.1.2";
    session = new ShellSession(shell, new Connection(line, who, from, width, length, keyboard, display, keyboard::hangUp));
    thread = threads.newThread(session::run);
    thread.start();
  }

  void type(String bytes) {
    byte[] b = bytes.getBytes(StandardCharsets.ISO_8859_1);
    keyboard.put(b, b.length);
  }

  void resize(int width, int length) {
    session.resized(width, length);
    glass.width(width);
  }

  boolean isWaiting() {
    return session.isWaiting() || isOver();
  }

  boolean isOver() {
    return !thread.isAlive();
  }

  /** What has come and was not shown by a block yet. */
  String unread() {
    display.drain();
    synchronized (came) {
      for (; glazed < came.length(); glazed++) glass.print(came.charAt(glazed));
      return came.substring(read);
    }
  }

  /** All that has come counts as seen. */
  void seen() {
    read += unread().length();
  }

  List<String> screen(int rows) {
    unread();
    return glass.last(rows);
  }

  void checkLineEnds() {
    unread();
    var m = WRONG_LINE_END.matcher(came);
    assertFalse(m.find(), () -> "a line ends wrongly, or there is an ESC: " + Keys.shown(came.substring(
        Math.max(0, m.start() - 40), m.end())));
  }

  void close() {
    keyboard.hangUp();
  }
}
