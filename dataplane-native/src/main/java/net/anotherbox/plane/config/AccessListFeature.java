package net.anotherbox.plane.config;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.anotherbox.config.commit.Configuration;
import net.anotherbox.config.feature.Execution;
import net.anotherbox.config.feature.Feature;
import net.anotherbox.config.grammar.Grammar;
import net.anotherbox.config.grammar.Line;
import net.anotherbox.config.grammar.Matched;
import net.anotherbox.config.grammar.Mode;
import net.anotherbox.config.tree.Entry;
import net.anotherbox.config.tree.Section;
import net.anotherbox.runtime.port.PacketFilter;
import net.anotherbox.runtime.release.Personality;
import net.anotherbox.runtime.release.Screen;

/**
 * IP access lists, numbered and named. However a list is typed it is one section of the configuration, {@code ip
 * access-list …}; numbered ones are printed line by line, {@code access-list 101 …}.
 */
public final class AccessListFeature implements Feature {
  static final Mode STANDARD = new Mode("std-nacl", "config-std-nacl", "Standard Access List configuration commands:");
  static final Mode EXTENDED = new Mode("ext-nacl", "config-ext-nacl", "Extended Access List configuration commands:");

  private final Personality personality;
  private final Configuration configuration;
  private final AccessListLines lines = new AccessListLines();
  private final List<Line> lists = new ArrayList<>();
  private final Screen screen = Screen.load(AccessListFeature.class, "access-lists.screen");
  private final Ipv6AccessLists ipv6;
  private Optional<PacketFilter> counters = Optional.empty();
  /** What was read last, by key of the list: of a long list that grows line by line only the new line is read. */
  private final Map<String, Read> reads = new HashMap<>();

  private record Read(Entry list, Map<Entry, AccessEntry> lines, List<AccessEntry> entries) {}

  /** @param configuration in force, for the show commands */
  public AccessListFeature(Personality personality, Configuration configuration) {
    this.personality = personality;
    this.configuration = configuration;
    this.ipv6 = new Ipv6AccessLists(personality, configuration::current);
  }

  /** Those of IPv6. */
  public Ipv6AccessLists ipv6() {
    return ipv6;
  }

  /** Whose counters the show commands print as matches. */
  void counted(PacketFilter filter) {
    counters = Optional.of(filter);
    filter.forIpv6().ifPresent(ipv6::counted);
  }

  @Override
  public void declare(Grammar g) {
    lines.types(g);
    ipv6.declare(g);
    g.prefix(Mode.CONFIG, "ip", "Global IP configuration subcommands");
    g.prefix(Mode.CONFIG, "ip access-list", "Named access-list");
    g.prefix(Mode.CONFIG, "ip access-list standard", "Standard Access List");
    g.prefix(Mode.CONFIG, "ip access-list extended", "Extended Access List");
    lists.add(numbered(list(g, "standard {<1-99>|<1300-1999>}:name", STANDARD, "Standard IP access-list number",
        "Standard IP access-list number (expanded range)")));
    lists.add(numbered(list(g, "extended {<100-199>|<2000-2699>}:name", EXTENDED, "Extended IP access-list number",
        "Extended IP access-list number (expanded range)")));
    lists.add(named(list(g, "standard WORD:name", STANDARD, "Access-list name"), STANDARD));
    lists.add(named(list(g, "extended WORD:name", EXTENDED, "Access-list name"), EXTENDED));
    lines.numbered(g, "<1-99>", "standard", "IP standard access list");
    lines.numbered(g, "<1300-1999>", "standard", "IP standard access list (expanded range)");
    lines.numbered(g, "<100-199>", "extended", "IP extended access list");
    lines.numbered(g, "<2000-2699>", "extended", "IP extended access list (expanded range)");
    lines.standard(g, STANDARD);
    lines.extended(g, EXTENDED);
    g.line(Mode.CONFIG, "ip access-list resequence WORD:name <1-2147483647>:start <1-2147483647>:step",
        "Resequence Access List",
        "Access-list name or number", "Starting Sequence Number", "Step to increment the sequence number")
        .active().means(this::resequenced).check((s, m) -> list(s, m.required("name")).isPresent() ? Optional.empty()
            : Optional.of("% Access-list " + m.required("name") + " does not exist\n"));
    g.prefix(Mode.EXEC, "show", "Show running system information");
    g.prefix(Mode.EXEC, "show ip", "IP information");
    g.exec("show access-lists [WORD:name]", x -> {
      show(x);
      x.print(ipv6.text(x.command().arg("name")));
    }, "List access lists", "Access list name or number");
    g.exec("show ip access-lists [WORD:name]", this::show, "List IP access lists", "Access list name or number");
  }

  private static Line list(Grammar g, String syntax, Mode mode, String... help) {
    return g.line(Mode.CONFIG, "ip access-list " + syntax, help).slot("ip access-list").opens(mode).active().security();
  }

