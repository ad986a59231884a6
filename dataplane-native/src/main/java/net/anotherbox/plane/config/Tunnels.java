package net.anotherbox.plane.config;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import net.anotherbox.plane.config.TunnelSettings.Keepalive;
import net.anotherbox.plane.config.TunnelStanding.Why;
import net.anotherbox.runtime.log.Log;
import net.anotherbox.runtime.loop.Loop;
import net.anotherbox.runtime.loop.Timer;
import net.anotherbox.runtime.port.InterfaceTable.Ipv6On;
import net.anotherbox.runtime.port.InterfaceTable.State;
import net.anotherbox.runtime.port.RoutingTable;
import net.anotherbox.runtime.port.TunnelPlane;
import net.anotherbox.runtime.port.TunnelPlane.Encapsulation;
import net.anotherbox.runtime.port.TunnelPlane.Tunnel;
import net.anotherbox.runtime.port.TunnelTable;
import net.anotherbox.runtime.value.Address;
import net.anotherbox.runtime.value.InterfaceName;
import net.anotherbox.runtime.value.InterfaceName.Kind;
import net.anotherbox.runtime.value.Ipv4;
import net.anotherbox.runtime.value.Ipv6;

/**
 * Where the ends of the tunnels are and whether their line protocol is up: looked at anew after each change of interfaces,
 * routes, SAs and keepalives. On the control loop.
 */
final class Tunnels implements TunnelTable {
  static final int USUAL_MTU = 1500;
  static final int TTL = 255;
  private static final int NAME_CHARACTERS = 15;
  private static final long SECOND = 1_000;
  private static final long MINUTE = 60 * SECOND;
  /** So long a tunnel stays down whose destination was routed through itself. */
  private static final long BACK_OFF = MINUTE;

  private final Interfaces interfaces;
  private final Loop loop;
  private final Log log;
  private final TunnelDebug debug;
  private final TreeMap<InterfaceName, TunnelStanding> tunnels = new TreeMap<>();
  private final List<Runnable> listeners = new ArrayList<>();
  private final Set<InterfaceName> complained = new HashSet<>();
  private TunnelPlane plane = TunnelPlane.NONE;
  private RoutingTable routing = RoutingTable.NONE;
  private Function<String, Optional<Address>> names = name -> Optional.empty();
  /** Empty before the plane was told anything: what a process that died has left there goes with the first word. */
  private Optional<List<Tunnel>> inPlane = Optional.empty();
  private List<Protected> told = List.of();
  private boolean looking;
  private boolean again;

  Tunnels(Interfaces interfaces, Loop loop, Log log, TunnelDebug debug) {
    this.interfaces = interfaces;
    this.loop = loop;
    this.log = log;
    this.debug = debug;
  }

  /**
   * What is not there yet when interfaces are made.
   *
   * @param names addresses of {@code ip host} names
   */
  void outside(TunnelPlane plane, RoutingTable routing, Function<String, Optional<Address>> names) {
    this.plane = plane;
    this.routing = routing;
    this.names = names;
    plane.onKeepalive(this::answered);
    plane.onPathMtu(this::pathMtu);
    routing.onChange(this::changed);
  }

  /** The link behind a tunnel: its name, or the short form where Linux has no room for that. */
  static String deviceName(InterfaceName name) {
    return name.toString().length() <= NAME_CHARACTERS ? name.toString() : name.brief();
  }

  static boolean isTunnel(InterfaceName name) {
    return name.kind() == Kind.Tunnel || name.kind() == Kind.Virtual_Access;
  }

  // ---- what is asked ----

  /** The link behind a tunnel, if it could be made. */
  Optional<String> device(InterfaceName name) {
    return Optional.ofNullable(tunnels.get(name)).filter(t -> t.made).map(t -> t.device);
  }

  boolean isDevice(String link) {
    return tunnels.values().stream().anyMatch(t -> t.made && t.device.equals(link));
  }

  boolean lineUp(InterfaceName name) {
    return Optional.ofNullable(tunnels.get(name)).filter(TunnelStanding::lineUp).isPresent();
  }

  Optional<TunnelStanding> standing(InterfaceName name) {
    return Optional.ofNullable(tunnels.get(name));
  }

  /** Whether there are none, and the plane knows that. */
  boolean idle() {
    return tunnels.isEmpty() && inPlane.isPresent();
  }

