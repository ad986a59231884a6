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
import net.anotherbox.plane.config.RouterAdvertisements.Router;
import net.anotherbox.plane.nd.RouterAdvertisement;
import net.anotherbox.plane.nd.RouterAdvertisement.Prefix;
import net.anotherbox.runtime.release.Personality;
import net.anotherbox.runtime.release.Screen;
import net.anotherbox.runtime.value.InterfaceName;
import net.anotherbox.runtime.value.Ipv6Prefix;

/** {@code show ipv6 routers} and {@code show ipv6 general-prefix}. */
final class Ipv6RoutersShow {
  private final Interfaces interfaces;
  private final Ipv6Interfaces ipv6;
  private final RouterAdvertisements advertisements;
  private final Personality personality;
  private final Screen routers = Screen.load(Ipv6RoutersShow.class, "ipv6-routers.screen");
  private final Screen prefixes = Screen.load(Ipv6RoutersShow.class, "ipv6-general-prefix.screen");

  Ipv6RoutersShow(Interfaces interfaces, Ipv6Interfaces ipv6, RouterAdvertisements advertisements, Personality personality) {
    this.interfaces = interfaces;
    this.ipv6 = ipv6;
    this.advertisements = advertisements;
    this.personality = personality;
  }

  void declare(Grammar g) {
    g.exec("show ipv6 routers [IFNAME:name]", this::routers, "Show local IPv6 routers", "interface");
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
