package net.anotherbox.lab;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The first rounds of {@code ./fuzz lines}, always the same. */
class LineFuzzTest {
  @Test
  void linesThatNobodyShouldTypeDoNoHarm() {
    var ends = new TreeMap<String, Long>();
    for (int seed = 1; seed <= 8; seed++) LineFuzz.round(seed, 300).forEach((what, n) -> ends.merge(what, n, Long::sum));
    assertTrue(ends.getOrDefault("Accepted", 0L) > 200, "hardly any line was one: " + ends);
    assertTrue(ends.getOrDefault("NotUnderstood", 0L) > 200, "hardly any line was none: " + ends);
  }
}
