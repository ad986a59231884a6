package net.anotherbox.plane.config;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.anotherbox.config.feature.Execution;
import net.anotherbox.config.grammar.Grammar;
import net.anotherbox.config.grammar.Mode;
import net.anotherbox.config.tree.Entry;
import net.anotherbox.runtime.port.AddressTranslation;
import net.anotherbox.runtime.port.AddressTranslation.Active;
import net.anotherbox.runtime.port.InterfaceTable;
import net.anotherbox.runtime.release.Personality;
import net.anotherbox.runtime.release.Screen;
import net.anotherbox.runtime.value.InterfaceName;
import net.anotherbox.runtime.value.Ipv4;

/** {@code show ip nat …}: the kernel's connections that leave with an address of an outside interface of ours. */
final class NatShow {
  private static final Map<Integer, String> PROTOCOLS = Map.of(1, "icmp", 6, "tcp", 17, "udp", 47, "gre", 50, "esp");

  private final NatFeature nat;
  private final InterfaceTable interfaces;
  private final AddressTranslation translation;
  private final Personality personality;
  private final Screen table = Screen.load(NatShow.class, "nat-translations.screen");
  private final Screen statistics = Screen.load(NatShow.class, "nat-statistics.screen");
  /** How many have been cleared by hand: they have not expired. */
  private long cleared;

  NatShow(NatFeature nat, InterfaceTable interfaces, AddressTranslation translation, Personality personality) {
    this.nat = nat;
    this.interfaces = interfaces;
    this.translation = translation;
    this.personality = personality;
  }

  void declare(Grammar g) {
    g.prefix(Mode.EXEC, "show ip nat", "IP NAT information");
    g.exec("show ip nat translations", this::translations, "Translation entries");
    g.exec("show ip nat statistics", this::statistics, "Translation statistics");
    g.prefix(Mode.EXEC, "clear ip", "IP");
    g.exec("clear ip nat translation *", this::clear, "Clear NAT", "Clear dynamic translation",
        "Delete all dynamic translations").privilege(15);
  }

  private List<Active> ours() {
    var outside = new ArrayList<Ipv4>();
    for (InterfaceName n : nat.interfaces("outside")) interfaces.state(n).flatMap(InterfaceTable.State::address)
        .ifPresent(outside::add);
    return translation.active().stream().filter(a -> outside.contains(a.insideGlobal()))
        .sorted(Comparator.comparingInt(Active::protocol).thenComparing(a -> Integer.toUnsignedLong(a.insideLocal().bits()))
            .thenComparing(Active::insideLocalPort).thenComparing(Active::outsideLocalPort)).toList();
  }

  private void translations(Execution x) {
    var rows = ours().stream().map(NatShow::row).toList();
    // Without translations IOS prints nothing, not even the heading.
    if (!rows.isEmpty()) x.print(table.render(personality.release(), Map.of("entries", rows)));
  }

  private static Map<String, Object> row(Active a) {
    String outside = a.outsideLocal() + ":" + a.outsideLocalPort();
    return Map.of("protocol", PROTOCOLS.getOrDefault(a.protocol(), "---"), "insideGlobal", a.insideGlobal() + ":"
        + a.insideGlobalPort(), "insideLocal", a.insideLocal() + ":" + a.insideLocalPort(), "outsideLocal", outside,
        "outsideGlobal", outside);
  }

  private void statistics(Execution x) {
    long active = ours().size();
    var tally = translation.tally();
    var f = new HashMap<String, Object>(Map.of("active", active, "hits", tally.hits(), "misses", tally.misses(),
        "expired", Math.max(0, tally.misses() - active - cleared)));
    f.put("outsides", names("outside"));
    f.put("insides", names("inside"));
    var mappings = new ArrayList<Map<String, Object>>();
    for (Entry e : nat.mappings()) {
      InterfaceName out = InterfaceName.of(e.required("interface"));
      long used = ours().stream().filter(a -> interfaces.state(out).flatMap(InterfaceTable.State::address)
          .filter(a.insideGlobal()::equals).isPresent()).count();
      mappings.add(Map.of("id", mappings.size() + 1, "list", e.required("list"), "interface", out, "used", used));
    }
    f.put("mappings", mappings);
    if (!mappings.isEmpty()) f.put("dynamic", "");
    x.print(statistics.render(personality.release(), f));
  }

  private List<Map<String, Object>> names(String side) {
    List<InterfaceName> all = nat.interfaces(side);
    return all.isEmpty() ? List.of() : List.of(Map.of("names", String.join(", ", all.stream().map(Object::toString)
        .toList())));
  }

  private void clear(Execution x) {
    List<Active> gone = ours();
    translation.forget(gone);
    cleared += gone.size();
  }
}
