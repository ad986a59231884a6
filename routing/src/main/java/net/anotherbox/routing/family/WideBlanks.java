package net.anotherbox.routing.family;

import java.util.List;
import java.util.Set;
import net.anotherbox.config.feature.FamilyFile;
import net.anotherbox.config.grammar.Line;
import net.anotherbox.config.grammar.Matched;

/**
 * Where the releases put a blank on both sides of a word, so that two stand between two of them and one at the end: the
 * values of {@code match  dscp cs3  af31 }, the actions of {@code police 8000 conform-action transmit  exceed-action drop }.
 */
final class WideBlanks {
  /** Fields of a packet that {@code match} compares, in IPv4 alone if "ip" stands before them. */
  private static final Set<String> FIELDS = Set.of("dscp", "precedence");

  private WideBlanks() {}

  static void of(FamilyFile qos) {
    for (Line l : qos.lines("match-values")) l.rewrite(m -> m.with("wide", values(m.words()))).printed("12.2 |{wide}|");
    for (Line l : qos.lines("actions")) l.rewrite(m -> m.with("wide", actions(m.words()))).printed("12.2 |{wide}|");
  }

  /** "ip", where it may stand and does not, leaves its blank. */
  private static String values(List<String> words) {
    var text = new StringBuilder();
    boolean values = false;
    for (int i = 0; i < words.size(); i++) {
      String w = words.get(i);
      values |= Character.isDigit(w.charAt(0)) || i > 0 && FIELDS.contains(words.get(i - 1));
      if (FIELDS.contains(w) && !words.get(i - 1).equals("ip")) text.append(' ');
      text.append(values ? " " + w + " " : i == 0 ? w : " " + w);
    }
    return text.toString();
  }

  /** An action that takes a value is followed by it, one that takes none by a blank. */
  private static String actions(List<String> words) {
    var text = new StringBuilder();
    for (int i = 0; i < words.size(); i++) {
      text.append(i == 0 ? "" : " ").append(words.get(i));
      boolean alone = i + 1 == words.size() || words.get(i + 1).endsWith("-action");
      if (i > 0 && words.get(i - 1).endsWith("-action") && alone) text.append(' ');
    }
    return text.toString();
  }
}
