package net.anotherbox.plane.config;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import net.anotherbox.config.grammar.Line;
import net.anotherbox.config.tree.Section;
import net.anotherbox.runtime.log.Log;
import net.anotherbox.runtime.loop.Following;
import net.anotherbox.runtime.loop.Loop;
import net.anotherbox.runtime.port.InterfaceTable.State;
import net.anotherbox.runtime.port.PacketFilter;
import net.anotherbox.runtime.port.PacketFilter.Chain;
import net.anotherbox.runtime.port.PacketFilter.Direction;
import net.anotherbox.runtime.port.PacketFilter.Rule;
import net.anotherbox.runtime.port.PortUnavailable;
import net.anotherbox.runtime.value.InterfaceName;
import net.anotherbox.runtime.value.Ipv4;
import net.anotherbox.runtime.value.PacketMatch;

/**
 * Works out what {@code ip access-group} asks of the packet filter. A list that does not exist or is empty lets all pass,
 * as on IOS. An entry whose condition cannot be tested whole errs on the closed side: as a permit it is left out, as a deny
 * it holds without the part that cannot be tested.
 */
final class AccessGroups {
  private final Interfaces interfaces;
  private final InterfaceLines lines;
  private final AccessListFeature feature;
  private final Optional<PacketFilter> filter;
  private final Log log;
  /** A list that is being typed in comes into force a few times a second, not with each of its thousands of lines. */
  private final Following following;
  private Section current = Section.EMPTY;
  private Map<String, List<AccessEntry>> lists = Map.of();
  private Section listsOf = Section.EMPTY;
  private List<Chain> inForce;
  /** The interfaces that had lists when that was last looked at. */
  private final Set<InterfaceName> filtered = new HashSet<>();

  AccessGroups(Interfaces interfaces, InterfaceLines lines, AccessListFeature feature, Optional<PacketFilter> filter, Log log,
      Loop loop) {
    this.following = new Following(loop, this::enforce);
    this.lines = lines;
    this.interfaces = interfaces;
    this.feature = feature;
    this.filter = filter;
    this.log = log;
  }

  void apply(Section before, Section now) {
    current = now;
    var changed = Section.changed(before, now);
    boolean interfaces = changed.stream().anyMatch(AccessGroups::isInterface)
        && lines.step(before, now).filter(lines::unfiltered).isEmpty();
    if (inForce == null || interfaces) enforce();
    else if (changed.stream().anyMatch(l -> isList(l) || isVersion(l))) following.changed();
  }

  private static boolean isInterface(Line l) {
    return l.opens().filter(InterfaceLines.INTERFACE::equals).isPresent();
  }

  /** Releases differ in what they filter. */
  private static boolean isVersion(Line l) {
    return l.slot().equals("version");
  }

  private static boolean isList(Line l) {
    return l.slot().startsWith("ip access-list");
  }

  /** Something about interfaces has changed. */
  void interfacesChanged() {
    if (inForce == null || interfaces.touched().filter(n -> !filtered.contains(n) && isUnfiltered(n)).isEmpty()) enforce();
  }

  private boolean isUnfiltered(InterfaceName n) {
    return interfaces.settings(n).filter(s -> s.accessIn().isPresent() || s.accessOut().isPresent()).isEmpty();
  }

  /** Brings the filter in line with lists and bindings, if anything has changed. */
  void enforce() {
    if (filter.isEmpty()) return;
    if (listsOf != current) lists = feature.accessLists(current);
    listsOf = current;
    List<Chain> wanted = chains();
    if (wanted.equals(inForce)) return;
    try {
      filter.get().filters(wanted);
      inForce = wanted;
    } catch (PortUnavailable e) {
      log.syslog("PORT", 3, "FILTER", interfaces.text("filter-refused", Map.of("reason", e.getMessage())));
    }
  }

  List<Chain> chains() {
    var found = new ArrayList<Chain>();
    filtered.clear();
    for (InterfaceSettings set : interfaces.settings()) {
      if (set.accessIn().isEmpty() && set.accessOut().isEmpty()) continue;
      filtered.add(set.name());
      State s = interfaces.state(set.name()).orElseThrow();
      if (s.linuxName().isEmpty()) continue;
      chain(s.linuxName().get(), Direction.IN, set.accessIn()).ifPresent(found::add);
      chain(s.linuxName().get(), Direction.OUT, set.accessOut()).ifPresent(found::add);
    }
    return List.copyOf(found);
  }

  private Optional<Chain> chain(String link, Direction direction, Optional<String> list) {
    List<AccessEntry> entries = list.map(n -> lists.getOrDefault(n, List.of())).orElse(List.of());
    if (entries.isEmpty()) return Optional.empty();
    var rules = new ArrayList<Rule>();
    for (AccessEntry e : entries)
      if (e.exact() || !e.permit()) for (var m : e.matches()) rules.add(new Rule(id(list.get(), e), e.permit(), m));
    if (rules.isEmpty()) rules.add(denyAll(list.get()));
    boolean decrypted = direction == Direction.IN && interfaces.text("decrypted-is-filtered", Map.of()).equals("yes");
    return Optional.of(new Chain(link, direction, List.copyOf(rules), decrypted));
  }

  private static Rule denyAll(String list) {
    var any = Ipv4.ANY;
    var all = Ipv4.BROADCAST;
    return new Rule(list, false, PacketMatch.ip(
        PacketMatch.ANY_PROTOCOL, any, all, any, all));
  }

  /** What the packets of an entry are counted under. */
  static String id(String list, AccessEntry e) {
    return list + " " + e.sequence();
  }
}
