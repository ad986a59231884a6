package net.anotherbox.runtime.port;

import java.security.SecureRandom;

/** The operating system's generator. */
public final class StrongRandomness implements Randomness {
  private final SecureRandom random = new SecureRandom();

  @Override
  public void fill(byte[] bytes) {
    random.nextBytes(bytes);
  }
}
