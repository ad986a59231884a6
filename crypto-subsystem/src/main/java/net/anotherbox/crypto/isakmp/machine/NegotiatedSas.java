package net.anotherbox.crypto.isakmp.machine;

import java.util.Arrays;
import net.anotherbox.runtime.value.Address;

/**
 * The outcome of quick mode: a pair of ESP SAs.
 *
 * @param ident as the key engine named it
 * @param offeredSeconds what the peers said to each other; offeredKilobytes 0 if they said nothing
 * @param seconds how long they live here: the smaller of both sides' wishes
 * @param keysIn cipher key and integrity key, one after the other
 */
public record NegotiatedSas(long ident, boolean initiator, Address local, Address remote, Proxy localProxy,
    Proxy remoteProxy, Suite suite, boolean tunnel, int pfsGroup, int inSpi, int outSpi, SaNumbers numbers, byte[] keysIn,
    byte[] keysOut, int offeredSeconds, long offeredKilobytes, int seconds, long kilobytes) {
  /** Numbers of a pair, as the shows print them. */
  public record SaNumbers(int inConn, int outConn, int inFlow, int outFlow) {}

  /** Overwrites the keys: whoever needed them has copied them. */
  public void wipe() {
    Arrays.fill(keysIn, (byte) 0);
    Arrays.fill(keysOut, (byte) 0);
  }

  /** Never the keys. */
  @Override
  public String toString() {
    return "NegotiatedSas[" + localProxy + " " + remoteProxy + " " + suite + "]";
  }
}
