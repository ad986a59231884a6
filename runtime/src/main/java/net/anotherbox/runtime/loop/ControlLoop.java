package net.anotherbox.runtime.loop;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The box's loop: one thread named "control". A task that throws is reported to {@code onFailure} and dropped; the loop
 * goes on (a broken invariant in one negotiation must not take the site down).
 */
public final class ControlLoop implements Loop, AutoCloseable {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition arrived = lock.newCondition();
  private final ArrayDeque<Runnable> inbox = new ArrayDeque<>();
  private final Agenda agenda = new Agenda();
  private final Consumer<Throwable> onFailure;
  private final Thread thread;
  private final ExecutorService workers;
  private final long origin = System.nanoTime();
  private boolean closed;

  private final Clock clock = new SettableClock() {
    @Override
    public long millis() {
      return (System.nanoTime() - origin) / 1_000_000;
    }

    @Override
    public Instant machine() {
      return Instant.now();
    }
  };

  public ControlLoop(Consumer<Throwable> onFailure) {
    this.onFailure = onFailure;
    thread = Thread.ofPlatform().name("control").daemon().unstarted(this::run);
    workers = Executors.newSingleThreadExecutor(Thread.ofPlatform().name("compute").daemon().factory());
    thread.start();
  }

  @Override
  public Clock clock() {
    return clock;
  }

  @Override
  public void post(Runnable task) {
    lock.lock();
    try {
      inbox.add(task);
      arrived.signal();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public Timer after(long millis, Runnable task) {
    if (Thread.currentThread() != thread) throw new IllegalStateException("timers belong to the control thread");
    return agenda.add(clock.millis() + millis, task);
  }

  @Override
  public <T> void compute(Callable<T> work, Consumer<T> done) {
    workers.execute(() -> {
      try {
        T result = work.call();
        post(() -> done.accept(result));
      } catch (Exception e) {
        post(() -> onFailure.accept(e));
      }
    });
  }

  /** On a thread of its own: such work may take minutes. */
  @Override
  public <T> void background(Callable<T> work, Consumer<T> done) {
    Thread.ofVirtual().name("background").start(() -> {
      try {
        T result = work.call();
        post(() -> done.accept(result));
      } catch (Exception e) {
        post(() -> onFailure.accept(e));
      }
    });
  }

  private void run() {
    while (true) {
      Runnable task = next();
      if (task == null) return;
      try {
        task.run();
      } catch (Exception | AssertionError | StackOverflowError e) {
        onFailure.accept(e);
      }
    }
  }

  private Runnable next() {
    lock.lock();
    try {
      while (true) {
        if (closed) return null;
        Runnable task = inbox.poll();
        if (task != null) return task;
        long now = clock.millis();
        var due = agenda.poll(now);
        if (due != null) return due.task;
        long at = agenda.next();
        if (at == Long.MAX_VALUE) arrived.awaitUninterruptibly();
        else arrived.await(at - now, TimeUnit.MILLISECONDS);
      }
    } catch (InterruptedException e) {
      return null;
    } finally {
      lock.unlock();
    }
  }

  /** Stops the thread after the task it is at; what is still queued does not run. */
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      arrived.signal();
    } finally {
      lock.unlock();
    }
    workers.shutdownNow();
    if (Thread.currentThread() != thread) {
      try {
        thread.join(5_000);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
