package net.anotherbox.shell.session;

import net.anotherbox.runtime.loop.Timer;

/** Ends sessions at which nothing is done, or which last too long. Belongs to the control thread. */
final class Idleness {
  /** The limit may be configured at any time, so it is looked at again and again. */
  private static final long CHECK_MILLIS = 1000;

  private final Shell shell;
  private final Seat seat;
  private final Connection connection;
  private Timer timer;
  private long openedAt;
  private long lastLineEnd;
  private boolean warned;

  Idleness(Shell shell, Seat seat, Connection connection) {
    this.shell = shell;
    this.seat = seat;
    this.connection = connection;
  }

  /** @param now the clock's milliseconds, as everywhere here */
  void begin(long now) {
    openedAt = now;
    lastLineEnd = now;
    watch();
  }

  void lineEnded() {
    lastLineEnd = shell.loop().clock().millis();
  }

  void end() {
    if (timer != null) timer.cancel();
  }

  private void watch() {
    long now = shell.loop().clock().millis();
    int limit = shell.config().line(connection.line()).execTimeoutSeconds();
    long idle = now - Math.max(lastLineEnd, connection.keyboard().lastArrivalMillis());
    if (limit > 0 && seat.isWaiting() && idle >= limit * 1000L || outstayed(now - openedAt)) {
      seat.hangUp();
      return;
    }
    seat.conversations().dropIdle(shell.config().manners(connection.line()).sessionTimeoutSeconds());
    timer = shell.loop().after(CHECK_MILLIS, this::watch);
  }

  /** Whether the time of {@code absolute-timeout} is over; warns before it is. */
  private boolean outstayed(long millis) {
    LineManners m = shell.config().manners(connection.line());
    long left = m.absoluteTimeoutSeconds() * 1000L - millis;
    if (m.absoluteTimeoutSeconds() == 0 || left > m.warningSeconds() * 1000L) return false;
    if (!warned) seat.burst(shell.wording().say("line-timeout"));
    warned = true;
    return left <= 0;
  }
}
