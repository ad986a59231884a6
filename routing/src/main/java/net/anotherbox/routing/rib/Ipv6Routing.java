package net.anotherbox.routing.rib;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import net.anotherbox.config.grammar.Grammar;
import net.anotherbox.config.grammar.Line;
import net.anotherbox.config.grammar.Matched;
import net.anotherbox.config.grammar.Mode;
import net.anotherbox.config.grammar.Support;
import net.anotherbox.config.tree.Entry;
import net.anotherbox.config.tree.Section;
import net.anotherbox.routing.rib.Ipv6Route.Static;
import net.anotherbox.runtime.log.Log;
import net.anotherbox.runtime.loop.Following;
import net.anotherbox.runtime.loop.Loop;
import net.anotherbox.runtime.port.InterfaceTable;
import net.anotherbox.runtime.port.Ipv6Port;
import net.anotherbox.runtime.release.Catalogue;
import net.anotherbox.runtime.release.Personality;
import net.anotherbox.runtime.value.InterfaceName;
import net.anotherbox.runtime.value.Ipv6;
import net.anotherbox.runtime.value.Ipv6Prefix;

/** {@code ipv6 unicast-routing}, {@code ipv6 route}: the table of IPv6, computed anew when lines or interfaces change. */
final class Ipv6Routing {
  private static final Catalogue TEXTS = Catalogue.load(Ipv6Routing.class, "routing.msg");
  private static final String DESTINATION = "ipv6 route X:X:X:X::X/<0-128>:prefix ";

  private final Personality personality;
  private final Loop loop;
  private final InterfaceTable interfaces;
  private final Ipv6Port port;
  private final Log log;
  /** Run after the table has changed. */
  private final Runnable told;
  private final Following evaluation;
  private final Map<Ipv6Route, Long> since = new HashMap<>();
  private Line route;
  private Line routing;
  private Section current = Section.EMPTY;
  private Ipv6Rib rib = Ipv6Rib.EMPTY;
  private Set<Ipv6Port.Route> refused = Set.of();

  Ipv6Routing(Personality personality, Loop loop, InterfaceTable interfaces, Ipv6Port port, Log log, Runnable told) {
    this.personality = personality;
    this.loop = loop;
    this.interfaces = interfaces;
    this.port = port;
    this.log = log;
    this.told = told;
    evaluation = new Following(loop, this::evaluate);
    interfaces.onChange(evaluation::changed);
  }

  void declare(Grammar g) {
    g.prefix(Mode.CONFIG, "ipv6", "Global IPv6 configuration commands");
    g.prefix(Mode.CONFIG, "ipv6 route", "Configure static routes");
    routing = g.line(Mode.CONFIG, "ipv6 unicast-routing", "Enable unicast routing").active();
    route = g.line(Mode.CONFIG, DESTINATION + "{X:X:X:X::X:hop|IFNAME:out [X:X:X:X::X:hop]} [<1-254>:distance] "
        + "[{unicast|multicast:multicast|permanent:permanent|tag <1-4294967295>:tag|name WORD:name|track <1-1000>:track}]*",
        "IPv6 prefix", "IPv6 address of next-hop", "interface", "IPv6 address of next-hop", "Administrative distance",
        "Route only usable by unicast", "Route only usable by multicast", "Permanent route", "Tag value", "Tag value",
        "Specify name for route", "Name of the route", "Install route depending on tracked item", "Tracked object number")
        .slot("ipv6 route").sorted().keyed("prefix", "out", "hop").clearsOnNo("prefix").rewrite(Ipv6Routing::written)
        .check(this::objection).support(Ipv6Routing::support);
    new Ipv6RouteShows(personality, this).declare(g);
    new Ipv6CefShows(personality, this).declare(g);
  }

