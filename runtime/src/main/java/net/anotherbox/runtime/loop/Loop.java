package net.anotherbox.runtime.loop;

/** The owner of the control state. Tasks run one after another, timers in order of (deadline, order of setting). */
public interface Loop {
  Clock clock();

  /** Runs the task on the loop, after all that were posted before. May be called from any thread. */
  void post(Runnable task);

  /** Runs the task on the loop after so many milliseconds. Only on the loop's own thread. */
  Timer after(long millis, Runnable task);

  /** Runs slow work (Diffie-Hellman) elsewhere and hands its result to {@code done} on the loop. */
  <T> void compute(java.util.concurrent.Callable<T> work, java.util.function.Consumer<T> done);

  /**
   * The same for work that waits (a disk, a transfer over the network): it holds up neither the loop nor what is computed.
   * What it throws is reported as a failure, so it must turn what may go wrong into a result.
   */
  default <T> void background(java.util.concurrent.Callable<T> work, java.util.function.Consumer<T> done) {
    compute(work, done);
  }
}
