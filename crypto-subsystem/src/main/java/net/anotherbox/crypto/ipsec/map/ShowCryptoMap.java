package net.anotherbox.crypto.ipsec.map;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.anotherbox.crypto.CryptoConfig;
import net.anotherbox.crypto.ipsec.profile.AccessTemplate;
import net.anotherbox.crypto.ipsec.profile.IpsecProfile;
import net.anotherbox.crypto.ipsec.profile.ProtectedTunnel;
import net.anotherbox.crypto.ipsec.profile.ShowIpsecProfile;
import net.anotherbox.crypto.ipsec.sa.KeyEngine;
import net.anotherbox.crypto.ipsec.sa.Temporary;
import net.anotherbox.crypto.ipsec.transform.ShowTransformSets;
import net.anotherbox.crypto.isakmp.machine.Proxy;
import net.anotherbox.crypto.trace.Facts;
import net.anotherbox.runtime.release.Release;
import net.anotherbox.runtime.release.Screen;
import net.anotherbox.runtime.value.InterfaceName;
import net.anotherbox.runtime.value.Ipv4;

/**
 * {@code show crypto map}: every map with its entries, those included that dynamic ones have made, and the interfaces that
 * use it; {@code show crypto dynamic-map}.
 */
public final class ShowCryptoMap {
  private static final Screen SCREEN = Screen.load(ShowCryptoMap.class, "crypto-map.screen");
  private static final Screen DYNAMIC = Screen.load(ShowCryptoMap.class, "dynamic-map.screen");

  private record Row(int sequence, Map<String, Object> facts) {}

  private ShowCryptoMap() {}

  /** @param engine knows the peers in use and the temporary entries */
  public static String render(Release release, CryptoConfig config, KeyEngine engine) {
    var maps = new ArrayList<>(config.maps().values().stream().map(m -> map(config, m, engine, false)).toList());
    config.ipv6().maps().values().forEach(m -> maps.add(map(config, m, engine, true)));
    maps.addAll(heads(config, engine));
    return SCREEN.render(release, maps.isEmpty() ? Facts.of("none", "") : Facts.of("maps", maps));
  }

  /** The maps that stand for protected tunnels: an entry for the profile, one for each pair of ends. */
  private static List<Map<String, Object>> heads(CryptoConfig config, KeyEngine engine) {
    var byHead = new LinkedHashMap<String, List<ProtectedTunnel>>();
    for (ProtectedTunnel t : config.protection().tunnels())
      if (t.profile().isPresent()) byHead.computeIfAbsent(t.head(), h -> new ArrayList<>()).add(t);
    var maps = new ArrayList<Map<String, Object>>();
    byHead.forEach((head, tunnels) -> {
      var entries = new ArrayList<Map<String, Object>>();
      var first = tunnels.getFirst();
      entries.add(Facts.with(ShowIpsecProfile.facts(config, first.profile().orElseThrow()), "sequence",
          IpsecProfile.FIRST_INSTANCE - 1));
      var ends = new HashSet<List<Object>>();
      for (ProtectedTunnel t : tunnels)
        if (t.complete() && ends.add(List.of(t.local(), t.remote()))) entries.add(instance(config, t,
            entries.size(), engine));
      for (var f : entries) {
        f.put("family", first.payload() == 6 ? "IPv6" : "IPv4");
        f.put("map", head);
        f.put("full", "");
        if (f != entries.getLast()) f.put("more", "");
      }
      maps.add(Facts.of("map", head, "entries", entries, "interfaces", tunnels.stream().map(t -> Facts.of("interface",
          t.name())).toList()));
      if (first.shared()) maps.getLast().putAll(Facts.of("shared", "", "idb", first.underlay().map(Object::toString)
          .orElse(""), "local", first.local().map(Object::toString).orElse("")));
    });
    for (AccessTemplate t : config.protection().templates())
      maps.add(Facts.of("map", t.head(), "entries",
          List.of(Facts.with(ShowIpsecProfile.facts(config, t.profile()), "profile",
          t.isakmpProfile(), "sequence", IpsecProfile.FIRST_INSTANCE - 1, "family", t.payload() == 6 ? "IPv6" : "IPv4",
          "map",
          t.head(), "full", "")), "interfaces", List.of(Facts.of("interface", t.name()))));
    return maps;
  }

  private static Map<String, Object> instance(CryptoConfig config, ProtectedTunnel t, int number, KeyEngine engine) {
    var f = ShowIpsecProfile.facts(config, t.profile().orElseThrow());
    f.remove("profile-name");
    f.put("sequence", IpsecProfile.FIRST_INSTANCE - 1 + number);
    f.put("instance", "");
    f.put("peers", List.of(Facts.of("peer", t.remote().orElseThrow())));
    f.put("current", t.remote().orElseThrow());
    f.put("rule", "permit " + rule(t, engine));
    f.put(t.localProxy().address() instanceof Ipv4 ? "rule4" : "rule6", "");
    if (t.isVirtual()) f.put("always", "");
    return f;
  }

