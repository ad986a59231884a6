package net.anotherbox.plane.config;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import net.anotherbox.config.feature.Modes;
import net.anotherbox.config.grammar.Grammar;
import net.anotherbox.config.grammar.Line;
import net.anotherbox.config.grammar.Mode;
import net.anotherbox.config.grammar.Support;
import net.anotherbox.config.tree.Entry;
import net.anotherbox.config.tree.Section;
import net.anotherbox.runtime.value.InterfaceName;
import net.anotherbox.runtime.value.InterfaceName.Kind;

/** The lines of tunnel interfaces, and their reading. */
final class TunnelLines {
  private static final Mode INTERFACE = Modes.INTERFACE;
  private static final Set<Kind> TUNNELS = Set.of(Kind.Tunnel, Kind.Virtual_Template, Kind.Auto_Template);
  private static final String NO_NHRP = "a multipoint tunnel finds no other ends: its packets are dropped";
  private static final int KEEPALIVE_SECONDS = 10;
  private static final int KEEPALIVE_RETRIES = 3;

  private Line source;
  private Line destination;
  private Line gre;
  private Line other;
  private Line ipsec;
  private Line key;
  private Line checksum;
  private Line sequence;
  private Line pathMtu;
  private Line tos;
  private Line ttl;
  private Line bandwidth;
  private Line keepalive;
  private Line protection;

  void declare(Grammar g) {
    g.prefix(INTERFACE, "tunnel", "protocol-over-protocol tunneling");
    g.prefix(INTERFACE, "tunnel mode", "tunnel encapsulation method");
    g.prefix(INTERFACE, "tunnel source", "source of tunnel packets");
    g.prefix(INTERFACE, "tunnel destination", "destination of tunnel");
    source = g.line(INTERFACE, "tunnel source {IFNAME|A.B.C.D|X:X:X:X::X}:source", "interface", "ip address",
        "ipv6 address").slot("tunnel source").clearsOnNo().active();
    destination = g.line(INTERFACE, "tunnel destination {A.B.C.D|X:X:X:X::X|WORD}:destination", "ip address",
        "ipv6 address", "ip address or host name").slot("tunnel destination").clearsOnNo().active();
    gre = g.line(INTERFACE, "tunnel mode gre {ip|ipv6|multipoint}:gre", "generic route encapsulation protocol", "over IP",
        "over IPv6", "over IP (multipoint)").slot("tunnel mode").clearsOnNo().defaults("ip")
        .support(e -> e.arg("gre").equals(Optional.of("multipoint")) ? new Support.Partial(NO_NHRP) : Support.ACTIVE);
    other = g.line(INTERFACE, "tunnel mode {ipip|ipv6|ipv6ip}:other", "IP over IP encapsulation",
        "Generic packet tunneling in IPv6", "IPv6 over IP encapsulation").slot("tunnel mode").clearsOnNo().active();
    ipsec = g.line(INTERFACE, "tunnel mode ipsec {ipv4|ipv6}:ipsec", "IPSec tunnel encapsulation", "over IPv4",
        "over IPv6").slot("tunnel mode").clearsOnNo().active().security();
    header(g);
    protection = g.line(INTERFACE, "tunnel protection ipsec profile WORD:profile [shared:shared]",
        "Enable tunnel protection", "Use ipsec to protect this tunnel interface",
        "Determine the ipsec policy profile to use.", "The ipsec profile name.", "Shared tunnel protection")
        .slot("tunnel protection").clearsOnNo().security().active();
    keepalives(g);
  }

  private void header(Grammar g) {
    key = g.line(INTERFACE, "tunnel key <0-4294967295>:key", "security or selector key", "key").clearsOnNo().active();
    checksum = g.line(INTERFACE, "tunnel checksum", "enable end to end checksumming of packets").active();
    sequence = g.line(INTERFACE, "tunnel sequence-datagrams", "drop datagrams arriving out of order").active();
    pathMtu = g.line(INTERFACE,
        "tunnel path-mtu-discovery [age-timer {<10-30>|infinite}:age|min-mtu <92-65535>:least]*",
        "Enable Path MTU Discovery on tunnel", "Set PMTUD aging timer", "Aging time, minutes", "Disable pmtu aging timer",
        "Min pmtu allowed", "Min MTU").slot("tunnel path-mtu-discovery").clearsOnNo().active();
    tos = g.line(INTERFACE, "tunnel tos <0-255>:tos", "set type of sevice byte", "tos value").clearsOnNo().active();
    ttl = g.line(INTERFACE, "tunnel ttl <1-255>:ttl", "set time to live", "ttl value").clearsOnNo().active();
    bandwidth = g.line(INTERFACE, "tunnel bandwidth {transmit|receive}:way <0-10000000>:kilobits",
        "Set tunnel bandwidth informational parameter", "Transmit bandwidth informational parameter",
        "Receive bandwidth informational parameter", "Bandwidth in kilobits").keyed("way").clearsOnNo("way").active()
        .evenWithoutPackets();
  }

