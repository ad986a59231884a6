package net.anotherbox.shell.session;

import java.util.Map;
import net.anotherbox.runtime.log.LogSink;
import net.anotherbox.shell.line.Display;

/** Messages of the log and of others, on their way to a terminal. Belongs to the control thread. */
final class Bulletin implements LogSink {
  private final Shell shell;
  private final Seat seat;
  private final Connection connection;
  private boolean monitor;

  Bulletin(Shell shell, Seat seat, Connection connection) {
    this.shell = shell;
    this.seat = seat;
    this.connection = connection;
  }

  void monitor(boolean on) {
    monitor = on;
  }

  boolean isMonitoring() {
    return monitor;
  }

  @Override
  public void message(int severity, String text) {
    if (!monitor) return;
    LineConfig c = shell.config().line(connection.line());
    if (severity > c.loggingSeverity()) return;
    if (connection.line().kind() == LineName.Kind.VTY) shell.sessions().showed();
    ShellConfig.Synchronous s = shell.config().synchronous(connection.line());
    boolean synchronous = c.loggingSynchronous() && severity > s.asynchronous();
    if (!synchronous || seat.isActing()) show(text, synchronous);
    else connection.display().message(text, new Display.Waiting(s.limit(), this::lost));
  }

  private String lost(int count) {
    return shell.wording().say("lost", Map.of("count", count));
  }

  /** Shows a text in the midst of whatever is there. */
  void burst(String text) {
    show(text, shell.config().line(connection.line()).loggingSynchronous());
  }

  /** What a line has caused stands after what it has printed so far; anything else bursts in. */
  private void show(String text, boolean synchronous) {
    if (seat.isActing()) seat.tell(new Event.Burst(text, synchronous));
    else connection.display().message(text, synchronous);
  }
}