  private static Line numbered(Line l) {
    return l.key((s, m) -> "access-list " + m.required("name")).sorted().inline(e -> "access-list " + e.required("name"));
  }

  private Line named(Line l, Mode mode) {
    return l.key((s, m) -> "ip access-list " + m.required("name")).check((s, m) -> {
      if (m.required("name").matches("\\d+")) return Optional.of("% Invalid access list name.\n");
      return list(s, m.required("name")).filter(e -> !e.line().opens().equals(Optional.of(mode))).map(e ->
          "% A named " + kind(e).toLowerCase(java.util.Locale.ROOT) + " IP access list with this name already exists\n");
    });
  }

  /** All IP access lists of a configuration, by name or number, in its order; an unchanged list is the same object. */
  public Map<String, List<AccessEntry>> accessLists(Section root) {
    var found = new LinkedHashMap<String, List<AccessEntry>>();
    root.where(lists::contains).forEach(e -> found.put(e.required("name"), entries(e)));
    reads.keySet().removeIf(key -> root.get(key).isEmpty());
    return found;
  }

  private Optional<Entry> list(Section root, String name) {
    return root.where(lists::contains).filter(e -> e.required("name").equals(name)).findFirst();
  }

  private List<AccessEntry> entries(Entry list) {
    Read before = reads.get(list.key());
    if (before != null && before.list == list) return before.entries;
    var read = new IdentityHashMap<Entry, AccessEntry>();
    for (Entry e : list.body().entries()) {
      if (!lines.isEntry(e.line())) continue;
      AccessEntry known = before == null ? null : before.lines.get(e);
      read.put(e, known != null ? known : AccessEntryReader.read((int) AccessListLines.sequence(e.key()), e));
    }
    var sorted = read.values().stream().sorted(java.util.Comparator.comparingInt(AccessEntry::sequence)).toList();
    reads.put(list.key(), new Read(list, read, sorted));
    return sorted;
  }

  /** The list taken away and typed anew with other numbers, as one change. */
  private List<String> resequenced(Section root, Matched m) {
    if (m.negated() || m.toDefault()) return List.of();
    Entry list = list(root, m.required("name")).orElseThrow();
    String header = String.join(" ", list.words());
    var typed = new ArrayList<>(List.of("no " + header, header));
    long at = Long.parseLong(m.required("start"));
    var byKey = new ArrayList<>(list.body().entries());
    byKey.sort(java.util.Comparator.comparingLong((Entry e) -> AccessListLines.sequence(e.key()))
        .thenComparing(e -> lines.isRemark(e.line())));
    for (Entry e : byKey) {
      if (lines.isEntry(e.line())) {
        typed.add(at + " " + e.required("text"));
        at += Long.parseLong(m.required("step"));
      } else {
        typed.add(String.join(" ", e.words()));
      }
    }
    return typed;
  }

  private static String kind(Entry list) {
    return list.line().opens().equals(Optional.of(STANDARD)) ? "Standard" : "Extended";
  }

  private void show(Execution x) {
    Optional<String> one = x.command().arg("name");
    Map<String, Long> matches = counters.map(PacketFilter::matches).orElse(Map.of());
    var shown = new ArrayList<Map<String, Object>>();
    for (Entry e : inOrder()) {
      if (one.isPresent() && !one.get().equals(e.required("name"))) continue;
      var rows = entries(e).stream().map(a -> row(e, a, matches)).toList();
      if (!rows.isEmpty()) shown.add(Map.of("kind", kind(e), "name", e.required("name"), "entries", rows));
    }
    x.print(screen.render(personality.release(), Map.of("lists", shown)));
  }

  /** Standard lists before extended ones, numbers before names. */
  private List<Entry> inOrder() {
    return configuration.current().where(lists::contains)
        .sorted(java.util.Comparator.comparing(AccessListFeature::kind).reversed()
            .thenComparingLong(AccessListFeature::number)).toList();
  }

  private static long number(Entry list) {
    String name = list.required("name");
    return Character.isDigit(name.charAt(0)) ? Long.parseLong(name) : Long.MAX_VALUE;
  }

  private static Map<String, Object> row(Entry list, AccessEntry a, Map<String, Long> matches) {
    boolean standard = kind(list).equals("Standard");
    String text = standard ? standard(a.text()) : a.text().replaceFirst(" +", " ");
    long n = matches.getOrDefault(AccessGroups.id(list.required("name"), a), 0L);
    return Map.of("sequence", a.sequence(), "text", text, "matches", n == 0 ? "" : n == 1 ? " (1 match)" : " (" + n
        + " matches)");
  }

  /** "permit 10.0.0.0, wildcard bits 0.0.0.255", as the show commands put it. */
  private static String standard(String text) {
    return text.replaceFirst("(\\d+\\.\\d+\\.\\d+\\.\\d+) (\\d+\\.\\d+\\.\\d+\\.\\d+)", "$1, wildcard bits $2");
  }
}
