package net.anotherbox.plane;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/** Numbers that one thread writes and any thread reads. */
final class Counters {
  private static final VarHandle CELL = MethodHandles.arrayElementVarHandle(long[].class);
  private final long[] cells;

  Counters(int size) {
    cells = new long[size];
  }

  /** On the owner's thread only. @return the new value */
  long add(int index, long amount) {
    long sum = cells[index] + amount;
    CELL.setOpaque(cells, index, sum);
    return sum;
  }

  long get(int index) {
    return (long) CELL.getOpaque(cells, index);
  }
}
