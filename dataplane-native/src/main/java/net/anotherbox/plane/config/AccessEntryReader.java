package net.anotherbox.plane.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.anotherbox.config.tree.Entry;
import net.anotherbox.runtime.value.Ipv4;
import net.anotherbox.runtime.value.PacketMatch;
import net.anotherbox.runtime.value.PacketMatch.Ports;

/** Makes conditions on packets of the named words of an access-list line: see {@link AccessListLines} for the names. */
final class AccessEntryReader {
  static final PacketNames PROTOCOLS = new PacketNames("protocol", 255);
  static final PacketNames TCP = new PacketNames("tcp", 65535);
  static final PacketNames UDP = new PacketNames("udp", 65535);
  static final PacketNames ICMP = new PacketNames("icmp", -1);
  static final PacketNames DSCP = new PacketNames("dscp", 63);
  static final PacketNames PRECEDENCE = new PacketNames("precedence", 7);
  static final PacketNames TOS = new PacketNames("tos", 15);
  static final Set<String> FLAGS = Set.of("ack", "fin", "psh", "rst", "syn", "urg");
  static final PacketNames TCP_FLAGS = new PacketNames("tcp-flags", -1);
  static final PacketNames IGMP = new PacketNames("igmp", -1);
  private static final Set<String> UNTESTED = Set.of("time-range", "reflect", "ttl", "option", "match-any", "match-all");
  private static final String OBJECTS = "object-group";

  private AccessEntryReader() {}

  /** An address and the bits of it that do not matter. */
  record Network(Ipv4 address, Ipv4 wildcard) {
    /** Of "any", "host 10.0.0.1", "10.0.0.0 0.0.0.255", or "10.0.0.1" as standard lists have it. */
    static Network of(String words) {
      String[] w = words.split(" ");
      if (w[0].equals("any") || w[0].equals(OBJECTS)) return new Network(Ipv4.ANY, Ipv4.BROADCAST);
      if (w[0].equals("host")) return new Network(Ipv4.of(w[1]), Ipv4.ANY);
      return new Network(Ipv4.of(w[0]), w.length > 1 ? Ipv4.of(w[1]) : Ipv4.ANY);
    }

    /** As extended lists print it. */
    String text() {
      if (wildcard.equals(Ipv4.BROADCAST)) return "any";
      return wildcard.equals(Ipv4.ANY) ? "host " + address : address.and(wildcard.inverted()) + " " + wildcard;
    }

    /** As standard lists print it. */
    String standard() {
      return wildcard.equals(Ipv4.ANY) ? address.toString() : text();
    }
  }

  static AccessEntry read(int sequence, Entry e) {
    Map<String, String> a = e.args();
    String protocol = a.getOrDefault("protocol", "ip");
    Network source = Network.of(a.get("source"));
    Network destination = Network.of(a.getOrDefault("destination", "any"));
    PacketNames ports = protocol.equals("udp") ? UDP : TCP;
    List<String> options = List.of(a.getOrDefault("option", "").split(" "));
    int[] icmp = icmp(a.get("icmp"));
    int number = protocol.equals("ip") || protocol.startsWith(OBJECTS) ? PacketMatch.ANY_PROTOCOL : PROTOCOLS.number(protocol);
    var matches = new ArrayList<PacketMatch>();
    for (Ports s : ports(a.get("sourcePorts"), ports))
      for (Ports d : ports(a.get("destinationPorts"), ports))
        matches.add(new PacketMatch(number, source.address(), source.wildcard(), s, destination.address(),
            destination.wildcard(), d,
            icmp[0], icmp[1], options.contains("established"), options.contains("fragments"),
            after(options, "dscp", DSCP), after(options, "precedence", PRECEDENCE), after(options, "tos", TOS)));
    return new AccessEntry(sequence, e.required("action").equals("permit"), List.copyOf(matches), exact(e),
        e.required("text"));
  }

  /** Whether the matches say all that the entry does; else they take in more packets than the entry means. */
  static boolean exact(Entry e) {
    Map<String, String> a = e.args();
    boolean objects = List.of("protocol", "source", "destination").stream()
        .anyMatch(w -> a.getOrDefault(w, "").startsWith(OBJECTS));
    List<String> options = List.of(a.getOrDefault("option", "").split(" "));
    boolean message = a.getOrDefault("protocol", "").equals("igmp")
        && (Character.isDigit((options.get(0) + "x").charAt(0)) || IGMP.knows(options.get(0)));
    return !objects && !message && options.stream().noneMatch(o -> FLAGS.contains(o) || UNTESTED.contains(o));
  }

  private static int[] icmp(String words) {
    if (words == null) return new int[] {-1, -1};
    String[] w = words.split(" ");
    if (!Character.isDigit(w[0].charAt(0))) return new int[] {ICMP.number(w[0]), ICMP.second(w[0])};
    return new int[] {Integer.parseInt(w[0]), w.length > 1 ? Integer.parseInt(w[1]) : -1};
  }

  static int after(List<String> options, String word, PacketNames names) {
    int at = options.indexOf(word);
    return at < 0 ? -1 : names.number(options.get(at + 1));
  }

  /** The ranges that "eq a b", "neq a", "lt a", "gt a", "range a b" cover; none of them overlap. */
  static List<Ports> ports(String words, PacketNames names) {
    if (words == null) return List.of(Ports.ANY);
    String[] w = words.split(" ");
    int[] p = new int[w.length - 1];
    for (int i = 0; i < p.length; i++) p[i] = names.number(w[i + 1]);
    return switch (w[0]) {
      case "lt" -> p[0] == 0 ? List.of() : List.of(new Ports(0, p[0] - 1, false));
      case "gt" -> p[0] == 65535 ? List.of() : List.of(new Ports(p[0] + 1, 65535, false));
      case "range" -> List.of(new Ports(Math.min(p[0], p[1]), Math.max(p[0], p[1]), false));
      case "neq" -> allBut(p);
      default -> java.util.Arrays.stream(p).sorted().distinct().mapToObj(Ports::exactly).toList();
    };
  }

  private static List<Ports> allBut(int[] p) {
    if (p.length == 1) return List.of(new Ports(p[0], p[0], true));
    var ranges = new ArrayList<Ports>();
    int from = 0;
    for (int port : java.util.Arrays.stream(p).sorted().distinct().toArray()) {
      if (port > from) ranges.add(new Ports(from, port - 1, false));
      from = port + 1;
    }
    if (from <= 65535) ranges.add(new Ports(from, 65535, false));
    return ranges;
  }
}