  Collection<TunnelStanding> all() {
    return tunnels.values();
  }

  TunnelPlane.Counters counters(InterfaceName name) {
    return plane.counters(name);
  }

  @Override
  public Collection<Protected> protectedTunnels() {
    return tunnels.values().stream().filter(t -> t.tunnel.protection().isPresent()).map(Tunnels::guarded).toList();
  }

  private static Protected guarded(TunnelStanding t) {
    var p = t.tunnel.protection().orElseThrow();
    return new Protected(t.name, t.tunnel.mode().encapsulation, t.tunnel.mode().payload, t.local, t.remote, t.underlay,
        p.profile(), p.shared(), t.ready(), t.device);
  }

  @Override
  public void onChange(Runnable listener) {
    listeners.add(listener);
  }

  @Override
  public void secured(InterfaceName tunnel, boolean up) {
    TunnelStanding t = tunnels.get(tunnel);
    if (t == null || t.secured == up) return;
    t.secured = up;
    changed();
  }

  // ---- what is configured ----

  /** These interfaces are configured now: devices of new tunnels are there when this returns. */
  void configured(Collection<InterfaceSettings> all) {
    var present = new HashSet<InterfaceName>();
    for (InterfaceSettings s : all) {
      if (!isTunnel(s.name()) || interfaces.isBound(s.name())) continue;
      present.add(s.name());
      TunnelStanding t = tunnels.get(s.name());
      if (t == null) {
        var made = new TunnelStanding(s.name(), s, loop.clock());
        tunnels.put(s.name(), made);
        loop.after(SECOND, () -> say(made));
      } else if (!t.settings.equals(s)) {
        reconfigured(t, s);
      }
    }
    for (InterfaceName gone : List.copyOf(tunnels.keySet())) {
      if (present.contains(gone)) continue;
      tunnels.remove(gone).stopTimers();
      complained.remove(gone);
    }
    place();
  }

  private static void reconfigured(TunnelStanding t, InterfaceSettings s) {
    var before = t.tunnel;
    t.settings = s;
    t.tunnel = s.tunnel().orElse(TunnelSettings.PLAIN);
    if (before.equals(t.tunnel)) return;
    t.stopTimers();
    t.unanswered = 0;
    t.silent = false;
    t.pathMtu = 0;
  }

  /** Finds the ends and tells the plane. @return whether it had to be told anything */
  private boolean place() {
    for (TunnelStanding t : tunnels.values()) ends(t);
    List<Tunnel> wanted = tunnels.values().stream().map(TunnelStanding::wanted).toList();
    boolean lost = tunnels.values().stream().anyMatch(t -> t.made && !interfaces.hasLink(t.device));
    if (inPlane.equals(Optional.of(wanted)) && !lost) return false;
    var before = new HashSet<>(inPlane.orElse(List.of()));
    inPlane = Optional.of(wanted);
    Map<InterfaceName, String> problems = plane.tunnels(wanted);
    for (TunnelStanding t : tunnels.values()) {
      boolean had = t.made;
      t.made = !problems.containsKey(t.name);
      if (t.made && (!had || !interfaces.hasLink(t.device))) interfaces.made(t.settings, t.device);
      else if (!before.contains(t.wanted())) interfaces.changed(t);
      if (t.made) complained.remove(t.name);
      else if (complained.add(t.name) && plane != TunnelPlane.NONE)
        interfaces.complain("TUNNEL", "not-made", t.name, problems.get(t.name));
    }
    return true;
  }

  private void ends(TunnelStanding t) {
    int family = t.tunnel.mode().delivery;
    t.underlay = t.tunnel.sourceInterface().or(() -> t.tunnel.source().flatMap(Tunnels::address).flatMap(this::owner));
    t.local = t.tunnel.sourceInterface().isPresent() ? t.underlay.flatMap(n -> ownAddress(n, family))
        : t.tunnel.source().flatMap(Tunnels::address).filter(a -> isOf(a, family));
    t.remote = t.tunnel.destination().flatMap(d -> address(d).or(() -> names.apply(d))).filter(a -> isOf(a, family));
    var out = t.remote.flatMap(routing::out).or(() -> t.underlay).flatMap(interfaces::state);
    t.linkMtu = out.filter(s -> !s.name().equals(t.name)).map(State::mtu).orElse(USUAL_MTU);
  }

