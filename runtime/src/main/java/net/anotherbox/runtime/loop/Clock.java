package net.anotherbox.runtime.loop;

import java.time.Duration;
import java.time.Instant;

/** Where time comes from. */
public interface Clock {
  /** Milliseconds since some fixed moment; never goes back. */
  long millis();

  /** The time of day, as the box has it. */
  Instant wall();

  /** The time of day of the machine that the box runs on. */
  Instant machine();

  /** From now on the box's time of day is so far ahead of the machine's, which stays as it is. */
  void ahead(Duration ofMachine);
}
