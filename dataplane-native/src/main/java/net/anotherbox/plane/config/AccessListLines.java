package net.anotherbox.plane.config;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.anotherbox.config.grammar.Grammar;
import net.anotherbox.config.grammar.Line;
import net.anotherbox.config.grammar.Matched;
import net.anotherbox.config.grammar.Mode;
import net.anotherbox.config.grammar.Support;
import net.anotherbox.config.tree.Entry;
import net.anotherbox.config.tree.Fact;
import net.anotherbox.config.tree.Section;
import org.pcollections.HashTreePMap;
import org.pcollections.PMap;

/**
 * The lines of access lists. Named words of an entry: sequence, action, protocol, source, sourcePorts, destination,
 * destinationPorts, icmp, option (all of them with blanks between), and text, which is the entry as it is printed.
 */
final class AccessListLines {
  private static final String SLOT = "entry";
  private static final String SOURCE = "{any:source|host:source A.B.C.D:source|A.B.C.D:source A.B.C.D:source"
      + "|object-group:source WORD:source}";
  private static final String DESTINATION = SOURCE.replace(":source", ":destination");
  private static final String OPTIONS = "{log:option [WORD:option]|log-input:option [WORD:option]|fragments:option"
      + "|dscp:option DSCP:option|precedence:option PRECEDENCE:option|tos:option TOS:option|time-range:option WORD:option"
      + "|reflect:option WORD:option [timeout:option <1-2147483>:option]"
      + "|ttl:option {eq|gt|lt|neq}:option <0-255>:option|ttl:option range:option <0-255>:option <0-255>:option"
      + "|option:option {<0-255>|WORD}:option}*";
  private static final String FLAGS =
      "{established:option|ack:option|fin:option|psh:option|rst:option|syn:option|urg:option"
      + "|match-all:option {TCPFLAG:option}+|match-any:option {TCPFLAG:option}+}*";
  private static final String[] ADDRESS_HELP = {"Any host", "A single host", "Host address", "Address to match",
      "Wildcard bits", "Network object group", "Network object-group name"};
  private static final String[] OPTION_HELP = {"Log matches against this entry", "User defined cookie (max of 64 char)",
      "Log matches against this entry, including input interface", "User defined cookie (max of 64 char)",
      "Check non-initial fragments", "Match packets with given dscp value", "Differentiated services codepoint value",
      "Match packets with given precedence value", "Precedence value", "Match packets with given TOS value",
          "Type of service value",
      "Specify a time-range", "Time-range entry name", "Create reflexive access list entry", "Access-list name",
      "Maximum time to live of an entry", "Seconds", "Match packets with given TTL value",
      "Match only packets on a given TTL number", "Match only packets with a greater TTL number",
      "Match only packets with a lower TTL number", "Match only packets not on a given TTL number", "TTL value",
      "Match packets with given TTL value", "Match only packets in the range of TTLs", "TTL value", "TTL value",
      "Match packets with given IP Options value", "IP Options value", "Name of IP options"};
  private static final String[] FLAG_HELP = {"Match established connections", "Match on the ACK bit", "Match on the FIN bit",
      "Match on the PSH bit", "Match on the RST bit", "Match on the SYN bit", "Match on the URG bit",
      "Match if all specified flags are present", "Flag", "Match if any specified flag is present", "Flag"};
  private static final String[] PORT_HELP = {"Match only packets on a given port number",
      "Match only packets not on a given port number",
      "Port number", "Port number", "Match only packets with a lower port number",
          "Match only packets with a greater port number",
      "Port number", "Match only packets in the range of port numbers", "Port number", "Port number"};

  /** Where entries are declared: in the mode of a list, or globally with the number in front. */
  private record Place(Mode mode, String front, List<String> help) {}

  private final List<Line> entries = new ArrayList<>();
  private final List<Line> remarks = new ArrayList<>();

