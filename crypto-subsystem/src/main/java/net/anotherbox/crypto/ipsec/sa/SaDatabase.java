package net.anotherbox.crypto.ipsec.sa;

import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import net.anotherbox.crypto.isakmp.machine.NegotiatedSas;
import net.anotherbox.crypto.trace.Behaviour;
import net.anotherbox.runtime.port.Randomness;
import net.anotherbox.runtime.value.Address;

/**
 * The pairs of SAs that there are (the SAD of RFC 4301), found by SPI and by the plane's handle, and the numbers given out
 * for them: SPIs, of which negotiations that go on hold some, connection numbers and flow numbers.
 */
final class SaDatabase {
  private static final int LAST_CONN = 65_000;
  private static final int FIRST_SPI = 256;

  private final Behaviour behaviour;
  private final Randomness randomness;
  private final Map<Integer, SaPair> byInSpi = new HashMap<>();
  private final Map<Long, SaPair> byHandle = new HashMap<>();
  private final Set<Integer> reservedSpis = new HashSet<>();
  private long lastHandle;
  private int lastConn;
  private int lastFlow;

  SaDatabase(Behaviour behaviour, Randomness randomness) {
    this.behaviour = behaviour;
    this.randomness = randomness;
  }

  /** An SPI that no other SA or negotiation has; those below 256 are reserved (RFC 4303 section 2.1). */
  int allocateSpi() {
    int spi;
    do {
      spi = randomness.nextInt();
    } while (spi >= 0 && spi < FIRST_SPI || byInSpi.containsKey(spi) || !reservedSpis.add(spi));
    return spi;
  }

  /** An SPI given out may be given out again as far as its negotiation is concerned. */
  void release(int spi) {
    reservedSpis.remove(spi);
  }

  void releaseAll() {
    reservedSpis.clear();
  }

  /** SPIs given out to negotiations that go on. */
  int reserved() {
    return reservedSpis.size();
  }

  NegotiatedSas.SaNumbers allocateNumbers() {
    int first = behaviour.number("first-ipsec-conn");
    int in = lastConn < first || lastConn + 2 > LAST_CONN ? first : lastConn + 1;
    lastConn = in + 1;
    lastFlow += 2;
    return new NegotiatedSas.SaNumbers(in, in + 1, lastFlow - 1, lastFlow);
  }

  /** A new pair, with handles of its own. @param kilobytes its traffic limit, 0 for none */
  SaPair add(Ident ident, NegotiatedSas n, long kilobytes, int replayWindow) {
    var pair = new SaPair(ident, n, ++lastHandle, ++lastHandle, kilobytes, replayWindow);
    byInSpi.put(n.inSpi(), pair);
    byHandle.put(pair.inHandle(), pair);
    byHandle.put(pair.outHandle(), pair);
    return pair;
  }

  void remove(SaPair p) {
    byInSpi.remove(p.sas().inSpi());
    byHandle.remove(p.inHandle());
    byHandle.remove(p.outHandle());
  }

  /** By the SPI that we have chosen. */
  Optional<SaPair> byInSpi(int spi) {
    return Optional.ofNullable(byInSpi.get(spi));
  }

  /** By the handle of either SA of it. */
  Optional<SaPair> byHandle(long handle) {
    return Optional.ofNullable(byHandle.get(handle));
  }

  /** That with this peer which was made last. */
  Optional<SaPair> newest(Address local, Address remote) {
    return byInSpi.values().stream().filter(p -> p.sas().local().equals(local) && p.sas().remote().equals(remote))
        .max(Comparator.comparingLong(SaPair::inHandle));
  }

  /** All of them, those included whose outbound SA is not yet in force; in no order. */
  Collection<SaPair> all() {
    return Collections.unmodifiableCollection(byInSpi.values());
  }
}
