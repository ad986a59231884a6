package net.anotherbox.runtime.loop;

/**
 * Work that follows upon changes: done at once after a change that comes alone, and once for many that come in a row, so
 * that it takes a twentieth of the time at most, or is done every three seconds. Belongs to the loop's thread.
 */
public final class Following {
  private static final int REST = 19;
  private static final long LONGEST_REST = 3_000;

  private final Loop loop;
  private final Runnable work;
  private long restsUntil = Long.MIN_VALUE;
  private Timer waiting;

  public Following(Loop loop, Runnable work) {
    this.loop = loop;
    this.work = work;
  }

  /** Something has changed: the work is done now, or as soon as it has rested from the last time. */
  public void changed() {
    if (waiting != null) return;
    long rest = restsUntil - loop.clock().millis();
    if (rest > 0) waiting = loop.after(rest, this::work);
    else work();
  }

  /** Does now what waits to be done: before its result is shown. */
  public void settle() {
    if (waiting != null) work();
  }

  private void work() {
    if (waiting != null) waiting.cancel();
    waiting = null;
    long begun = loop.clock().millis();
    work.run();
    long ended = loop.clock().millis();
    restsUntil = ended + Math.min(LONGEST_REST, REST * (ended - begun));
  }
}