  void types(Grammar g) {
    g.type("PROTOCOL", AccessEntryReader.PROTOCOLS);
    g.type("TCPPORT", AccessEntryReader.TCP);
    g.type("UDPPORT", AccessEntryReader.UDP);
    g.type("ICMPMESSAGE", AccessEntryReader.ICMP);
    g.type("DSCP", AccessEntryReader.DSCP);
    g.type("PRECEDENCE", AccessEntryReader.PRECEDENCE);
    g.type("TOS", AccessEntryReader.TOS);
    g.type("TCPFLAG", AccessEntryReader.TCP_FLAGS);
    g.type("IGMPMESSAGE", AccessEntryReader.IGMP);
  }

  boolean isEntry(Line l) {
    return entries.contains(l);
  }

  boolean isRemark(Line l) {
    return remarks.contains(l);
  }

  // ---- entries in the mode of their list ----

  void standard(Grammar g, Mode mode) {
    var place = new Place(mode, "[<1-2147483647>:sequence] ", List.of("Sequence Number"));
    for (Line l : standard(g, place)) entry(l, AccessListLines::standardEntry);
    remark(g, mode);
  }

  void extended(Grammar g, Mode mode) {
    var place = new Place(mode, "[<1-2147483647>:sequence] ", List.of("Sequence Number"));
    for (Line l : extended(g, place)) entry(l, AccessListLines::extendedEntry);
    remark(g, mode);
    g.line(mode, "evaluate WORD:name", "Evaluate an access list", "IP reflexive access list name")
        .in(AccessListLines::isNamed).many()
        .partial("reflexive lists stay empty: what they would let in is refused").security();
  }

  private void entry(Line l, java.util.function.UnaryOperator<Matched> form) {
    l.slot(SLOT).key(AccessListLines::entryKey).clearsOnNo("sequence").sorted().printed("|{text}|").rewrite(form).security()
        .support(AccessListLines::support)
        .check(AccessListLines::duplicate);
    entries.add(l);
  }

  private void remark(Grammar g, Mode mode) {
    remarks.add(g.line(mode, "remark [LINE:remark]", "Access list entry comment", "Comment up to 100 characters").slot(SLOT)
        .key(AccessListLines::remarkKey).sorted().kept("a comment"));
    remarks.add(g.line(mode, "<1-2147483647>:number remark [LINE:remark]", "Sequence Number", "Access list entry comment",
        "Comment up to 100 characters").hidden().slot(SLOT).key(AccessListLines::remarkKey).sorted()
        .rewrite(m -> m.withWords(m.words().subList(1, m.words().size()))).kept("a comment"));
  }

  private static Support support(Entry e) {
    List<String> options = List.of(e.arg("option").orElse("").split(" "));
    if (options.contains("time-range")) return new Support.Partial("time ranges are not looked at: a permit is left out of filters");
    if (objects(e)) return new Support.Partial("object groups are not looked into: a permit is left out of filters");
    if (options.contains("reflect")) return new Support.Partial("reflexive lists are not made: a permit is left out of filters");
    if (options.stream().anyMatch(AccessEntryReader.FLAGS::contains))
      return new Support.Partial("TCP flags are not looked at: a permit is left out of filters");
    if (!AccessEntryReader.exact(e))
      return new Support.Partial("not all of it is looked at: a permit is left out of filters");
    return options.contains("log") || options.contains("log-input") ? new Support.Partial("matches are not logged")
        : Support.ACTIVE;
  }

  private static boolean objects(Entry e) {
    return java.util.stream.Stream.of("protocol", "source", "destination")
        .anyMatch(w -> e.arg(w).filter(v -> v.startsWith("object-group")).isPresent());
  }

  // ---- entries typed globally ----

  /** Reflexive lists are a matter of named ones. */
  private static boolean isNamed(Entry list) {
    return !Character.isDigit(list.required("name").charAt(0));
  }

  void numbered(Grammar g, String range, String kind, String help) {
    g.prefix(Mode.CONFIG, "access-list", "Add an access list entry");
    var place = new Place(Mode.CONFIG, "access-list " + range + ":number ", List.of("Add an access list entry", help));
    var all = new ArrayList<>(kind.equals("standard") ? standard(g, place) : extended(g, place));
    all.add(g.line(Mode.CONFIG, "access-list " + range + ":number remark [LINE:remark]", "Add an access list entry", help,
        "Access list entry comment", "Comment up to 100 characters"));
    if (kind.equals("extended")) all.add(g.line(Mode.CONFIG, "access-list " + range
        + ":number dynamic WORD:name [timeout <1-9999>] {permit|deny} LINE", "Add an access list entry", help,
        "Specify a DYNAMIC list of PERMITs or DENYs", "Name of a Dynamic list", "Maximum time for dynamic ACL to live",
        "Maximum time to live", "Specify packets to forward", "Specify packets to reject", "The packets"));
    for (Line l : all) l.slot("access-list").clearsOnNo("number").active().security().means((s, m) -> meaning(kind, m));
  }

