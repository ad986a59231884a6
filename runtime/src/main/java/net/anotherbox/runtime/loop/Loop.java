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
}
