package net.anotherbox.plane;

import net.anotherbox.plane.esp.EspOutbound;
import net.anotherbox.runtime.port.Randomness;
import net.anotherbox.runtime.port.SaSpec;

/** An SA that wraps packets to a peer. */
final class OutboundSa extends Sa {
  /** With so many sequence numbers left the SA counts as worn out: enough for a new one to be negotiated at any speed. */
  private static final int RESERVE = 1 << 24;

  private final EspOutbound esp;

  OutboundSa(SaSpec spec, Randomness random, EventRing events) {
    super(spec, events);
    esp = new EspOutbound(spec, random);
  }

  /** Wraps the slot's packet. @return false if it was dropped (and counted) */
  boolean protect(Slot s, int identification) {
    if (esp.exhausted()) expire();
    if (spent()) {
      counters.add(SEND_ERRORS, 1);
      return false;
    }
    int length = esp.encapsulate(s.in, Slot.IN_AT, s.inLength, s.out, Slot.OUT_AT, identification);
    if (length < 0) {
      counters.add(SEND_ERRORS, 1);
      return false;
    }
    s.outLength = length;
    carried(s.inLength);
    if (Integer.compareUnsigned(esp.sequence(), -RESERVE) > 0) soften();
    return true;
  }

  void sendFailed() {
    counters.add(SEND_ERRORS, 1);
  }

  @Override
  void wipe() {
    esp.wipe();
  }
}
