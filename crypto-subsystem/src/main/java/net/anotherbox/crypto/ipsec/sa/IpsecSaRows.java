package net.anotherbox.crypto.ipsec.sa;

import java.util.List;
import java.util.Map;
import net.anotherbox.crypto.isakmp.machine.NegotiatedSas;
import net.anotherbox.crypto.isakmp.machine.Suite;
import net.anotherbox.crypto.trace.Facts;
import net.anotherbox.runtime.loop.Clock;
import net.anotherbox.runtime.port.CryptoPlane.SaCounters;

/** One SA on a screen; a bundle of ESP and AH is two. */
final class IpsecSaRows {
  private static final int SIBLING_TUNNEL = 0x80000046;
  private static final int SIBLING_TRANSPORT = 0x80000006;

  private IpsecSaRows() {}

  /** @param esp whether the ESP SA is asked for, or that of AH; none if the pair has no such */
  static List<Map<String, Object>> of(SaPair p, boolean inbound, boolean esp, SaCounters c, Clock clock) {
    return p.sas().suite().parts().stream().filter(s -> s.esp().isPresent() == esp).map(s -> row(p, s, inbound, c, clock))
        .toList();
  }

  private static Map<String, Object> row(SaPair p, Suite part, boolean inbound, SaCounters c, Clock clock) {
    var n = p.sas();
    long seconds = p.established() ? Math.max(0, (p.expiresAtMillis() - clock.millis()) / 1000) : n.seconds();
    return Facts.of("spi", inbound ? n.inSpi() : outSpi(n, part), "suite", part.words(), "mode",
        (n.tunnel() ? "Tunnel" : "Transport") + (n.udp().isPresent() ? " UDP-Encaps" : ""), "map",
        p.ident().binding().mapName(), "conn", inbound ? n.numbers().inConn() : n.numbers().outConn(), "flow",
        inbound ? n.numbers().inFlow() : n.numbers().outFlow(), "sibling", n.tunnel() ? SIBLING_TUNNEL : SIBLING_TRANSPORT,
        "kilobytes", Math.max(0, p.kilobytes() - c.bytes() / 1024), "seconds", seconds, "iv", part.ivBytes(), "replay",
        p.replayWindow() > 0 ? "Y" : "N");
  }

  private static int outSpi(NegotiatedSas n, Suite part) {
    return part.esp().isEmpty() && n.outAhSpi() != 0 ? n.outAhSpi() : n.outSpi();
  }
}
