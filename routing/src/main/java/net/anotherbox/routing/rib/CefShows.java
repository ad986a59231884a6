package net.anotherbox.routing.rib;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import net.anotherbox.config.feature.Execution;
import net.anotherbox.config.grammar.Grammar;
import net.anotherbox.config.grammar.Mode;
import net.anotherbox.runtime.port.InterfaceTable;
import net.anotherbox.runtime.port.KernelPort;
import net.anotherbox.runtime.release.Catalogue;
import net.anotherbox.runtime.release.Personality;
import net.anotherbox.runtime.release.Release;
import net.anotherbox.runtime.release.Screen;
import net.anotherbox.runtime.value.InterfaceName;
import net.anotherbox.runtime.value.Ipv4;
import net.anotherbox.runtime.value.Ipv4Prefix;

/**
 * {@code show ip cef}: where packets for which prefix go, as the routing table, the interfaces' addresses and what ARP has
 * found make it. The kernel forwards by the same.
 */
final class CefShows {
  private static final Screen TABLE = Screen.load(CefShows.class, "show-ip-cef.screen");
  private static final Screen ENTRY = Screen.load(CefShows.class, "show-ip-cef-entry.screen");
  private static final Catalogue TEXTS = Catalogue.load(CefShows.class, "routing.msg");
  private static final int HOST = 32;
  /** From here on a prefix has no addresses of its own for itself and for all. */
  private static final int POINT_TO_POINT = 31;

  /** What becomes of packets for a prefix. */
  private sealed interface Fate {
    /** They are the box's own. @param at the interface whose address it is; empty for those that everybody has */
    record Receive(Optional<InterfaceName> at) implements Fate {}

    /** The destination is on a link, or is discarded in Null0. */
    record Attached(InterfaceName out) implements Fate {}

    /** It is a host that ARP has found on a link. */
    record Adjacent(InterfaceName out) implements Fate {}

    record Hop(Ipv4 gateway, Optional<InterfaceName> out) implements Fate {}

    record Drop() implements Fate {}

    /** As above, listed from 15.0 on. */
    record LaterDrop() implements Fate {}

    record NoRoute() implements Fate {}
  }

  private final Personality personality;
  private final Supplier<Rib> rib;
  private final InterfaceTable interfaces;
  private final KernelPort kernel;
  private final BooleanSupplier running;

  /** @param running whether {@code ip cef} stands in the configuration */
  CefShows(Personality personality, Supplier<Rib> rib, InterfaceTable interfaces, KernelPort kernel,
      BooleanSupplier running) {
    this.personality = personality;
    this.rib = rib;
    this.interfaces = interfaces;
    this.kernel = kernel;
    this.running = running;
  }

  void declare(Grammar g) {
    g.prefix(Mode.EXEC, "show ip cef", "Cisco Express Forwarding");
    g.exec("show ip cef", this::table);
    g.exec("show ip cef A.B.C.D:address", x -> entry(x, longest(Ipv4.of(x.command().required("address")))), "IP address")
        .since(Release.R15_1);
    g.exec("show ip cef A.B.C.D:address A.B.C.D:mask", this::exact, "Destination prefix", "Destination prefix mask")
        .since(Release.R15_1);
  }

  private boolean refuses(Execution x) {
    if (running.getAsBoolean()) return false;
    TEXTS.render(personality.release(), "cef-off", Map.of()).ifPresent(x::print);
    return true;
  }

  private TreeMap<Ipv4Prefix, List<Fate>> fates() {
    var all = new TreeMap<Ipv4Prefix, List<Fate>>();
    everywhere(all);
    for (RibRoute r : rib.get().routes()) {
      if (r.source() == RibRoute.Source.CONNECTED) continue;
      all.put(r.prefix(), r.paths().stream().map(this::fate).toList());
    }
    neighbours(all);
    for (InterfaceTable.State s : interfaces.all()) if (s.lineUp() && s.linuxName().isPresent()) own(s, all);
    return all;
  }

  private static void everywhere(TreeMap<Ipv4Prefix, List<Fate>> all) {
    all.put(Ipv4Prefix.of("0.0.0.0/0"), List.of(new Fate.NoRoute()));
    for (String p : List.of("0.0.0.0/8", "127.0.0.0/8", "240.0.0.0/4")) all.put(Ipv4Prefix.of(p), List.of(new Fate.LaterDrop()));
    all.put(Ipv4Prefix.of("224.0.0.0/4"), List.of(new Fate.Drop()));
    for (String p : List.of("0.0.0.0/32", "224.0.0.0/24", "255.255.255.255/32"))
      all.put(Ipv4Prefix.of(p), List.of(new Fate.Receive(Optional.empty())));
  }

  private Fate fate(RibRoute.Path p) {
    if (p.link().isEmpty()) return new Fate.Attached(InterfaceName.of("Null0"));
    var out = p.out().or(() -> behind(p.link()));
    if (p.gateway().isPresent()) return new Fate.Hop(p.gateway().get(), out);
    return out.<Fate>map(Fate.Attached::new).orElseGet(Fate.Drop::new);
  }

