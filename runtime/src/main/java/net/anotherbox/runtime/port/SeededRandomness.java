package net.anotherbox.runtime.port;

import java.util.SplittableRandom;

/** The same bytes on every run: for labs with virtual time and for tests, never on a box. */
public final class SeededRandomness implements Randomness {
  private final SplittableRandom random;

  public SeededRandomness(long seed) {
    random = new SplittableRandom(seed);
  }

  @Override
  public void fill(byte[] bytes) {
    random.nextBytes(bytes);
  }
}
