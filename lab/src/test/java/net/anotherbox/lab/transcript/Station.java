package net.anotherbox.lab.transcript;

import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.List;
import java.util.regex.Pattern;
import net.anotherbox.lab.Seated;
import net.anotherbox.runtime.loop.Clock;
import net.anotherbox.shell.session.Identity;
import net.anotherbox.shell.session.LineName;
import net.anotherbox.shell.session.Shell;

/** A terminal with a session at it, and what was read of its screen. Belongs to the test's thread. */
final class Station {
  private static final Pattern WRONG_LINE_END = Pattern.compile("(?<!\r)\n|\r\r\n|\33");

  private final Seated seated;
  private final Glass glass;
  private int read;
  private int glazed;

  Station(Shell shell, Clock clock, LineName line, Identity who, int width, int length) {
    seated = new Seated(shell, clock, line, who, width, length, Integer.MAX_VALUE);
    glass = new Glass(width);
  }

  void type(String bytes) {
    seated.type(bytes);
  }

  void resize(int width, int length) {
    seated.resize(width, length);
    glass.width(width);
  }

  boolean isWaiting() {
    return seated.isWaiting();
  }

  boolean isOver() {
    return seated.isOver();
  }

  /** What has come and was not shown by a block yet. */
  String unread() {
    String came = seated.came();
    for (; glazed < came.length(); glazed++) glass.print(came.charAt(glazed));
    return came.substring(read);
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
    String came = seated.came();
    var m = WRONG_LINE_END.matcher(came);
    assertFalse(m.find(), () -> "a line ends wrongly, or there is an ESC: " + Keys.shown(came.substring(
        Math.max(0, m.start() - 40), m.end())));
  }

  void hangUp() {
    seated.hangUp();
  }

  @Override
  public String toString() {
    return seated.toString();
  }
}
