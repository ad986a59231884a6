package net.anotherbox.routing.rib;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import net.anotherbox.routing.rib.Ipv6Route.Path;
import net.anotherbox.routing.rib.Ipv6Route.Static;
import net.anotherbox.routing.rib.Ipv6Route.Source;
import net.anotherbox.runtime.port.InterfaceTable;
import net.anotherbox.runtime.port.InterfaceTable.Ipv6On;
import net.anotherbox.runtime.port.Ipv6Port;
import net.anotherbox.runtime.value.InterfaceName;
import net.anotherbox.runtime.value.Ipv6;
import net.anotherbox.runtime.value.Ipv6Prefix;

/** The IPv6 routing table: a value, computed by {@link #of}. Link-local addresses are in no table. */
public final class Ipv6Rib {
  public static final Ipv6Rib EMPTY = new Ipv6Rib(new TreeMap<>());
  private static final int HOST = 128;

  private final TreeMap<Ipv6Prefix, Ipv6Route> routes;

  private Ipv6Rib(TreeMap<Ipv6Prefix, Ipv6Route> routes) {
    this.routes = routes;
  }

  /**
   * The table that these interfaces, with their addresses and the routers beside them, and static routes make.
   *
   * @param learnedDistance administrative distance of routes to routers that advertise themselves
   */
  public static Ipv6Rib of(InterfaceTable interfaces, List<Static> statics, int learnedDistance) {
    var up = new TreeMap<InterfaceName, String>();
    var own = new ArrayList<Ipv6Route>();
    for (InterfaceTable.State s : interfaces.all()) {
      List<Ipv6On> addresses = interfaces.ipv6(s.name());
      if (!s.lineUp() || s.linuxName().isEmpty() || addresses.isEmpty()) continue;
      up.put(s.name(), s.linuxName().get());
      own.addAll(connected(s.name(), s.linuxName().get(), addresses));
      interfaces.defaultRouter(s.name()).ifPresent(router -> own.add(new Ipv6Route(Ipv6Prefix.DEFAULT, Source.ND,
          learnedDistance, List.of(new Path(Optional.of(router), Optional.of(s.name()), Optional.of(router),
          Optional.of(s.name()), s.linuxName().get())))));
    }
    Ipv6Rib table = new Ipv6Rib(new TreeMap<>()).with(own);
    // Each round can only follow chains one link longer than the last, so there are at most as many rounds as routes.
    for (int round = 0; round <= statics.size(); round++) {
      Ipv6Rib next = new Ipv6Rib(new TreeMap<>()).with(own).with(found(statics, up, table));
      if (next.routes.equals(table.routes)) break;
      table = next;
    }
    return table;
  }

  /** The prefix of each address that is in use, and the address itself; of one that is its own prefix, that alone. */
  private static List<Ipv6Route> connected(InterfaceName name, String link, Collection<Ipv6On> addresses) {
    var found = new ArrayList<Ipv6Route>();
    var path = List.of(new Path(Optional.empty(), Optional.of(name), Optional.empty(), Optional.of(name), link));
    var seen = new HashSet<Ipv6Prefix>();
    for (Ipv6On a : addresses) {
      if (a.tentative() || a.address().isLinkLocal()) continue;
      var prefix = new Ipv6Prefix(a.address(), a.prefixLength());
      if (seen.add(prefix)) found.add(new Ipv6Route(prefix, Source.CONNECTED, 0, path));
      if (a.prefixLength() < HOST) found.add(new Ipv6Route(new Ipv6Prefix(a.address(), HOST), Source.LOCAL, 0, path));
    }
    return found;
  }

  private Ipv6Rib with(List<Ipv6Route> candidates) {
    for (Ipv6Route c : candidates) {
      Ipv6Route old = routes.get(c.prefix());
      if (old == null || c.distance() < old.distance()) routes.put(c.prefix(), c);
      else if (c.distance() == old.distance() && old.source() == c.source())
        routes.put(c.prefix(), new Ipv6Route(c.prefix(), c.source(), c.distance(),
            Stream.concat(old.paths().stream(), c.paths().stream()).toList()));
    }
    return this;
  }

