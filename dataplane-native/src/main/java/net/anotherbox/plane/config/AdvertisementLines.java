package net.anotherbox.plane.config;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;
import net.anotherbox.config.feature.Modes;
import net.anotherbox.config.grammar.Grammar;
import net.anotherbox.config.grammar.Line;
import net.anotherbox.config.grammar.Matched;
import net.anotherbox.config.grammar.Mode;
import net.anotherbox.config.grammar.Support;
import net.anotherbox.config.tree.Entry;
import net.anotherbox.config.tree.Section;
import net.anotherbox.plane.config.AdvertisementSettings.Rule;
import net.anotherbox.plane.config.AdvertisementSettings.Suppression;
import net.anotherbox.plane.nd.RouterAdvertisement;
import net.anotherbox.plane.nd.RouterAdvertisement.NameServer;
import net.anotherbox.plane.nd.RouterAdvertisement.Preference;
import net.anotherbox.runtime.release.Release;
import net.anotherbox.runtime.value.InterfaceName;
import net.anotherbox.runtime.value.InterfaceName.Kind;
import net.anotherbox.runtime.value.Ipv6;
import net.anotherbox.runtime.value.Ipv6Prefix;

/** The lines of router advertisements, in the spelling of the early releases and in that of the later, and their reading. */
final class AdvertisementLines {
  /** Where hosts are: there a router speaks without being told to. */
  private static final Set<Kind> WITH_HOSTS = Set.of(Kind.Ethernet, Kind.FastEthernet, Kind.GigabitEthernet,
      Kind.TenGigabitEthernet, Kind.Fddi, Kind.TokenRing, Kind.Vlan, Kind.BVI, Kind.Port_channel, Kind.Dot11Radio,
      Kind.Wlan_GigabitEthernet);
  private static final String NOT_CONNECTED = "advertised; a prefix of which the interface has no address is not a connected "
      + "route of the box";
  private static final String SUPPRESS = "ipv6 nd ra suppress";
  private static final int NAME_SERVER_LIFETIME = 600;

  private final Function<String, Optional<String>> text;

  private Line suppressOnLan;
  private Line suppressElsewhere;
  private Line oldSuppressOnLan;
  private Line oldSuppressElsewhere;
  private Line interval;
  private Line oldInterval;
  private Line lifetime;
  private Line oldLifetime;
  private Line managed;
  private Line other;
  private Line preference;
  private Line reachable;
  private Line retransmit;
  private Line unspecifiedHops;
  private Line mtuSuppressed;
  private Line tellInterval;
  private Line solicitedUnicast;
  private Line prefix;
  private Line server;

  /** @param text IOS's words, by message */
  AdvertisementLines(Function<String, Optional<String>> text) {
    this.text = text;
  }

  void declare(Grammar g) {
    Mode mode = Modes.INTERFACE;
    g.prefix(mode, "ipv6 nd ra", "Router Advertisement control");
    suppression(g, mode);
    pace(g, mode);
    managed = g.line(mode, "ipv6 nd managed-config-flag", "Hosts should use DHCP for address config").active();
    other = g.line(mode, "ipv6 nd other-config-flag", "Hosts should use DHCP for non-address config").active();
    preference = g.line(mode, "ipv6 nd router-preference {low|medium|high}:preference", "Set default router preference value",
        "Low default router preference", "Medium default router preference", "High default router preference")
        .slot("ipv6 nd router-preference").clearsOnNo().defaults("medium").active();
    reachable = g.line(mode, "ipv6 nd reachable-time <0-3600000>:millis", "Set advertised reachability time",
        "Reachability time in milliseconds").slot("ipv6 nd reachable-time").clearsOnNo().active();
    retransmit = g.line(mode, "ipv6 nd ns-interval <1000-3600000>:millis", "Set advertised NS retransmission interval",
        "Retransmission interval in milliseconds").slot("ipv6 nd ns-interval").clearsOnNo().active();
    tellInterval = g.line(mode, "ipv6 nd advertisement-interval", "Send an advertisement interval option in RA's").active();
    mtuSuppressed = g.line(mode, "ipv6 nd mtu suppress", "Control the MTU option", "Suppress the MTU option in RA's")
        .active().since(Release.R15_1);
    unspecifiedHops = g.line(mode, "ipv6 nd ra hop-limit unspecified", "Hop limit in RA's", "Send 0: not specified").active()
        .since(Release.R12_4);
    solicitedUnicast = g.line(mode, "ipv6 nd ra solicited unicast", "Answers to solicitations", "Send them to who asks alone")
        .active().since(Release.R15_1);
    server = g.line(mode, "ipv6 nd ra dns server X:X:X:X::X:address [{infinite|<0-4294967295>}:seconds]", "DNS servers in RA's",
        "A server", "Address of the server", "For ever", "Lifetime in seconds").slot("ipv6 nd ra dns server")
        .keyed("address").clearsOnNo("address").active().since(Release.R15_1);
    prefixes(g, mode);
  }

