package net.anotherbox.plane.linux;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import net.anotherbox.runtime.port.TunnelPlane.Encapsulation;
import net.anotherbox.runtime.port.TunnelPlane.Tunnel;
import net.anotherbox.runtime.value.Ipv4;

/**
 * What a protected tunnel is wrapped in must not be seen on the wire, nor believed when it comes from there: the table
 * {@code inet anotherbox_tunnels} drops it between the tunnel's ends, in both directions, and counts it. What IPsec has
 * decrypted does not pass by here, it goes straight into the tunnel. Packets are looked up in maps, so a tunnel more
 * costs none of them anything.
 *
 * <p>Where the kernel has tunnels of its own it answers packets of ours, of which it knows nothing, with "port
 * unreachable" besides; those answers are dropped here too. And it tells into every tunnel which multicast groups it is
 * in, for nobody: without the rule against that those would be packets of the tunnel, where a router sends none.
 */
final class TunnelGuard {
  private static final String TABLE = "inet anotherbox_tunnels";
  /** Of version 2 (RFC 3810). */
  private static final int MLD_REPORT_2 = 143;
  private static final Pattern COUNTER = Pattern.compile("counter (\\w+) \\{\\s*packets (\\d+)");

  /** A pair of ends in clear. */
  private record Ends(boolean v4, String local, String remote, int protocol) {}

  private final Nftables nft;
  private Map<Ends, String> guarded = Map.of();
  private boolean first = true;
  private Set<String> devices = Set.of();

  TunnelGuard(Nftables nft) {
    this.nft = nft;
  }

  /** These tunnels are guarded from now on as far as they are protected, in one transaction. */
  void set(Collection<Tunnel> tunnels) throws OsError {
    var next = ends(tunnels);
    var links = new TreeSet<String>();
    for (Tunnel t : tunnels) links.add(t.device());
    if (!first && next.equals(guarded) && links.equals(devices)) return;
    nft.run(links.isEmpty() ? "add table " + TABLE + "\ndelete table " + TABLE + "\n" : script(next, links));
    guarded = next;
    devices = links;
    first = false;
  }

  /**
   * Those of protected tunnels that no other tunnel uses in clear: such packets are told apart by the plane, by their
   * keys.
   */
  private static Map<Ends, String> ends(Collection<Tunnel> tunnels) {
    var open = new HashSet<Ends>();
    for (Tunnel t : tunnels) if (!t.secured()) open.addAll(of(t));
    var found = new LinkedHashMap<Ends, String>();
    for (Tunnel t : tunnels) {
      if (!t.secured()) continue;
      for (Ends e : of(t)) {
        if (!open.contains(e)) found.putIfAbsent(e, "t" + found.size());
      }
    }
    return found;
  }

  private static List<Ends> of(Tunnel t) {
    if (t.local().isEmpty() || t.remote().isEmpty() || t.encapsulation() == Encapsulation.IPSEC) return List.of();
    boolean v4 = t.local().get() instanceof Ipv4;
    var found = new ArrayList<Ends>();
    int[] protocols = t.encapsulation() == Encapsulation.GRE ? new int[] {LibC.IPPROTO_GRE}
        : t.payload() == 4 ? new int[] {LibC.IPPROTO_IPIP} : t.payload() == 6 ? new int[] {LibC.IPPROTO_IPV6}
        : new int[] {LibC.IPPROTO_IPIP, LibC.IPPROTO_IPV6};
    for (int p : protocols) found.add(new Ends(v4, t.local().get().toString(), t.remote().get().toString(), p));
    return found;
  }

  private static String script(Map<Ends, String> ends, Set<String> devices) {
    var out = new StringBuilder("add table " + TABLE + "\ndelete table " + TABLE + "\nadd table " + TABLE + "\n");
    ends.values().forEach(c -> out.append("add counter " + TABLE + " " + c + "\n"));
    for (boolean v4 : new boolean[] {true, false}) {
      String address = v4 ? "ipv4_addr" : "ipv6_addr";
      out.append("add map %s %s { type %s . %s . inet_proto : counter; }\n".formatted(TABLE, map(v4), address, address));
      ends.forEach((e, counter) -> {
        if (e.v4() == v4) out.append("add element %s %s { %s . %s . %d : \"%s\" }\n".formatted(TABLE, map(v4), e.local(),
            e.remote(), e.protocol(), counter));
      });
    }
    out.append("add chain " + TABLE + " in { type filter hook prerouting priority raw; }\n");
    out.append("add chain " + TABLE + " out { type filter hook postrouting priority raw; }\n");
    out.append("add chain " + TABLE + " answers { type filter hook output priority raw; }\n");
    String rule = "add rule " + TABLE + " ";
    out.append(rule + "in counter name ip daddr . ip saddr . ip protocol map @ends4 drop\n");
    out.append(rule + "in counter name ip6 daddr . ip6 saddr . ip6 nexthdr map @ends6 drop\n");
    out.append(rule + "out counter name ip saddr . ip daddr . ip protocol map @ends4 drop\n");
    out.append(rule + "out counter name ip6 saddr . ip6 daddr . ip6 nexthdr map @ends6 drop\n");
    out.append("add set %s links { type ifname; elements = { %s }; }\n".formatted(TABLE,
        devices.stream().map(d -> '"' + d + '"').collect(Collectors.joining(", "))));
    out.append(rule + "answers oifname @links icmpv6 type { mld-listener-report, mld-listener-done, %d } drop\n"
        .formatted(MLD_REPORT_2));
    out.append(rule + "answers icmp type destination-unreachable icmp code port-unreachable @th,136,8 { 4, 41, 47 } drop\n");
    out.append(rule
        + "answers icmpv6 type destination-unreachable icmpv6 code port-unreachable @th,112,8 { 4, 41, 47 } drop\n");
    return out.toString();
  }

  private static String map(boolean v4) {
    return v4 ? "ends4" : "ends6";
  }

  /**
   * Packets that were kept from the wire, or from us, because they were in clear; tunnels with the same ends share the
   * count.
   */
  long dropped(Tunnel t) {
    var counters = of(t).stream().filter(guarded::containsKey).map(guarded::get).toList();
    if (!t.secured() || counters.isEmpty()) return 0;
    var read = new HashMap<String, Long>();
    try {
      var m = COUNTER.matcher(nft.run("list counters table " + TABLE));
      while (m.find()) read.put(m.group(1), Long.parseLong(m.group(2)));
    } catch (OsError e) {
      return 0;
    }
    return counters.stream().mapToLong(c -> read.getOrDefault(c, 0L)).sum();
  }

  void close() throws OsError {
    nft.run("add table " + TABLE + "\ndelete table " + TABLE + "\n");
  }
}
