package net.anotherbox.routing.rib;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.anotherbox.config.feature.Execution;
import net.anotherbox.config.grammar.Grammar;
import net.anotherbox.config.grammar.Mode;
import net.anotherbox.runtime.release.Catalogue;
import net.anotherbox.runtime.release.Personality;
import net.anotherbox.runtime.release.Screen;
import net.anotherbox.runtime.value.Ipv6;
import net.anotherbox.runtime.value.Ipv6Prefix;

/** {@code show ipv6 cef}: the IPv6 routing table by what becomes of the packets. */
final class Ipv6CefShows {
  private static final Screen ENTRY = Screen.load(Ipv6CefShows.class, "show-ip-cef-entry.screen");
  private static final Catalogue TEXTS = Catalogue.load(Ipv6CefShows.class, "routing.msg");
  private static final int HOST = 128;

  private final Personality personality;
  private final Ipv6Routing routing;

  Ipv6CefShows(Personality personality, Ipv6Routing routing) {
    this.personality = personality;
    this.routing = routing;
  }

  void declare(Grammar g) {
    g.prefix(Mode.EXEC, "show ipv6 cef", "Cisco Express Forwarding for IPv6");
    g.exec("show ipv6 cef", x -> show(x, fates()));
    g.exec("show ipv6 cef X:X:X:X::X:address", x -> show(x, longest(Ipv6.of(x.command().required("address")))),
        "IPv6 address");
    g.exec("show ipv6 cef X:X:X:X::X/<0-128>:prefix", this::exact, "IPv6 prefix");
  }

  private String text(String message, Object where) {
    return TEXTS.render(personality.release(), message, Map.of("where", where)).orElse("");
  }

  private TreeMap<Ipv6Prefix, List<String>> fates() {
    var all = new TreeMap<Ipv6Prefix, List<String>>();
    all.put(Ipv6Prefix.DEFAULT, List.of(text("cef-no-route", "")));
    all.put(Ipv6Prefix.LINK_LOCAL, List.of(text("cef-receive-for", "Null0")));
    all.put(Ipv6Prefix.MULTICAST, List.of(text("cef-multicast", "")));
    for (Ipv6Route r : routing.rib().routes()) all.put(r.prefix(), r.paths().stream().map(p -> way(r, p)).toList());
    return all;
  }

  private String way(Ipv6Route r, Ipv6Route.Path p) {
    String leaves = p.leaves().or(p::out).map(Object::toString).orElse("Null0");
    // An address that is its own prefix stands in the table as connected.
    boolean own = r.source() == Ipv6Route.Source.LOCAL || r.source() == Ipv6Route.Source.CONNECTED
        && r.prefix().length() == HOST;
    if (own) return text("cef-receive-for", leaves);
    return p.gateway().map(gateway -> text("cef-hop", gateway + " " + leaves)).orElseGet(() -> text("cef-attached", leaves));
  }

  private TreeMap<Ipv6Prefix, List<String>> longest(Ipv6 address) {
    var fates = fates();
    for (int length = HOST; length >= 0; length--) {
      var prefix = new Ipv6Prefix(address, length);
      if (fates.containsKey(prefix)) return new TreeMap<>(Map.of(prefix, fates.get(prefix)));
    }
    return new TreeMap<>();
  }

  private void exact(Execution x) {
    var prefix = Ipv6Prefix.of(x.command().required("prefix"));
    var fates = fates();
    if (routing.cef() && !fates.containsKey(prefix)) x.print(text("cef-no-prefix", ""));
    else show(x, new TreeMap<>(Map.of(prefix, fates.getOrDefault(prefix, List.of()))));
  }

  private void show(Execution x, TreeMap<Ipv6Prefix, List<String>> fates) {
    if (!routing.cef()) {
      x.print(text("cef-off-ipv6", ""));
      return;
    }
    var entries = new ArrayList<Map<String, Object>>();
    fates.forEach((prefix, ways) -> entries.add(Map.of("prefix", prefix, "ways", ways.stream().map(w -> Map.of("way", w))
        .toList())));
    x.print(ENTRY.render(personality.release(), Map.of("entries", entries)));
  }
}
