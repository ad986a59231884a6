package net.anotherbox.plane.linux;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.anotherbox.runtime.port.Ipv6Filter.Chain;
import net.anotherbox.runtime.port.Ipv6Filter.Rule;
import net.anotherbox.runtime.port.Ipv6Filter.Silence;
import net.anotherbox.runtime.port.PacketFilter.Direction;
import net.anotherbox.runtime.value.Ipv6Match;
import net.anotherbox.runtime.value.Ipv6Prefix;
import net.anotherbox.runtime.value.PacketMatch;
import net.anotherbox.runtime.value.PacketMatch.Ports;

/**
 * IPv6 access lists of interfaces in nft's language. The table {@code ip6 anotherbox_filter} sees packets where that of IPv4
 * sees them (see {@link FilterRules}). Linux finds the last header of a packet behind its extension headers; of a fragment
 * other than the first it knows the protocol and no port.
 */
final class Ipv6FilterRules {
  static final String TABLE = "ip6 anotherbox_filter";
  private static final int TCP = 6;
  private static final int AUTHENTICATION_HEADER = 51;
  private static final String LATER_FRAGMENT = "frag frag-off != 0 ";

  private Ipv6FilterRules() {}

  /** A name for the counter of each rule id, in order. */
  static Map<String, String> counters(List<Chain> chains) {
    var names = new LinkedHashMap<String, String>();
    for (Chain c : chains) for (Rule r : c.rules()) names.computeIfAbsent(r.id(), id -> "c" + names.size());
    return names;
  }

  /** The transaction that replaces whatever filter is there. */
  static String filter(List<Chain> chains, List<Silence> silences) {
    var out = new StringBuilder("add table " + TABLE + "\ndelete table " + TABLE + "\n");
    if (chains.isEmpty() && silences.isEmpty()) return out.toString();
    Map<String, String> counters = counters(chains);
    add(out, "table " + TABLE);
    add(out, "chain " + TABLE + " arrive { type filter hook prerouting priority raw; }");
    add(out, "chain " + TABLE + " leave { type filter hook forward priority filter; }");
    add(out, "chain " + TABLE + " own { type filter hook output priority filter; }");
    for (String c : counters.values()) add(out, "counter " + TABLE + " " + c);
    int n = 0;
    for (Chain c : chains) {
      String chain = "list" + n++;
      add(out, "chain " + TABLE + " " + chain);
      for (Rule r : c.rules())
        for (String condition : conditions(r.match(), r.permit()))
          add(out, "rule " + TABLE + " " + chain + " " + condition + "counter name " + counters.get(r.id())
              + (r.permit() ? " accept" : " drop"));
      add(out, "rule " + TABLE + " " + chain + " icmpv6 type { nd-neighbor-solicit, nd-neighbor-advert } accept");
      add(out, "rule " + TABLE + " " + chain + " drop");
      if (c.direction() == Direction.IN) add(out, "rule " + TABLE + " arrive iifname \"" + c.link() + "\" jump " + chain);
      else for (String link : List.of(c.link(), FilterRules.tun("crypto6-", c.link())))
        add(out, "rule " + TABLE + " leave oifname \"" + link + "\" jump " + chain);
    }
    for (Silence s : silences) {
      if (s.redirects()) add(out, "rule " + TABLE + " own oifname \"" + s.link() + "\" icmpv6 type nd-redirect drop");
      if (s.unreachables())
        add(out, "rule " + TABLE + " own oifname \"" + s.link() + "\" icmpv6 type destination-unreachable drop");
    }
    return out.toString();
  }

  private static void add(StringBuilder out, String what) {
    out.append("add ").append(what).append('\n');
  }

  /**
   * The match as conditions of rules, each ending in a blank unless empty; none if no packet can match. A match that looks
   * behind the headers becomes two if it permits: for fragments other than the first its addresses and protocol count.
   */
  static List<String> conditions(Ipv6Match m, boolean permit) {
    var network = new StringBuilder();
    boolean icmp = m.icmpType() >= 0 || m.icmpCode() >= 0;
    if (m.protocol() == AUTHENTICATION_HEADER) network.append("ip6 nexthdr 51 ");
    else if (m.protocol() != PacketMatch.ANY_PROTOCOL) network.append("meta l4proto ").append(m.protocol()).append(' ');
    else if (!m.sourcePorts().isAny() || !m.destinationPorts().isAny()) network.append("meta l4proto { 6, 17 } ");
    address(network, "saddr", m.source());
    address(network, "daddr", m.destination());
    if (m.dscp() >= 0) network.append("ip6 dscp ").append(m.dscp()).append(' ');
    if (m.flowLabel() >= 0) network.append("ip6 flowlabel ").append(m.flowLabel()).append(' ');
    var transport = new StringBuilder();
    boolean possible = ports(transport, "sport", m.sourcePorts()) & ports(transport, "dport", m.destinationPorts());
    if (icmp && m.icmpType() >= 0) transport.append("icmpv6 type ").append(m.icmpType()).append(' ');
    if (icmp && m.icmpCode() >= 0) transport.append("icmpv6 code ").append(m.icmpCode()).append(' ');
    if (m.established()) transport.append(m.protocol() == TCP ? "" : "meta l4proto 6 ").append("@th,104,8 & 0x14 != 0 ");
    if (transport.isEmpty() && possible)
      return List.of(m.fragments() ? network + LATER_FRAGMENT : network.toString());
    var found = new ArrayList<String>();
    if (possible && !m.fragments()) found.add(network.toString() + transport);
    if (permit) found.add(network + LATER_FRAGMENT);
    return found;
  }

  private static void address(StringBuilder to, String field, Ipv6Prefix p) {
    if (p.length() > 0) to.append("ip6 ").append(field).append(' ').append(p.toString().toLowerCase(java.util.Locale.ROOT))
        .append(' ');
  }

  /** @return false if no port can match */
  private static boolean ports(StringBuilder to, String field, Ports p) {
    if (p.isAny()) return true;
    if (p.low() == 0 && p.high() == 65535) return false;
    to.append("th ").append(field).append(p.negated() ? " != " : " ").append(p.low());
    if (p.high() != p.low()) to.append('-').append(p.high());
    to.append(' ');
    return true;
  }
}
