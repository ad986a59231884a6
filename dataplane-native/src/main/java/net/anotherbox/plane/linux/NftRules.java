package net.anotherbox.plane.linux;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import net.anotherbox.plane.TosByte;
import net.anotherbox.runtime.port.AddressTranslation.Overload;
import net.anotherbox.runtime.port.FlowTable;
import net.anotherbox.runtime.port.FlowTable.DfBit;
import net.anotherbox.runtime.port.FlowTable.Entry;
import net.anotherbox.runtime.port.FlowTable.Ident;
import net.anotherbox.runtime.port.FlowTable.InterfaceMap;
import net.anotherbox.runtime.port.FlowTable.Rule;
import net.anotherbox.runtime.value.Ipv4;
import net.anotherbox.runtime.value.PacketMatch;
import net.anotherbox.runtime.value.PacketMatch.Ports;

/**
 * A flow table in nft's language: the table {@code ip anotherbox}. Chain {@code out<n>} holds map n's entries as jumps to a
 * chain each; in those a deny returns, which goes on with the next entry, and a permit marks the packet and accepts it,
 * which ends the walk in this hook. {@code in<n>} is the same for the other direction, where a permit leads to the
 * ident's chain that counts, logs and drops.
 *
 * <p>Entries that only say "from this prefix to that one" stand in {@link NftPairs} instead, where a dynamic map may have
 * thousands of them.
 *
 * @param chains those besides the base chains
 * @param rules each "chain rule"
 */
record NftRules(Set<String> chains, Set<String> counters, List<String> rules, NftPairs pairs) {
  static final String TABLE = "ip anotherbox";
  static final int BYPASS = 0x40000000;
  static final int MAP_MASK = 0x3f000000;
  private static final int MAP_SHIFT = 24;

  /** The NFLOG group that hears of clear text which should have been encrypted. */
  static final int LOG_GROUP = 143;

  static final String LOG_PREFIX = "anotherbox ";

  /** A translation of what leaves by a link. @param source the address that it gets */
  record Translation(Overload overload, Ipv4 source) {}

  private static final int NAME_CHARACTERS = 15;

  private static final List<String> BASE = List.of(
      "clear { type filter hook prerouting priority mangle - 1; }",
      "steer { type filter hook prerouting priority mangle; }",
      "cut { type filter hook prerouting priority mangle + 1; }",
      "own { type route hook output priority mangle; }",
      "guard { type filter hook postrouting priority srcnat + 1; }",
      "leak { type filter hook postrouting priority srcnat + 2; }");
  /** Only where something is translated: the chain has the kernel follow all connections. */
  private static final String TRANSLATE = "translate { type nat hook postrouting priority srcnat; }";
  private static final String FRAGMENT = "ip frag-off & 0x1fff != 0";
  private static final String NO_FRAGMENT = "ip frag-off & 0x1fff == 0";

  static int mark(int map) {
    return map << MAP_SHIFT;
  }

  /** The name of the counter of what came in clear for this ident. */
  static String counter(int map, long ident) {
    return "clear" + map + "_" + ident;
  }

  /** The name of the counter of packets that would have left this map's interface in clear. */
  static String leakCounter(int map) {
    return "leak" + map;
  }

  static NftRules of(FlowTable table, ToIntFunction<FlowTable.Place> number) {
    return of(table, number, List.of());
  }

  /** @param number of a map. @param translations which come before crypto maps */
  static NftRules of(FlowTable table, ToIntFunction<FlowTable.Place> number, List<Translation> translations) {
    var made = new NftRules(new LinkedHashSet<>(), new TreeSet<>(), new ArrayList<>(), new NftPairs());
    String bypass = "meta mark & 0x%x != 0 accept".formatted(BYPASS);
    made.rules.add("own " + bypass);
    made.rules.add("guard " + bypass);
    made.rules.add("leak " + bypass);
    made.rules.add("clear ip protocol { 50, 51 } fib daddr type local accept");
    made.rules.add("clear ip protocol 17 " + NO_FRAGMENT + " th dport { 500, 4500 } fib daddr type local accept");
    made.rules.add("clear ip protocol 17 " + FRAGMENT + " fib daddr type local accept");
    for (InterfaceMap map : table.maps()) {
      if (map.linuxName() == null || map.ipv6()) continue;
      var translating = translations.stream().filter(t -> t.overload().outside().equals(map.linuxName())).toList();
      made.map(map, number.applyAsInt(map.place()), translating);
    }
    return made;
  }

