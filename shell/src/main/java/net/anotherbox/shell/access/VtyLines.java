package net.anotherbox.shell.access;

import java.util.BitSet;
import java.util.Optional;
import java.util.function.IntSupplier;
import net.anotherbox.shell.session.LineName;

/** The virtual terminal lines and which of them are taken. From any thread. */
public final class VtyLines {
  private final IntSupplier count;
  private final BitSet taken = new BitSet();

  /** @param count how many there are at the moment; 5 ({@code line vty 0 4}) on a box about which nothing is configured */
  public VtyLines(IntSupplier count) {
    this.count = count;
  }

  /** The first free line, or empty. */
  synchronized Optional<LineName> take() {
    int free = taken.nextClearBit(0);
    if (free >= count.getAsInt()) return Optional.empty();
    taken.set(free);
    return Optional.of(LineName.vty(free));
  }

  synchronized void giveBack(LineName line) {
    taken.clear(line.number());
  }
}
