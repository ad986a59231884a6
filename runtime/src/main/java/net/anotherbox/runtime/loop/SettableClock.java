package net.anotherbox.runtime.loop;

import java.time.Duration;
import java.time.Instant;

/** A clock whose time of day may differ from the machine's. From any thread. */
abstract class SettableClock implements Clock {
  private volatile Duration ahead = Duration.ZERO;

  @Override
  public final Instant wall() {
    return machine().plus(ahead);
  }

  @Override
  public final void ahead(Duration ofMachine) {
    ahead = ofMachine;
  }
}
