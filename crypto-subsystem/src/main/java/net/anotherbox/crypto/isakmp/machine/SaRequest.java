package net.anotherbox.crypto.isakmp.machine;

import java.util.List;
import java.util.stream.Collectors;
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
  public record Offer(Suite suite, boolean tunnel) {
    /** "esp-3des esp-sha-hmac (tunnel)". */
    String words() {
      return suite.words().strip() + (tunnel ? " (tunnel)" : " (transport)");
    }
  }

  /** What the peer has been asked for, for somebody who compares it with the peer's configuration. */
  public String words() {
    return offers.stream().map(Offer::words).collect(Collectors.joining(" or ")) + ", " + (pfsGroup == 0 ? "no group"
        : "group " + pfsGroup) + " for PFS, for " + localProxy.brief() + " to " + remoteProxy.brief();
  }
}
