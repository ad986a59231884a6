package net.anotherbox.plane.linux;

/** The end of threads. */
final class Threads {
  private static final long MILLIS = 5_000;

  private Threads() {}

  /** Waits for a thread that has been told to end. */
  static void join(Thread thread) {
    try {
      thread.join(MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
