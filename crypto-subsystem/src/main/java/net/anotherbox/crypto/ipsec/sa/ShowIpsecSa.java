package net.anotherbox.crypto.ipsec.sa;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import net.anotherbox.crypto.ipsec.profile.ProtectedTunnel;
import net.anotherbox.crypto.trace.Facts;
import net.anotherbox.runtime.loop.Clock;
import net.anotherbox.runtime.port.CryptoPlane;
import net.anotherbox.runtime.port.CryptoPlane.SaCounters;
import net.anotherbox.runtime.release.Release;
import net.anotherbox.runtime.release.Screen;
import net.anotherbox.runtime.value.Address;
import net.anotherbox.runtime.value.InterfaceName;
import net.anotherbox.runtime.value.Ipv6;

/** {@code show crypto ipsec sa} and its forms: every ident with what it and its SAs, gone ones included, have counted. */
public final class ShowIpsecSa {
  /** Which idents: an empty restriction takes every one. */
  public record Which(Optional<InterfaceName> interfaceName, Optional<String> map, Optional<Address> peer) {
    public static final Which ALL = new Which(Optional.empty(), Optional.empty(), Optional.empty());

    boolean takes(Ident i) {
      if (i.isTemplate()) return false;
      return (map.isEmpty() || map.get().equals(i.binding().mapName())) && (peer.isEmpty() || peer.get().equals(peerOf(i)));
    }

    boolean takes(InterfaceName name) {
      return interfaceName.isEmpty() || interfaceName.get().equals(name);
    }
  }

  private static final Screen SCREEN = Screen.load(ShowIpsecSa.class, "ipsec-sa.screen");
  private static final Screen BY_ADDRESS = Screen.load(ShowIpsecSa.class, "ipsec-sa-address.screen");

  private final KeyEngine engine;
  private final CryptoPlane plane;
  private final Clock clock;

  public ShowIpsecSa(KeyEngine engine, CryptoPlane plane, Clock clock) {
    this.engine = engine;
    this.plane = plane;
    this.clock = clock;
  }

  public String render(Release release, Which which) {
    return render(release, which, "few", "sas");
  }

  /** With every error counted on its own. */
  public String detail(Release release, Which which) {
    return render(release, which, "each-error", "sas");
  }

  /** The flows without their SAs. */
  public String identity(Release release, Which which, boolean detail) {
    return render(release, which, detail ? "each-error" : "few", "flow");
  }

  /** @param form facts whose presence chooses parts of the screen */
  private String render(Release release, Which which, String... form) {
    var byInterface = new LinkedHashMap<InterfaceName, List<Map<String, Object>>>();
    var heads = new LinkedHashMap<InterfaceName, Map<String, Object>>();
    for (Ident i : engine.idents().all()) {
      if (!which.takes(i)) continue;
      var b = i.binding();
      for (InterfaceName name : i.interfaces()) {
        if (!which.takes(name)) continue;
        byInterface.computeIfAbsent(name, n -> new ArrayList<>()).add(ident(i));
        heads.putIfAbsent(name, Facts.of("interface", name, "map", b.mapName(), "local",
            b.local() == null ? "0.0.0.0" : b.local()));
      }
    }
    heads.forEach((name, head) -> head.put("idents", byInterface.get(name)));
    var facts = Facts.of("interfaces", List.copyOf(heads.values()));
    for (String f : form) facts.put(f, "");
    return SCREEN.render(release, facts);
  }

  /** {@code show crypto ipsec sa address}: the SAs by where their packets go. */
  public String byAddress(Release release, Optional<Address> only) {
    var found = new TreeMap<String, List<Map<String, Object>>>();
    for (Ident i : engine.idents().all()) {
      for (SaPair p : i.pairs()) {
        add(found, only, p.sas().local(), p, true);
        if (p.established()) add(found, only, p.sas().remote(), p, false);
      }
    }
    return BY_ADDRESS.render(release, Facts.of("addresses",
        found.entrySet().stream().map(e -> Facts.of("address", e.getKey(),
        "sas", e.getValue())).toList()));
  }

