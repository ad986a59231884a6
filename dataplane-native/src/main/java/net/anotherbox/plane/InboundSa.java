package net.anotherbox.plane;

import net.anotherbox.plane.esp.EspInbound;
import net.anotherbox.runtime.port.CryptoPlane.Refusal;
import net.anotherbox.runtime.port.SaSpec;

/** An SA that unwraps packets from a peer. */
final class InboundSa extends Sa {
  private static final long SECOND = 1000;

  private final EspInbound esp;
  private final EventRing events;
  private final long[] toldMillis = new long[Refusal.values().length];
  private final long[] untold = new long[toldMillis.length];
  private int lastSequence;
  private boolean anyUntold;

  InboundSa(SaSpec spec, EventRing events) {
    super(spec, events);
    this.events = events;
    esp = new EspInbound(spec);
    java.util.Arrays.fill(toldMillis, Long.MIN_VALUE / 2);
  }

  /**
   * Unwraps the slot's packet.
   *
   * @param header bytes of the outer IP header
   * @param entry the ident's selector and place, or null if no flow table has the ident
   * @return whether there is an inner packet to hand on
   */
  boolean accept(Slot s, int header, int sequence, IdentEntry entry, long now) {
    if (spent()) return false;
    int length = esp.decapsulate(s.in, Slot.IN_AT, s.inLength, header, s.out, Slot.OUT_AT);
    if (length < 0) {
      refuse(EspInbound.reason(length), sequence, now);
      return false;
    }
    if (length == EspInbound.DUMMY) {
      carried(0);
      return false;
    }
    if (entry == null || spec.keepSelectors() && !entry.covers(s.out, Slot.OUT_AT, length)) {
      refuse(Refusal.BAD_IDENTITY.ordinal(), sequence, now);
      return false;
    }
    s.outLength = length;
    carried(length);
    return true;
  }

  private void refuse(int reason, int sequence, long now) {
    counters.add(REFUSALS + reason, 1);
    untold[reason]++;
    lastSequence = sequence;
    anyUntold = true;
    tell(reason, now);
  }

  private void tell(int reason, long now) {
    if (untold[reason] == 0 || now - toldMillis[reason] < SECOND) return;
    events.refused(spec.handle(), reason, lastSequence, untold[reason]);
    untold[reason] = 0;
    toldMillis[reason] = now;
  }

  /** Tells what was held back by the rate limit, once its second is over. */
  void flush(long now) {
    if (!anyUntold) return;
    anyUntold = false;
    for (int reason = 0; reason < untold.length; reason++) {
      tell(reason, now);
      anyUntold |= untold[reason] != 0;
    }
  }

  @Override
  void wipe() {
    esp.wipe();
  }
}
