package net.anotherbox.runtime.loop;

import java.util.PriorityQueue;

/** What is to be done when, ordered by (time, order of setting). Not thread safe. */
final class Agenda {
  static final class Entry implements Timer, Comparable<Entry> {
    final long at;
    final long order;
    Runnable task;

    Entry(long at, long order, Runnable task) {
      this.at = at;
      this.order = order;
      this.task = task;
    }

    @Override
    public void cancel() {
      task = null;
    }

    @Override
    public int compareTo(Entry o) {
      return at != o.at ? Long.compare(at, o.at) : Long.compare(order, o.order);
    }
  }

  private final PriorityQueue<Entry> entries = new PriorityQueue<>();
  private long order;

  Entry add(long at, Runnable task) {
    var e = new Entry(at, order++, task);
    entries.add(e);
    return e;
  }

  /** When the next live entry is due, or Long.MAX_VALUE. */
  long next() {
    while (!entries.isEmpty() && entries.peek().task == null) entries.poll();
    return entries.isEmpty() ? Long.MAX_VALUE : entries.peek().at;
  }

  /** The next entry due at or before this moment, taken out, or null. */
  Entry poll(long now) {
    return next() <= now ? entries.poll() : null;
  }

  int size() {
    int n = 0;
    for (Entry e : entries) if (e.task != null) n++;
    return n;
  }
}
