package net.anotherbox.plane.linux;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import net.anotherbox.runtime.port.FlowTable.Entry;
import net.anotherbox.runtime.value.Ipv4;
import net.anotherbox.runtime.value.PacketMatch;

/**
 * Pairs of prefixes in sets, one set for each pair of lengths, which the kernel looks up by hash: with a thousand clients
 * of a dynamic map, one more costs two elements, and a packet as many look-ups as there are pairs of lengths. Neighbours
 * in a map permit all, so their order among each other decides nothing but which of two overlapping ones counts a packet.
 *
 * <p>The elements of inbound sets count what came in clear for their ident.
 */
final class NftPairs {
  /** An element as {@code nft list sets} prints it. */
  private static final Pattern SET = Pattern.compile("\\bset (\\w+) \\{");
  private static final Pattern ELEMENT = Pattern.compile("([\\d.]+(?: \\. [\\d.]+)?) counter packets (\\d+)");

  /** What an entry with nothing but prefixes says. */
  record Pair(Ipv4 source, int sourceLength, Ipv4 destination, int destinationLength, long ident) {}

  /** By set, then by element: the counter that an inbound element is known by, or "". */
  private final Map<String, Map<String, String>> sets = new LinkedHashMap<>();

  @Override
  public boolean equals(Object o) {
    return o instanceof NftPairs p && sets.equals(p.sets);
  }

  @Override
  public int hashCode() {
    return sets.hashCode();
  }

  /** The pair that an entry is, if it is no more than that. */
  static Optional<Pair> of(Entry entry) {
    if (entry.rules().size() != 1 || !entry.rules().get(0).permit() || entry.rules().get(0).idents().size() != 1)
      return Optional.empty();
    var m = (PacketMatch) entry.rules().get(0).match();
    var ident = entry.rules().get(0).idents().get(0);
    int from = length(m.sourceWildcard());
    int to = length(m.destinationWildcard());
    boolean addressesOnly = PacketMatch.ip(PacketMatch.ANY_PROTOCOL, m.source(), m.sourceWildcard(), m.destination(),
        m.destinationWildcard()).equals(m);
    if (!addressesOnly || !ident.selector().equals(m) || from < 0 || to < 0 || from + to == 0) return Optional.empty();
    return Optional.of(new Pair(m.source(), from, m.destination(), to, ident.id()));
  }

  /** The length of the prefix that this wildcard leaves, or -1 if it has holes. */
  private static int length(Ipv4 wildcard) {
    int bits = wildcard.bits();
    return (bits & bits + 1) == 0 ? Integer.numberOfLeadingZeros(bits) : -1;
  }

  /**
   * Adds a pair, outbound and, mirrored, inbound; of equal ones the first counts.
   *
   * @param behind what stands before it in the map and must be asked first
   * @return the sets that are new by this
   */
  List<String> add(int map, String behind, Pair p, String counter) {
    var fresh = new ArrayList<String>();
    add("out" + map + behind, p.source, p.sourceLength, p.destination, p.destinationLength, "", fresh);
    add("in" + map + behind, p.destination, p.destinationLength, p.source, p.sourceLength, counter, fresh);
    return fresh;
  }

  private void add(String name, Ipv4 from, int fromLength, Ipv4 to, int toLength, String counter, List<String> fresh) {
    String set = name + "p" + fromLength + "p" + toLength;
    var elements = sets.get(set);
    if (elements == null) {
      fresh.add(set);
      elements = new LinkedHashMap<>();
      sets.put(set, elements);
    }
    String element = fromLength == 0 ? to.toString() : toLength == 0 ? from.toString() : from + " . " + to;
    elements.putIfAbsent(element, counter);
  }

  private static int[] lengths(String set) {
    String[] parts = set.split("p");
    return new int[] {Integer.parseInt(parts[1]), Integer.parseInt(parts[2])};
  }

  /** The condition that a packet is in this set, with a blank behind. */
  String condition(String set) {
    int[] l = lengths(set);
    String from = field("saddr", l[0]);
    String to = field("daddr", l[1]);
    return from + (from.isEmpty() || to.isEmpty() ? "" : " . ") + to + " @" + set + " ";
  }

  private static String field(String name, int length) {
    if (length == 0) return "";
    return "ip " + name + (length == 32 ? "" : " & " + new Ipv4(-1 << 32 - length));
  }

  private static String declaration(String set) {
    int[] l = lengths(set);
    String type = l[0] == 0 || l[1] == 0 ? "ipv4_addr" : "ipv4_addr . ipv4_addr";
    return "add set " + NftRules.TABLE + " " + set + " { type " + type + "; " + (set.startsWith("in") ? "counter; }" : "}")
        + "\n";
  }

  /** What makes these sets and elements of {@code before}'s, before rules refer to them. */
  void arrive(NftPairs before, StringBuilder out) {
    sets.forEach((set, elements) -> {
      var was = before.sets.get(set);
      if (was == null) out.append(declaration(set));
      var there = was == null ? Map.<String, String>of() : was;
      var gone = there.entrySet().stream().filter(e -> !e.getValue().equals(elements.get(e.getKey()))).map(Map.Entry::getKey)
          .toList();
      elements("delete", set, gone, out);
      elements("add", set, elements.entrySet().stream().filter(e -> !e.getValue().equals(there.get(e.getKey())))
          .map(Map.Entry::getKey).toList(), out);
    });
  }

  private static void elements(String verb, String set, List<String> which, StringBuilder out) {
    if (!which.isEmpty())
      out.append(verb).append(" element ").append(NftRules.TABLE).append(' ').append(set).append(" { ")
          .append(String.join(", ", which)).append(" }\n");
  }

  /** What takes away the sets of {@code before} that are no more, when no rule refers to them. */
  void leave(NftPairs before, StringBuilder out) {
    for (String set : before.sets.keySet())
      if (!sets.containsKey(set)) out.append("delete set ").append(NftRules.TABLE).append(' ').append(set).append('\n');
  }

  /** Packets by counter, read from what {@code nft list sets} prints. */
  Map<String, Long> counted(String listing) {
    var found = new HashMap<String, Long>();
    var starts = SET.matcher(listing);
    var elements = ELEMENT.matcher(listing);
    boolean more = starts.find();
    while (more) {
      var known = sets.getOrDefault(starts.group(1), Map.of());
      int from = starts.end();
      more = starts.find();
      elements.region(from, more ? starts.start() : listing.length());
      while (elements.find()) {
        String counter = known.get(elements.group(1));
        if (counter != null) found.put(counter, Long.parseLong(elements.group(2)));
      }
    }
    return found;
  }
}