  private static List<String> meaning(String kind, Matched m) {
    String list = "ip access-list " + kind + " " + m.required("number");
    if (m.negated() || m.toDefault()) return List.of("no " + list);
    return List.of(list, String.join(" ", m.words().subList(2, m.words().size())));
  }

  // ---- syntax ----

  private static List<Line> standard(Grammar g, Place p) {
    String front = p.front + "{permit|deny}:action ";
    return List.of(declare(g, p, front
        + "{any:source|host:source A.B.C.D:source|A.B.C.D:source [A.B.C.D:source]} [log:option [WORD:option]]",
        new String[] {"Specify packets to forward", "Specify packets to reject"},
        java.util.Arrays.copyOf(ADDRESS_HELP, 5),
        new String[] {"Log matches against this entry", "User defined cookie (max of 64 char)"}));
  }

  private static List<Line> extended(Grammar g, Place p) {
    String front = p.front + "{permit|deny}:action ";
    String[] actions = {"Specify packets to forward", "Specify packets to reject"};
    var lines = new ArrayList<Line>();
    lines.add(declare(g, p, front + "ip:protocol " + SOURCE + " " + DESTINATION + " " + OPTIONS, actions,
        new String[] {"Any Internet Protocol"}, ADDRESS_HELP, ADDRESS_HELP, OPTION_HELP));
    lines.add(declare(g, p, front + "PROTOCOL:protocol " + SOURCE + " " + DESTINATION + " " + OPTIONS, actions,
        new String[] {"An IP protocol number"}, ADDRESS_HELP, ADDRESS_HELP, OPTION_HELP));
    lines.add(declare(g, p, front + "tcp:protocol " + SOURCE + ports("TCPPORT", "sourcePorts") + DESTINATION
        + ports("TCPPORT", "destinationPorts") + FLAGS + " " + OPTIONS, actions,
            new String[] {"Transmission Control Protocol"},
        ADDRESS_HELP, PORT_HELP, ADDRESS_HELP, PORT_HELP, FLAG_HELP, OPTION_HELP));
    lines.add(declare(g, p, front + "udp:protocol " + SOURCE + ports("UDPPORT", "sourcePorts") + DESTINATION
        + ports("UDPPORT", "destinationPorts") + OPTIONS, actions, new String[] {"User Datagram Protocol"},
        ADDRESS_HELP, PORT_HELP, ADDRESS_HELP, PORT_HELP, OPTION_HELP));
    lines.add(declare(g, p, front + "icmp:protocol " + SOURCE + " " + DESTINATION
        + " [ICMPMESSAGE:icmp|<0-255>:icmp [<0-255>:icmp]] " + OPTIONS, actions,
            new String[] {"Internet Control Message Protocol"},
        ADDRESS_HELP, ADDRESS_HELP, new String[] {"ICMP message", "ICMP message type", "ICMP message code"}, OPTION_HELP));
    lines.add(declare(g, p, front + "igmp:protocol " + SOURCE + " " + DESTINATION
        + " [IGMPMESSAGE:option|<0-15>:option] " + OPTIONS, actions, new String[] {"Internet Gateway Message Protocol"},
        ADDRESS_HELP, ADDRESS_HELP, new String[] {"IGMP message", "IGMP message type"}, OPTION_HELP));
    lines.add(declare(g, p, front + "object-group:protocol WORD:protocol " + SOURCE + " " + DESTINATION + " " + OPTIONS,
        actions, new String[] {"Service object group", "Service object group name"}, ADDRESS_HELP, ADDRESS_HELP,
        OPTION_HELP));
    return lines;
  }

