package net.anotherbox.runtime.loop;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.concurrent.Callable;
import java.util.function.Consumer;

/** A loop whose time passes only when told to. Several boxes of a lab may share one. Not thread safe. */
public final class VirtualLoop implements Loop {
  private final ArrayDeque<Runnable> inbox = new ArrayDeque<>();
  private final Agenda agenda = new Agenda();
  private final Instant epoch;
  private long now;

  private final Clock clock = new SettableClock() {
    @Override
    public long millis() {
      return now;
    }

    @Override
    public Instant machine() {
      return epoch.plusMillis(now);
    }
  };

  public VirtualLoop(Instant epoch) {
    this.epoch = epoch;
  }

  @Override
  public Clock clock() {
    return clock;
  }

  @Override
  public void post(Runnable task) {
    inbox.add(task);
  }

  @Override
  public Timer after(long millis, Runnable task) {
    return agenda.add(now + millis, task);
  }

  /** At once, so that the order of results never depends on the machine. */
  @Override
  public <T> void compute(Callable<T> work, Consumer<T> done) {
    try {
      T result = work.call();
      post(() -> done.accept(result));
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /** Runs all that is to happen within so many milliseconds; no real time passes. */
  public void run(long millis) {
    long until = now + millis;
    while (true) {
      drain();
      var e = agenda.poll(until);
      if (e == null) break;
      now = Math.max(now, e.at);
      e.task.run();
    }
    now = until;
  }

  /** Runs what has been posted, without letting time pass. */
  public void drain() {
    for (Runnable r; (r = inbox.poll()) != null; ) r.run();
  }

  /** How many timers are set: leak tests ask. */
  public int timers() {
    return agenda.size();
  }
}
