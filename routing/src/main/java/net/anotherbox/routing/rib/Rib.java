package net.anotherbox.routing.rib;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.anotherbox.routing.rib.RibRoute.Path;
import net.anotherbox.routing.rib.RibRoute.Source;
import net.anotherbox.runtime.port.InterfaceTable;
import net.anotherbox.runtime.port.KernelPort;
import net.anotherbox.runtime.value.InterfaceName;
import net.anotherbox.runtime.value.Ipv4;
import net.anotherbox.runtime.value.Ipv4Prefix;

/** The IPv4 routing table: a value, computed by {@link #of}. */
public final class Rib {
  public static final Rib EMPTY = new Rib(new TreeMap<>());
  private static final int NEVER = 255;

  private final TreeMap<Ipv4Prefix, RibRoute> routes;
  /** Bit n: there are prefixes of this length. */
  private long lengths;

  private Rib(TreeMap<Ipv4Prefix, RibRoute> routes) {
    this.routes = routes;
  }

  /** The table that these interfaces and static routes make. */
  public static Rib of(Collection<InterfaceTable.State> interfaces, List<StaticRoute> statics) {
    var up = new TreeMap<InterfaceName, InterfaceTable.State>();
    for (InterfaceTable.State s : interfaces) if (s.lineUp() && s.linuxName().isPresent()) up.put(s.name(), s);
    Rib table = new Rib(new TreeMap<>()).with(connected(up.values()));
    // Each round can only follow chains one link longer than the last, so there are at most as many rounds as routes.
    for (int round = 0; round <= statics.size(); round++) {
      Rib next = new Rib(new TreeMap<>()).with(connected(up.values())).with(found(statics, up, table));
      if (next.routes.equals(table.routes)) break;
      table = next;
    }
    return table;
  }

  private Rib with(List<RibRoute> candidates) {
    for (RibRoute c : candidates) {
      lengths |= 1L << c.prefix().length();
      RibRoute old = routes.get(c.prefix());
      if (old == null || c.distance() < old.distance()) routes.put(c.prefix(), c);
      else if (c.distance() == old.distance() && old.source() == c.source()) {
        var paths = Stream.concat(old.paths().stream(), c.paths().stream()).toList();
        routes.put(c.prefix(), new RibRoute(c.prefix(), c.source(), c.distance(), paths));
      }
    }
    return this;
  }

  private static List<RibRoute> connected(Collection<InterfaceTable.State> up) {
    var found = new ArrayList<RibRoute>();
    for (InterfaceTable.State s : up)
      s.address().ifPresent(a -> found.add(new RibRoute(new Ipv4Prefix(a, s.prefixLength()), Source.CONNECTED, 0,
          List.of(new Path(Optional.empty(), Optional.of(s.name()), Optional.empty(), s.linuxName().orElseThrow())))));
    return found;
  }

  private static List<RibRoute> found(List<StaticRoute> statics, TreeMap<InterfaceName, InterfaceTable.State> up,
      Rib table) {
    var found = new ArrayList<RibRoute>();
    for (StaticRoute s : statics)
      if (s.distance() < NEVER) path(s, up, table).ifPresent(p -> found.add(new RibRoute(s.prefix(), Source.STATIC,
      s.distance(), List.of(p))));
    return found;
  }

  private static Optional<Path> path(StaticRoute s, TreeMap<InterfaceName, InterfaceTable.State> up, Rib table) {
    if (s.discards()) return Optional.of(new Path(Optional.empty(), s.out(), Optional.empty(), ""));
    if (s.out().isPresent()) {
      var state = Optional.ofNullable(up.get(s.out().get()));
      return state.map(i -> new Path(s.nextHop(), s.out(), s.nextHop(), i.linuxName().orElseThrow()));
    }
    return s.nextHop().flatMap(hop -> table.resolve(hop, new HashSet<>(Set.of(s.prefix()))).map(p ->
        new Path(Optional.of(hop), Optional.empty(), p.gateway(), p.link())));
  }

  /** The link behind a next hop. @param passed prefixes that may not be used again, so that no route rests on itself */
  private Optional<Path> resolve(Ipv4 hop, Set<Ipv4Prefix> passed) {
    Optional<RibRoute> via = longest(hop);
    if (via.isEmpty() || !passed.add(via.get().prefix())) return Optional.empty();
    Path p = via.get().paths().get(0);
    if (p.link().isEmpty()) return Optional.of(p);
    if (p.nextHop().isEmpty()) return Optional.of(new Path(Optional.empty(), p.out(), Optional.of(hop), p.link()));
    if (p.out().isPresent()) return Optional.of(p);
    return resolve(p.nextHop().get(), passed);
  }

  /** The route with the longest prefix that holds the address. */
  public Optional<RibRoute> longest(Ipv4 address) {
    for (int length = 32; length >= 0; length--) {
      if ((lengths & 1L << length) == 0) continue;
      RibRoute r = routes.get(new Ipv4Prefix(address, length));
      if (r != null) return Optional.of(r);
    }
    return Optional.empty();
  }

  /** All routes, by prefix. */
  public List<RibRoute> routes() {
    return List.copyOf(routes.values());
  }

  public Optional<RibRoute> exactly(Ipv4Prefix prefix) {
    return Optional.ofNullable(routes.get(prefix));
  }

  /** What the kernel must have besides its own connected routes; those on a link come before those through a neighbour. */
  public List<KernelPort.Route> kernelRoutes() {
    var wanted = new ArrayList<KernelPort.Route>();
    for (RibRoute r : routes.values()) {
      if (r.source() != Source.STATIC) continue;
      int metric = 1;
      for (Path p : r.paths()) wanted.add(new KernelPort.Route(r.prefix(), p.link().isEmpty() ? null : p.gateway()
          .orElse(null), p.link(), metric++));
    }
    return Stream.concat(wanted.stream().filter(r -> r.nextHop() == null), wanted.stream().filter(r -> r.nextHop() != null))
        .collect(Collectors.toUnmodifiableList());
  }
}