  private static boolean isOf(Address a, int family) {
    return a instanceof Ipv4 == (family == 4);
  }

  private static Optional<Address> address(String text) {
    return Ipv4.parse(text).map(Address.class::cast).or(() -> Ipv6.parse(text));
  }

  /** The interface that an address of ours is on, primary or not. */
  private Optional<InterfaceName> owner(Address a) {
    return interfaces.settings().stream().filter(s -> a instanceof Ipv4 v4
        ? s.addresses().stream().anyMatch(x -> x.address().equals(v4))
        : interfaces.ipv6(s.name()).stream().anyMatch(x -> x.address().equals(a))).map(InterfaceSettings::name).findFirst();
  }

  /** The address that tunnels with this interface for a source have: of IPv6 a global one before a link-local one. */
  Optional<Address> ownAddress(InterfaceName n, int family) {
    if (family == 4) return interfaces.state(n).flatMap(State::address).map(a -> a);
    return interfaces.ipv6(n).stream().filter(a -> !a.tentative()).map(Ipv6On::address).findFirst().map(a -> a);
  }

  /** Whether any destination is a name, whose address may change with any line. */
  boolean anyByName() {
    return tunnels.values().stream().anyMatch(t -> t.tunnel.destination().filter(d -> address(d).isEmpty()).isPresent());
  }

  // ---- the line protocol ----

  /** Something that tunnels depend on may have changed. */
  void changed() {
    again = true;
    if (looking) return;
    looking = true;
    try {
      // Each tunnel may rest on another, and their routes on the tunnels: a round settles one more of them.
      for (int round = 0; again && round <= 2 * tunnels.size() + 1; round++) {
        again = false;
        if (look()) interfaces.tunnelsChanged();
      }
    } finally {
      looking = false;
    }
    List<Protected> now = List.copyOf(protectedTunnels());
    if (now.equals(told)) return;
    told = now;
    for (Runnable r : List.copyOf(listeners)) r.run();
  }

  private boolean look() {
    boolean any = place();
    for (TunnelStanding t : List.copyOf(tunnels.values())) {
      Why now = why(t);
      Why before = t.why;
      t.why = now;
      beat(t);
      if (before == now) continue;
      debug.state(t, now);
      any = true;
      if ((before == Why.NOTHING) == (now == Why.NOTHING)) continue;
      plane.carrier(t.name, t.lineUp());
      interfaces.changed(t);
      if (now == Why.RECURSIVE || now == Why.SHUTDOWN) loop.after(SECOND, () -> say(t));
      else say(t);
    }
    return any;
  }

  private Why why(TunnelStanding t) {
    if (t.settings.shutdown()) return Why.SHUTDOWN;
    if (!t.made) return Why.NO_DEVICE;
    if (t.tunnel.mode() == TunnelSettings.Mode.OTHER) return Why.NOT_CARRIED;
    if (t.local.isEmpty()) return Why.NO_SOURCE;
    if (t.underlay.flatMap(interfaces::state).filter(State::lineUp).isEmpty()) return Why.SOURCE_DOWN;
    if (!t.tunnel.pointToPoint()) return Why.NOTHING;
    if (t.remote.isEmpty()) return Why.NO_DESTINATION;
    if (t.backOff.isPresent()) return Why.RECURSIVE;
    var out = routing.out(t.remote.get());
    if (out.isEmpty()) return Why.NO_ROUTE;
    if (leadsThrough(t, out.get())) {
      recursive(t);
      return Why.RECURSIVE;
    }
    if (t.silent) return Why.KEEPALIVE;
    if (t.tunnel.mode().encapsulation == Encapsulation.IPSEC && !(t.secured && t.tunnel.protection().isPresent()))
      return Why.NO_SA;
    return Why.NOTHING;
  }

  /** Whether packets that leave by this interface come to this tunnel, if by way of other tunnels. */
  private boolean leadsThrough(TunnelStanding t, InterfaceName out) {
    var passed = new HashSet<InterfaceName>();
    Optional<InterfaceName> at = Optional.of(out);
    while (at.isPresent() && passed.add(at.get())) {
      if (at.get().equals(t.name)) return true;
      at = Optional.ofNullable(tunnels.get(at.get())).flatMap(x -> x.remote).flatMap(routing::out);
    }
    return false;
  }