  private void keepalives(Grammar g) {
    String enable = "Enable keepalive";
    String period = "Keepalive period (default 10 seconds)";
    String retries = "Number of keepalive retries (default 3 times)";
    keepalive = g.line(INTERFACE, "keepalive [<0-32767>:seconds [<1-255>:retries]]", enable, period, retries)
        .slot("keepalive").negatable().in(TunnelLines::isTunnel).active();
    g.line(INTERFACE, "keepalive [<0-32767> [<1-255>]]", enable, period, retries).slot("keepalive").negatable()
        .in(e -> !isTunnel(e)).kept("the kernel tells of a link's state at once");
  }

  /** Whether this section is one of a tunnel. */
  private static boolean isTunnel(Entry section) {
    return section.arg("name").flatMap(InterfaceName::parse).filter(n -> TUNNELS.contains(n.kind())).isPresent();
  }

  /** What the lines of an interface say of its tunnel; empty for an interface that is none. */
  Optional<TunnelSettings> read(InterfaceName name, Section s) {
    if (!TUNNELS.contains(name.kind())) return Optional.empty();
    String words = mode(s);
    var shield = s.one(protection).map(e -> new TunnelSettings.Protection(e.required("profile"), e.arg("shared")
        .isPresent())).or(() -> protectedOtherwise(s));
    return Optional.of(new TunnelSettings(s.value(source, "source"), s.value(destination, "destination"),
        TunnelSettings.Mode.of(words), words, s.value(key, "key").stream().mapToLong(Long::parseLong).findFirst(),
        s.has(checksum), s.has(sequence), number(s, tos, "tos"), number(s, ttl, "ttl"), s.has(pathMtu),
        s.value(pathMtu, "age").map(a -> a.equals("infinite") ? 0 : Integer.parseInt(a))
            .orElse(TunnelSettings.PATH_MTU_AGE),
        number(s, pathMtu, "least").orElse(TunnelSettings.PATH_MTU_LEAST), way(s, "transmit"), way(s, "receive"),
        alive(s), shield));
  }

  /** The mode's words, of modes that have no effect here too. */
  private String mode(Section s) {
    var own = s.value(gre, "gre").map(w -> "gre " + w).or(() -> s.value(other, "other"))
        .or(() -> s.value(ipsec, "ipsec").map(w -> "ipsec " + w));
    return own.or(() -> s.entries().stream().filter(e -> !e.negated() && e.words().size() > 2
        && e.words().subList(0, 2).equals(List.of("tunnel", "mode"))).findFirst()
        .map(e -> String.join(" ", e.words().subList(2, e.words().size())))).orElse(TunnelSettings.Mode.GRE_IP.words);
  }

  /** A protection with options that have no effect is one all the same: nothing may pass in clear. */
  private static Optional<TunnelSettings.Protection> protectedOtherwise(Section s) {
    return s.entries().stream().filter(e -> !e.negated() && e.words().size() > 4
        && e.words().subList(0, 2).equals(List.of("tunnel", "protection"))).findFirst()
        .map(e -> new TunnelSettings.Protection(e.words().get(4), e.words().contains("shared")));
  }

  private Optional<TunnelSettings.Keepalive> alive(Section s) {
    return s.one(keepalive).filter(e -> !e.negated()).map(e -> new TunnelSettings.Keepalive(
        e.arg("seconds").map(Integer::parseInt).orElse(KEEPALIVE_SECONDS),
        e.arg("retries").map(Integer::parseInt).orElse(KEEPALIVE_RETRIES))).filter(k -> k.seconds() > 0);
  }

  private OptionalInt way(Section s, String way) {
    return s.all(bandwidth).filter(e -> !e.negated() && e.arg("way").equals(Optional.of(way)))
        .mapToInt(e -> Integer.parseInt(e.required("kilobits"))).findFirst();
  }

  private static OptionalInt number(Section s, Line line, String name) {
    return s.value(line, name).stream().mapToInt(Integer::parseInt).findFirst();
  }
}
