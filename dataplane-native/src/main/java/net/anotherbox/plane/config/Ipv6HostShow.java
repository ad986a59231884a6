package net.anotherbox.plane.config;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.anotherbox.config.feature.Execution;
import net.anotherbox.config.grammar.Grammar;
import net.anotherbox.config.grammar.Mode;
import net.anotherbox.runtime.port.InterfaceTable.State;
import net.anotherbox.runtime.port.Ipv6Port;
import net.anotherbox.runtime.port.Ipv6Port.Neighbour;
import net.anotherbox.runtime.release.Personality;
import net.anotherbox.runtime.release.Screen;
import net.anotherbox.runtime.value.InterfaceName;
import net.anotherbox.runtime.value.Ipv6;

/** What the kernel knows of IPv6 beyond addresses and routes: {@code show ipv6 neighbors} and {@code show ipv6 traffic}. */
final class Ipv6HostShow {
  /** What the screen asks for, each by the kernel's name of it in small letters; what it has not counted is 0. */
  private static final List<String> COUNTED = List.of("Ip6InReceives", "Ip6InHdrErrors", "Ip6InTooBigErrors", "Ip6InNoRoutes",
      "Ip6InAddrErrors", "Ip6InUnknownProtos", "Ip6InTruncatedPkts", "Ip6InDelivers", "Ip6OutForwDatagrams",
      "Ip6OutRequests", "Ip6OutDiscards", "Ip6OutNoRoutes", "Ip6ReasmTimeout", "Ip6ReasmReqds", "Ip6ReasmOKs",
      "Ip6ReasmFails", "Ip6FragOKs", "Ip6FragFails", "Ip6FragCreates", "Ip6InMcastPkts", "Ip6OutMcastPkts", "Icmp6InMsgs",
      "Icmp6OutMsgs", "Icmp6InCsumErrors", "Udp6InDatagrams", "Udp6NoPorts", "Udp6InErrors", "Udp6OutDatagrams",
      "Udp6InCsumErrors", "Udp6RcvbufErrors");
  private static final List<String> MESSAGES = List.of("DestUnreachs", "PktTooBigs", "TimeExcds", "ParmProblems", "Echos",
      "EchoReplies", "GroupMembQueries", "GroupMembResponses", "GroupMembReductions", "RouterSolicits",
      "RouterAdvertisements", "NeighborSolicits", "NeighborAdvertisements", "Redirects");

  private final Interfaces interfaces;
  private final Ipv6Port port;
  private final Personality personality;
  private final Screen neighbours = Screen.load(Ipv6HostShow.class, "ipv6-neighbors.screen");
  private final Screen traffic = Screen.load(Ipv6HostShow.class, "ipv6-traffic.screen");

  Ipv6HostShow(Interfaces interfaces, Ipv6Port port, Personality personality) {
    this.interfaces = interfaces;
    this.port = port;
    this.personality = personality;
  }

  void declare(Grammar g) {
    g.prefix(Mode.EXEC, "show ipv6", "IPv6 information");
    g.prefix(Mode.EXEC, "show ipv6 neighbors", "Show IPv6 neighbor cache entries");
    g.exec("show ipv6 neighbors", this::neighbours);
    g.exec("show ipv6 neighbors X:X:X:X::X:address", this::neighbours, "IPv6 neighbor address");
    g.exec("show ipv6 neighbors IFNAME:name", this::neighbours, "interface");
    g.exec("show ipv6 traffic", this::traffic, "IPv6 traffic statistics");
    g.prefix(Mode.EXEC, "clear", "Reset functions");
    g.prefix(Mode.EXEC, "clear ipv6", "Clear IPv6 information");
    g.exec("clear ipv6 neighbors", x -> port.forgetNeighbours(interfaces.all().stream().map(State::linuxName)
        .flatMap(Optional::stream).toList()), "Clear IPv6 neighbor cache").privilege(15);
  }

  private void neighbours(Execution x) {
    var address = x.command().arg("address").map(Ipv6::of);
    var name = x.command().arg("name").map(InterfaceName::of);
    if (name.isPresent() && interfaces.settings(name.get()).isEmpty()) {
      x.invalid("name");
      return;
    }
    var byLink = new HashMap<String, InterfaceName>();
    for (State s : interfaces.all()) s.linuxName().ifPresent(l -> byLink.put(l, s.name()));
    var rows = port.neighbours().stream().filter(n -> byLink.containsKey(n.link()))
        .filter(n -> address.isEmpty() || address.get().equals(n.address()))
        .filter(n -> name.isEmpty() || name.get().equals(byLink.get(n.link())))
        .sorted(Comparator.comparing(Neighbour::address)).map(n -> facts(n, byLink.get(n.link()))).toList();
    x.print(neighbours.render(personality.release(), Map.of("neighbours", new ArrayList<>(rows))));
  }

  private static Map<String, Object> facts(Neighbour n, InterfaceName name) {
    String hex = HexFormat.of().formatHex(n.mac());
    return Map.of("address", n.address(), "age", n.fixed() ? "-" : Long.toString(n.ageMillis() / 60_000), "mac",
        hex.length() == 12 ? hex.substring(0, 4) + "." + hex.substring(4, 8) + "." + hex.substring(8) : "-", "state",
        switch (n.reachability()) {
          case INCOMPLETE -> "INCMP";
          case REACHABLE -> "REACH";
          case STALE -> "STALE";
          case DELAY -> "DELAY";
          case PROBE -> "PROBE";
        }, "interface", name, "brief", name.brief());
  }

  private void traffic(Execution x) {
    Map<String, Long> now = port.statistics();
    var f = new HashMap<String, Object>();
    for (String c : COUNTED) f.put(c, now.getOrDefault(c, 0L));
    for (String m : MESSAGES) for (String way : List.of("In", "Out"))
      f.put(way + m, now.getOrDefault("Icmp6" + way + m, 0L));
    f.put("mldReports", now.getOrDefault("Icmp6InGroupMembResponses", 0L) + now.getOrDefault("Icmp6InMLDv2Reports", 0L));
    f.put("mldReportsOut", now.getOrDefault("Icmp6OutGroupMembResponses", 0L) + now.getOrDefault("Icmp6OutMLDv2Reports", 0L));
    x.print(traffic.render(personality.release(), f));
  }
}