  private void map(InterfaceMap map, int n, List<Translation> translating) {
    String link = '"' + map.linuxName() + '"';
    String out = "out" + n;
    String in = "in" + n;
    chains.add(out);
    chains.add(in);
    if (!translating.isEmpty()) translated(map, n, translating);
    rules.add("steer fib daddr oifname " + link + " jump " + out);
    rules.add("own oifname " + link + " jump " + out);
    rules.add("guard oifname " + link + " jump " + out);
    counters.add(leakCounter(n));
    rules.add("leak oifname " + link + " meta mark & 0x%x == 0x%x counter name %s drop".formatted(
        MAP_MASK, mark(n), leakCounter(n)));
    rules.add("clear iifname " + link + " jump " + in);
    if (map.fragmentation().before() && map.fragmentation().df() == DfBit.CLEAR) {
      rules.add("cut meta mark & 0x%x == 0x%x ip frag-off 0x4000 ip frag-off set 0".formatted(MAP_MASK, mark(n)));
    }
    entries(map, n);
  }

  /** Chains have the names of their entries, so that one more entry leaves them as they are. */
  private void entries(InterfaceMap map, int n) {
    String out = "out" + n;
    String in = "in" + n;
    String last = "";
    boolean paired = false;
    for (Entry entry : map.entries()) {
      var pair = NftPairs.of(entry);
      if (pair.isPresent()) {
        if (!paired) chains.add("drop" + n);
        paired = true;
        for (String set : pairs.add(n, last, pair.get(), counter(n, pair.get().ident()))) {
          String does = set.startsWith(out) ? protect(n) : "goto drop" + n;
          rules.add((set.startsWith(out) ? out : in) + " " + pairs.condition(set) + does);
        }
        continue;
      }
      String name = "_" + entry.sequence();
      while (chains.contains(out + name)) name += "b";
      last = name;
      String outEntry = out + name;
      String inEntry = in + name;
      chains.add(outEntry);
      chains.add(inEntry);
      rules.add(out + " jump " + outEntry);
      rules.add(in + " jump " + inEntry);
      for (Rule rule : entry.rules()) {
        for (String c : conditions((PacketMatch) rule.match(), rule.permit())) {
          rules.add(outEntry + " " + c + (rule.permit() ? protect(n) : "return"));
        }
        inbound(n, inEntry, rule);
      }
    }
    if (paired) drop("drop" + n, n);
  }

  /**
   * What will be translated is held against the map as it will be then: the new source is known, its port is not. A rule
   * that asks for a source port is left to the guard behind the translation, which errs on the closed side.
   */
  private void translated(InterfaceMap map, int n, List<Translation> translating) {
    String link = '"' + map.linuxName() + '"';
    String tun = '"' + tunName(map.linuxName(), n) + '"';
    String behind = "behind" + n;
    Ipv4 source = translating.get(0).source();
    chains.add(TRANSLATE);
    chains.add(behind);
    for (Entry entry : map.entries()) {
      var meant = new ArrayList<String>();
      for (Rule rule : entry.rules()) {
        var m = (PacketMatch) rule.match();
        boolean takes = m.sourcePorts().isAny() && source.and(m.sourceWildcard().inverted()).equals(m.source());
        for (String c : takes ? conditions(m.withSource(Ipv4.ANY, Ipv4.BROADCAST), rule.permit()) : List.<String>of()) {
          meant.add(c + (rule.permit() ? protect(n) : "return"));
        }
      }
      if (meant.isEmpty()) continue;
      String chain = behind + "_" + entry.sequence();
      while (!chains.add(chain)) chain += "b";
      rules.add(behind + " jump " + chain);
      for (String rule : meant) rules.add(chain + " " + rule);
    }
    rules.add(behind + " accept");
    rules.add("steer ct status snat fib daddr oifname " + link + " jump " + behind);
    int i = 0;
    for (Translation t : translating) {
      String picks = "nat" + n + "_" + i;
      String does = "snat" + n + "_" + i++;
      chains.add(picks);
      chains.add(does);
      for (var r : t.overload().rules()) {
        for (String c : conditions(r.match(), r.permit())) {
          rules.add(picks + " " + c + (r.permit() ? "jump " + behind : "return"));
          rules.add(does + " " + c + (r.permit() ? "snat to " + t.source() : "return"));
        }
      }
      String insides = t.overload().insides().stream().map(name -> '"' + name + '"').collect(Collectors.joining(", "));
      rules.add("steer ct state new iifname { " + insides + " } fib daddr oifname " + link + " jump " + picks);
      rules.add("translate iifname { " + insides + " } oifname " + tun + " jump " + does);
    }
  }

