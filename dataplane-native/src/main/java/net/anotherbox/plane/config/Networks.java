package net.anotherbox.plane.config;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import net.anotherbox.runtime.value.Ipv4Prefix;

/**
 * The networks of the interfaces that are not shut down, by address: whether a new one shares an address with any is seen
 * from its neighbours, so that thousands of interfaces cost little. Networks that overlap are in order too where nobody has
 * refused them; then any new one is said to clash, for who asks to look closer.
 */
final class Networks {
  private final TreeSet<Ipv4Prefix> all = new TreeSet<>();
  private boolean disjoint = true;

  /** Those of all these interfaces, and no others. */
  void become(Collection<InterfaceSettings> interfaces) {
    all.clear();
    disjoint = !isOverlapping(interfaces);
    for (InterfaceSettings s : interfaces) all.addAll(of(s));
  }

  /** One interface is another now. @param before what it was, null if it is new; @param now null if it is gone */
  void change(InterfaceSettings before, InterfaceSettings now, Collection<InterfaceSettings> interfaces) {
    if (!disjoint || now != null && clashes(before, now)) {
      become(interfaces);
      return;
    }
    all.removeAll(of(before));
    all.addAll(of(now));
  }

  /** Whether a network of an interface shares an address with one of another, or with another of its own. */
  boolean clashes(InterfaceSettings before, InterfaceSettings now) {
    if (!disjoint || isOverlapping(List.of(now))) return true;
    Set<Ipv4Prefix> leaving = new HashSet<>(of(before));
    for (Ipv4Prefix p : of(now)) {
      Ipv4Prefix below = all.floor(p);
      while (below != null && leaving.contains(below)) below = all.lower(below);
      Ipv4Prefix above = all.ceiling(p);
      while (above != null && leaving.contains(above)) above = all.higher(above);
      if (below != null && below.contains(p) || above != null && p.contains(above)) return true;
    }
    return false;
  }

  private static List<Ipv4Prefix> of(InterfaceSettings s) {
    if (s == null || s.shutdown()) return List.of();
    var found = new ArrayList<Ipv4Prefix>();
    for (var a : s.addresses()) found.add(a.prefix());
    return found;
  }

  /** Whether any two networks share an address. */
  static boolean isOverlapping(Collection<InterfaceSettings> interfaces) {
    List<Ipv4Prefix> networks = interfaces.stream().flatMap(s -> of(s).stream()).sorted().toList();
    for (int i = 1; i < networks.size(); i++) if (networks.get(i - 1).contains(networks.get(i))) return true;
    return false;
  }
}
