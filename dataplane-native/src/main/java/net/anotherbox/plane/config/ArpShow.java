package net.anotherbox.plane.config;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.anotherbox.config.feature.Execution;
import net.anotherbox.config.grammar.Grammar;
import net.anotherbox.config.grammar.Mode;
import net.anotherbox.runtime.port.InterfaceTable.State;
import net.anotherbox.runtime.port.KernelPort;
import net.anotherbox.runtime.release.Personality;
import net.anotherbox.runtime.release.Screen;
import net.anotherbox.runtime.value.InterfaceName;
import net.anotherbox.runtime.value.Ipv4;

/** The ARP table: the kernel's neighbours on the links of our interfaces, and our own addresses. */
final class ArpShow {
  private final Interfaces interfaces;
  private final KernelPort kernel;
  private final Personality personality;
  private final Screen screen = Screen.load(ArpShow.class, "arp.screen");

  /** A row. @param minutes since the neighbour was heard, or -1 for ourselves; @param mac empty while it is asked for */
  private record Row(Ipv4 address, long minutes, String mac, InterfaceName name) {}

  ArpShow(Interfaces interfaces, KernelPort kernel, Personality personality) {
    this.interfaces = interfaces;
    this.kernel = kernel;
    this.personality = personality;
  }

  void declare(Grammar g) {
    for (String show : List.of("show arp", "show ip arp")) {
      g.prefix(Mode.EXEC, show, show.equals("show arp") ? "ARP table" : "IP ARP table");
      g.exec(show, this::show);
      g.exec(show + " A.B.C.D:address", this::show, "IP address or hostname of ARP entry");
      g.exec(show + " IFNAME:name", this::show, "interface");
    }
    g.exec("clear arp-cache", x -> kernel.forgetNeighbours(interfaces.all().stream().map(State::linuxName)
        .flatMap(Optional::stream).toList()), "Clear the entire ARP cache").privilege(15);
  }

  private void show(Execution x) {
    var address = x.command().arg("address").map(Ipv4::of);
    var name = x.command().arg("name").map(InterfaceName::of);
    if (name.isPresent() && interfaces.settings(name.get()).isEmpty()) {
      x.invalid("name");
      return;
    }
    var rows = rows().stream().filter(r -> address.isEmpty() || address.get().equals(r.address))
        .filter(r -> name.isEmpty() || name.get().equals(r.name)).map(ArpShow::facts).toList();
    // Nothing found prints nothing, not even the heading.
    if (!rows.isEmpty()) x.print(screen.render(personality.release(), Map.of("entries", rows)));
  }

  private List<Row> rows() {
    var rows = new ArrayList<Row>();
    var byLink = new HashMap<String, InterfaceName>();
    for (State s : interfaces.all()) {
      var link = interfaces.link(s.name()).filter(l -> l.mac().length == 6);
      if (link.isEmpty() || s.name().kind().logical()) continue;
      byLink.put(link.get().name(), s.name());
      // IOS answers for its addresses while the line is up.
      if (s.lineUp()) for (var a : interfaces.settings(s.name()).orElseThrow().addresses())
        rows.add(new Row(a.address(), -1, InterfaceShow.mac(link), s.name()));
    }
    for (KernelPort.Neighbour n : kernel.neighbours()) {
      InterfaceName name = byLink.get(n.link());
      if (name == null) continue;
      boolean known = n.mac().length == 6;
      rows.add(new Row(n.address(), known ? n.ageMillis() / 60_000 : 0, known ? dotted(n.mac()) : "", name));
    }
    rows.sort(Comparator.comparing(r -> Integer.toUnsignedLong(r.address.bits())));
    return rows;
  }

  private static Map<String, Object> facts(Row r) {
    return Map.of("address", r.address, "age", r.minutes < 0 ? "-" : Long.toString(r.minutes),
        "mac", r.mac.isEmpty() ? "Incomplete" : r.mac, "interface", r.mac.isEmpty() ? "" : r.name.toString());
  }

  private static String dotted(byte[] mac) {
    String hex = HexFormat.of().formatHex(mac);
    return hex.substring(0, 4) + "." + hex.substring(4, 8) + "." + hex.substring(8);
  }
}