  static String protect(int n) {
    return "meta mark set meta mark & 0x%x | 0x%x accept".formatted(~MAP_MASK, mark(n));
  }

  /** The TUN device of a map's link. */
  static String tunName(String link, int number) {
    String name = "crypto-" + link;
    return name.length() <= NAME_CHARACTERS ? name : name.substring(0, NAME_CHARACTERS - 3) + "-" + number;
  }

  private void inbound(int n, String chain, Rule rule) {
    PacketMatch match = ((PacketMatch) rule.match()).mirrored();
    if (!rule.permit()) {
      for (String c : conditions(match, false)) rules.add(chain + " " + c + "return");
      return;
    }
    for (Ident ident : rule.idents()) {
      PacketMatch selector = ((PacketMatch) ident.selector()).mirrored();
      String verdict = "goto " + identChain(n, ident.id());
      for (String c : conditions(match, true)) {
        if (selector.equals(match)) rules.add(chain + " " + c + verdict);
        else for (String narrower : conditions(selector, true)) rules.add(chain + " " + c + narrower + verdict);
      }
    }
    for (String c : conditions(match, true)) rules.add(chain + " " + c + "drop");
  }

  private String identChain(int n, long ident) {
    String chain = "drop" + n + "_" + ident;
    if (chains.add(chain)) {
      counters.add(counter(n, ident));
      rules.add(chain + " counter name " + counter(n, ident));
      drop(chain, n);
    }
    return chain;
  }

  private void drop(String chain, int n) {
    rules.add(chain + " " + log(n));
    rules.add(chain + " drop");
  }

  /** Tells {@link ClearLog} of what came in clear for a map. */
  static String log(int n) {
    return "limit rate 5/second burst 5 packets log prefix \"%s%d\" group %d snaplen 64".formatted(LOG_PREFIX, n, LOG_GROUP);
  }

  /**
   * The match as conditions of nft rules, each ending in a blank unless empty; none if no packet can match. A match that
   * looks behind the IP header becomes two if it permits: for fragments other than the first its addresses alone count.
   */
  static List<String> conditions(PacketMatch m, boolean permit) {
    var protocols = protocols(m);
    var tos = TosByte.of(m);
    if (protocols.isPresent() && protocols.get().isEmpty() || tos.isEmpty()) return List.of();
    var network = new StringBuilder();
    protocols.ifPresent(p -> network.append(p.size() == 1 ? "ip protocol " + p.first() + " "
        : p.stream().map(String::valueOf).collect(Collectors.joining(", ", "ip protocol { ", " } "))));
    address(network, "saddr", m.source().bits(), ~m.sourceWildcard().bits());
    address(network, "daddr", m.destination().bits(), ~m.destinationWildcard().bits());
    if (tos.get().mask() != 0) network.append("@nh,8,8 & 0x%x == 0x%x ".formatted(tos.get().mask(), tos.get().value()));
    var transport = new StringBuilder();
    boolean possible = ports(transport, "sport", m.sourcePorts()) & ports(transport, "dport", m.destinationPorts());
    icmp(transport, m);
    if (m.established()) transport.append("@th,104,8 & 0x14 != 0 ");
    if (transport.isEmpty() && possible) return List.of(m.fragments() ? network + FRAGMENT + " " : network.toString());
    var found = new ArrayList<String>();
    if (possible && !m.fragments()) found.add(network + NO_FRAGMENT + " " + transport);
    if (permit) found.add(network + FRAGMENT + " ");
    return found;
  }

