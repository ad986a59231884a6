package net.anotherbox.routing.rib;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import net.anotherbox.config.feature.Execution;
import net.anotherbox.config.grammar.Grammar;
import net.anotherbox.config.grammar.Mode;
import net.anotherbox.routing.rib.Ipv6Route.Path;
import net.anotherbox.routing.rib.Ipv6Route.Static;
import net.anotherbox.routing.rib.Ipv6Route.Source;
import net.anotherbox.runtime.log.TimestampStyle;
import net.anotherbox.runtime.release.Personality;
import net.anotherbox.runtime.release.Screen;
import net.anotherbox.runtime.value.InterfaceName;
import net.anotherbox.runtime.value.Ipv6;
import net.anotherbox.runtime.value.Ipv6Prefix;

/** {@code show ipv6 route} in its forms, {@code show ipv6 static}, {@code show ipv6 protocols}. */
final class Ipv6RouteShows {
  private static final Screen TABLE = screen("show-ipv6-route");
  private static final Screen ENTRY = screen("show-ipv6-route-entry");
  private static final Screen SUMMARY = screen("show-ipv6-route-summary");
  private static final Screen STATIC = screen("show-ipv6-static");
  private static final Screen PROTOCOLS = screen("show-ipv6-protocols");
  private static final InterfaceName NULL = InterfaceName.of("Null0");
  /** What a screen asks for with "when": that there is such a fact is all that counts. */
  private static final String YES = "";
  /** Bytes of IOS's own structures for a route. */
  private static final int OVERHEAD = 88;
  private static final int MEMORY = 112;

  private final Personality personality;
  private final Ipv6Routing routing;

  Ipv6RouteShows(Personality personality, Ipv6Routing routing) {
    this.personality = personality;
    this.routing = routing;
  }

  private static Screen screen(String name) {
    return Screen.load(Ipv6RouteShows.class, name + ".screen");
  }

  void declare(Grammar g) {
    g.prefix(Mode.EXEC, "show", "Show running system information");
    g.prefix(Mode.EXEC, "show ipv6", "IPv6 information");
    g.prefix(Mode.EXEC, "show ipv6 route", "Show IPv6 route table entries");
    g.exec("show ipv6 route", x -> table(x, r -> true));
    g.exec("show ipv6 route {connected:which|local:which|nd:which|static:which}", x -> table(x, r -> r.source().name()
        .toLowerCase(java.util.Locale.ROOT).equals(x.command().required("which"))), "Show connected routes",
        "Show local routes", "Show IPv6 ND routes", "Show static routes");
    // Sources that bring no routes here: the part of the table that they have is empty.
    g.exec("show ipv6 route {bgp|eigrp|isis|ospf|rip}", x -> table(x, r -> false), "Show BGP routes", "Show EIGRP routes",
        "Show IS-IS routes", "Show OSPF routes", "Show RIP routes");
    g.exec("show ipv6 route interface IFNAME:name", x -> table(x, r -> r.paths().stream().anyMatch(p -> p.out().or(
        p::leaves).equals(Optional.of(InterfaceName.of(x.command().required("name")))))), "Show routes via an interface",
        "interface");
    g.exec("show ipv6 route summary", this::summary, "Summary display");
    g.exec("show ipv6 route X:X:X:X::X/<0-128>:prefix", x -> entry(x, exactly(Ipv6Prefix.of(
        x.command().required("prefix")))), "IPv6 prefix");
    g.exec("show ipv6 route X:X:X:X::X/<0-128>:prefix longer-prefixes", x -> table(x, r -> Ipv6Prefix.of(
        x.command().required("prefix")).contains(r.prefix())), "IPv6 prefix", "Show route matching the specified prefix only");
    g.exec("show ipv6 route X:X:X:X::X:address", x -> entry(x, longest(Ipv6.of(x.command().required("address")))),
        "IPv6 address");
    g.exec("show ipv6 static [detail]", this::statics, "IPv6 static routes", "Static route detail");
    g.exec("show ipv6 protocols [summary]", x -> x.print(PROTOCOLS.render(personality.release(), Map.of())),
        "IPv6 Routing Protocols", "Configured IPv6 routing protocols summary");
  }

  /** The table and what stands in every one that has a route at all. */
  private List<Ipv6Route> all() {
    var all = new ArrayList<>(routing.rib().routes());
    if (!routing.running()) return all;
    var discard = List.of(new Path(Optional.empty(), Optional.of(NULL), Optional.empty(), Optional.empty(), ""));
    for (Ipv6Prefix p : routing.linkLocalsInTable() ? List.of(Ipv6Prefix.LINK_LOCAL, Ipv6Prefix.MULTICAST)
        : List.of(Ipv6Prefix.MULTICAST)) all.add(new Ipv6Route(p, Source.LOCAL, 0, discard));
    all.sort(java.util.Comparator.comparing(Ipv6Route::prefix));
    return all;
  }

