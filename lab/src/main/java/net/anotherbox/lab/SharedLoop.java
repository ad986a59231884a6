package net.anotherbox.lab;

import java.time.Instant;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import net.anotherbox.runtime.loop.Clock;
import net.anotherbox.runtime.loop.Loop;
import net.anotherbox.runtime.loop.Timer;
import net.anotherbox.runtime.loop.VirtualLoop;

/** A virtual loop to which the threads of sessions may post. Its control thread is whoever lets things happen. */
public final class SharedLoop implements Loop {
  /** Real time: what is waited for are threads that run by themselves. */
  private static final long PATIENCE = TimeUnit.SECONDS.toNanos(30);

  private final VirtualLoop time;
  private final ConcurrentLinkedQueue<Runnable> posted = new ConcurrentLinkedQueue<>();

  public SharedLoop(Instant epoch) {
    time = new VirtualLoop(epoch);
  }

  @Override
  public Clock clock() {
    return time.clock();
  }

  @Override
  public void post(Runnable task) {
    posted.add(task);
  }

  @Override
  public Timer after(long millis, Runnable task) {
    return time.after(millis, task);
  }

  @Override
  public <T> void compute(Callable<T> work, Consumer<T> done) {
    time.compute(work, done);
  }

  /**
   * Lets everything happen that happens without time.
   *
   * @param idle whether all other threads wait
   * @param who what to say of those that do not, for half a minute
   * @throws AssertionError then
   */
  public void settle(BooleanSupplier idle, Supplier<String> who) {
    long deadline = System.nanoTime() + PATIENCE;
    while (true) {
      boolean waiting = idle.getAsBoolean();
      Runnable task = posted.poll();
      if (task == null && waiting && posted.isEmpty()) return;
      if (task != null) {
        task.run();
        time.drain();
      } else if (System.nanoTime() > deadline) {
        throw new AssertionError("a session neither waits nor ends: " + who.get());
      } else {
        Thread.onSpinWait();
        Thread.yield();
      }
    }
  }

  /** Lets time pass, and with it what is due. */
  public void run(long millis) {
    time.run(millis);
  }
}
