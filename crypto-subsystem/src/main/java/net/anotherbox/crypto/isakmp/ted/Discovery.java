package net.anotherbox.crypto.isakmp.ted;

import net.anotherbox.crypto.isakmp.machine.SaFacts;
import net.anotherbox.runtime.loop.Timer;

/** An exchange that finds a peer, of either side: IOS counts it among the ISAKMP SAs. */
final class Discovery {
  private final SaFacts facts;
  private boolean deleted;
  private Timer timer;
  private int attempts;

  Discovery(SaFacts facts) {
    this.facts = facts;
  }

  SaFacts facts() {
    return facts;
  }

  boolean deleted() {
    return deleted;
  }

  /** It has come to its end, and lingers. */
  void delete() {
    stop();
    deleted = true;
  }

  /** @return how often the probe has been sent again, this time included */
  int again() {
    return ++attempts;
  }

  int attempts() {
    return attempts;
  }

  void await(Timer now) {
    timer = now;
  }

  void stop() {
    if (timer != null) timer.cancel();
    timer = null;
  }
}