  private void add(Map<String, List<Map<String, Object>>> found, Optional<Address> only, Address to, SaPair p,
      boolean inbound) {
    if (only.isPresent() && !only.get().equals(to)) return;
    var c = plane.counters(inbound ? p.inHandle() : p.outHandle());
    for (boolean esp : new boolean[] {false, true})
      for (var row : IpsecSaRows.of(p, inbound, esp, c, clock))
        found.computeIfAbsent(to.toString(), a -> new ArrayList<>()).add(Facts.with(row, "protocol", esp ? "ESP" : "AH"));
  }

  private static Address peerOf(Ident i) {
    return i.newest().map(p -> p.sas().remote()).orElseGet(i::peer);
  }

  private Map<String, Object> ident(Ident i) {
    var sas = new HashMap<String, Object>();
    for (String list : new String[] {"in-esp", "in-ah", "out-esp", "out-ah"})
      sas.put(list, new ArrayList<Map<String, Object>>());
    SaCounters sumIn = i.goneIn();
    SaCounters sumOut = i.goneOut();
    for (SaPair p : i.pairs()) {
      var inCounters = plane.counters(p.inHandle());
      sumIn = Ident.sum(sumIn, inCounters);
      add(sas, p, true, inCounters);
      if (!p.established()) continue;
      var outCounters = plane.counters(p.outHandle());
      sumOut = Ident.sum(sumOut, outCounters);
      add(sas, p, false, outCounters);
    }
    var f = counted(i, sumIn, sumOut);
    f.putAll(sas);
    return f;
  }

  @SuppressWarnings("unchecked")
  private void add(Map<String, Object> sas, SaPair p, boolean inbound, SaCounters c) {
    String way = inbound ? "in-" : "out-";
    ((List<Object>) sas.get(way + "esp")).addAll(IpsecSaRows.of(p, inbound, true, c, clock));
    ((List<Object>) sas.get(way + "ah")).addAll(IpsecSaRows.of(p, inbound, false, c, clock));
  }

  private Map<String, Object> counted(Ident i, SaCounters sumIn, SaCounters sumOut) {
    long noSa = i.noSaDrops(plane);
    var f = Facts.of("local-proxy", i.localProxy().brief(), "remote-proxy", i.remoteProxy().brief(), "peer", peerOf(i),
        "port", i.peerPort(), "flags", i.key().narrower() ? "" : "origin_is_acl,", "encaps", sumOut.packets(), "decaps",
        sumIn.packets(), "send-errors",
        sumOut.sendErrors() + noSa, "recv-errors",
        sumIn.macFailures() + sumIn.replayFailures() + sumIn.malformed() + sumIn.identityFailures(), "mtu",
            i.binding().mtu(),
        "no-sa", noSa, "encaps-failed", sumOut.sendErrors(), "verify-failed", sumIn.macFailures(), "bad-identity",
        sumIn.identityFailures(), "bad-length", sumIn.malformed(), "replayed", sumIn.replayFailures(),
        i.binding().local() instanceof Ipv6 ? "v6" : "v4", "");
    f.put("idb", i.tunnels().stream().findFirst().flatMap(ProtectedTunnel::underlay).orElse(i.binding().interfaceName()));
    int group = i.newest().map(p -> p.sas().pfsGroup()).orElse(0);
    f.put("pfs", group == 0 ? "N" : "Y");
    f.put("pfsgroup", group == 0 ? "none" : "group" + group);
    int path = i.newest().map(p -> plane.pathMtu(p.outHandle())).orElse(0);
    f.put("path-mtu", path == 0 ? i.binding().mtu() : Math.min(path, i.binding().mtu()));
    i.newest().ifPresentOrElse(p -> f.put("spi", p.sas().outSpi()), () -> f.put("no-spi", ""));
    return f;
  }
}
