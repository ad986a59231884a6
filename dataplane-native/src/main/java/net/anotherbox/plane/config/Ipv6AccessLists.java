package net.anotherbox.plane.config;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import net.anotherbox.config.feature.Execution;
import net.anotherbox.config.grammar.Grammar;
import net.anotherbox.config.grammar.Line;
import net.anotherbox.config.grammar.Matched;
import net.anotherbox.config.grammar.Mode;
import net.anotherbox.config.grammar.Support;
import net.anotherbox.config.tree.Entry;
import net.anotherbox.config.tree.Section;
import net.anotherbox.runtime.port.Ipv6Filter;
import net.anotherbox.runtime.release.Personality;
import net.anotherbox.runtime.release.Screen;
import net.anotherbox.runtime.value.Ipv6Match;
import net.anotherbox.runtime.value.Ipv6Prefix;
import net.anotherbox.runtime.value.PacketMatch;
import net.anotherbox.runtime.value.PacketMatch.Ports;

/** IPv6 access lists: {@code ipv6 access-list NAME}, their entries, and what they say of packets. */
public final class Ipv6AccessLists {
  static final Mode MODE = new Mode("config-ipv6-acl", "config-ipv6-acl", "IPv6 Access List configuration commands:");
  static final PacketNames PROTOCOLS = new PacketNames("protocol6", 255);
  static final PacketNames ICMP = new PacketNames("icmp6", -1);
  private static final int ICMPV6 = 58;
  /** What is asked of a packet and not looked at: TCP flags, extension headers, times. */
  private static final Set<String> UNTESTED = Set.of("ack", "fin", "psh", "rst", "syn", "urg", "time-range", "reflect",
      "routing", "undetermined-transport", "dest-option", "mobility", "auth", "hbh");

  private final Personality personality;
  private final Supplier<Section> root;
  private final Screen screen = Screen.load(Ipv6AccessLists.class, "ipv6-access-lists.screen");
  private final List<Line> entries = new ArrayList<>();
  private Line lists;
  private Optional<Ipv6Filter> counters = Optional.empty();
  private Map<Entry, List<Ipv6AccessEntry>> read = Map.of();

  /** @param root the configuration in force, for the show commands */
  Ipv6AccessLists(Personality personality, Supplier<Section> root) {
    this.personality = personality;
    this.root = root;
  }

  /** Whose counters the show commands print as matches. */
  void counted(Ipv6Filter filter) {
    counters = Optional.of(filter);
  }

  void declare(Grammar g) {
    g.type("PROTOCOL6", PROTOCOLS);
    g.type("ICMP6MESSAGE", ICMP);
    g.prefix(Mode.CONFIG, "ipv6", "Global IPv6 configuration commands");
    lists = g.line(Mode.CONFIG, "ipv6 access-list WORD:name", "Configure access lists",
        "User selected string identifying this access list").slot("ipv6 access-list").keyed("name").opens(MODE).active().security();
    for (Line l : Ipv6AccessSyntax.entries(g, MODE)) {
      l.slot("entry").key(AccessListLines::entryKey).clearsOnNo("sequence").sorted().printed("|{shown}|")
          .rewrite(Ipv6AccessSyntax::written).security().support(Ipv6AccessLists::support).check(AccessListLines::duplicate);
      entries.add(l);
    }
    g.line(MODE, "remark [LINE:remark]", "Access list comment", "Comment up to 100 characters").slot("entry")
        .key(AccessListLines::remarkKey).sorted().kept("a comment");
    g.line(MODE, "evaluate WORD:name [sequence <1-4294967294>]", "Evaluate an access list", "IPv6 reflexive access list name",
        "Sequence number for this entry", "Sequence number").many().security()
        .partial("reflexive lists stay empty: what they would let in is refused");
    g.line(MODE, "role-based", "Role-based access list").partial("packets carry no roles here").security();
    g.prefix(Mode.EXEC, "show ipv6", "IPv6 information");
    g.exec("show ipv6 access-list [WORD:name]", this::show, "Summary of access lists", "Access list name");
  }

