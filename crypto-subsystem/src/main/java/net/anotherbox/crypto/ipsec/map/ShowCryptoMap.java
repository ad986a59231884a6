package net.anotherbox.crypto.ipsec.map;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import net.anotherbox.crypto.CryptoConfig;
import net.anotherbox.crypto.ipsec.transform.ShowTransformSets;
import net.anotherbox.crypto.trace.Facts;
import net.anotherbox.runtime.release.Release;
import net.anotherbox.runtime.release.Screen;
import net.anotherbox.runtime.value.Address;

/** {@code show crypto map}: every map with its entries and the interfaces that use it. */
public final class ShowCryptoMap {
  private static final Screen SCREEN = Screen.load(ShowCryptoMap.class, "crypto-map.screen");

  private ShowCryptoMap() {}

  /** @param currentPeer the peer in use, by map and sequence; empty while the entry is in no map in force */
  public static String render(Release release, CryptoConfig config, BiFunction<String, Integer,
      Optional<Address>> currentPeer) {
    var maps = config.maps().values().stream().map(m -> map(config, m, currentPeer)).toList();
    return SCREEN.render(release, maps.isEmpty() ? Facts.of("none", "") : Facts.of("maps", maps));
  }

  private static Map<String, Object> map(CryptoConfig config, CryptoMap m, BiFunction<String, Integer,
      Optional<Address>> currentPeer) {
    var entries = new ArrayList<Map<String, Object>>();
    for (CryptoMap.Entry e : m.entries()) {
      var f = entry(config, e);
      f.put("map", m.name());
      currentPeer.apply(m.name(), e.sequence()).or(() -> e.peers().stream().findFirst()).ifPresent(p -> f.put("current", p));
      if (e != m.entries().getLast()) f.put("more", "");
      entries.add(f);
    }
    var interfaces = config.bindings().stream().filter(b -> b.mapName().equals(m.name())).map(b ->
        b.interfaceName()).sorted()
        .map(i -> Facts.of("interface", i)).toList();
    return Facts.of("map", m.name(), "entries", entries, "interfaces", interfaces);
  }

  private static Map<String, Object> entry(CryptoConfig config, CryptoMap.Entry e) {
    var sets = e.transformSets().stream().map(n -> config.transformSets().get(n)).filter(t -> t != null).toList();
    var f = Facts.of("sequence", e.sequence(), "peers", e.peers().stream().map(p -> Facts.of("peer", p)).toList(), "seconds",
        e.lifetimeSeconds() > 0 ? e.lifetimeSeconds() : config.lifetimeSeconds(), "kilobytes",
        e.lifetimeKilobytes() > 0 ? e.lifetimeKilobytes() : config.lifetimeKilobytes(), "sets",
        sets.stream().map(t -> Facts.of("name", t.name(), "words", ShowTransformSets.words(t))).toList());
    var names = new StringBuilder();
    for (var t : sets) names.append(t.name()).append(", ");
    f.put("names", names);
    if (e.pfsGroup() == 0) f.put("no-pfs", "");
    else f.put("pfs", e.pfsGroup());
    if (e.accessList() == null) f.put("no-acl", "");
    else {
      f.put("acl", e.accessList());
      f.put("rules", config.accessLists().getOrDefault(e.accessList(), List.of()).stream().map(r -> Facts.of("rule",
          r.text())).toList());
    }
    return f;
  }
}