  private Optional<InterfaceName> behind(String link) {
    return interfaces.all().stream().filter(s -> s.linuxName().equals(Optional.of(link))).map(InterfaceTable.State::name)
        .findFirst();
  }

  /** The network of an interface, the first and the last address of it, and the box's own. */
  private void own(InterfaceTable.State s, TreeMap<Ipv4Prefix, List<Fate>> all) {
    if (s.address().isEmpty() || interfaces.isUnnumbered(s.name())) return;
    var network = new Ipv4Prefix(s.address().get(), s.prefixLength());
    List<Fate> receive = List.of(new Fate.Receive(Optional.of(s.name())));
    if (network.length() < HOST) all.put(network, List.of(new Fate.Attached(s.name())));
    if (network.length() < POINT_TO_POINT) {
      all.put(new Ipv4Prefix(network.address(), HOST), receive);
      all.put(new Ipv4Prefix(new Ipv4(network.address().bits() | ~network.mask().bits()), HOST), receive);
    }
    all.put(new Ipv4Prefix(s.address().get(), HOST), receive);
  }

  private void neighbours(TreeMap<Ipv4Prefix, List<Fate>> all) {
    for (KernelPort.Neighbour n : kernel.neighbours()) {
      if (n.mac().length == 0) continue;
      behind(n.link()).ifPresent(out -> all.putIfAbsent(new Ipv4Prefix(n.address(), HOST),
          List.of(new Fate.Adjacent(out))));
    }
  }

  private void table(Execution x) {
    if (refuses(x)) return;
    var rows = new ArrayList<Map<String, Object>>();
    fates().forEach((prefix, ways) -> {
      for (int i = 0; i < ways.size(); i++) rows.add(row(i == 0 ? prefix.toString() : "", prefix, ways.get(i)));
    });
    x.print(TABLE.render(personality.release(), Map.of("entries", rows)));
  }

  private static Map<String, Object> row(String shown, Ipv4Prefix prefix, Fate f) {
    var row = new HashMap<String, Object>(Map.of("prefix", shown, "interface", ""));
    switch (f) {
      case Fate.Receive r -> {
        row.put("receive", true);
        r.at().ifPresent(at -> row.put("interface", at));
      }
      case Fate.Attached a -> row.putAll(Map.of("hop", "attached", "interface", a.out()));
      case Fate.Adjacent a -> row.putAll(Map.of("neighbour", prefix.address(), "interface", a.out()));
      case Fate.Hop h -> {
        row.put("hop", h.gateway());
        h.out().ifPresent(out -> row.put("interface", out));
      }
      case Fate.Drop d -> row.put("plain", "drop");
      case Fate.LaterDrop d -> row.put("newer", true);
      case Fate.NoRoute n -> row.put("unrouted", true);
    }
    return row;
  }

  private Collection<Map.Entry<Ipv4Prefix, List<Fate>>> longest(Ipv4 address) {
    var fates = fates();
    for (int length = HOST; length >= 0; length--) {
      var prefix = new Ipv4Prefix(address, length);
      if (fates.containsKey(prefix)) return List.of(Map.entry(prefix, fates.get(prefix)));
    }
    return List.of();
  }

  private void exact(Execution x) {
    Optional<Integer> length = Ipv4.of(x.command().required("mask")).prefixLength();
    if (length.isEmpty()) {
      x.invalid("mask");
      return;
    }
    var prefix = new Ipv4Prefix(Ipv4.of(x.command().required("address")), length.get());
    var fate = Optional.ofNullable(fates().get(prefix));
    if (fate.isEmpty()) TEXTS.render(personality.release(), "cef-no-prefix", Map.of()).ifPresent(x::print);
    else entry(x, List.of(Map.entry(prefix, fate.get())));
  }

  private void entry(Execution x, Collection<Map.Entry<Ipv4Prefix, List<Fate>>> found) {
    if (refuses(x)) return;
    x.print(ENTRY.render(personality.release(), Map.of("entries", found.stream().map(e -> Map.of("prefix", e.getKey(),
        "ways", e.getValue().stream().map(f -> Map.of("way", way(f))).toList())).toList())));
  }

  private String way(Fate f) {
    return switch (f) {
      case Fate.Receive r -> r.at().map(at -> text("cef-receive-for", at)).orElseGet(() -> text("cef-receive", ""));
      case Fate.Attached a -> text("cef-attached", a.out());
      case Fate.Adjacent a -> text("cef-attached", a.out());
      case Fate.Hop h -> text("cef-hop", h.gateway() + h.out().map(o -> " " + o).orElse(""));
      case Fate.Drop d -> text("cef-drop", "");
      case Fate.LaterDrop d -> text("cef-drop", "");
      case Fate.NoRoute n -> text("cef-no-route", "");
    };
  }

  private String text(String message, Object where) {
    return TEXTS.render(personality.release(), message, Map.of("where", where)).orElse("");
  }
}
