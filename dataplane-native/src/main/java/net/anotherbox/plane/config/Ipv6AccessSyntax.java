package net.anotherbox.plane.config;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import net.anotherbox.config.grammar.Grammar;
import net.anotherbox.config.grammar.Line;
import net.anotherbox.config.grammar.Matched;
import net.anotherbox.config.grammar.Mode;
import net.anotherbox.runtime.value.Ipv6Prefix;

/**
 * The entries of IPv6 access lists as they are typed and written. Named words as of IPv4 lists ({@link AccessListLines});
 * the sequence number stands in front or at the end, and {@code shown} is the text with the number that was typed.
 */
final class Ipv6AccessSyntax {
  private static final String FRONT = "[sequence <1-4294967294>:sequence] {permit|deny}:action ";
  private static final String SOURCE = "{any:source|host:source X:X:X:X::X:source|X:X:X:X::X/<0-128>:source}";
  private static final String DESTINATION = SOURCE.replace("source", "destination");
  private static final String OPTIONS = "{log:option|log-input:option|fragments:option|dscp:option DSCP:option"
      + "|flow-label:option <0-1048575>:option|time-range:option WORD:option|reflect:option WORD:option|routing:option"
      + "|undetermined-transport:option|dest-option:option|mobility:option|auth:option|sequence <1-4294967294>:sequence}*";
  private static final String FLAGS =
      "{established:option|ack:option|fin:option|psh:option|rst:option|syn:option|urg:option}*";
  private static final String[] FRONT_HELP = {"Sequence number for this entry", "Sequence number",
      "Specify packets to forward", "Specify packets to reject"};
  private static final String[] ADDRESS_HELP = {"Any source or destination prefix", "A single host", "Host address",
      "IPv6 prefix"};
  private static final String[] OPTION_HELP = {"Log matches against this entry",
      "Log matches against this entry, including input interface", "Check non-initial fragments",
      "Match packets with given dscp value", "Differentiated services codepoint value", "Flow label", "Flow label value",
      "Specify a time-range", "Time-range entry name", "Create reflexive access list entry", "Access-list name",
      "Routing header (all types)", "Transport cannot be determined or is missing", "Destination Option header",
      "Mobility header", "Match on authentication header", "Sequence number for this entry", "Sequence number"};
  private static final String[] FLAG_HELP = {"Match established connections", "Match on the ACK bit", "Match on the FIN bit",
      "Match on the PSH bit", "Match on the RST bit", "Match on the SYN bit", "Match on the URG bit"};
  private static final String[] PORT_HELP = {"Match only packets on a given port number",
      "Match only packets not on a given port number", "Port number", "Port number",
      "Match only packets with a lower port number", "Match only packets with a greater port number", "Port number",
      "Match only packets in the range of port numbers", "Port number", "Port number"};

  private Ipv6AccessSyntax() {}

  static List<Line> entries(Grammar g, Mode mode) {
    String both = SOURCE + " " + DESTINATION;
    return List.of(
        line(g, mode, "{ipv6:protocol|hbh:protocol} " + both + " " + OPTIONS,
            new String[] {"Any IPv6", "Hop by Hop options header"}, ADDRESS_HELP, ADDRESS_HELP, OPTION_HELP),
        line(g, mode, "PROTOCOL6:protocol " + both + " " + OPTIONS, new String[] {"An IPv6 protocol number"}, ADDRESS_HELP,
            ADDRESS_HELP, OPTION_HELP),
        line(g, mode, "tcp:protocol " + withPorts("TCPPORT") + FLAGS + " " + OPTIONS,
            new String[] {"Transmission Control Protocol"}, ADDRESS_HELP, PORT_HELP, ADDRESS_HELP, PORT_HELP, FLAG_HELP, OPTION_HELP),
        line(g, mode, "udp:protocol " + withPorts("UDPPORT") + OPTIONS, new String[] {"User Datagram Protocol"}, ADDRESS_HELP,
            PORT_HELP, ADDRESS_HELP, PORT_HELP, OPTION_HELP),
        line(g, mode, "icmp:protocol " + both + " [ICMP6MESSAGE:icmp|<0-255>:icmp [<0-255>:icmp]] " + OPTIONS,
            new String[] {"Internet Control Message Protocol"}, ADDRESS_HELP, ADDRESS_HELP,
            new String[] {"ICMP message", "ICMP message type", "ICMP message code"}, OPTION_HELP));
  }

  private static String withPorts(String type) {
    return SOURCE + ports(type, "sourcePorts") + DESTINATION + ports(type, "destinationPorts");
  }

  private static String ports(String type, String name) {
    return " [{eq|neq} " + type + " {" + type + "}*|{lt|gt} " + type + "|range " + type + " " + type + "]:" + name + " ";
  }

  private static Line line(Grammar g, Mode mode, String syntax, String[]... helps) {
    var all = new ArrayList<>(Arrays.asList(FRONT_HELP));
    for (String[] h : helps) all.addAll(List.of(h));
    return g.line(mode, FRONT + syntax, all.toArray(String[]::new));
  }

  /** As IOS writes it: a prefix of 128 bits is a host, one of none is "any"; of two numbers the later one counts. */
  static Matched written(Matched typed) {
    if (!typed.has("destination")) return typed;
    Matched m = typed.arg("sequence").map(n -> typed.with("sequence", n.substring(n.lastIndexOf(' ') + 1))).orElse(typed);
    var forms = Map.of("source", network(m.required("source")), "destination", network(m.required("destination")));
    var text = new StringBuilder(m.required("action") + " " + m.required("protocol"));
    for (String part : List.of("source", "sourcePorts", "destination", "destinationPorts"))
      m.arg(part).ifPresent(v -> text.append(' ').append(forms.getOrDefault(part, v)));
    m.arg("icmp").ifPresent(i -> text.append(' ').append(Ipv6AccessLists.ICMP.name(i.replace(' ', '/')).orElse(i)));
    m.arg("option").ifPresent(o -> text.append(' ').append(o));
    String shown = m.arg("sequence").map(n -> "sequence " + n + " ").orElse("") + text;
    Matched c = m.with("text", text.toString()).with("shown", shown).with("source", forms.get("source"))
        .with("destination", forms.get("destination"));
    return c.withWords(List.of(text.toString().split(" +")));
  }

  private static String network(String words) {
    Ipv6Prefix p = Ipv6AccessLists.network(words);
    return p.length() == 0 ? "any" : p.length() == 128 ? "host " + p.address() : p.toString();
  }
}
