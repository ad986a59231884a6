package net.anotherbox.config.grammar;

import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import net.anotherbox.config.tree.Entry;
import net.anotherbox.config.tree.Section;

/** How many entries of one line a section may hold, what tells them apart, and in which order they stand. */
final class Keys {
  private final Line line;
  String slot;
  List<String> words = List.of();
  BiFunction<Section, Matched, String> rule;
  boolean sorted;
  List<String> groups = List.of();

  Keys(Line line, String slot) {
    this.line = line;
    this.slot = slot;
  }

  String key(Section section, Matched typed) {
    if (rule != null) return rule.apply(section, typed);
    if (words.isEmpty()) return slot;
    var k = new StringBuilder(slot);
    for (String w : words) k.append(' ').append(typed.arg(w).orElse(""));
    return k.toString();
  }

  String group(Entry e) {
    var g = new StringBuilder();
    for (String w : groups) g.append(e.arg(w).orElse("")).append(' ');
    return g.toString();
  }

  /** Whether these named words are enough to find an entry. */
  boolean within(Set<String> names) {
    return rule == null && names.containsAll(words);
  }

  int leadingKeywords() {
    int n = 0;
    List<Syntax.Position> all = line.positions();
    List<Syntax.Position> next = line.first();
    while (n < all.size() && next.size() == 1 && all.get(n).word.keyword() && all.get(n).word.name() == null)
      next = all.get(n++).next;
    return n;
  }
}
