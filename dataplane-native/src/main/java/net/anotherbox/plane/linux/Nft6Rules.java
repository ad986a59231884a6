package net.anotherbox.plane.linux;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.ToIntFunction;
import net.anotherbox.runtime.port.FlowTable;
import net.anotherbox.runtime.port.FlowTable.Entry;
import net.anotherbox.runtime.port.FlowTable.Ident;
import net.anotherbox.runtime.port.FlowTable.InterfaceMap;
import net.anotherbox.runtime.port.FlowTable.Rule;
import net.anotherbox.runtime.value.Ipv6Match;

/**
 * The crypto maps for IPv6 in nft's language: the table {@code ip6 anotherbox}, built as {@link NftRules} builds that of
 * IPv4. What a link needs to know of its own neighbours (RFC 4861, and all that is good on the link alone) is never asked
 * about, or a map that permits everything would take the link itself away.
 *
 * @param chains those besides the base chains
 * @param rules each "chain rule"
 */
record Nft6Rules(Set<String> chains, Set<String> counters, List<String> rules) {
  static final String TABLE = "ip6 anotherbox";
  static final Nft6Rules NONE = new Nft6Rules(Set.of(), Set.of(), List.of());
  private static final List<String> BASE = List.of(
      "clear { type filter hook prerouting priority mangle - 1; }",
      "steer { type filter hook prerouting priority mangle; }",
      "own { type route hook output priority mangle; }",
      "guard { type filter hook postrouting priority srcnat + 1; }",
      "leak { type filter hook postrouting priority srcnat + 2; }");
  private static final int NAME_CHARACTERS = 15;

  /** @param number of a map */
  static Nft6Rules of(FlowTable table, ToIntFunction<FlowTable.Place> number) {
    var maps = table.maps().stream().filter(m -> m.ipv6() && m.linuxName() != null).toList();
    if (maps.isEmpty()) return NONE;
    var made = new Nft6Rules(new LinkedHashSet<>(), new TreeSet<>(), new ArrayList<>());
    for (String chain : List.of("own", "guard", "leak"))
      made.rules.add(chain + " meta mark & 0x%x != 0 accept".formatted(NftRules.BYPASS));
    for (String chain : List.of("clear", "steer", "own", "guard")) {
      made.rules.add(chain + " ip6 daddr { fe80::/10, ff01::/16, ff02::/16 } accept");
      made.rules.add(chain + " ip6 hoplimit 255 icmpv6 type { nd-router-solicit, nd-router-advert, nd-neighbor-solicit, "
          + "nd-neighbor-advert, nd-redirect } accept");
    }
    made.rules.add("clear meta l4proto 50 fib daddr type local accept");
    made.rules.add("clear ip6 nexthdr 51 fib daddr type local accept");
    made.rules.add("clear meta l4proto 17 th dport { 500, 4500 } fib daddr type local accept");
    made.rules.add("clear frag frag-off != 0 meta l4proto 17 fib daddr type local accept");
    for (InterfaceMap map : maps) made.map(map, number.applyAsInt(map.place()));
    return made;
  }

  /** The TUN device of a map's link. */
  static String tunName(String link, int number) {
    String name = "crypto6-" + link;
    return name.length() <= NAME_CHARACTERS ? name : name.substring(0, NAME_CHARACTERS - 3) + "-" + number;
  }

  private void map(InterfaceMap map, int n) {
    String link = '"' + map.linuxName() + '"';
    String out = "out" + n;
    String in = "in" + n;
    chains.add(out);
    chains.add(in);
    rules.add("steer fib daddr oifname " + link + " jump " + out);
    rules.add("own oifname " + link + " jump " + out);
    rules.add("guard oifname " + link + " jump " + out);
    counters.add(NftRules.leakCounter(n));
    rules.add("leak oifname " + link + " meta mark & 0x%x == 0x%x counter name %s drop".formatted(NftRules.MAP_MASK,
        NftRules.mark(n), NftRules.leakCounter(n)));
    rules.add("clear iifname " + link + " jump " + in);
    for (Entry entry : map.entries()) {
      String name = "_" + entry.sequence();
      while (chains.contains(out + name)) name += "b";
      chains.add(out + name);
      chains.add(in + name);
      rules.add(out + " jump " + out + name);
      rules.add(in + " jump " + in + name);
      for (Rule rule : entry.rules()) {
        for (String c : Ipv6FilterRules.conditions((Ipv6Match) rule.match(), rule.permit()))
          rules.add(out + name + " " + c + (rule.permit() ? NftRules.protect(n) : "return"));
        inbound(n, in + name, rule);
      }
    }
  }

  private void inbound(int n, String chain, Rule rule) {
    Ipv6Match match = ((Ipv6Match) rule.match()).mirrored();
    var conditions = Ipv6FilterRules.conditions(match, rule.permit());
    if (!rule.permit()) {
      for (String c : conditions) rules.add(chain + " " + c + "return");
      return;
    }
    for (Ident ident : rule.idents()) {
      Ipv6Match selector = ((Ipv6Match) ident.selector()).mirrored();
      String verdict = "goto " + identChain(n, ident.id());
      for (String c : conditions) {
        if (selector.equals(match)) rules.add(chain + " " + c + verdict);
        else for (String narrower : Ipv6FilterRules.conditions(selector, true)) rules.add(chain + " " + c + narrower + verdict);
      }
    }
    for (String c : conditions) rules.add(chain + " " + c + "drop");
  }

  private String identChain(int n, long ident) {
    String chain = "drop" + n + "_" + ident;
    if (chains.add(chain)) {
      counters.add(NftRules.counter(n, ident));
      rules.add(chain + " counter name " + NftRules.counter(n, ident));
      rules.add(chain + " " + NftRules.log(n));
      rules.add(chain + " drop");
    }
    return chain;
  }

  /** The transaction that replaces whatever is there, counters included. */
  String replacement() {
    var out = new StringBuilder("add table " + TABLE + "\ndelete table " + TABLE + "\n");
    if (equals(NONE)) return out.toString();
    out.append("add table " + TABLE + "\n");
    for (String base : BASE) out.append("add chain " + TABLE + " " + base + "\n");
    fill(out, NONE);
    return out.toString();
  }

  /** The transaction that makes these rules of {@code before}. Counters that are in both go on counting. */
  String change(Nft6Rules before) {
    if (equals(NONE) || before.equals(NONE)) return replacement();
    var out = new StringBuilder("flush table " + TABLE + "\n");
    fill(out, before);
    for (String c : before.chains) if (!chains.contains(c)) out.append("delete chain " + TABLE + " " + c + "\n");
    for (String c : before.counters) if (!counters.contains(c)) out.append("delete counter " + TABLE + " " + c + "\n");
    return out.toString();
  }

  private void fill(StringBuilder out, Nft6Rules before) {
    for (String c : chains) if (!before.chains.contains(c)) out.append("add chain " + TABLE + " " + c + "\n");
    for (String c : counters) if (!before.counters.contains(c)) out.append("add counter " + TABLE + " " + c + "\n");
    for (String rule : rules) out.append("add rule " + TABLE + " " + rule + "\n");
  }
}
