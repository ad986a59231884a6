package net.anotherbox.crypto.ipsec.sa;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.anotherbox.crypto.trace.Facts;
import net.anotherbox.runtime.loop.Clock;
import net.anotherbox.runtime.port.CryptoPlane;
import net.anotherbox.runtime.port.CryptoPlane.SaCounters;
import net.anotherbox.runtime.port.SaSpec;
import net.anotherbox.runtime.release.Release;
import net.anotherbox.runtime.release.Screen;
import net.anotherbox.runtime.value.Address;
import net.anotherbox.runtime.value.InterfaceName;

/** {@code show crypto ipsec sa}: every ident with what it and its SAs, gone ones included, have counted. */
public final class ShowIpsecSa {
  private static final Screen SCREEN = Screen.load(ShowIpsecSa.class, "ipsec-sa.screen");

  private final KeyEngine engine;
  private final CryptoPlane plane;
  private final Clock clock;

  public ShowIpsecSa(KeyEngine engine, CryptoPlane plane, Clock clock) {
    this.engine = engine;
    this.plane = plane;
    this.clock = clock;
  }

  /** An empty restriction takes everything. */
  public String render(Release release, Optional<InterfaceName> interfaceName, Optional<String> map,
      Optional<Address> peer) {
    var byInterface = new LinkedHashMap<InterfaceName, List<Map<String, Object>>>();
    var heads = new LinkedHashMap<InterfaceName, Map<String, Object>>();
    for (Ident i : engine.idents().all()) {
      if (i.isTemplate()) continue;
      var b = i.binding();
      if (interfaceName.isPresent() && !interfaceName.get().equals(b.interfaceName()) || map.isPresent()
          && !map.get().equals(b.mapName())
          || peer.isPresent() && !peer.get().equals(peerOf(i))) continue;
      byInterface.computeIfAbsent(b.interfaceName(), n -> new ArrayList<>()).add(ident(i));
      heads.putIfAbsent(b.interfaceName(), Facts.of("interface", b.interfaceName(), "map", b.mapName(), "local",
          b.local() == null ? "0.0.0.0" : b.local()));
    }
    heads.forEach((name, head) -> head.put("idents", byInterface.get(name)));
    return SCREEN.render(release, Facts.of("interfaces", List.copyOf(heads.values())));
  }

  private static Address peerOf(Ident i) {
    return i.newest().map(p -> p.sas().remote()).orElseGet(i::peer);
  }

  private Map<String, Object> ident(Ident i) {
    var in = new ArrayList<Map<String, Object>>();
    var out = new ArrayList<Map<String, Object>>();
    SaCounters sumIn = i.goneIn();
    SaCounters sumOut = i.goneOut();
    for (SaPair p : i.pairs()) {
      var inCounters = plane.counters(p.inHandle());
      sumIn = Ident.sum(sumIn, inCounters);
      in.add(sa(p, true, inCounters));
      if (!p.established()) continue;
      var outCounters = plane.counters(p.outHandle());
      sumOut = Ident.sum(sumOut, outCounters);
      out.add(sa(p, false, outCounters));
    }
    var own = plane.counters(i.binding().interfaceName().toString(), i.id());
    var f = Facts.of("local-proxy", i.localProxy().brief(), "remote-proxy", i.remoteProxy().brief(), "peer", peerOf(i),
        "flags",
        i.key().narrower() ? "" : "origin_is_acl,", "encaps", sumOut.packets(), "decaps", sumIn.packets(), "send-errors",
        sumOut.sendErrors() + own.noSaDrops(), "recv-errors",
        sumIn.macFailures() + sumIn.replayFailures() + sumIn.malformed() + sumIn.identityFailures(), "mtu",
            i.binding().mtu(),
        "in", in, "out", out);
    int group = i.newest().map(p -> p.sas().pfsGroup()).orElse(0);
    f.put("pfs", group == 0 ? "N" : "Y");
    f.put("pfsgroup", group == 0 ? "none" : "group" + group);
    i.newest().ifPresentOrElse(p -> f.put("spi", p.sas().outSpi()), () -> f.put("no-spi", ""));
    return f;
  }

  private Map<String, Object> sa(SaPair p, boolean inbound, SaCounters c) {
    var n = p.sas();
    long seconds = p.established() ? Math.max(0, (p.expiresAtMillis() - clock.millis()) / 1000) : n.seconds();
    return Facts.of("spi", inbound ? n.inSpi() : n.outSpi(), "suite", n.suite().words(), "mode", n.tunnel() ? "Tunnel"
        : "Transport",
        "conn", inbound ? n.numbers().inConn() : n.numbers().outConn(),
        "flow", inbound ? n.numbers().inFlow() : n.numbers().outFlow(),
        "sibling", n.tunnel() ? 0x80000046 : 0x80000006,
        "kilobytes", Math.max(0, p.kilobytes() - c.bytes() / 1024), "seconds", seconds,
        "iv", n.suite().cipher().ivBytes, "replay", n.suite().integrity() == SaSpec.Integrity.NONE ? "N" : "Y");
  }
}