  /** What the peer of a virtual access interface has asked for, or what the tunnel's mode says. */
  private static String rule(ProtectedTunnel t, KeyEngine engine) {
    var asked = t.name().kind() != InterfaceName.Kind.Virtual_Access ? Optional.<String>empty() : engine.statuses().stream()
        .filter(i -> i.interfaceName().equals(t.name())).map(i -> Proxy.rule(i.localProxy(), i.remoteProxy())).findFirst();
    return asked.orElseGet(() -> Proxy.rule(t.localProxy(), t.remoteProxy()));
  }

  /** {@code show crypto dynamic-map [tag …]}. */
  public static String dynamic(Release release, CryptoConfig config, Optional<String> tag) {
    var rows = new ArrayList<Map<String, Object>>();
    config.dynamicMaps().forEach((name, entries) -> {
      if (tag.isPresent() && !tag.get().equals(name)) return;
      for (CryptoMap.Entry e : entries) rows.add(Facts.with(entry(config, e, false), "map", name, "current",
          e.peers().isEmpty() ? "0.0.0.0" : e.peers().get(0)));
    });
    return DYNAMIC.render(release, rows.isEmpty() ? Facts.of("none", "") : Facts.of("templates", rows));
  }

  private static Map<String, Object> map(CryptoConfig config, CryptoMap m, KeyEngine engine, boolean ipv6) {
    var rows = new ArrayList<Row>();
    for (CryptoMap.Entry e : m.entries()) {
      var f = entry(config, e, ipv6);
      engine.currentPeer(m.name(), e.sequence(), ipv6).or(() -> e.peers().stream().findFirst())
          .ifPresent(p -> f.put("current", p));
      rows.add(new Row(e.sequence(), f));
    }
    for (CryptoMap.Dynamic d : m.dynamics()) {
      var f = Facts.of("sequence", d.sequence(), "template", d.template());
      if (d.discover()) f.put("discover", "");
      rows.add(new Row(d.sequence(), f));
    }
    if (!ipv6) for (Temporary t : engine.temporaries(m.name())) rows.add(new Row(t.sequence(), temporary(config, t)));
    rows.sort(Comparator.comparingInt(Row::sequence));
    var entries = rows.stream().map(Row::facts).toList();
    for (var f : entries) {
      f.put("map", m.name());
      f.put("family", ipv6 ? "IPv6" : "IPv4");
      if (f != entries.getLast()) f.put("more", "");
    }
    var interfaces = config.bindings().stream().filter(b -> b.mapName().equals(m.name()) && b.ipv6() == ipv6).map(b ->
        b.interfaceName()).sorted()
        .map(i -> Facts.of("interface", i)).toList();
    var f = Facts.of("map", m.name(), "entries", entries, "interfaces", interfaces);
    var local = config.bindings().stream().filter(b -> b.mapName().equals(m.name()) && b.ipv6() == ipv6 && b.local() != null)
        .findFirst();
    if (m.localAddress().isPresent() && local.isPresent()) f.putAll(Facts.of("shared", "", "idb",
        m.localAddress().get(), "local", local.get().local()));
    return f;
  }

  private static Map<String, Object> temporary(CryptoConfig config, Temporary t) {
    var f = entry(config, t.entry(), false);
    f.remove("acl");
    f.remove("no-acl");
    f.put("sequence", t.sequence());
    f.put("current", t.entry().peers().get(0));
    f.put("made-of", t.from().template());
    f.put("made-sequence", t.entry().sequence());
    f.put("rule", "permit " + t.rule());
    return f;
  }

  private static Map<String, Object> entry(CryptoConfig config, CryptoMap.Entry e, boolean ipv6) {
    var f = terms(config, e);
    f.put("responder", "N");
    if (e.accessList() == null) f.put("no-acl", "");
    else {
      f.put(ipv6 ? "acl6" : "acl", e.accessList());
      f.put("rules", config.accessLists(ipv6).getOrDefault(e.accessList(), List.of()).stream().map(r -> Facts.of("rule",
          r.text())).toList());
    }
    return f;
  }

  /** What an entry or a profile says apart from its traffic, with the global values where it says nothing. */
  public static Map<String, Object> terms(CryptoConfig config, CryptoMap.Entry e) {
    var sets = e.transformSets().stream().map(n -> config.transformSets().get(n)).filter(t -> t != null).toList();
    var f = Facts.of("full", "", "sequence", e.sequence(), "peers", e.peers().stream().map(p -> Facts.of("peer", p))
        .toList(), "seconds",
        e.lifetimeSeconds() > 0 ? e.lifetimeSeconds() : config.lifetimeSeconds(), "kilobytes",
        e.lifetimeKilobytes() > 0 ? e.lifetimeKilobytes() : config.lifetimeKilobytes(), "sets",
        sets.stream().map(t -> Facts.of("name", t.name(), "words", ShowTransformSets.words(t))).toList());
    var names = new StringBuilder();
    for (var t : sets) names.append(t.name()).append(", ");
    f.put("names", names);
    e.terms().isakmpProfile().ifPresent(p -> f.put("profile", p));
    if (e.terms().idleSeconds() > 0) f.put("idle", e.terms().idleSeconds());
    e.terms().reverseRoute().ifPresent(r -> f.put("reverse-route", ""));
    if (e.pfsGroup() == 0) f.put("no-pfs", "");
    else f.put("pfs", e.pfsGroup());
    return f;
  }
}
