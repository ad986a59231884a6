package net.anotherbox.plane.config;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import net.anotherbox.config.feature.Execution;
import net.anotherbox.config.grammar.Grammar;
import net.anotherbox.config.grammar.Mode;
import net.anotherbox.config.tree.Section;
import net.anotherbox.runtime.port.InterfaceTable.State;
import net.anotherbox.plane.config.AdvertisementSettings.Suppression;
import net.anotherbox.runtime.port.Ipv6Port.Autoconfiguration;
import net.anotherbox.runtime.port.Ipv6Port.Manners;
import net.anotherbox.runtime.port.Ipv6Port.OnLink;
import net.anotherbox.runtime.release.Personality;
import net.anotherbox.runtime.release.Release;
import net.anotherbox.runtime.release.Screen;
import net.anotherbox.runtime.value.InterfaceName;
import net.anotherbox.runtime.value.Ipv6;
import net.anotherbox.runtime.value.Ipv6Prefix;

/** {@code show ipv6 interface}, whole and brief. */
final class Ipv6InterfaceShow {
  private static final String ROUTING = "ipv6 unicast-routing";
  private static final Ipv6 ALL_NODES = Ipv6.of("FF02::1");
  private static final Ipv6 ALL_ROUTERS = Ipv6.of("FF02::2");
  private static final Ipv6Prefix SOLICITED_NODE = Ipv6Prefix.of("FF02::1:FF00:0/104");
  private static final int SMALLEST_MTU = 1280;

  private final Interfaces interfaces;
  private final Ipv6Interfaces ipv6;
  private final Personality personality;
  private final Supplier<Section> root;
  private final Screen full = Screen.load(Ipv6InterfaceShow.class, "ipv6-interface.screen");
  private final Screen brief = Screen.load(Ipv6InterfaceShow.class, "ipv6-interface-brief.screen");

  /** @param root the configuration in force */
  Ipv6InterfaceShow(Interfaces interfaces, Ipv6Interfaces ipv6, Personality personality, Supplier<Section> root) {
    this.interfaces = interfaces;
    this.ipv6 = ipv6;
    this.personality = personality;
    this.root = root;
  }

  void declare(Grammar g) {
    g.prefix(Mode.EXEC, "show ipv6", "IPv6 information");
    g.prefix(Mode.EXEC, "show ipv6 interface", "IPv6 interface status and configuration");
    g.exec("show ipv6 interface [IFNAME:name]", this::full, "interface");
    g.exec("show ipv6 interface brief [IFNAME:name]", this::brief, "Brief summary of IPv6 status and configuration",
        "interface").since(Release.R12_3);
    g.exec("show ipv6 interface IFNAME:name brief", this::brief, "interface",
        "Brief summary of IPv6 status and configuration").since(Release.R12_3);
  }

  private Optional<List<State>> chosen(Execution x) {
    var name = x.command().arg("name").map(InterfaceName::of);
    if (name.isEmpty()) return Optional.of(List.copyOf(interfaces.all()));
    var one = interfaces.state(name.get());
    if (one.isEmpty()) x.invalid("name");
    return one.map(List::of);
  }

  private void full(Execution x) {
    chosen(x).ifPresent(all -> x.print(full.render(personality.release(), Map.of("interfaces", all.stream()
        .filter(s -> ipv6.settings(s.name()).running()).map(this::facts).toList()))));
  }

  private void brief(Execution x) {
    chosen(x).ifPresent(all -> x.print(brief.render(personality.release(), Map.of("interfaces", all.stream().map(s -> {
      var f = state(s);
      var rows = new ArrayList<Map<String, Object>>();
      ipv6.linkLocal(s.name()).ifPresent(a -> rows.add(Map.of("address", a)));
      ipv6.addresses(s.name()).stream().filter(a -> !a.address().isLinkLocal())
          .forEach(a -> rows.add(Map.of("address", a.address())));
      f.put("addresses", rows);
      if (rows.isEmpty()) f.put("unassigned", true);
      return f;
    }).toList()))));
  }

  private static Map<String, Object> state(State s) {
    return new HashMap<>(Map.of("interface", s.name(), "line", s.lineUp() ? "up" : "down", "status",
        !s.adminUp() ? "administratively down" : s.lineUp() ? "up" : "down"));
  }

  /** Whether this is a router of IPv6. */
  boolean routing() {
    return root.get().get(ROUTING).filter(e -> !e.negated()).isPresent();
  }

