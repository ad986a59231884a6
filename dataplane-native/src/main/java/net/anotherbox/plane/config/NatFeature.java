package net.anotherbox.plane.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.anotherbox.config.commit.Participant;
import net.anotherbox.config.feature.Feature;
import net.anotherbox.config.grammar.Grammar;
import net.anotherbox.config.grammar.Line;
import net.anotherbox.config.grammar.Mode;
import net.anotherbox.config.tree.Entry;
import net.anotherbox.config.tree.Section;
import net.anotherbox.runtime.log.Log;
import net.anotherbox.runtime.port.AddressTranslation;
import net.anotherbox.runtime.port.AddressTranslation.Overload;
import net.anotherbox.runtime.port.AddressTranslation.Rule;
import net.anotherbox.runtime.port.InterfaceTable.State;
import net.anotherbox.runtime.port.PortUnavailable;
import net.anotherbox.runtime.release.Personality;
import net.anotherbox.runtime.value.InterfaceName;

/**
 * Address translation. {@code ip nat inside source list … interface … overload} is done if there is somebody to do it; pools
 * and static translations are kept and shown. A participant of the configuration, after the interfaces.
 */
public final class NatFeature implements Feature, Participant {
  private static final String NO_NAT = "addresses are not translated: packets leave with the source they came with";

  private final InterfaceFeature interfaces;
  private final AccessListFeature lists;
  private final Optional<AddressTranslation> translation;
  private final Personality personality;
  private final Log log;
  private final List<Line> sides = new ArrayList<>();
  private Line overload;
  private Section configuration = Section.EMPTY;
  private List<Overload> inForce;

  /** @param translation what does it, or empty: then the lines say that nothing is translated */
  public NatFeature(InterfaceFeature interfaces, AccessListFeature lists, Optional<AddressTranslation> translation,
      Personality personality, Log log) {
    this.personality = personality;
    this.interfaces = interfaces;
    this.lists = lists;
    this.translation = translation;
    this.log = log;
    interfaces.table().onChange(this::enforce);
  }

  @Override
  public void apply(Section before, Section now) {
    configuration = now;
    if (inForce == null || Section.changed(before, now).stream().anyMatch(this::matters)) enforce();
  }

  private boolean matters(Line l) {
    return l == overload || l.slot().startsWith("ip access-list") || l.opens().filter(InterfaceLines.INTERFACE::equals).isPresent();
  }

  private void enforce() {
    if (translation.isEmpty()) return;
    List<Overload> wanted = overloads();
    if (wanted.equals(inForce)) return;
    try {
      translation.get().translations(wanted);
      inForce = wanted;
    } catch (PortUnavailable e) {
      log.syslog("PORT", 3, "TRANSLATION", interfaces.text("translation-refused", Map.of("reason", e.getMessage())));
    }
  }

  private List<Overload> overloads() {
    if (!configuration.has(overload)) return List.of();
    List<String> insides = links("inside");
    if (insides.isEmpty()) return List.of();
    List<String> outsides = links("outside");
    Map<String, List<AccessEntry>> all = lists.accessLists(configuration);
    var found = new ArrayList<Overload>();
    configuration.all(overload).forEach(e -> {
      var link = interfaces.table().state(InterfaceName.of(e.required("interface"))).flatMap(State::linuxName);
      List<Rule> rules = rules(all.getOrDefault(e.required("list"), List.of()));
      if (link.isPresent() && outsides.contains(link.get()) && !rules.isEmpty()) found.add(new Overload(link.get(),
          insides, rules));
    });
    return List.copyOf(found);
  }

  /** Entries that cannot be tested whole leave the packets they may mean as they are. */
  private static List<Rule> rules(List<AccessEntry> entries) {
    var rules = new ArrayList<Rule>();
    for (AccessEntry e : entries) for (var m : e.matches()) rules.add(new Rule(e.permit() && e.exact(), m));
    return rules;
  }

  /** The interfaces of a side, "inside" or "outside", in the order of the configuration. */
  List<InterfaceName> interfaces(String side) {
    var found = new ArrayList<InterfaceName>();
    for (Entry e : interfaces.entries(configuration))
      if (e.body().entries().stream().anyMatch(l -> sides.contains(l.line()) && l.words().contains(side)))
        found.add(InterfaceName.of(e.required("name")));
    return found;
  }

  private List<String> links(String side) {
    return interfaces(side).stream().flatMap(n -> interfaces.table().state(n).flatMap(State::linuxName).stream()).toList();
  }

