package net.anotherbox.shell.access;

import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntSupplier;
import java.util.function.Predicate;
import net.anotherbox.shell.session.LineName;

/**
 * The virtual terminal lines and which of them are taken. A line is meant for somebody who has only knocked, and taken when
 * he has logged in: of the free ones the next goes to that for which nobody else is meant. From any thread.
 */
public final class VtyLines {
  private final IntSupplier count;
  private final BitSet taken = new BitSet();
  private final Map<LineName, Integer> meant = new HashMap<>();

  /** @param count how many there are at the moment; 5 ({@code line vty 0 4}) on a box about which nothing is configured */
  public VtyLines(IntSupplier count) {
    this.count = count;
  }

  /** The free line that will do, the first of those for which the fewest are meant; {@link #given} must follow. */
  Optional<LineName> mean(Predicate<LineName> willDo) {
    int all = count.getAsInt();
    synchronized (this) {
      LineName best = null;
      for (int n = taken.nextClearBit(0); n < all; n = taken.nextClearBit(n + 1)) {
        LineName line = LineName.vty(n);
        if (willDo.test(line) && (best == null || waiting(line) < waiting(best))) best = line;
      }
      if (best != null) meant.merge(best, 1, Integer::sum);
      return Optional.ofNullable(best);
    }
  }

  private int waiting(LineName line) {
    return meant.getOrDefault(line, 0);
  }

  /** The line is not meant for him any more: he has it, or has gone. */
  synchronized void given(LineName line) {
    meant.computeIfPresent(line, (l, n) -> n == 1 ? null : n - 1);
  }

  /** Takes this line. @return whether it was free */
  synchronized boolean take(LineName line) {
    if (taken.get(line.number())) return false;
    taken.set(line.number());
    return true;
  }

  synchronized void giveBack(LineName line) {
    taken.clear(line.number());
  }
}