  /** The protocols that can match, or empty for all. */
  private static Optional<TreeSet<Integer>> protocols(PacketMatch m) {
    var able = new ArrayList<Set<Integer>>();
    if (m.protocol() >= 0) able.add(Set.of(m.protocol()));
    if (!m.sourcePorts().isAny() || !m.destinationPorts().isAny()) able.add(Set.of(6, 17));
    if (m.established()) able.add(Set.of(6));
    if (m.icmpType() >= 0 || m.icmpCode() >= 0) able.add(Set.of(1));
    if (able.isEmpty()) return Optional.empty();
    var all = new TreeSet<>(able.get(0));
    able.forEach(all::retainAll);
    return Optional.of(all);
  }

  private static void address(StringBuilder to, String field, int address, int mask) {
    if (mask == 0) return;
    to.append(mask == -1 ? "ip %s %s ".formatted(field, new Ipv4(address))
        : "ip %s & %s == %s ".formatted(field, new Ipv4(mask), new Ipv4(address)));
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

  private static void icmp(StringBuilder to, PacketMatch m) {
    int mask = (m.icmpType() < 0 ? 0 : 0xff00) | (m.icmpCode() < 0 ? 0 : 0xff);
    int value = Math.max(m.icmpType(), 0) << 8 | Math.max(m.icmpCode(), 0);
    if (mask != 0) to.append("@th,0,16 & 0x%x == 0x%x ".formatted(mask, value));
  }

  /** The transaction that replaces whatever is there, counters included. */
  String replacement() {
    var out = new StringBuilder("add table " + TABLE + "\ndelete table " + TABLE + "\nadd table " + TABLE + "\n");
    for (String base : BASE) out.append("add chain " + TABLE + " " + base + "\n");
    for (String chain : chains) out.append("add chain " + TABLE + " " + chain + "\n");
    for (String c : counters) out.append("add counter " + TABLE + " " + c + "\n");
    pairs.arrive(new NftPairs(), out);
    for (String rule : rules) out.append("add rule " + TABLE + " " + rule + "\n");
    return out.toString();
  }

  /**
   * The transaction that makes these rules of {@code before}: chains that stay as they are are not touched, so that one more
   * SA costs no more where there are many. Counters that are in both go on counting.
   */
  String change(NftRules before) {
    var was = before.byChain();
    var now = byChain();
    var changed = new LinkedHashSet<>(was.keySet());
    changed.addAll(now.keySet());
    changed.removeIf(c -> was.getOrDefault(c, List.of()).equals(now.getOrDefault(c, List.of())));
    var out = new StringBuilder();
    for (String c : changed) if (was.containsKey(c)) out.append("flush chain " + TABLE + " " + c + "\n");
    for (String chain : chains) if (!before.chains.contains(chain)) out.append("add chain " + TABLE + " " + chain + "\n");
    for (String c : counters) if (!before.counters.contains(c)) out.append("add counter " + TABLE + " " + c + "\n");
    pairs.arrive(before.pairs, out);
    for (String rule : rules) if (changed.contains(name(rule))) out.append("add rule " + TABLE + " " + rule + "\n");
    for (String chain : before.chains) if (!chains.contains(chain)) out.append("delete chain " + TABLE + " " + name(chain) + "\n");
    for (String c : before.counters) if (!counters.contains(c)) out.append("delete counter " + TABLE + " " + c + "\n");
    pairs.leave(before.pairs, out);
    return out.toString();
  }

  private Map<String, List<String>> byChain() {
    var found = new LinkedHashMap<String, List<String>>();
    for (String rule : rules) found.computeIfAbsent(name(rule), c -> new ArrayList<>()).add(rule);
    return found;
  }

  private static String name(String chain) {
    int blank = chain.indexOf(' ');
    return blank < 0 ? chain : chain.substring(0, blank);
  }
}