  /** What the configuration says of inside sources: which list is translated to which interface's address. */
  List<Entry> mappings() {
    return configuration.all(overload).toList();
  }

  // ---- lines ----

  @Override
  public void declare(Grammar g) {
    translation.ifPresent(t -> new NatShow(this, interfaces.table(), t, personality).declare(g));
    g.prefix(Mode.CONFIG, "ip", "Global IP configuration subcommands");
    g.prefix(Mode.CONFIG, "ip nat", "NAT configuration commands");
    g.prefix(Mode.CONFIG, "ip nat inside", "Inside address translation");
    g.prefix(Mode.CONFIG, "ip nat inside source", "Source address translation");
    g.prefix(Mode.CONFIG, "ip nat inside source list", "Specify access list describing local addresses");
    g.prefix(Mode.CONFIG, "ip nat inside source static", "Specify static local->global mapping");
    side(g, "inside", "Inside interface for address translation");
    side(g, "outside", "Outside interface for address translation");
    overload = dynamic(g, "interface IFNAME:interface overload", "Specify interface for global address", "interface",
        "Overload an address translation");
    effect(overload);
    dynamic(g, "interface IFNAME:interface", "Specify interface for global address", "interface").partial(NO_NAT);
    dynamic(g, "pool WORD:pool [overload]", "Name pool of global addresses", "Pool name for global addresses",
        "Overload an address translation")
        .partial(NO_NAT);
    g.line(Mode.CONFIG, "ip nat inside source route-map WORD:map {interface IFNAME|pool WORD} [overload]",
        "Specify route-map", "Route-map name",
        "Specify interface for global address", "interface", "Name pool of global addresses", "Pool name",
            "Overload an address translation")
        .keyed("map").partial(NO_NAT).security();
    statics(g);
    g.line(Mode.CONFIG, "ip nat translation {timeout|tcp-timeout|udp-timeout|icmp-timeout}:which <0-536870>",
        "NAT translation entry configuration",
        "Specify timeout for dynamic NAT translations", "Specify timeout for NAT TCP flows",
            "Specify timeout for NAT UDP flows",
        "Specify timeout for NAT ICMP flows", "Seconds").keyed("which").kept("Linux has its own timeouts");
  }

  private void side(Grammar g, String side, String help) {
    g.prefix(InterfaceLines.INTERFACE, "ip nat", "NAT interface commands");
    Line l = g.line(InterfaceLines.INTERFACE, "ip nat " + side, help).slot("ip nat");
    effect(l);
    sides.add(l);
  }

  private void effect(Line l) {
    l.security();
    if (translation.isPresent()) l.active();
    else l.partial(NO_NAT);
  }

  private static Line dynamic(Grammar g, String target, String... help) {
    var all = new ArrayList<>(List.of("Access list number for local addresses", "Access list number for local addresses",
        "Access list name for local addresses"));
    all.addAll(List.of(help));
    return g.line(Mode.CONFIG, "ip nat inside source list {<1-199>|<1300-2699>|WORD}:list " + target,
        all.toArray(String[]::new))
        .slot("ip nat inside source list").keyed("list").security();
  }

  private static void statics(Grammar g) {
    g.line(Mode.CONFIG, "ip nat inside source static A.B.C.D:local {A.B.C.D|interface IFNAME} [extendable]",
        "Inside local IP address",
        "Inside global IP address", "Specify interface for global address", "interface", "Extend this translation when used")
        .many().partial(NO_NAT).security();
    g.line(Mode.CONFIG, "ip nat inside source static {tcp|udp}:protocol A.B.C.D:local <1-65535>:port {A.B.C.D|interface IFNAME}"
        + " <1-65535>:globalPort [extendable]", "Transmission Control Protocol", "User Datagram Protocol",
            "Inside local IP address",
        "Local TCP/UDP port", "Inside global IP address", "Specify interface for global address", "interface",
            "Global TCP/UDP port",
        "Extend this translation when used").many().partial(NO_NAT).security();
    g.line(Mode.CONFIG, "ip nat pool WORD:name A.B.C.D A.B.C.D {netmask A.B.C.D|prefix-length <1-32>}",
        "Define pool of addresses",
        "Pool name", "Start IP address", "End IP address", "Specify the network mask", "Network mask",
        "Specify the prefix length", "Prefix length").keyed("name").partial(NO_NAT).security();
  }
}
