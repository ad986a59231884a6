package net.anotherbox.routing.family;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import net.anotherbox.config.feature.FamilyFile;
import net.anotherbox.config.grammar.Line;
import net.anotherbox.config.grammar.Matched;
import net.anotherbox.config.tree.Entry;
import net.anotherbox.config.tree.Section;

/**
 * The numbers that IOS gives to what is typed without one: entries of prefix lists go up by five, a route map begins at
 * 10.
 */
final class Numbering {
  private static final int STEP = 5;

  private Numbering() {}

  static void of(FamilyFile routeMaps) {
    for (String family : List.of("ip", "ipv6")) {
      Line entry = routeMaps.lines(family + "-prefix").getFirst();
      routeMaps.lines(family + "-prefix-next")
          .forEach(l -> l.means((section, m) -> List.of(numbered(family, entry, section, m))));
    }
    routeMaps.lines("route-map").forEach(l -> l.rewrite(Numbering::begun));
  }

  /** Another entry behind the last; of "no", the entry that says the same. */
  private static String numbered(String family, Line entry, Section section, Matched m) {
    List<Entry> there = entries(entry, section, m.required("list")).toList();
    String rest = String.join(" ", m.words().subList(3, m.words().size()));
    Optional<Entry> same = there.stream().filter(e -> rest.equals(String.join(" ", e.words().subList(5, e.words().size()))))
        .findFirst();
    long last = there.stream().mapToLong(e -> Long.parseLong(e.required("seq"))).max().orElse(0);
    String seq = same.map(e -> e.required("seq")).orElseGet(() -> Long.toString(last / STEP * STEP + STEP));
    return (m.negated() || m.toDefault() ? "no " : "") + family + " prefix-list " + m.required("list") + " seq " + seq + " "
        + rest;
  }

  private static Stream<Entry> entries(Line entry, Section section, String list) {
    return section.all(entry).filter(e -> e.required("list").equals(list));
  }

  /** "route-map NAME" is "route-map NAME permit 10". "no route-map NAME" means all of it. */
  private static Matched begun(Matched m) {
    if (m.has("seq") || m.negated() && !m.has("action")) return m;
    var words = new ArrayList<>(m.words());
    if (!m.has("action")) words.add("permit");
    words.add("10");
    Matched with = m.has("action") ? m : m.with("action", "permit");
    return with.with("seq", "10").withWords(words);
  }
}
