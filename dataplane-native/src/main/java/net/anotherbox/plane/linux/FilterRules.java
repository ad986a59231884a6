package net.anotherbox.plane.linux;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import net.anotherbox.runtime.port.AddressTranslation;
import net.anotherbox.runtime.port.PacketFilter.Chain;
import net.anotherbox.runtime.port.PacketFilter.Direction;
import net.anotherbox.runtime.port.PacketFilter.Rule;

/**
 * Access lists of interfaces and address translation in nft's language.
 *
 * <p>The table {@code ip anotherbox_filter} sees packets as they come in by a link (prerouting, before everything else:
 * what is for the box itself too), and those that are forwarded out (forward, which the box's own never pass). What a
 * crypto map takes leaves by the TUN device of the link and is filtered in clear, as on IOS; what was decrypted comes in
 * by that device and is filtered a second time in releases that do so. The table {@code ip anotherbox_nat} masquerades
 * what leaves by the link itself.
 */
final class FilterRules {
  static final String FILTER = "ip anotherbox_filter";
  static final String NAT = "ip anotherbox_nat";
  static final String SEGMENTS = "ip anotherbox_mss";
  private static final String SEGMENTS6 = "ip6 anotherbox_mss";
  /** Counts packets of connections that are being translated, and packets that begin such a connection. */
  static final String HITS = "hits";
  static final String MISSES = "misses";
  private static final Pattern COUNTER = Pattern.compile("counter (c\\d+|hits|misses) \\{\\s*packets (\\d+)");

  private FilterRules() {}

  /** A name for the counter of each rule id, in order. */
  static Map<String, String> counters(List<Chain> chains) {
    var names = new LinkedHashMap<String, String>();
    for (Chain c : chains) for (Rule r : c.rules()) names.computeIfAbsent(r.id(), id -> "c" + names.size());
    return names;
  }

  /** The transaction that replaces whatever filter is there. */
  static String filter(List<Chain> chains) {
    var out = new StringBuilder(cleared(FILTER));
    if (chains.isEmpty()) return out.toString();
    Map<String, String> counters = counters(chains);
    add(out, "table " + FILTER);
    add(out, "chain " + FILTER + " arrive { type filter hook prerouting priority raw; }");
    add(out, "chain " + FILTER + " leave { type filter hook forward priority filter; }");
    for (String c : counters.values()) add(out, "counter " + FILTER + " " + c);
    int n = 0;
    for (Chain c : chains) {
      String chain = "list" + n++;
      add(out, "chain " + FILTER + " " + chain);
      for (Rule r : c.rules())
        for (String condition : NftRules.conditions(r.match(), r.permit()))
          add(out, "rule " + FILTER + " " + chain + " " + condition + "counter name " + counters.get(r.id())
              + (r.permit() ? " accept" : " drop"));
      add(out, "rule " + FILTER + " " + chain + " drop");
      if (c.direction() == Direction.IN) {
        for (String link : c.decrypted() ? List.of(c.link(), tun(c.link())) : List.of(c.link()))
          add(out, "rule " + FILTER + " arrive iifname " + quoted(link) + " jump " + chain);
      }
      else for (String link : List.of(c.link(), tun(c.link()))) add(out, "rule " + FILTER + " leave oifname "
          + quoted(link) + " jump " + chain);
    }
    return out.toString();
  }

  /** The transaction that replaces whatever translation is there. */
  static String translation(List<AddressTranslation.Overload> overloads) {
    var out = new StringBuilder(cleared(NAT));
    if (overloads.isEmpty()) return out.toString();
    add(out, "table " + NAT);
    add(out, "chain " + NAT + " leave { type nat hook postrouting priority srcnat; }");
    add(out, "chain " + NAT + " tally { type filter hook forward priority filter; }");
    for (String c : List.of(HITS, MISSES)) add(out, "counter " + NAT + " " + c);
    add(out, "rule " + NAT + " tally ct status snat counter name " + HITS);
    int n = 0;
    for (var o : overloads) {
      String chain = "list" + n++;
      add(out, "chain " + NAT + " " + chain);
      for (var r : o.rules())
        for (String condition : NftRules.conditions(r.match(), r.permit()))
          add(out, "rule " + NAT + " " + chain + " " + condition
              + (r.permit() ? "counter name " + MISSES + " masquerade" : "return"));
      String insides = o.insides().stream().map(FilterRules::quoted).collect(Collectors.joining(", "));
      add(out, "rule " + NAT + " leave iifname { " + insides + " } oifname " + quoted(o.outside()) + " jump " + chain);
    }
    return out.toString();
  }

  /** The TUN device of a link; of a long name, whose device ends in a number, a pattern. */
  private static String tun(String link) {
    return tun("crypto-", link);
  }

  /** @param prefix of those of crypto maps for one version of IP */
  static String tun(String prefix, String link) {
    String name = prefix + link;
    return name.length() <= 15 ? name : name.substring(0, 12) + "-*";
  }

  private static String cleared(String table) {
    return "add table " + table + "\ndelete table " + table + "\n";
  }

  private static void add(StringBuilder out, String what) {
    out.append("add ").append(what).append('\n');
  }

  private static String quoted(String link) {
    return '"' + link + '"';
  }

  /**
   * The transaction that replaces whatever limits of segments there are. The option is only made smaller, in what passes
   * through the box; what a crypto map takes leaves by the TUN device of the link.
   */
  static String segments(Map<String, Integer> ipv4, Map<String, Integer> ipv6) {
    return segments(SEGMENTS, ipv4, "crypto-") + segments(SEGMENTS6, ipv6, "crypto6-");
  }

  private static String segments(String table, Map<String, Integer> most, String tuns) {
    var out = new StringBuilder(cleared(table));
    if (most.isEmpty()) return out.toString();
    add(out, "table " + table);
    add(out, "chain " + table + " pass { type filter hook forward priority mangle; }");
    most.forEach((link, bytes) -> {
      for (String name : List.of(link, tun(tuns, link))) for (String way : List.of("iifname", "oifname"))
        add(out, "rule " + table + " pass " + way + " " + quoted(name)
            + " tcp flags syn / syn,rst tcp option maxseg size > " + bytes + " tcp option maxseg size set " + bytes);
    });
    return out.toString();
  }

  /** Packets by counter name, out of what {@code nft list counters} prints. */
  static Map<String, Long> packets(String listing) {
    var found = new HashMap<String, Long>();
    var m = COUNTER.matcher(listing);
    while (m.find()) found.put(m.group(1), Long.parseLong(m.group(2)));
    return found;
  }
}
