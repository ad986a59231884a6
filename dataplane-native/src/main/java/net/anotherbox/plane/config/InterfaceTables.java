package net.anotherbox.plane.config;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import net.anotherbox.config.feature.Execution;
import net.anotherbox.config.grammar.Grammar;
import net.anotherbox.config.grammar.Mode;
import net.anotherbox.config.tree.Entry;
import net.anotherbox.config.tree.Section;
import net.anotherbox.runtime.port.InterfaceTable.State;
import net.anotherbox.runtime.release.Personality;
import net.anotherbox.runtime.release.Screen;
import net.anotherbox.runtime.value.InterfaceName;

/** The smaller tables about interfaces: rates at one glance, protocols, VLANs of sub-interfaces. */
final class InterfaceTables {
  private final Interfaces interfaces;
  private final InterfaceShow show;
  private final InterfaceLines lines;
  private final Personality personality;
  private final Supplier<Section> root;
  private final Screen summary = screen("interfaces-summary.screen");
  private final Screen protocols = screen("protocols.screen");
  private final Screen vlans = screen("vlans.screen");

  /** @param root the configuration in force */
  InterfaceTables(Interfaces interfaces, InterfaceShow show, InterfaceLines lines, Personality personality,
      Supplier<Section> root) {
    this.interfaces = interfaces;
    this.show = show;
    this.lines = lines;
    this.personality = personality;
    this.root = root;
  }

  private static Screen screen(String name) {
    return Screen.load(InterfaceTables.class, name);
  }

  void declare(Grammar g) {
    g.prefix(Mode.EXEC, "show interfaces", "Interface status and configuration");
    g.exec("show interfaces summary", this::summary, "Show interface summary");
    g.exec("show protocols", this::protocols, "Active network routing protocols");
    g.exec("show vlans", this::vlans, "Virtual LANs Information");
  }

  private static Map<String, Object> state(State s) {
    var f = new HashMap<String, Object>(Map.of("interface", s.name(), "line", s.lineUp() ? "up" : "down", "status",
        Interfaces.status(s), "star", s.lineUp() ? "*" : " "));
    s.address().ifPresent(a -> f.put("internet", a + "/" + s.prefixLength()));
    return f;
  }

  private void summary(Execution x) {
    var rows = interfaces.all().stream().filter(s -> !s.name().isSubinterface()).map(s -> {
      var f = state(s);
      Traffic t = show.carried(s.name());
      f.put("dropsIn", t.counters().dropsIn());
      f.put("dropsOut", t.counters().dropsOut());
      f.put("bitsIn", t.bitsIn());
      f.put("packetsIn", t.packetsIn());
      f.put("bitsOut", t.bitsOut());
      f.put("packetsOut", t.packetsOut());
      return f;
    }).toList();
    x.print(summary.render(personality.release(), Map.of("interfaces", rows)));
  }

  private void protocols(Execution x) {
    boolean routes = root.get().entries().stream().noneMatch(e -> e.negated() && e.words().equals(List.of("ip", "routing")));
    x.print(protocols.render(personality.release(), Map.of("routing", routes ? "enabled" : "disabled", "interfaces",
        interfaces.all().stream().map(InterfaceTables::state).toList())));
  }

  private void vlans(Execution x) {
    var found = lines.entries(root.get()).stream().flatMap(e -> vlan(e).stream()).toList();
    x.print(vlans.render(personality.release(), found.isEmpty() ? Map.of("none", "") : Map.of("vlans", found)));
  }

  private Optional<Map<String, Object>> vlan(Entry e) {
    Optional<List<String>> tag = e.body().entries().stream().map(Entry::words)
        .filter(w -> w.size() >= 3 && w.get(0).equals("encapsulation") && w.get(1).equals("dot1Q")).findFirst();
    if (tag.isEmpty()) return Optional.empty();
    InterfaceName name = InterfaceName.of(e.required("name"));
    var c = show.carried(name).counters();
    return Optional.of(Map.of("interface", name, "vlan", tag.get().get(2), "packetsIn", c.packetsIn(),
        "bytesIn", c.bytesIn(), "packetsOut", c.packetsOut(), "bytesOut", c.bytesOut()));
  }
}