  private Map<String, Object> facts(State s) {
    Ipv6Settings set = ipv6.settings(s.name());
    var f = state(s);
    Ipv6 linkLocal = ipv6.linkLocal(s.name()).orElseThrow();
    String mark = mark(s.name(), linkLocal);
    f.put("protocol", mark.contains("DUP") ? "stalled" : mark.contains("TEN") ? "tentative" : "enabled");
    f.put("linkLocal", linkLocal);
    f.put("mark", mark.isEmpty() ? "" : "[" + mark + "]");
    interfaces.settings(s.name()).flatMap(InterfaceSettings::description).ifPresent(d -> f.put("description", d));
    if (set.autoconfiguration() != Autoconfiguration.NONE) f.put("learns", true);
    var globals = globals(s.name(), set);
    f.put(globals.isEmpty() ? "no-globals" : "globals", globals);
    f.put("groups", groups(s.name()).stream().map(g -> Map.of("group", g)).toList());
    f.put("mtu", set.mtu().orElse(Math.max(s.mtu(), SMALLEST_MTU)));
    f.put("redirects", set.redirects() ? "enabled" : "disabled");
    f.put("unreachables", set.unreachables() ? "are sent" : "are not sent");
    set.filterIn().ifPresent(l -> f.put("filterIn", l));
    set.filterOut().ifPresent(l -> f.put("filterOut", l));
    boolean detection = s.name().kind() != InterfaceName.Kind.Loopback;
    f.put(!detection ? "no-detection" : set.attempts() == 0 ? "detection-off" : "detection", true);
    f.put("attempts", set.attempts());
    advertised(s.name(), set.advertisement(), f);
    return f;
  }

  /** What hosts on the link are told, and whether. */
  private void advertised(InterfaceName name, AdvertisementSettings a, Map<String, Object> f) {
    f.put("reachable", a.reachable().stream().filter(m -> m > 0).findFirst().orElse(Manners.USUAL.reachableMillis()));
    f.put("retransmit", a.retransmit().orElse(Manners.USUAL.retransmitMillis()));
    if (!routing()) {
      f.put("host", true);
      interfaces.defaultRouter(name).ifPresent(r -> f.put("router", r));
      return;
    }
    f.put(a.managed() ? "managed" : "stateless", true);
    if (a.other()) f.put("other", true);
    boolean learns = ipv6.settings(name).autoconfiguration() != Autoconfiguration.NONE;
    Suppression suppression = learns ? Suppression.ALL : a.suppression();
    switch (suppression) {
      case NONE -> f.put("periodic", true);
      case PERIODIC -> f.put("answers", true);
      case ALL -> { }
    }
    if (suppression != Suppression.NONE) f.put("suppressed", suppression.name().toLowerCase(Locale.ROOT));
    int reachable = a.reachable().orElse(0);
    int retransmit = a.retransmit().orElse(0);
    f.put("toldReachable", reachable);
    f.put("unitReachable", reachable == 0 ? "(unspecified)" : "milliseconds");
    f.put("toldRetransmit", retransmit);
    f.put("unitRetransmit", retransmit == 0 ? "(unspecified)" : "milliseconds");
    f.put("every", a.mostMillis() % 1_000 == 0 ? a.mostMillis() / 1_000 + " seconds" : a.mostMillis() + " milliseconds");
    f.put("lifetime", a.lifetime());
    String p = a.preference().name();
    f.put("preference", p.charAt(0) + p.substring(1).toLowerCase(Locale.ROOT));
  }

  /** "TEN" while the address is not there yet, "DUP" where somebody else has it. */
  private String mark(InterfaceName name, Ipv6 address) {
    Optional<OnLink> on = ipv6.real(name, address);
    return on.isEmpty() || on.get().tentative() ? "TEN" : on.get().duplicate() ? "DUP" : "";
  }

  private List<Map<String, Object>> globals(InterfaceName name, Ipv6Settings set) {
    var learned = ipv6.learned(name);
    var found = new ArrayList<Map<String, Object>>();
    var configured = set.addresses().iterator();
    for (var a : ipv6.addresses(name)) {
      if (a.address().isLinkLocal()) continue;
      var flags = new ArrayList<String>();
      var from = learned.stream().filter(l -> l.address().equals(a.address())).findFirst();
      var f = new HashMap<String, Object>();
      if (from.isPresent()) {
        flags.addAll(List.of("EUI", "CAL"));
        if (from.get().preferredSeconds() > 0) flags.add("PRE");
        f.put("valid", from.get().validSeconds());
        f.put("preferred", from.get().preferredSeconds());
      } else {
        var c = configured.next();
        if (c.eui64()) flags.add("EUI");
        if (c.anycast()) flags.add("ANY");
      }
      String mark = mark(name, a.address());
      if (!mark.isEmpty()) flags.add(mark);
      f.put("address", a.address());
      f.put("subnet", new Ipv6Prefix(a.address(), a.prefixLength()));
      f.put("flags", flags.isEmpty() ? "" : "[" + String.join("/", flags) + "]");
      found.add(f);
    }
    return found;
  }

  /** All nodes, all routers where this is one, and those in which each address is asked for. */
  private Set<Ipv6> groups(InterfaceName name) {
    var found = new LinkedHashSet<Ipv6>();
    found.add(ALL_NODES);
    if (routing()) found.add(ALL_ROUTERS);
    for (var a : ipv6.addresses(name)) found.add(SOLICITED_NODE.with(a.address().low() & 0xffffff));
    return found;
  }
}