  private static List<Ipv6Route> found(List<Static> statics, TreeMap<InterfaceName, String> up, Ipv6Rib table) {
    var found = new ArrayList<Ipv6Route>();
    for (Static s : statics)
      path(s, up, table).ifPresent(p -> found.add(new Ipv6Route(s.prefix(), Source.STATIC, s.distance(), List.of(p))));
    return found;
  }

  private static Optional<Path> path(Static s, TreeMap<InterfaceName, String> up, Ipv6Rib table) {
    if (s.discards()) return Optional.of(new Path(Optional.empty(), s.out(), Optional.empty(), Optional.empty(), ""));
    if (s.out().isPresent()) return Optional.ofNullable(up.get(s.out().get()))
        .map(link -> new Path(s.nextHop(), s.out(), s.nextHop(), s.out(), link));
    return s.nextHop().flatMap(hop -> table.resolve(hop, new HashSet<>(Set.of(s.prefix()))).map(p ->
        new Path(Optional.of(hop), Optional.empty(), p.gateway(), p.leaves(), p.link())));
  }

  /** The link behind a next hop. @param passed prefixes that may not be used again, so that no route rests on itself */
  private Optional<Path> resolve(Ipv6 hop, Set<Ipv6Prefix> passed) {
    Optional<Ipv6Route> via = longest(hop);
    if (via.isEmpty() || !passed.add(via.get().prefix())) return Optional.empty();
    Path p = via.get().paths().get(0);
    if (p.link().isEmpty()) return Optional.of(p);
    if (p.nextHop().isEmpty())
      return Optional.of(new Path(Optional.empty(), p.out(), Optional.of(hop), p.leaves(), p.link()));
    if (p.out().isPresent()) return Optional.of(p);
    return resolve(p.nextHop().get(), passed);
  }

  /** The route with the longest prefix that holds the address. */
  public Optional<Ipv6Route> longest(Ipv6 address) {
    // Prefixes that hold an address stand before it, the longest last; between them only others that do not.
    var at = routes.floorEntry(new Ipv6Prefix(address, HOST));
    while (at != null && !at.getKey().contains(address)) {
      int common = commonBits(at.getKey().address(), address);
      var shorter = new Ipv6Prefix(address, Math.min(common, at.getKey().length()));
      at = at.getKey().compareTo(shorter) > 0 ? routes.floorEntry(shorter) : routes.lowerEntry(at.getKey());
    }
    return Optional.ofNullable(at).map(java.util.Map.Entry::getValue);
  }

  private static int commonBits(Ipv6 a, Ipv6 b) {
    int high = Long.numberOfLeadingZeros(a.high() ^ b.high());
    return high < 64 ? high : 64 + Long.numberOfLeadingZeros(a.low() ^ b.low());
  }

  /** All routes, by prefix. */
  public List<Ipv6Route> routes() {
    return List.copyOf(routes.values());
  }

  public Optional<Ipv6Route> exactly(Ipv6Prefix prefix) {
    return Optional.ofNullable(routes.get(prefix));
  }

  /** What the kernel must have besides the routes that it makes of addresses. */
  public List<Ipv6Port.Route> kernelRoutes() {
    var wanted = new ArrayList<Ipv6Port.Route>();
    for (Ipv6Route r : routes.values()) {
      if (r.source() != Source.STATIC && r.source() != Source.ND) continue;
      int metric = 1;
      for (Path p : r.paths())
        wanted.add(new Ipv6Port.Route(r.prefix(), p.link().isEmpty() ? Ipv6.ANY : p.gateway().orElse(Ipv6.ANY), p.link(),
            metric++));
    }
    return List.copyOf(wanted);
  }
}
