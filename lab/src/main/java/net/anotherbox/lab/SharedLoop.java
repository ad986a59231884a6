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

  /** At once; its result comes behind what the work itself has posted: the marks of a copy. */
  @Override
  public <T> void compute(Callable<T> work, Consumer<T> done) {
    try {
      T result = work.call();
      posted.add(() -> done.accept(result));
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Lets everything happen that happens without time.
   *
   * @param idle whether all other threads wait
   * @param who what to say of those that do not, half a minute after the last thing that happened
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
        // however long that took: it is the others' turn now
        deadline = System.nanoTime() + PATIENCE;
      } else if (System.nanoTime() > deadline) {
        throw new AssertionError("a session neither waits nor ends: " + who.get());
      } else {
        Thread.onSpinWait();
        Thread.yield();
      }
    }
  }

  /**
   * Lets come what others than sessions and the control thread are at.
   *
   * @param settle lets happen what needs no others
   * @throws AssertionError if it has not come within half a minute
   */
  public static void until(BooleanSupplier come, Runnable settle) {
    long deadline = System.nanoTime() + PATIENCE;
    for (settle.run(); !come.getAsBoolean(); settle.run()) {
      if (System.nanoTime() > deadline) throw new AssertionError("it does not come");
      Thread.yield();
    }
  }

  /** Lets time pass, and with it what is due. */
  public void run(long millis) {
    time.run(millis);
  }
}
