package net.anotherbox.crypto.isakmp.machine;

import java.util.List;
import net.anotherbox.runtime.value.Address;

/**
 * The key engine wants a pair of SAs.
 *
 * @param ident whom they are for
 * @param offers in order of preference
 * @param pfsGroup 0 for none
 * @param seconds lifetime to propose; kilobytes likewise, 0 for none
 * @param spi for the inbound SA
 * @param discovered whether discovery has found the peer: IOS then asks for the SPI when it needs it
 */
public record SaRequest(long ident, Address local, Address remote, Proxy localProxy, Proxy remoteProxy, List<Offer> offers,
    int pfsGroup, int seconds, long kilobytes, int spi, boolean discovered) {
  /** One with a peer that the configuration names. */
  public SaRequest(long ident, Address local, Address remote, Proxy localProxy, Proxy remoteProxy, List<Offer> offers,
      int pfsGroup, int seconds, long kilobytes, int spi) {
    this(ident, local, remote, localProxy, remoteProxy, offers, pfsGroup, seconds, kilobytes, spi, false);
  }

  /** A transform set: a proposal of its own. */
  public record Offer(Suite suite, boolean tunnel) {}
}
