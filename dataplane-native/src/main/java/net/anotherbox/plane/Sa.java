package net.anotherbox.plane;

import net.anotherbox.runtime.port.CryptoPlane.SaCounters;
import net.anotherbox.runtime.port.SaSpec;
import net.anotherbox.runtime.value.Address;

/** An SA in the plane. Its counters are written by the packet thread. */
abstract sealed class Sa permits InboundSa, OutboundSa {
  static final int PACKETS = 0;
  static final int BYTES = 1;

  /** Then one for each {@code Refusal}, in its order. */
  static final int REFUSALS = 2;

  static final int SEND_ERRORS = 6;

  private static final long NEVER = Long.MAX_VALUE;

  final SaSpec spec;
  final Counters counters = new Counters(7);
  private final EventRing events;
  private final long softBytes;
  private final long hardBytes;
  private boolean softTold;
  private boolean hardTold;

  Sa(SaSpec spec, EventRing events) {
    this.spec = spec;
    this.events = events;
    softBytes = spec.softKilobytes() == 0 ? NEVER : spec.softKilobytes() * 1024;
    hardBytes = spec.hardKilobytes() == 0 ? NEVER : spec.hardKilobytes() * 1024;
  }

  /** Whether the SA may carry no more; tells so the first time. */
  final boolean spent() {
    if (!hardTold && counters.get(BYTES) < hardBytes) return false;
    expire();
    return true;
  }

  final void expire() {
    if (!hardTold) events.hardExpired(spec.handle());
    hardTold = true;
  }

  final void soften() {
    if (!softTold) events.softExpired(spec.handle());
    softTold = true;
  }

  final void carried(int bytes) {
    counters.add(PACKETS, 1);
    if (counters.add(BYTES, bytes) >= softBytes) soften();
  }

  final SaCounters snapshot() {
    return new SaCounters(counters.get(PACKETS), counters.get(BYTES), counters.get(REFUSALS), counters.get(REFUSALS + 1),
        counters.get(REFUSALS + 2), counters.get(REFUSALS + 3), counters.get(SEND_ERRORS));
  }

  /** The peer is elsewhere from now on. On the control thread. */
  abstract void move(Address remote, int remotePort);

  /** On the packet thread, when it has let go of the SA. */
  abstract void wipe();
}
