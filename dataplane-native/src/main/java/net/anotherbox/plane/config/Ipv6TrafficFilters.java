package net.anotherbox.plane.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.anotherbox.config.tree.Section;
import net.anotherbox.runtime.log.Log;
import net.anotherbox.runtime.loop.Following;
import net.anotherbox.runtime.loop.Loop;
import net.anotherbox.runtime.port.InterfaceTable.State;
import net.anotherbox.runtime.port.Ipv6Filter;
import net.anotherbox.runtime.port.Ipv6Filter.Chain;
import net.anotherbox.runtime.port.Ipv6Filter.Rule;
import net.anotherbox.runtime.port.Ipv6Filter.Silence;
import net.anotherbox.runtime.port.PacketFilter.Direction;
import net.anotherbox.runtime.port.PortUnavailable;
import net.anotherbox.runtime.value.Ipv6Match;

/**
 * Works out what {@code ipv6 traffic-filter}, {@code no ipv6 redirects} and {@code no ipv6 unreachables} ask of the packet
 * filter. As of IPv4 lists: one that does not exist or is empty lets all pass, and an entry that cannot be tested whole errs
 * on the closed side.
 */
final class Ipv6TrafficFilters {
  private final Interfaces interfaces;
  private final Ipv6Interfaces ipv6;
  private final Ipv6AccessLists lists;
  private final Optional<Ipv6Filter> filter;
  private final Log log;
  private final Following following;
  private Section current = Section.EMPTY;
  private List<Chain> chains = List.of();
  private List<Silence> silences = List.of();
  private boolean inForce;

  Ipv6TrafficFilters(Interfaces interfaces, Ipv6Interfaces ipv6, Ipv6AccessLists lists, Optional<Ipv6Filter> filter, Log log,
      Loop loop) {
    this.interfaces = interfaces;
    this.ipv6 = ipv6;
    this.lists = lists;
    this.filter = filter;
    this.log = log;
    this.following = new Following(loop, this::enforce);
  }

  void apply(Section before, Section now, boolean interfacesChanged) {
    current = now;
    if (interfacesChanged || !inForce) enforce();
    else if (!lists.same(before, now)) following.changed();
  }

  /** Brings the filter in line with lists and interfaces, if anything has changed. */
  void enforce() {
    boolean idle = inForce && chains.isEmpty() && silences.isEmpty() && !ipv6.filtering();
    if (filter.isEmpty() || idle) return;
    var wanted = new ArrayList<Chain>();
    var silent = new ArrayList<Silence>();
    Map<String, List<Ipv6AccessEntry>> all = lists.of(current);
    for (State s : interfaces.all()) {
      if (s.linuxName().isEmpty()) continue;
      Ipv6Settings set = ipv6.settings(s.name());
      chain(s.linuxName().get(), Direction.IN, set.filterIn(), all).ifPresent(wanted::add);
      chain(s.linuxName().get(), Direction.OUT, set.filterOut(), all).ifPresent(wanted::add);
      if (!set.redirects() || !set.unreachables())
        silent.add(new Silence(s.linuxName().get(), !set.redirects(), !set.unreachables()));
    }
    if (inForce && wanted.equals(chains) && silent.equals(silences)) return;
    try {
      filter.get().filters(List.copyOf(wanted), List.copyOf(silent));
      chains = wanted;
      silences = silent;
      inForce = true;
    } catch (PortUnavailable e) {
      log.syslog("PORT", 3, "FILTER", interfaces.text("filter-refused", Map.of("reason", e.getMessage())));
    }
  }

  private static Optional<Chain> chain(String link, Direction direction, Optional<String> name,
      Map<String, List<Ipv6AccessEntry>> all) {
    List<Ipv6AccessEntry> entries = name.map(n -> all.getOrDefault(n, List.of())).orElse(List.of());
    if (entries.isEmpty()) return Optional.empty();
    var rules = new ArrayList<Rule>();
    for (Ipv6AccessEntry e : entries)
      if (e.exact() || !e.permit())
        for (Ipv6Match m : e.matches()) rules.add(new Rule(Ipv6AccessLists.id(name.get(), e), e.permit(), m));
    return Optional.of(new Chain(link, direction, List.copyOf(rules)));
  }
}