  private void recursive(TunnelStanding t) {
    log.syslog("TUN", 5, "RECURDOWN", interfaces.text("recursive", Map.of("interface", t.name)));
    t.backOff = Optional.of(loop.after(BACK_OFF, () -> {
      t.backOff = Optional.empty();
      changed();
    }));
  }

  private void say(TunnelStanding t) {
    if (tunnels.get(t.name) != t || t.said.equals(Optional.of(t.lineUp()))) return;
    t.said = Optional.of(t.lineUp());
    interfaces.sayLineProtocol(t.name, t.lineUp());
  }

  // ---- keepalives ----

  private void beat(TunnelStanding t) {
    boolean wanted = t.tunnel.keepalive().isPresent() && t.tunnel.pointToPoint()
        && t.tunnel.mode().encapsulation == Encapsulation.GRE && t.tunnel.mode().delivery == 4 && t.ready();
    if (wanted && t.beat.isEmpty()) {
      t.beat = Optional.of(loop.after(t.tunnel.keepalive().get().seconds() * SECOND, () -> ask(t)));
    } else if (!wanted && t.beat.isPresent()) {
      t.beat.get().cancel();
      t.beat = Optional.empty();
      t.unanswered = 0;
      t.silent = false;
    }
  }

  private void ask(TunnelStanding t) {
    Keepalive k = t.tunnel.keepalive().orElseThrow();
    t.beat = Optional.of(loop.after(k.seconds() * SECOND, () -> ask(t)));
    t.unanswered++;
    debug.asking(t);
    plane.keepalive(t.name);
    if (t.unanswered <= k.retries() || t.silent) return;
    t.silent = true;
    changed();
  }

  private void answered(InterfaceName name) {
    TunnelStanding t = tunnels.get(name);
    if (t == null || t.tunnel.keepalive().isEmpty()) return;
    debug.answered(t);
    t.unanswered = 0;
    if (!t.silent) return;
    t.silent = false;
    changed();
  }

  // ---- the path ----

  private void pathMtu(TunnelPlane.PathMtu said) {
    TunnelStanding t = tunnels.get(said.tunnel());
    // Routers do not cut IPv6, so what it leaves in is heeded in any case.
    if (t == null || !t.tunnel.pathMtu() && t.tunnel.mode().delivery == 4 || said.mtu() < t.tunnel.pathMtuLeast()
        || said.mtu() >= (t.pathMtu > 0 ? t.pathMtu : t.linkMtu)) return;
    t.pathMtu = said.mtu();
    t.aging.ifPresent(Timer::cancel);
    t.pathMtuUntil = loop.clock().millis() + t.tunnel.pathMtuAge() * MINUTE;
    t.aging = t.tunnel.pathMtuAge() == 0 ? Optional.empty()
        : Optional.of(loop.after(t.tunnel.pathMtuAge() * MINUTE, () -> {
          t.pathMtu = 0;
          t.aging = Optional.empty();
          changed();
        }));
    changed();
  }

  // ---- virtual access interfaces ----

  @Override
  public Collection<Template> templates() {
    var out = new ArrayList<Template>();
    for (InterfaceSettings s : interfaces.settings()) {
      var t = s.tunnel().filter(x -> s.name().kind() == Kind.Virtual_Template
          && x.mode().encapsulation == Encapsulation.IPSEC);
      if (t.isEmpty() || t.get().protection().isEmpty() || s.shutdown()) continue;
      int family = t.get().mode().delivery;
      var local = t.get().sourceInterface().flatMap(n -> ownAddress(n, family)).or(() -> t.get().source()
          .flatMap(Tunnels::address).filter(a -> isOf(a, family)));
      out.add(new Template(s.name(), t.get().mode().payload, local, t.get().protection().get().profile()));
    }
    return out;
  }

  @Override
  public Optional<InterfaceName> access(InterfaceName template, Address local, Address remote) {
    var from = interfaces.settings(template).flatMap(InterfaceSettings::tunnel);
    if (from.isEmpty() || from.get().mode().encapsulation != Encapsulation.IPSEC) return Optional.empty();
    return Optional.of(interfaces.clone(template, local, remote));
  }

  @Override
  public void dropAccess(InterfaceName access) {
    interfaces.dropClone(access);
  }
}
