package net.anotherbox.routing.rib;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import net.anotherbox.routing.rib.RibRoute.Path;
import net.anotherbox.routing.rib.RibRoute.Source;
import net.anotherbox.runtime.port.InterfaceTable;
import net.anotherbox.runtime.release.Release;
import net.anotherbox.runtime.release.Screen;
import net.anotherbox.runtime.value.Ipv4;
import net.anotherbox.runtime.value.Ipv4Prefix;

/** The facts of {@code show ip route}: routes grouped by classful network, as IOS shows them. */
final class RouteScreens {
  private static final Screen TABLE = Screen.load(RouteScreens.class, "show-ip-route.screen");
  private static final Screen HOST = Screen.load(RouteScreens.class, "show-ip-route-host.screen");
  private static final Screen ENTRY = Screen.load(RouteScreens.class, "show-ip-route-entry.screen");
  private static final Ipv4Prefix DEFAULT = new Ipv4Prefix(Ipv4.ANY, 0);
  /** What a screen asks for with "when": that there is such a fact is all that counts. */
  private static final String YES = "";

  private RouteScreens() {}

  /** @param some whether only routes of one source were asked for */
  static String table(Release release, Rib rib, Collection<InterfaceTable.State> interfaces, Predicate<RibRoute> which,
      boolean some) {
    var facts = new HashMap<String, Object>();
    facts.put(some ? "some" : "all", YES);
    var last = rib.exactly(DEFAULT);
    if (last.isPresent()) facts.put("gateway", last.get().paths().get(0).nextHop().map(Ipv4::toString)
        .orElse(Ipv4.ANY.toString()));
    else facts.put("no-gateway", YES);
    List<RibRoute> routes = rib.routes().stream().filter(which).toList();
    List<RibRoute> supernets = routes.stream().filter(r -> r.prefix().length() < classLength(r.prefix().address())).toList();
    List<RibRoute> others = new ArrayList<>(routes);
    others.removeAll(supernets);
    facts.put("supernets", supernets.stream().map(r -> route(r, true)).toList());
    // Whether the box's own addresses are routes of the table is for the screen to say: it has both groupings.
    facts.put("networks", networks(others));
    others.addAll(locals(rib, interfaces).stream().filter(which).toList());
    facts.put("networks-with-local", networks(others));
    return TABLE.render(release, facts);
  }

  private static List<RibRoute> locals(Rib rib, Collection<InterfaceTable.State> interfaces) {
    var found = new ArrayList<RibRoute>();
    for (RibRoute r : rib.routes()) {
      if (r.source() != Source.CONNECTED || r.prefix().length() == 32) continue;
      for (InterfaceTable.State s : interfaces)
        if (r.paths().stream().anyMatch(p -> p.out().equals(Optional.of(s.name()))))
          s.address().ifPresent(a -> found.add(new RibRoute(new Ipv4Prefix(a, 32), Source.LOCAL, 0,
              List.of(new Path(Optional.empty(), Optional.of(s.name()), Optional.empty(), s.linuxName().orElse(""))))));
    }
    return found;
  }

  /** 8, 16 or 24 as the address is of class A, B or C; class D and E count as C. */
  static int classLength(Ipv4 address) {
    int first = address.bits() >>> 24;
    return first < 128 ? 8 : first < 192 ? 16 : 24;
  }

  private static List<Map<String, Object>> networks(List<RibRoute> routes) {
    var byClass = new TreeMap<Ipv4Prefix, List<RibRoute>>();
    for (RibRoute r : routes)
      byClass.computeIfAbsent(new Ipv4Prefix(r.prefix().address(), classLength(r.prefix().address())), n ->
      new ArrayList<>()).add(r);
    var found = new ArrayList<Map<String, Object>>();
    byClass.forEach((network, inside) -> found.add(network(network, inside)));
    return found;
  }

  private static Map<String, Object> network(Ipv4Prefix network, List<RibRoute> inside) {
    var facts = new HashMap<String, Object>();
    inside.sort(java.util.Comparator.comparing(RibRoute::prefix));
    if (inside.size() == 1 && inside.get(0).prefix().equals(network)) {
      facts.put("whole", List.of(route(inside.get(0), true)));
      return facts;
    }
    long masks = inside.stream().map(r -> r.prefix().length()).distinct().count();
    facts.put("network", network.address());
    facts.put("length", masks == 1 ? inside.get(0).prefix().length() : network.length());
    facts.put("count", inside.size());
    facts.put("masks", masks);
    facts.put(masks == 1 ? "subnetted" : "variably", YES);
    facts.put("routes", inside.stream().map(r -> route(r, masks > 1)).toList());
    return facts;
  }

  private static Map<String, Object> route(RibRoute r, boolean withLength) {
    String prefix = withLength ? r.prefix().toString() : r.prefix().address().toString();
    String code = switch (r.source()) {
      case CONNECTED -> "C";
      case LOCAL -> "L";
      case STATIC -> r.prefix().equals(DEFAULT) ? "S*" : "S";
    };
    var facts = new HashMap<String, Object>(Map.of("code", code, "prefix", prefix, "distance", r.distance(),
        "under", " ".repeat(prefix.length())));
    var ways = new ArrayList<Map<String, Object>>();
    for (Path p : r.paths()) {
      var way = new HashMap<String, Object>();
      way.put(ways.isEmpty() ? "first" : "more", YES);
      p.out().ifPresent(o -> way.put("interface", o));
      p.nextHop().ifPresent(h -> way.put("hop", h));
      way.put(p.nextHop().isEmpty() ? "direct" : p.out().isEmpty() ? "via" : "via-out", YES);
      ways.add(way);
    }
    facts.put("ways", ways);
    return facts;
  }

  static String host(Release release, Optional<Ipv4> gateway) {
    return HOST.render(release, gateway.map(g -> Map.<String, Object>of("gateway", g)).orElse(Map.of("no-gateway", YES)));
  }

  static String entry(Release release, Rib rib, Ipv4 address) {
    Optional<RibRoute> found = rib.longest(address).filter(r -> !r.prefix().equals(DEFAULT) || address.equals(Ipv4.ANY));
    var network = new Ipv4Prefix(address, classLength(address));
    if (found.isEmpty()) {
      boolean subnets = rib.routes().stream().anyMatch(r -> network.contains(r.prefix()));
      return ENTRY.render(release, Map.of(subnets ? "no-subnet" : "no-network", YES));
    }
    return explained(release, found.get());
  }

  /** What is known of just this prefix. */
  static String exact(Release release, Rib rib, Ipv4Prefix prefix) {
    Optional<RibRoute> found = rib.exactly(prefix);
    if (found.isPresent()) return explained(release, found.get());
    var network = new Ipv4Prefix(prefix.address(), classLength(prefix.address()));
    boolean subnets = prefix.length() > network.length()
        && rib.routes().stream().anyMatch(r -> network.contains(r.prefix()));
    return ENTRY.render(release, Map.of(subnets ? "no-subnet" : "no-network", YES));
  }

  private static String explained(Release release, RibRoute r) {
    var facts = new HashMap<String, Object>(route(r, true));
    boolean supernet = r.prefix().length() < classLength(r.prefix().address());
    facts.put(supernet ? "supernet" : "ordinary", YES);
    boolean direct = r.paths().get(0).nextHop().isEmpty();
    facts.put(r.source() == Source.CONNECTED ? "connected" : r.prefix().equals(DEFAULT) ? "candidate" : direct
        ? "static-direct" : "static", YES);
    return ENTRY.render(release, facts);
  }
}
