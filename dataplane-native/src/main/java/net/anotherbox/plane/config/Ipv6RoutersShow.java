package net.anotherbox.plane.config;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import net.anotherbox.config.feature.Execution;
import net.anotherbox.config.grammar.Grammar;
import net.anotherbox.config.grammar.Mode;
import net.anotherbox.plane.config.AdvertisementSettings.Rule;
import net.anotherbox.plane.config.RouterAdvertisements.Router;
import net.anotherbox.plane.nd.RouterAdvertisement;
import net.anotherbox.plane.nd.RouterAdvertisement.Prefix;
import net.anotherbox.runtime.release.Personality;
import net.anotherbox.runtime.release.Screen;
import net.anotherbox.runtime.value.InterfaceName;
import net.anotherbox.runtime.value.Ipv6Prefix;

/**
 * What is told of prefixes and routers: {@code show ipv6 routers}, {@code general-prefix}, {@code interface NAME prefix}.
 */
final class Ipv6RoutersShow {
  private final Interfaces interfaces;
  private final Ipv6Interfaces ipv6;
  private final RouterAdvertisements advertisements;
  private final Personality personality;
  private final Screen routers = Screen.load(Ipv6RoutersShow.class, "ipv6-routers.screen");
  private final Screen told = Screen.load(Ipv6RoutersShow.class, "ipv6-interface-prefix.screen");
  private final Screen prefixes = Screen.load(Ipv6RoutersShow.class, "ipv6-general-prefix.screen");

  Ipv6RoutersShow(Interfaces interfaces, Ipv6Interfaces ipv6, RouterAdvertisements advertisements, Personality personality) {
    this.interfaces = interfaces;
    this.ipv6 = ipv6;
    this.advertisements = advertisements;
    this.personality = personality;
  }

  void declare(Grammar g) {
    g.exec("show ipv6 routers [IFNAME:name]", this::routers, "Show local IPv6 routers", "interface");
    g.exec("show ipv6 interface IFNAME:name prefix", x -> {
      InterfaceName name = InterfaceName.of(x.command().required("name"));
      if (interfaces.settings(name).isEmpty()) x.invalid("name");
      else x.print(told(name));
    }, "interface", "IPv6 address prefixes");
    g.exec("show ipv6 general-prefix", this::prefixes, "IPv6 general prefixes");
  }

  private void routers(Execution x) {
    var only = x.command().arg("name").map(InterfaceName::of);
    var rows = advertisements.routers().stream().filter(r -> only.isEmpty() || only.get().equals(r.on()))
        .map(this::facts).toList();
    x.print(routers.render(personality.release(), Map.of("routers", rows)));
  }

  private Map<String, Object> facts(Router r) {
    RouterAdvertisement a = r.said();
    var f = new HashMap<String, Object>();
    f.put("address", r.address());
    f.put("interface", r.on());
    f.put("minutes", advertisements.minutesSince(r));
    f.put("hops", a.hopLimit());
    f.put("lifetime", a.lifetime());
    f.put("managed", a.managed() ? 1 : 0);
    f.put("other", a.other() ? 1 : 0);
    f.put("mtu", a.mtu().isPresent() ? ", MTU=" + a.mtu().getAsInt() : "");
    String p = a.preference().name();
    f.put("preference", p.charAt(0) + p.substring(1).toLowerCase(Locale.ROOT));
    f.put("reachable", a.reachable() + (a.reachable() == 0 ? " (unspecified)" : " msec"));
    f.put("retransmit", a.retransmit() + (a.retransmit() == 0 ? " (unspecified)" : " msec"));
    f.put("reachableMillis", a.reachable());
    f.put("retransmitMillis", a.retransmit());
    f.put("prefixes", a.prefixes().stream().map(Ipv6RoutersShow::facts).toList());
    return f;
  }

  private static Map<String, Object> facts(Prefix p) {
    return Map.of("prefix", p.prefix(), "onlink", p.onLink() ? " onlink" : "", "autoconfig", p.autonomous() ? " autoconfig" : "",
        "valid", seconds(p.valid()), "preferred", seconds(p.preferred()));
  }

  private static String seconds(long s) {
    return s == RouterAdvertisement.INFINITE ? "infinite" : Long.toString(s);
  }

  /** "show ipv6 interface NAME prefix". */
  String told(InterfaceName name) {
    AdvertisementSettings a = ipv6.settings(name).advertisement();
    var rows = new ArrayList<Map<String, Object>>();
    rows.add(row("PD", "default", a.others()));
    for (var on : ipv6.addresses(name)) {
      var own = new Ipv6Prefix(on.address(), on.prefixLength());
      if (!on.address().isLinkLocal() && a.prefixes().stream().noneMatch(r -> r.prefix().equals(Optional.of(own))))
        rows.add(row("AD", own.toString(), a.others()));
    }
    for (Rule r : a.prefixes()) {
      boolean own = ipv6.addresses(name).stream().anyMatch(on -> r.prefix().equals(Optional.of(new Ipv6Prefix(on.address(),
          on.prefixLength()))));
      rows.add(row(own ? "AP" : "P", r.prefix().map(Ipv6Prefix::toString).orElse(""), r));
    }
    return told.render(personality.release(), Map.of("interface", name, "rows", rows));
  }

  private static Map<String, Object> row(String codes, String prefix, Rule r) {
    return Map.of("codes", codes + (r.advertised() ? "" : "N"), "prefix", prefix, "flags", (r.onLink() ? "L" : "")
        + (r.autonomous() ? "A" : ""), "valid", seconds(r.valid()), "preferred", seconds(r.preferred()));
  }

  private void prefixes(Execution x) {
    var rows = new ArrayList<Map<String, Object>>();
    for (Map.Entry<String, Ipv6Prefix> e : ipv6.prefixes().entrySet()) {
      List<Map<String, Object>> users = interfaces.settings().stream().filter(s -> ipv6.settings(s.name()).addresses().stream()
          .anyMatch(a -> a.general().equals(Optional.of(e.getKey())))).map(s -> Map.<String, Object>of("interface", s.name()))
          .toList();
      rows.add(Map.of("name", e.getKey(), "prefix", e.getValue(), "users", users));
    }
    x.print(prefixes.render(personality.release(), Map.of("prefixes", rows)));
  }
}
