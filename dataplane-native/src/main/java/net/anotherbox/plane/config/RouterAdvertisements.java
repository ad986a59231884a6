package net.anotherbox.plane.config;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import net.anotherbox.plane.config.AdvertisementSettings.Rule;
import net.anotherbox.plane.config.AdvertisementSettings.Suppression;
import net.anotherbox.plane.nd.Advertising;
import net.anotherbox.plane.nd.RouterAdvertisement;
import net.anotherbox.plane.nd.RouterAdvertisement.Prefix;
import net.anotherbox.runtime.log.Log;
import net.anotherbox.runtime.loop.Loop;
import net.anotherbox.runtime.port.InterfaceTable.State;
import net.anotherbox.runtime.port.Ipv6Port.Autoconfiguration;
import net.anotherbox.runtime.port.KernelPort;
import net.anotherbox.runtime.port.PortUnavailable;
import net.anotherbox.runtime.port.RouterMessages;
import net.anotherbox.runtime.value.InterfaceName;
import net.anotherbox.runtime.value.Ipv6;
import net.anotherbox.runtime.value.Ipv6Prefix;

/**
 * Tells hosts on the links of this router: on each interface that has IPv6 and is up while {@code ipv6 unicast-routing}
 * is on, unless the interface learns its own addresses from another router. On the control loop.
 */
final class RouterAdvertisements {
  private static final long SECOND = 1_000;
  private static final Ipv6 ALL_NODES = Ipv6.of("FF02::1");
  private static final Advertising.Pace UNTOLD = new Advertising.Pace(0, 0, false, false);

  /** Another router, as it has told of itself. @param heardMillis when */
  record Router(InterfaceName on, Ipv6 address, RouterAdvertisement said, long heardMillis) {}

  /** An interface that advertises. */
  private final class Speaker {
    private final InterfaceName name;
    private final String link;
    private final Ipv6 source;
    private final Advertising when;
    private RouterAdvertisement what;
    private Advertising.Pace pace = UNTOLD;

    Speaker(InterfaceName name, String link, Ipv6 source, RouterAdvertisement what) {
      this.name = name;
      this.link = link;
      this.source = source;
      this.what = what;
      when = new Advertising(loop, source, pace, this::send);
    }

    private void send(Ipv6 destination) {
      if (speakers.get(name) == this) port.send(link, source, destination, what.bytes());
    }
  }

  private final Interfaces interfaces;
  private final Ipv6Interfaces ipv6;
  private final RouterMessages port;
  private final Loop loop;
  private final Log log;
  private final BooleanSupplier routing;
  private final TreeMap<InterfaceName, Speaker> speakers = new TreeMap<>();
  private final Map<String, Router> routers = new LinkedHashMap<>();
  private boolean listening;
  private boolean refused;

  /** @param routing whether this box is a router of IPv6 */
  RouterAdvertisements(Interfaces interfaces, Ipv6Interfaces ipv6, RouterMessages port, Loop loop, Log log,
      BooleanSupplier routing) {
    this.interfaces = interfaces;
    this.ipv6 = ipv6;
    this.port = port;
    this.loop = loop;
    this.log = log;
    this.routing = routing;
  }

  /** Brings what is told in line with the interfaces and their lines. */
  void enforce() {
    var wanted = new HashMap<InterfaceName, Speaker>();
    if (routing.getAsBoolean()) {
      for (InterfaceSettings s : interfaces.settings()) speaker(s.name()).ifPresent(w -> wanted.put(s.name(), w));
    }
    for (InterfaceName n : List.copyOf(speakers.keySet())) {
      Speaker before = speakers.get(n);
      Speaker now = wanted.get(n);
      if (now == null) silence(before);
      else if (!now.link.equals(before.link) || !now.source.equals(before.source)) silence(before);
    }
    for (var e : wanted.entrySet()) {
      Speaker s = speakers.computeIfAbsent(e.getKey(), n -> e.getValue());
      Advertising.Pace pace = pace(ipv6.settings(s.name).advertisement());
      boolean same = pace.equals(s.pace) && s.what.saysTheSame(e.getValue().what);
      s.what = e.getValue().what;
      s.pace = pace;
      if (!same) s.when.begin(pace);
    }
    if (!listening && (!speakers.isEmpty() || isAnyRunning())) listen();
    routers.values().removeIf(r -> !ipv6.settings(r.on()).running() || interfaces.state(r.on()).filter(State::lineUp).isEmpty());
  }

  private boolean isAnyRunning() {
    return interfaces.settings().stream().anyMatch(s -> ipv6.settings(s.name()).running());
  }

  private void listen() {
    if (listening || refused || port == RouterMessages.NONE) return;
    try {
      port.listen(this::received);
      listening = true;
    } catch (PortUnavailable e) {
      refused = true;
      log.syslog("PORT", 3, "ADVERTISE", interfaces.text("solicitations-refused", Map.of("reason", e.getMessage())));
    }
  }

