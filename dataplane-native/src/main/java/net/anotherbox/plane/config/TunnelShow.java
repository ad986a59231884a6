package net.anotherbox.plane.config;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import net.anotherbox.runtime.port.InterfaceTable.State;
import net.anotherbox.runtime.port.TunnelPlane;
import net.anotherbox.runtime.port.TunnelPlane.Encapsulation;
import net.anotherbox.runtime.value.InterfaceName;

/** What {@code show interfaces} says of tunnels beyond what it says of all interfaces. */
final class TunnelShow {
  private static final int BANDWIDTH = 8000;

  private final Interfaces interfaces;
  private final Map<InterfaceName, Long> dropsWhenCleared = new HashMap<>();
  private final Map<InterfaceName, Long> errorsWhenCleared = new HashMap<>();

  TunnelShow(Interfaces interfaces) {
    this.interfaces = interfaces;
  }

  static String keepalive(TunnelSettings t) {
    return t.keepalive().map(k -> "set (" + k.seconds() + " sec), retries " + k.retries()).orElse("not set");
  }

  /** Packets lost on their way out since the counters were cleared: for want of an SA, of an end, of room. */
  long drops(InterfaceName n) {
    return lost(n) - dropsWhenCleared.getOrDefault(n, 0L);
  }

  private long lost(InterfaceName n) {
    if (interfaces.tunnels().standing(n).isEmpty()) return 0;
    TunnelPlane.Counters c = interfaces.tunnels().counters(n);
    return c.unsecured() + c.tooBig() + c.sendErrors();
  }

  /** Packets that arrived damaged or out of order since then. */
  long errors(InterfaceName n) {
    return damaged(n) - errorsWhenCleared.getOrDefault(n, 0L);
  }

  private long damaged(InterfaceName n) {
    if (interfaces.tunnels().standing(n).isEmpty()) return 0;
    TunnelPlane.Counters c = interfaces.tunnels().counters(n);
    return c.checksumErrors() + c.outOfOrder();
  }

  void clear(InterfaceName n) {
    dropsWhenCleared.put(n, lost(n));
    errorsWhenCleared.put(n, damaged(n));
  }

  void facts(InterfaceSettings set, TunnelSettings t, Map<String, Object> f) {
    Optional<TunnelStanding> standing = interfaces.tunnels().standing(set.name());
    f.put("evaluation", interfaces.state(set.name()).filter(State::lineUp).isPresent() ? "up" : "down");
    f.put("tunnelSource", t.source().map(s -> source(t, s)).orElse(unset(t)));
    f.put("tunnelDestination", !t.pointToPoint() ? "UNKNOWN" : standing.flatMap(s -> s.remote).map(Object::toString)
        .or(t::destination).orElse(unset(t)));
    f.put("transport", t.mode() == TunnelSettings.Mode.OTHER ? t.modeWords() : t.mode().transport);
    f.put("tunnelKey", t.key().isEmpty() ? "disabled" : "0x" + Long.toHexString(t.key().getAsLong())
        .toUpperCase(Locale.ROOT));
    f.put("sequencing", t.sequence() ? "enabled" : "disabled");
    f.put("checksumming", t.checksum() ? "enabled" : "disabled");
    f.put("ttl", t.ttl().orElse(Tunnels.TTL));
    f.put("transportMtu", transportMtu(set, t, standing));
    f.put("transmit", t.transmit().orElse(BANDWIDTH));
    f.put("receive", t.receive().orElse(BANDWIDTH));
    if (t.mode().encapsulation == Encapsulation.GRE) f.put("gre", true);
    t.protection().ifPresent(p -> f.put("profile", p.profile()));
    t.sourceInterface().ifPresent(s -> tracked(s, f));
    if (t.pathMtu()) discovery(t, standing, f);
  }

  /** What a virtual tunnel interface takes is what its device takes: that follows the SA. */
  private int transportMtu(InterfaceSettings set, TunnelSettings t, Optional<TunnelStanding> standing) {
    boolean byDevice = t.mode().encapsulation == Encapsulation.IPSEC && set.ipMtu().isEmpty();
    return byDevice ? interfaces.link(set.name()).map(l -> l.mtu()).orElse(Tunnels.USUAL_MTU)
        : standing.map(TunnelStanding::transportMtu).orElse(Tunnels.USUAL_MTU - t.overhead());
  }

  private static String unset(TunnelSettings t) {
    return t.mode().delivery == 4 ? "0.0.0.0" : "::";
  }

  /** "172.16.10.1 (Ethernet0/0)", or the address alone. */
  private String source(TunnelSettings t, String configured) {
    if (t.sourceInterface().isEmpty()) return configured;
    var now = interfaces.tunnels().ownAddress(t.sourceInterface().get(), t.mode().delivery);
    return now.map(Object::toString).orElse("UNKNOWN") + " (" + t.sourceInterface().get() + ")";
  }

  private void tracked(InterfaceName source, Map<String, Object> f) {
    long n = interfaces.settings().stream().filter(s -> s.tunnel().flatMap(TunnelSettings::sourceInterface)
        .equals(Optional.of(source))).count();
    f.put("tracked", source);
    f.put("members", n == 1 ? "1 member" : n + " members");
  }

  private static void discovery(TunnelSettings t, Optional<TunnelStanding> standing, Map<String, Object> f) {
    f.put("discovery", true);
    f.put("ager", t.pathMtuAge() == 0 ? "infinite" : t.pathMtuAge() + " mins");
    f.put("minMtu", t.pathMtuLeast());
    int learned = standing.map(s -> s.pathMtu).orElse(0);
    f.put("pathMtu", learned == 0 ? 0 : learned - t.overhead());
    f.put("expires", learned == 0 || t.pathMtuAge() == 0 ? "never" : standing.get().pathMtuExpires());
  }
}
