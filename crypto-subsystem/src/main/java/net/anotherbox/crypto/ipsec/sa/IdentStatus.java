package net.anotherbox.crypto.ipsec.sa;

import java.util.List;
import net.anotherbox.crypto.isakmp.machine.Proxy;
import net.anotherbox.runtime.loop.Clock;
import net.anotherbox.runtime.port.CryptoPlane;
import net.anotherbox.runtime.port.CryptoPlane.SaCounters;
import net.anotherbox.runtime.value.Address;
import net.anotherbox.runtime.value.InterfaceName;

/**
 * A pair of proxies on an interface and its SAs at one moment, for screens.
 *
 * @param local the address peers know us by, or null while the interface has none
 * @param peer the peer in use
 * @param in what inbound SAs have counted, gone ones included; so out
 * @param noSaDrops packets lost on the way out for want of an SA
 * @param sas those in force, and those about to be; oldest first
 */
public record IdentStatus(InterfaceName interfaceName, String map, int sequence, Address local, Address peer,
    Proxy localProxy, Proxy remoteProxy, SaCounters in, SaCounters out, long noSaDrops, List<Sas> sas) {
  /**
   * A pair of SAs.
   *
   * @param local its ends, as they were when it was agreed on
   * @param kilobytesIn left until the inbound SA is full; so kilobytesOut
   * @param secondsLeft until both expire
   */
  public record Sas(Address local, Address remote, int inSpi, int outSpi, int inConn, int outConn, boolean established,
      long kilobytesIn, long kilobytesOut, long secondsLeft) {}

  static IdentStatus of(Ident i, CryptoPlane plane, Clock clock) {
    var in = i.goneIn();
    var out = i.goneOut();
    var sas = new java.util.ArrayList<Sas>();
    for (SaPair p : i.pairs()) {
      var cin = plane.counters(p.inHandle());
      var cout = p.established() ? plane.counters(p.outHandle()) : SaCounters.ZERO;
      in = Ident.sum(in, cin);
      out = Ident.sum(out, cout);
      long seconds = p.established() ? Math.max(0, (p.expiresAtMillis() - clock.millis()) / 1000) : p.sas().seconds();
      sas.add(new Sas(p.sas().local(), p.sas().remote(), p.sas().inSpi(), p.sas().outSpi(), p.sas().numbers().inConn(),
          p.sas().numbers().outConn(), p.established(), Math.max(0, p.kilobytes() - cin.bytes() / 1024),
          Math.max(0, p.kilobytes() - cout.bytes() / 1024), seconds));
    }
    var b = i.binding();
    return new IdentStatus(b.interfaceName(), b.mapName(), i.key().sequence(), b.local(),
        i.newest().map(p -> p.sas().remote()).orElseGet(i::peer), i.localProxy(), i.remoteProxy(), in, out,
        i.noSaDrops(plane), List.copyOf(sas));
  }

  /** How many SAs there are, each of a pair counted. */
  public int count() {
    return sas.stream().mapToInt(s -> s.established() ? 2 : 1).sum();
  }
}
