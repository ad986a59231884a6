package net.anotherbox.box;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.anotherbox.config.tree.Section;
import net.anotherbox.crypto.CryptoConfig.AccessRule;
import net.anotherbox.plane.config.AccessEntry;
import net.anotherbox.plane.config.AccessListFeature;
import net.anotherbox.plane.config.Ipv6AccessEntry;

/**
 * Access lists as the crypto maps see them: an entry that names several ports is several rules. A condition that the box
 * cannot test (a time range, say) errs towards encrypting: such a permit holds without it, such a deny not at all. A list
 * that has not changed is the same object as before.
 */
final class CryptoAccessLists {
  private record Made(List<AccessEntry> of, List<AccessRule> rules) {}

  private record Made6(List<Ipv6AccessEntry> of, List<AccessRule> rules) {}

  private final AccessListFeature lists;
  private Map<String, Made> last = Map.of();
  private Map<String, Made6> last6 = Map.of();

  CryptoAccessLists(AccessListFeature lists) {
    this.lists = lists;
  }

  Map<String, List<AccessRule>> of(Section root) {
    var made = new HashMap<String, Made>();
    var rules = new HashMap<String, List<AccessRule>>();
    lists.accessLists(root).forEach((name, entries) -> {
      Made before = last.get(name);
      Made now = before != null && before.of == entries ? before : new Made(entries, rules(entries));
      made.put(name, now);
      rules.put(name, now.rules);
    });
    last = made;
    return rules;
  }

  /** Those for IPv6. */
  Map<String, List<AccessRule>> ipv6(Section root) {
    var made = new HashMap<String, Made6>();
    var rules = new HashMap<String, List<AccessRule>>();
    lists.ipv6().of(root).forEach((name, entries) -> {
      Made6 before = last6.get(name);
      Made6 now = before != null && before.of == entries ? before : new Made6(entries, ipv6Rules(entries));
      made.put(name, now);
      rules.put(name, now.rules);
    });
    last6 = made;
    return rules;
  }

  private static List<AccessRule> ipv6Rules(List<Ipv6AccessEntry> entries) {
    return entries.stream().filter(e -> e.permit() || e.exact()).flatMap(e -> e.matches().stream().map(m ->
        new AccessRule(e.permit(), m, e.text() + " sequence " + e.sequence()))).toList();
  }

  private static List<AccessRule> rules(List<AccessEntry> entries) {
    return entries.stream().filter(e -> e.permit() || e.exact())
        .flatMap(e -> e.matches().stream().map(m -> new AccessRule(e.permit(), m, e.text()))).toList();
  }
}