  private Optional<Speaker> speaker(InterfaceName name) {
    Ipv6Settings set = ipv6.settings(name);
    if (!set.running() || set.advertisement().suppression() == Suppression.ALL
        || set.autoconfiguration() != Autoconfiguration.NONE) return Optional.empty();
    var state = interfaces.state(name).filter(State::lineUp);
    var link = interfaces.link(name);
    var source = ipv6.linkLocal(name).filter(a -> ipv6.real(name, a).filter(r -> !r.tentative() && !r.duplicate()).isPresent());
    if (state.isEmpty() || link.isEmpty() || source.isEmpty()) return Optional.empty();
    return Optional.of(new Speaker(name, link.get().name(), source.get(), advertisement(state.get(), link.get())));
  }

  private static Advertising.Pace pace(AdvertisementSettings a) {
    return new Advertising.Pace(a.leastMillis(), a.mostMillis(), a.suppression() == Suppression.NONE, a.unicast());
  }

  private RouterAdvertisement advertisement(State state, KernelPort.Link link) {
    Ipv6Settings set = ipv6.settings(state.name());
    AdvertisementSettings a = set.advertisement();
    int mtu = set.mtu().orElse(state.mtu());
    return new RouterAdvertisement(a.hopLimit() ? ipv6.hopLimit() : 0, a.managed(), a.other(), a.preference(), a.lifetime(),
        a.reachable().orElse(0), a.retransmit().orElse(0), link.mac().length == 6 ? link.mac() : new byte[0],
        a.mtu() ? OptionalInt.of(mtu) : OptionalInt.empty(), prefixes(state.name()),
        a.interval() ? OptionalInt.of(a.mostMillis()) : OptionalInt.empty(), a.nameServers());
  }

  /** Those of the interface's addresses, then those that only lines speak of. */
  List<Prefix> prefixes(InterfaceName name) {
    AdvertisementSettings a = ipv6.settings(name).advertisement();
    var rules = new LinkedHashMap<Ipv6Prefix, Rule>();
    for (var on : ipv6.addresses(name))
      if (!on.address().isLinkLocal()) rules.put(new Ipv6Prefix(on.address(), on.prefixLength()), a.others());
    for (Rule r : a.prefixes()) r.prefix().ifPresent(p -> rules.put(p, r));
    var told = new ArrayList<Prefix>();
    rules.forEach((p, r) -> {
      if (r.advertised()) told.add(new Prefix(p, r.onLink(), r.autonomous(), r.router(), r.valid(),
          Math.min(r.preferred(), r.valid())));
    });
    return told;
  }

  /** Hosts that hear it stop using this router at once. */
  private void silence(Speaker s) {
    s.when.stop();
    boolean heard = interfaces.link(s.name).filter(l -> l.up() && l.carrier() && l.name().equals(s.link)).isPresent()
        && s.what.lifetime() > 0;
    if (heard) port.send(s.link, s.source, ALL_NODES, s.what.farewell().bytes());
    speakers.remove(s.name, s);
  }

  /** Says goodbye everywhere. */
  void close() {
    List.copyOf(speakers.values()).forEach(this::silence);
  }

  // ---- what others say ----

  private void received(String link, Ipv6 source, byte[] message) {
    Optional<InterfaceName> name = interfaces.settings().stream().map(InterfaceSettings::name)
        .filter(n -> interfaces.link(n).filter(l -> l.name().equals(link)).isPresent()).findFirst();
    if (name.isEmpty() || !ipv6.settings(name.get()).running()) return;
    Speaker s = speakers.get(name.get());
    if (RouterAdvertisement.isSolicitation(message, source)) {
      if (s != null) s.when.solicited(source);
    } else if (source.isLinkLocal() && (s == null || !s.source.equals(source))) {
      RouterAdvertisement.read(message).ifPresent(said -> {
        String who = name.get() + " " + source;
        var before = defaultRouter(name.get());
        if (said.lifetime() == 0 && said.prefixes().isEmpty()) routers.remove(who);
        else routers.put(who, new Router(name.get(), source, said, loop.clock().millis()));
        loop.after(said.lifetime() * SECOND + 1, () -> lookAgain(name.get(), Optional.of(source)));
        lookAgain(name.get(), before);
      });
    }
  }

  /** Tells those who route by it if an interface's default router is no longer this one. */
  private void lookAgain(InterfaceName name, Optional<Ipv6> before) {
    if (!defaultRouter(name).equals(before)) interfaces.changed();
  }

  /**
   * The best of the routers that offer themselves on a link, the longest known among equals; none unless it is asked for.
   */
  Optional<Ipv6> defaultRouter(InterfaceName name) {
    if (ipv6.settings(name).autoconfiguration() != Autoconfiguration.ADDRESSES_AND_DEFAULT_ROUTE
        || interfaces.state(name).filter(State::lineUp).isEmpty()) return Optional.empty();
    return routers().stream().filter(r -> r.on().equals(name) && r.said().lifetime() > 0)
        .max(Comparator.comparing((Router r) -> r.said().preference())).map(Router::address);
  }

  /** Routers that have told of themselves, as long as what they said holds. */
  List<Router> routers() {
    long now = loop.clock().millis();
    routers.values().removeIf(r -> now - r.heardMillis() > Math.max(r.said().lifetime(), 1) * SECOND);
    return List.copyOf(routers.values());
  }

  long minutesSince(Router r) {
    return (loop.clock().millis() - r.heardMillis()) / 60_000;
  }
}
