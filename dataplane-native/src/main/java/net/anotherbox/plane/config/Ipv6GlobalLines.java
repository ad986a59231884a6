package net.anotherbox.plane.config;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.anotherbox.config.grammar.Grammar;
import net.anotherbox.config.grammar.Line;
import net.anotherbox.config.grammar.Matched;
import net.anotherbox.config.grammar.Mode;
import net.anotherbox.config.tree.Section;
import net.anotherbox.runtime.value.InterfaceName;
import net.anotherbox.runtime.value.Ipv6;
import net.anotherbox.runtime.value.Ipv6Prefix;

/** The lines of IPv6 about the box as a whole: prefixes by name, neighbours that need not be asked for, the hop limit. */
final class Ipv6GlobalLines {
  static final int HOP_LIMIT = 64;

  /** A neighbour as configured. @param mac six bytes */
  record Neighbour(Ipv6 address, InterfaceName on, byte[] mac) {}

  private Line prefix;
  private Line neighbour;
  private Line hopLimit;

  void declare(Grammar g) {
    g.prefix(Mode.CONFIG, "ipv6", "Global IPv6 configuration commands");
    g.prefix(Mode.CONFIG, "ipv6 neighbor", "Neighbor");
    g.prefix(Mode.CONFIG, "ipv6 general-prefix", "Configure a general IPv6 prefix");
    prefix = g.line(Mode.CONFIG, "ipv6 general-prefix WORD:name X:X:X:X::X/<0-128>:prefix", "General prefix name", "IPv6 prefix")
        .slot("ipv6 general-prefix").keyed("name").clearsOnNo("name").rewrite(Ipv6GlobalLines::written).active();
    neighbour = g.line(Mode.CONFIG, "ipv6 neighbor X:X:X:X::X:address IFNAME:if H.H.H:mac", "IPv6 address", "interface",
        "48-bit hardware address").slot("ipv6 neighbor").keyed("address", "if").clearsOnNo("address", "if").active();
    hopLimit = g.line(Mode.CONFIG, "ipv6 hop-limit <1-255>:hops", "Configure hop count limit", "Hop limit value")
        .slot("ipv6 hop-limit").clearsOnNo().active();
  }

  private static Matched written(Matched m) {
    if (!m.has("prefix")) return m;
    String network = Ipv6Prefix.of(m.required("prefix")).toString();
    var words = new java.util.ArrayList<>(m.words());
    words.set(3, network);
    return m.with("prefix", network).withWords(List.copyOf(words));
  }

  /** Whether two configurations say the same here. */
  boolean same(Section a, Section b) {
    return Section.same(a, b, prefix, neighbour, hopLimit);
  }

  Map<String, Ipv6Prefix> prefixes(Section root) {
    var found = new TreeMap<String, Ipv6Prefix>();
    root.all(prefix).filter(e -> !e.negated())
        .forEach(e -> found.put(e.required("name"), Ipv6Prefix.of(e.required("prefix"))));
    return found;
  }

  List<Neighbour> neighbours(Section root) {
    return root.all(neighbour).filter(e -> !e.negated()).map(e -> new Neighbour(Ipv6.of(e.required("address")),
        InterfaceName.of(e.required("if")), mac(e.required("mac")))).toList();
  }

  private static byte[] mac(String typed) {
    return HexFormat.of().parseHex(String.join("", Arrays.asList(typed.split("\\."))));
  }

  int hopLimit(Section root) {
    return root.value(hopLimit, "hops").map(Integer::parseInt).orElse(HOP_LIMIT);
  }
}
