package net.anotherbox.crypto.isakmp.sa;

import java.util.HashMap;
import java.util.Map;
import net.anotherbox.runtime.value.Address;

/**
 * What we do about ESP for SPIs that we do not have: the peer is told, under the ISAKMP SA with it; where there is none, one
 * is made for that if {@code crypto isakmp invalid-spi-recovery} says so. Anybody can send such packets under any address:
 * only addresses that a crypto map names are answered, each at most once in ten seconds.
 */
public final class SpiRecovery {
  private static final long INTERVAL_MILLIS = 10_000;
  private static final int MOST_REMEMBERED = 1000;

  private record Ends(Address local, Address remote) {}

  private final Ground ground;
  private final IkeEngine engine;
  private final Map<Ends, Long> last = new HashMap<>();

  SpiRecovery(Ground ground, IkeEngine engine) {
    this.ground = ground;
    this.engine = engine;
  }

  /** A packet came from there with this SPI, and we have no such SA. */
  public void unknown(Address local, Address remote, int spi) {
    if (!ground.ipsec().isPeer(local, remote) || !due(new Ends(local, remote))) return;
    var sa = ground.table().usable(local, remote);
    if (sa.isPresent()) engine.informational().unknownSpi(sa.get(), spi);
    else if (engine.liveness().invalidSpiRecovery()) recover(local, remote, spi);
  }

  private boolean due(Ends ends) {
    long now = ground.loop().clock().millis();
    if (last.size() >= MOST_REMEMBERED) last.values().removeIf(at -> now - at >= INTERVAL_MILLIS);
    Long before = last.get(ends);
    if (before != null && now - before < INTERVAL_MILLIS || last.size() >= MOST_REMEMBERED) return false;
    last.put(ends, now);
    return true;
  }

  private void recover(Address local, Address remote, int spi) {
    if (ground.table().with(local, remote).stream().anyMatch(s -> !s.deleted())) return;
    var sa = engine.maker().initiator(local, remote);
    sa.unknownSpi(spi);
    engine.begin(sa);
  }
}
