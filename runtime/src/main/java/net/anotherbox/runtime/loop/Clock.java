package net.anotherbox.runtime.loop;

import java.time.Instant;

/** Where time comes from. */
public interface Clock {
  /** Milliseconds since some fixed moment; never goes back. */
  long millis();

  /** The time of day. */
  Instant wall();
}
