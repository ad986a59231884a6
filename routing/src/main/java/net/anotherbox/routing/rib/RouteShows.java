package net.anotherbox.routing.rib;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import net.anotherbox.config.feature.Execution;
import net.anotherbox.config.grammar.Grammar;
import net.anotherbox.runtime.port.InterfaceTable;
import net.anotherbox.runtime.release.Personality;
import net.anotherbox.runtime.release.Screen;
import net.anotherbox.runtime.value.Ipv4;
import net.anotherbox.runtime.value.Ipv4Prefix;

/** The forms of {@code show ip route} that ask for a part of the table or for its size. */
final class RouteShows {
  private static final Screen SUMMARY = Screen.load(RouteShows.class, "show-ip-route-summary.screen");
  private static final Screen PROTOCOLS = Screen.load(RouteShows.class, "show-ip-protocols.screen");
  private static final String OF_ADDRESS = "Network to display information about or hostname";

  private final Personality personality;
  private final Supplier<Rib> rib;
  private final InterfaceTable interfaces;

  RouteShows(Personality personality, Supplier<Rib> rib, InterfaceTable interfaces) {
    this.personality = personality;
    this.rib = rib;
    this.interfaces = interfaces;
  }

  void declare(Grammar g) {
    g.exec("show ip route summary", this::summary, "Summary of all routes");
    g.exec("show ip route A.B.C.D:address A.B.C.D:mask", this::exact, OF_ADDRESS, "Network mask");
    g.exec("show ip route A.B.C.D:address A.B.C.D:mask longer-prefixes", this::longer, OF_ADDRESS, "Network mask",
        "Show route matching the specified Network/Mask pair only");
    g.exec("show ip route supernets-only", x -> table(x, r -> r.prefix().length() < RouteScreens.classLength(
        r.prefix().address())), "Show supernet entries only");
    // Sources that bring no routes here: the part of the table that they have is empty.
    g.exec("show ip route {bgp [<1-65535>]|eigrp [<1-65535>]|isis [WORD]|mobile|odr|ospf [<1-65535>]|rip}",
        x -> table(x, r -> false), "Border Gateway Protocol (BGP)", "Autonomous system number",
        "Enhanced Interior Gateway Routing Protocol (EIGRP)", "Autonomous system number", "ISO IS-IS",
        "ISO routing area tag", "Mobile routes", "On Demand stub Routes", "Open Shortest Path First (OSPF)", "Process ID",
        "Routing Information Protocol (RIP)");
    protocols(g);
  }

  /** What IOS prints of routing processes when none runs: nothing, but for a remark of the newer releases. */
  private void protocols(Grammar g) {
    g.exec("show ip protocols [summary]", x -> x.print(PROTOCOLS.render(personality.release(), Map.of())),
        "IP routing protocol process parameters and statistics", "Summary of protocols");
    g.exec("show ip ospf [LINE]", x -> {}, "OSPF information", "Process ID, or what to show");
    g.exec("show ip eigrp {interfaces|neighbors|topology|traffic} [LINE]", x -> {}, "IP-EIGRP show commands",
        "IP-EIGRP interfaces", "IP-EIGRP neighbors", "IP-EIGRP Topology Table", "IP-EIGRP Traffic Statistics",
        "AS number, or an interface");
    g.exec("show ip rip database", x -> {}, "IP RIP show commands", "IPv4 RIP database");
  }

  private void table(Execution x, java.util.function.Predicate<RibRoute> which) {
    x.print(RouteScreens.table(personality.release(), rib.get(), interfaces.all(), which, true));
  }

  private Optional<Ipv4Prefix> asked(Execution x) {
    return Ipv4.of(x.command().required("mask")).prefixLength()
        .map(l -> new Ipv4Prefix(Ipv4.of(x.command().required("address")), l));
  }

  private void exact(Execution x) {
    var prefix = asked(x);
    if (prefix.isEmpty()) x.invalid("mask");
    else x.print(RouteScreens.exact(personality.release(), rib.get(), prefix.get()));
  }

  private void longer(Execution x) {
    var prefix = asked(x);
    if (prefix.isEmpty()) x.invalid("mask");
    else x.print(RouteScreens.table(personality.release(), rib.get(), interfaces.all(), r -> prefix.get().contains(
        r.prefix()), false));
  }

  /**
   * Routes by source. What IOS calls a network is a prefix as long as its class, anything else is a subnet; "internal"
   * counts the networks that are in the table only as a heading over subnets. Bytes are those of IOS's own structures.
   */
  private void summary(Execution x) {
    var count = new HashMap<RibRoute.Source, int[]>();
    var whole = new HashSet<Ipv4Prefix>();
    var headings = new HashSet<Ipv4Prefix>();
    for (RibRoute r : rib.get().routes()) {
      int length = RouteScreens.classLength(r.prefix().address());
      boolean network = r.prefix().length() <= length;
      count.computeIfAbsent(r.source(), s -> new int[2])[network ? 0 : 1]++;
      if (network) whole.add(r.prefix());
      else headings.add(new Ipv4Prefix(r.prefix().address(), length));
    }
    headings.removeAll(whole);
    var rows = new ArrayList<Map<String, Object>>();
    int networks = headings.size();
    int subnets = 0;
    for (var source : List.of(RibRoute.Source.CONNECTED, RibRoute.Source.STATIC)) {
      int[] n = count.getOrDefault(source, new int[2]);
      networks += n[0];
      subnets += n[1];
      rows.add(row(source.name().toLowerCase(java.util.Locale.ROOT), n[0], n[1], n[0] + n[1]));
    }
    var facts = new HashMap<String, Object>(row("Total", networks, subnets, networks - headings.size() + subnets));
    facts.put("sources", rows);
    facts.put("internal", headings.size());
    facts.put("internalMemory", headings.size() * 1172);
    facts.put("internalMemoryNew", headings.size() * 520);
    facts.put("totalMemory", (networks - headings.size() + subnets) * 144 + headings.size() * 1172);
    facts.put("totalMemoryNew", (networks - headings.size() + subnets) * 180 + headings.size() * 520);
    x.print(SUMMARY.render(personality.release(), facts));
  }

  private static Map<String, Object> row(String source, int networks, int subnets, int routes) {
    return Map.of("source", source, "networks", networks, "subnets", subnets, "overhead", routes * 64, "memory",
        routes * 144, "overheadNew", routes * 60, "memoryNew", routes * 180);
  }
}
