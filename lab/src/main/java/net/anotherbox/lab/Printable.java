package net.anotherbox.lab;

import java.util.ArrayList;
import java.util.List;
import net.anotherbox.config.text.ConfigLoader.Rejected;

/** What a fuzzer says about what it has found, short and without control characters. */
final class Printable {
  private static final int LONGEST = 300;

  private Printable() {}

  static String of(String text) {
    var out = new StringBuilder();
    text.chars().limit(LONGEST).forEach(c -> out.append(c < ' ' || c > 126 ? "\\x%02x".formatted(c)
        : String.valueOf((char) c)));
    return out.append(text.length() > LONGEST ? "..." : "").toString();
  }

  private static String of(List<String> lines) {
    return lines.stream().limit(12).map(l -> of(l.length() > 100 ? l.substring(0, 100) + "..." : l)).toList().toString();
  }

  /** The lines about the first that was not taken. */
  static String around(String text, List<Rejected> rejected) {
    if (rejected.isEmpty()) return "";
    int at = rejected.getFirst().number() - 1;
    List<String> lines = text.lines().toList();
    return " within " + of(lines.subList(Math.max(0, Math.min(at, lines.size()) - 4), Math.min(at + 4, lines.size())));
  }

  /** What one of two texts has and the other has not, and where they part. */
  static String difference(String a, String b) {
    var left = new ArrayList<>(a.lines().toList());
    var right = new ArrayList<>(b.lines().toList());
    b.lines().forEach(left::remove);
    a.lines().forEach(right::remove);
    var x = a.lines().toList();
    var y = b.lines().toList();
    int i = 0;
    while (i < Math.min(x.size(), y.size()) && x.get(i).equals(y.get(i))) i++;
    return "only first: " + of(left) + "\nonly then: " + of(right) + "\nfrom line " + i + ": "
        + of(x.subList(Math.max(0, i - 4), Math.min(i + 3, x.size()))) + " and "
        + of(y.subList(i, Math.min(i + 3, y.size())));
  }
}