  private static Support support(Entry e) {
    if (e.arg("multicast").isPresent()) return new Support.Partial("no multicast is routed: the route is not installed");
    if (e.arg("track").isPresent())
      return new Support.Partial("objects are not tracked: the route stands as long as its next hop can be reached");
    if (e.arg("permanent").isPresent()) return new Support.Partial("the route goes when its interface goes down");
    return Support.ACTIVE;
  }

  /** A route to a host's address and a length is one to its network. */
  private static Matched written(Matched m) {
    if (!m.has("prefix")) return m;
    String prefix = Ipv6Prefix.of(m.required("prefix")).toString();
    var words = new java.util.ArrayList<>(m.words());
    words.set(2, prefix);
    return m.with("prefix", prefix).withWords(List.copyOf(words));
  }

  private Optional<String> objection(Section root, Matched m) {
    Ipv6Prefix prefix = Ipv6Prefix.of(m.required("prefix"));
    Optional<Ipv6> hop = m.arg("hop").map(Ipv6::of);
    if (prefix.address().isMulticast() || prefix.address().isLinkLocal()) return text("ipv6-bad-prefix");
    if (hop.isEmpty()) return Optional.empty();
    if (hop.get().isLinkLocal() && !m.has("out")) return text("ipv6-link-local-hop");
    return interfaces.owns(hop.get()) && !hop.get().isLinkLocal() ? text("own-address") : Optional.empty();
  }

  /** Whether {@code ipv6 cef} stands in the configuration. */
  boolean cef() {
    return current.entries().stream().anyMatch(e -> e.line().slot().equals("ipv6 cef") && !e.negated());
  }

  Optional<String> text(String message) {
    return TEXTS.render(personality.release(), message, Map.of());
  }

  void apply(Section before, Section now) {
    boolean was = before.isOn(routing);
    current = now;
    if (was != now.isOn(routing) || before.isEmpty()) port.forwarding(now.isOn(routing));
    if (!Section.same(before, now, route, routing) || before.isEmpty()) evaluation.changed();
  }

  private void evaluate() {
    List<Ipv6Route> before = rib.routes();
    rib = Ipv6Rib.of(interfaces, configured().stream().toList(), text("ipv6-nd-distance").map(Integer::parseInt).orElse(1));
    long now = loop.clock().millis();
    since.keySet().retainAll(Set.copyOf(rib.routes()));
    for (Ipv6Route r : rib.routes()) since.putIfAbsent(r, now);
    Collection<Ipv6Port.Route> no = port.routes(rib.kernelRoutes());
    for (Ipv6Port.Route r : no)
      if (!refused.contains(r)) TEXTS.render(personality.release(), "refused", Map.of("prefix", r.prefix()))
          .ifPresent(t -> log.syslog("KERNEL", 3, "ROUTE", t));
    refused = Set.copyOf(no);
    if (!rib.routes().equals(before)) told.run();
  }

  /** The static routes of the configuration that may come into the table, in its order. */
  List<Static> configured() {
    return current.all(route).filter(e -> e.arg("multicast").isEmpty()).map(e -> new Static(
        Ipv6Prefix.of(e.required("prefix")), e.arg("out").map(InterfaceName::of), e.arg("hop").map(Ipv6::of),
        e.arg("distance").map(Integer::parseInt).orElse(1))).toList();
  }

  /** The table as it stands. */
  Ipv6Rib rib() {
    evaluation.settle();
    return rib;
  }

  /** Whether IPv6 runs at all: on an interface, or between them. */
  boolean running() {
    return current.isOn(routing) || interfaces.all().stream().anyMatch(s -> !interfaces.ipv6(s.name()).isEmpty());
  }

  boolean linkLocalsInTable() {
    return text("ipv6-link-locals-in-table").equals(Optional.of("yes"));
  }

  /** How long a route of the table has stood there, seconds. */
  long age(Ipv6Route r) {
    return (loop.clock().millis() - since.getOrDefault(r, loop.clock().millis())) / 1000;
  }
}