  private static Support support(Entry e) {
    List<String> options = List.of(e.arg("option").orElse("").split(" "));
    if (options.stream().anyMatch(UNTESTED::contains) || e.arg("protocol").equals(Optional.of("hbh")))
      return new Support.Partial("a part of the condition is not looked at: a permit is left out of filters");
    return options.contains("log") || options.contains("log-input") ? new Support.Partial("matches are not logged")
        : Support.ACTIVE;
  }

  /** Whether configurations have the same lists. */
  boolean same(Section a, Section b) {
    return Section.same(a, b, lists);
  }

  /** All of a configuration, by name, in its order. */
  public Map<String, List<Ipv6AccessEntry>> of(Section configuration) {
    var found = new LinkedHashMap<String, List<Ipv6AccessEntry>>();
    var known = new IdentityHashMap<Entry, List<Ipv6AccessEntry>>();
    for (Entry e : configuration.all(lists).toList()) {
      List<Ipv6AccessEntry> r = read.get(e);
      if (r == null) r = e.body().entries().stream().filter(x -> entries.contains(x.line())).map(Ipv6AccessLists::entry)
          .sorted(java.util.Comparator.comparingLong(Ipv6AccessEntry::sequence)).toList();
      known.put(e, r);
      found.put(e.required("name"), r);
    }
    read = known;
    return found;
  }

  private static Ipv6AccessEntry entry(Entry e) {
    Map<String, String> a = e.args();
    String protocol = a.get("protocol");
    PacketNames names = protocol.equals("udp") ? AccessEntryReader.UDP : AccessEntryReader.TCP;
    List<String> options = List.of(a.getOrDefault("option", "").split(" "));
    int[] icmp = icmp(a.get("icmp"));
    int number = protocol.equals("ipv6") || protocol.equals("hbh") ? PacketMatch.ANY_PROTOCOL : PROTOCOLS.number(protocol);
    var matches = new ArrayList<Ipv6Match>();
    for (Ports s : AccessEntryReader.ports(a.get("sourcePorts"), names))
      for (Ports d : AccessEntryReader.ports(a.get("destinationPorts"), names))
        matches.add(new Ipv6Match(number, network(a.get("source")), s, network(a.get("destination")), d, icmp[0], icmp[1],
            options.contains("established"), options.contains("fragments"), AccessEntryReader.after(options, "dscp",
            AccessEntryReader.DSCP), label(options)));
    boolean exact = options.stream().noneMatch(UNTESTED::contains) && !protocol.equals("hbh");
    return new Ipv6AccessEntry(AccessListLines.sequence(e.key()), e.required("action").equals("permit"), List.copyOf(matches),
        exact, e.required("text"));
  }

  static Ipv6Prefix network(String words) {
    return words.equals("any") ? Ipv6Prefix.DEFAULT : Ipv6Prefix.of(words.startsWith("host ") ? words.substring(5) : words);
  }

  private static int[] icmp(String words) {
    if (words == null) return new int[] {-1, -1};
    String[] w = words.split(" ");
    if (!Character.isDigit(w[0].charAt(0))) return new int[] {ICMP.number(w[0]), ICMP.second(w[0])};
    return new int[] {Integer.parseInt(w[0]), w.length > 1 ? Integer.parseInt(w[1]) : -1};
  }

  private static int label(List<String> options) {
    int at = options.indexOf("flow-label");
    return at < 0 ? -1 : Integer.parseInt(options.get(at + 1));
  }

  private void show(Execution x) {
    x.print(text(x.command().arg("name")));
  }

  /** All lists, or one, with what they have matched. */
  String text(Optional<String> one) {
    Map<String, Long> matches = counters.map(Ipv6Filter::matches).orElse(Map.of());
    var shown = new ArrayList<Map<String, Object>>();
    of(root.get()).forEach((name, list) -> {
      if (one.isPresent() && !one.get().equals(name) || list.isEmpty()) return;
      shown.add(Map.of("name", name, "entries", list.stream().map(e -> {
        long n = matches.getOrDefault(id(name, e), 0L);
        return Map.of("text", e.text(), "sequence", e.sequence(), "matches", n == 0 ? "" : n == 1 ? " (1 match)"
            : " (" + n + " matches)");
      }).toList()));
    });
    return screen.render(personality.release(), Map.of("lists", shown));
  }

  /** What the packets of an entry are counted under. */
  static String id(String list, Ipv6AccessEntry e) {
    return list + " " + e.sequence();
  }
}