  private static String ports(String type, String name) {
    return " [{eq|neq} " + type + " {" + type + "}*|{lt|gt} " + type + "|range " + type + " " + type + "]:" + name + " ";
  }

  private static Line declare(Grammar g, Place p, String syntax, String[]... helps) {
    var all = new ArrayList<String>(p.help);
    for (String[] h : helps) all.addAll(List.of(h));
    return g.line(p.mode, syntax, all.toArray(String[]::new));
  }

  // ---- the canonical form ----

  private static Matched standardEntry(Matched m) {
    if (!m.has("action")) return m;
    String source = AccessEntryReader.Network.of(m.required("source")).standard();
    String text = action(m) + source + m.arg("option").map(o -> " " + o).orElse("");
    return canonical(m, Map.of("source", source), text);
  }

  private static Matched extendedEntry(Matched m) {
    if (!m.has("destination")) return m;
    var forms = new HashMap<String, String>();
    for (String end : List.of("source", "destination"))
      if (!m.required(end).startsWith("object-group"))
        forms.put(end, AccessEntryReader.Network.of(m.required(end)).text());
    m.arg("icmp").ifPresent(i -> forms.put("icmp", icmp(i)));
    var text = new StringBuilder(action(m) + m.required("protocol"));
    for (String part : List.of("source", "sourcePorts", "destination", "destinationPorts", "icmp", "option"))
      Optional.ofNullable(forms.get(part)).or(() -> m.arg(part)).ifPresent(v -> text.append(' ').append(v));
    return canonical(m, forms, text.toString());
  }

  /** IOS writes "deny" as wide as "permit". */
  private static String action(Matched m) {
    return m.required("action").equals("deny") ? "deny   " : "permit ";
  }

  /** A type, or a type and a code, by its name if it has one. */
  private static String icmp(String words) {
    return AccessEntryReader.ICMP.name(words.replace(' ', '/')).orElse(words);
  }

  private static Matched canonical(Matched m, Map<String, String> forms, String text) {
    Matched c = m.with("text", text);
    for (var f : forms.entrySet()) c = c.with(f.getKey(), f.getValue());
    return c.withWords(List.of(text.split(" +")));
  }

  // ---- keys: sequence numbers, and where a remark stands ----

  /** The entries of a list. @param byText the keys, by the text of the entry; @param last the greatest sequence number */
  private record Content(PMap<String, String> byText, long last) {
    static final Fact<Content> FACT = new Fact<>() {
      @Override
      public Content none() {
        return new Content(HashTreePMap.empty(), 0);
      }

      @Override
      public Content with(Content c, Entry e) {
        long last = Math.max(c.last, sequence(e.key()));
        String text = e.args().get("text");
        return new Content(text == null || c.byText.containsKey(text) ? c.byText : c.byText.plus(text, e.key()), last);
      }
    };
  }

  static String entryKey(Section s, Matched m) {
    Content c = s.know(Content.FACT);
    return m.arg("text").map(c.byText::get).or(() -> m.arg("sequence")).orElseGet(() -> Long.toString(c.last + 10));
  }

  static String remarkKey(Section s, Matched m) {
    if (m.negated()) return s.entries().stream().filter(e -> e.words().equals(m.words())).map(Entry::key).findFirst()
        .orElse("");
    String front = last(s) + " ";
    int n = 0;
    while (s.get(front + n).isPresent()) n++;
    return front + n;
  }

  /** The greatest sequence number, 0 in an empty list. */
  static long last(Section s) {
    return s.know(Content.FACT).last;
  }

  /** The sequence number in a key; of a remark's that of the entry before it. */
  static long sequence(String key) {
    int end = key.indexOf(' ') < 0 ? key.length() : key.indexOf(' ');
    for (int i = 0; i < end; i++) if (!Character.isDigit(key.charAt(i))) return 0;
    return end == 0 || end > 10 ? 0 : Long.parseLong(key, 0, end, 10);
  }

  static Optional<String> duplicate(Section s, Matched m) {
    var there = m.arg("sequence").flatMap(s::get).filter(e -> !e.arg("text").equals(m.arg("text")));
    return there.map(e -> "% Duplicate sequence number\n");
  }
}