  private void table(Execution x, Predicate<Ipv6Route> which) {
    List<Ipv6Route> all = all();
    x.print(TABLE.render(personality.release(), Map.of("entries", all.size(), "routes",
        all.stream().filter(which).map(this::facts).toList())));
  }

  private Map<String, Object> facts(Ipv6Route r) {
    var f = new HashMap<String, Object>(Map.of("prefix", r.prefix(), "distance", r.distance(), "code", code(r)));
    f.put("paths", r.paths().stream().map(p -> path(r, p)).toList());
    return f;
  }

  private String code(Ipv6Route r) {
    return switch (r.source()) {
      case CONNECTED -> r.prefix().length() == 128 ? "LC" : "C";
      case LOCAL -> "L";
      case ND -> routing.text("ipv6-nd-code").orElse("");
      case STATIC -> "S";
    };
  }

  private Map<String, Object> path(Ipv6Route r, Path p) {
    var f = new HashMap<String, Object>();
    p.nextHop().ifPresent(h -> f.put("hop", h));
    p.out().ifPresent(o -> f.put("interface", o));
    boolean own = r.source() == Source.LOCAL || code(r).equals("LC");
    f.put(p.nextHop().isEmpty() ? own ? "receive" : "direct" : p.out().isEmpty() ? "via" : "via-out", YES);
    return f;
  }

  private Optional<Ipv6Route> exactly(Ipv6Prefix prefix) {
    return all().stream().filter(r -> r.prefix().equals(prefix)).findFirst();
  }

  private Optional<Ipv6Route> longest(Ipv6 address) {
    return routing.rib().longest(address).or(() -> all().stream().filter(r -> r.prefix().contains(address)).findFirst());
  }

  private void entry(Execution x, Optional<Ipv6Route> found) {
    var f = new HashMap<String, Object>();
    f.put("entries", all().size());
    if (found.isEmpty()) f.put("none", YES);
    else {
      Ipv6Route r = found.get();
      f.putAll(facts(r));
      f.put("some", YES);
      f.put("known", r.source() == Source.ND ? "ND" : r.source().name().toLowerCase(java.util.Locale.ROOT));
      f.put("type", switch (r.source()) {
        case CONNECTED -> ", type connected";
        case LOCAL -> ", type receive";
        case ND, STATIC -> "";
      });
      f.put("count", r.paths().size());
      f.put("age", TimestampStyle.uptime(routing.age(r)));
    }
    x.print(ENTRY.render(personality.release(), f));
  }

  private void summary(Execution x) {
    var count = new TreeMap<Source, Integer>();
    var lengths = new TreeMap<Integer, Integer>();
    List<Ipv6Route> all = all();
    for (Ipv6Route r : all) {
      count.merge(r.source(), 1, Integer::sum);
      lengths.merge(r.prefix().length(), 1, Integer::sum);
    }
    var f = new HashMap<String, Object>(Map.of("entries", all.size(), "overhead", all.size() * OVERHEAD, "memory",
        all.size() * MEMORY));
    var rows = new ArrayList<Map<String, Object>>();
    for (Source s : Source.values()) {
      int n = count.getOrDefault(s, 0);
      String name = s.name().toLowerCase(java.util.Locale.ROOT);
      f.put(name, n);
      if (s == Source.ND && n == 0) continue;
      rows.add(Map.of("source", name, "networks", n, "overhead", n * OVERHEAD, "memory", n * MEMORY));
    }
    f.put("sources", rows);
    var each = new ArrayList<String>();
    lengths.forEach((length, n) -> each.add("/" + length + ": " + n));
    f.put("lengths", String.join(", ", each));
    x.print(SUMMARY.render(personality.release(), f));
  }

  private void statics(Execution x) {
    Ipv6Rib rib = routing.rib();
    var rows = routing.configured().stream().sorted(java.util.Comparator.comparing(Static::prefix)).map(s -> {
      var f = new HashMap<String, Object>(Map.of("prefix", s.prefix(), "distance", s.distance(), "installed",
          installed(rib, s) ? "*" : " "));
      s.nextHop().ifPresent(h -> f.put("hop", h));
      s.out().ifPresent(o -> f.put("interface", o));
      f.put(s.nextHop().isEmpty() ? "direct" : s.out().isEmpty() ? "via" : "via-out", YES);
      return f;
    }).toList();
    x.print(STATIC.render(personality.release(), Map.of("routes", rows)));
  }

  private static boolean installed(Ipv6Rib rib, Static s) {
    return rib.exactly(s.prefix()).filter(r -> r.source() == Source.STATIC && r.distance() == s.distance()
        && r.paths().stream().anyMatch(p -> p.out().equals(s.out()) && p.nextHop().equals(s.nextHop()))).isPresent();
  }
}