  private void suppression(Grammar g, Mode mode) {
    String words = "Suppress IPv6 Router Advertisements";
    String all = "Suppress answers to solicitations too";
    suppressOnLan = g.line(mode, "ipv6 nd ra suppress [all:all]", words, all).slot(SUPPRESS).clearsOnNo()
        .in(e -> withHosts(e)).active();
    oldSuppressOnLan = g.line(mode, "ipv6 nd suppress-ra", words).slot(SUPPRESS).in(e -> withHosts(e)).active();
    suppressElsewhere = g.line(mode, "ipv6 nd ra suppress [all:all]", words, all).slot(SUPPRESS).clearsOnNo("all")
        .onByDefault().in(e -> !withHosts(e)).active();
    oldSuppressElsewhere = g.line(mode, "ipv6 nd suppress-ra", words).slot(SUPPRESS).onByDefault()
        .in(e -> !withHosts(e)).active();
  }

  private void pace(Grammar g, Mode mode) {
    String every = "Set IPv6 Router Advertisement Interval";
    interval = g.line(mode, "ipv6 nd ra interval {<4-1800>:most [<3-1350>:least]|msec <70-1800000>:mostMillis "
        + "[<30-1350000>:leastMillis]}", every, "Maximum interval in seconds", "Minimum interval in seconds",
        "Interval in milliseconds", "Maximum interval in milliseconds", "Minimum interval in milliseconds")
        .slot("ipv6 nd ra interval").clearsOnNo().check((s, m) -> refusal(m)).active();
    oldInterval = g.line(mode, "ipv6 nd ra-interval {<3-1800>:most|msec <70-1800000>:mostMillis}", every,
        "RA interval (seconds)", "Interval in milliseconds", "RA interval (milliseconds)").slot("ipv6 nd ra interval")
        .clearsOnNo().active();
    String life = "Set IPv6 Router Advertisement Lifetime";
    lifetime = g.line(mode, "ipv6 nd ra lifetime <0-9000>:seconds", life, "RA Lifetime (seconds)").slot("ipv6 nd ra lifetime")
        .clearsOnNo().active();
    oldLifetime = g.line(mode, "ipv6 nd ra-lifetime <0-9000>:seconds", life, "RA Lifetime (seconds)")
        .slot("ipv6 nd ra lifetime").clearsOnNo().active();
  }

  /** RFC 4861 section 6.2.1: the least is at most three quarters of the most. */
  private Optional<String> refusal(Matched m) {
    int most = number(m, "most", "mostMillis");
    int least = number(m, "least", "leastMillis");
    return least <= most * 3L / 4 ? Optional.empty() : text.apply("interval-too-short");
  }

  private static int number(Matched m, String one, String another) {
    return m.arg(one).or(() -> m.arg(another)).map(Integer::parseInt).orElse(0);
  }

  private void prefixes(Grammar g, Mode mode) {
    String seconds = "{infinite|<0-4294967295>}";
    prefix = g.line(mode, "ipv6 nd prefix {X:X:X:X::X/<0-128>|default}:prefix [no-advertise:silent|" + seconds + ":valid "
        + seconds + ":preferred [off-link:offLink|no-onlink:notOnLink|no-autoconfig:notAutonomous|no-rtr-address:notRouter]*]",
        "Configure IPv6 Routing Prefix Advertisement", "IPv6 prefix", "Specify prefix default parameters",
        "Do not advertise prefix", "Infinite Valid Lifetime", "Valid Lifetime (secs)", "Infinite Preferred Lifetime",
        "Preferred Lifetime (secs)", "Do not use prefix for onlink determination", "Prefix is not on the link",
        "Do not use prefix for autoconfiguration", "Do not send full router address in prefix advert")
        .slot("ipv6 nd prefix").keyed("prefix").clearsOnNo("prefix").rewrite(AdvertisementLines::written)
        .support(AdvertisementLines::support);
  }

