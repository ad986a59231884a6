package net.anotherbox.crypto.ipsec.sa;

import java.util.function.Consumer;
import net.anotherbox.runtime.loop.Loop;
import net.anotherbox.runtime.port.CryptoPlane;

/**
 * When an initiator begins to send by the SA that replaces another. The peer may need message 3 of quick mode before it
 * takes packets by it: until it uses the new pair itself, or for three quarters of a second, the old one goes on, if it can.
 */
final class HandOver {
  private static final long LOOK_MILLIS = 50;
  private static final int MOST_LOOKS = 15;

  private final Loop loop;
  private final CryptoPlane plane;
  private final Consumer<SaPair> inForce;

  /** @param inForce puts a pair in force whose inbound SA takes packets already */
  HandOver(Loop loop, CryptoPlane plane, Consumer<SaPair> inForce) {
    this.loop = loop;
    this.plane = plane;
    this.inForce = inForce;
  }

  /** At once if there is no old pair to go on with. */
  void begin(SaPair p) {
    if (p.ident().newest().isEmpty()) inForce.accept(p);
    else wait(p, MOST_LOOKS, carried(p.ident()));
  }

  private void wait(SaPair p, int looks, long before) {
    p.awaits(loop.after(LOOK_MILLIS, () -> {
      long now = carried(p.ident());
      if (looks == 1 || plane.counters(p.inHandle()).packets() > 0 || isNearlyFull(p.ident(), now, 2 * (now - before)))
        inForce.accept(p);
      else wait(p, looks - 1, now);
    }));
  }

  private long carried(Ident ident) {
    return ident.newest().map(old -> plane.counters(old.outHandle()).bytes()).orElse(0L);
  }

  /** Whether the pair that is to go on would be full before it is looked at again. */
  private static boolean isNearlyFull(Ident ident, long carried, long more) {
    return ident.newest().filter(old -> old.bytesLeft(carried) <= more).isPresent();
  }

  /** The old pair has gone: there is nothing to go on with. */
  void orphaned(Ident ident) {
    if (ident.newest().isEmpty()) takeOver(ident);
  }

  private void takeOver(Ident ident) {
    ident.pairs().reversed().stream().filter(SaPair::awaiting).findFirst().ifPresent(p -> {
      p.stopTimers();
      inForce.accept(p);
    });
  }

  /** The old pair can send no more. @return whether another one has taken over, or is about to */
  boolean hurry(Ident ident, SaPair old) {
    return replaces(old) || ident.requesting();
  }

  /** The peer takes no more by the old pair. @return whether another one has taken over */
  boolean replaces(SaPair old) {
    takeOver(old.ident());
    return old.ident().newest().filter(p -> p != old).isPresent();
  }
}
