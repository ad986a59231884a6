package net.anotherbox.lab;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** The first rounds of {@code ./fuzz pastes}, always the same. */
class PasteFuzzTest {
  @Test
  void aPasteThatGoesWrongDoesNoHarm() {
    long bytes = 0;
    for (int seed = 1; seed <= 3; seed++) bytes += PasteFuzz.round(seed, 80);
    assertTrue(bytes > 10_000, "hardly anything was pasted: " + bytes);
  }
}
