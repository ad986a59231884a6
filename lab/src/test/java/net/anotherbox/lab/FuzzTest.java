package net.anotherbox.lab;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The first rounds of {@code ./fuzz}, always the same. */
class FuzzTest {
  private static final int ROUNDS = 12;
  private static final int PACKETS = 300;

  @Test
  void whatStrangersSendDoesNoHarmAndIsCounted() {
    var refused = new TreeMap<String, Long>();
    for (int seed = 1; seed <= ROUNDS; seed++) Fuzz.round(seed, PACKETS)
        .forEach((reason, n) -> refused.merge(reason, n, Long::sum));
    long all = refused.values().stream().mapToLong(Long::longValue).sum();
    assertTrue(all > ROUNDS * PACKETS / 10, "hardly anything reached IKE: " + refused);
    assertTrue(refused.size() >= 10, "all the mutations are alike: " + refused);
  }
}