  private static Support support(Entry e) {
    boolean connected = !e.arg("prefix").equals(Optional.of("default")) && e.arg("silent").isEmpty()
        && e.arg("offLink").isEmpty();
    return connected ? new Support.Partial(NOT_CONNECTED) : Support.ACTIVE;
  }

  private static Matched written(Matched m) {
    if (!m.has("prefix") || m.required("prefix").equals("default")) return m;
    String network = Ipv6Prefix.of(m.required("prefix")).toString();
    var words = new java.util.ArrayList<>(m.words());
    words.set(3, network);
    return m.with("prefix", network).withWords(List.copyOf(words));
  }

  private static boolean withHosts(Entry section) {
    return section.arg("name").flatMap(InterfaceName::parse).filter(n -> WITH_HOSTS.contains(n.kind())).isPresent();
  }

  AdvertisementSettings read(InterfaceName name, Section s) {
    int most = millis(s, "most", "mostMillis").orElse(AdvertisementSettings.MOST_MILLIS);
    int least = millis(s, "least", "leastMillis").orElse(most / 4 * 3);
    Rule others = s.all(prefix).filter(e -> e.arg("prefix").equals(Optional.of("default"))).findFirst()
        .map(AdvertisementLines::rule).orElse(Rule.USUAL);
    return new AdvertisementSettings(suppression(name, s), most, least,
        s.value(lifetime, "seconds").or(() -> s.value(oldLifetime, "seconds")).map(Integer::parseInt)
            .orElse(AdvertisementSettings.LIFETIME), s.has(managed), s.has(other),
        s.value(preference, "preference").map(p -> Preference.valueOf(p.toUpperCase(Locale.ROOT))).orElse(Preference.MEDIUM),
        number(s, reachable), number(s, retransmit), !s.has(unspecifiedHops), !s.has(mtuSuppressed), s.has(tellInterval),
        s.has(solicitedUnicast), s.all(prefix).filter(e -> !e.arg("prefix").equals(Optional.of("default")))
            .map(AdvertisementLines::rule).toList(), others,
        s.all(server).map(e -> new NameServer(Ipv6.of(e.required("address")), e.arg("seconds")
            .map(AdvertisementLines::seconds).orElse((long) NAME_SERVER_LIFETIME))).toList());
  }

  private Suppression suppression(InterfaceName name, Section s) {
    boolean lan = WITH_HOSTS.contains(name.kind());
    boolean all = s.value(lan ? suppressOnLan : suppressElsewhere, "all").isPresent();
    if (all) return Suppression.ALL;
    boolean suppressed = lan ? s.has(suppressOnLan) || s.has(oldSuppressOnLan)
        : s.isOn(suppressElsewhere) && s.isOn(oldSuppressElsewhere);
    return suppressed ? Suppression.PERIODIC : Suppression.NONE;
  }

  private OptionalInt millis(Section s, String seconds, String millis) {
    return s.value(interval, seconds).or(() -> s.value(oldInterval, seconds)).map(v -> Integer.parseInt(v) * 1_000)
        .or(() -> s.value(interval, millis).or(() -> s.value(oldInterval, millis)).map(Integer::parseInt)).stream()
        .mapToInt(i -> i).findFirst();
  }

  private static OptionalInt number(Section s, Line line) {
    return s.value(line, "millis").stream().mapToInt(Integer::parseInt).findFirst();
  }

  private static Rule rule(Entry e) {
    return new Rule(e.arg("prefix").filter(p -> !p.equals("default")).map(Ipv6Prefix::of), e.arg("silent").isEmpty(),
        e.arg("valid").map(AdvertisementLines::seconds).orElse(Rule.VALID),
        e.arg("preferred").map(AdvertisementLines::seconds).orElse(Rule.PREFERRED),
        e.arg("offLink").isEmpty() && e.arg("notOnLink").isEmpty(), e.arg("notAutonomous").isEmpty(), false);
  }

  private static long seconds(String typed) {
    return typed.equals("infinite") ? RouterAdvertisement.INFINITE : Long.parseLong(typed);
  }
}
