package net.anotherbox.plane;

import net.anotherbox.plane.esp.OutboundBundle;
import net.anotherbox.runtime.port.FlowTable.DfBit;
import net.anotherbox.runtime.port.Randomness;
import net.anotherbox.runtime.port.SaSpec;
import net.anotherbox.runtime.value.Address;

/** An SA that wraps packets to a peer. */
final class OutboundSa extends Sa {
  /** With so many sequence numbers left the SA counts as worn out: enough for a new one to be negotiated at any speed. */
  private static final int RESERVE = 1 << 24;

  private final OutboundBundle bundle;
  /** As the way to the peer has been found to be, or 0. */
  private volatile int pathMtu;
  private int mtuLink;
  private int mtu;

  OutboundSa(SaSpec spec, Randomness random, EventRing events) {
    super(spec, events);
    bundle = new OutboundBundle(spec, random);
  }

  /** Wraps the slot's packet. @return false if it was dropped (and counted) */
  boolean protect(Slot s, int identification, DfBit df) {
    return protect(s, Slot.IN_AT, identification, df);
  }

  /** @param at where the packet begins in the slot's in array */
  boolean protect(Slot s, int at, int identification, DfBit df) {
    if (bundle.exhausted()) expire();
    if (spent()) {
      counters.add(SEND_ERRORS, 1);
      return false;
    }
    int length = bundle.encapsulate(s.in, at, s.inLength, s.out, Slot.OUT_AT, identification, df);
    if (length < 0) {
      counters.add(SEND_ERRORS, 1);
      return false;
    }
    s.outLength = length;
    carried(s.inLength);
    if (Integer.compareUnsigned(bundle.sequence(), -RESERVE) > 0) soften();
    return true;
  }

  /** Packets of this length get through to the peer; 0 if nothing is known of that. On the control thread. */
  void pathMtu(int bytes) {
    pathMtu = bytes;
  }

  int pathMtu() {
    return pathMtu;
  }

  /** What may leave by a link of this MTU: less if it is known that the way to the peer has a narrower one. */
  int outerMtu(int linkMtu) {
    int path = pathMtu;
    return path > 0 && path < linkMtu ? path : linkMtu;
  }

  /** The longest packet that this SA can wrap for a link; worked out anew only for another link. */
  int plaintextMtu(int linkMtu) {
    if (linkMtu != mtuLink) {
      mtuLink = linkMtu;
      mtu = OutboundBundle.plaintextMtu(spec, linkMtu);
    }
    return mtu;
  }

  void sendFailed() {
    counters.add(SEND_ERRORS, 1);
  }

  @Override
  void move(Address remote, int remotePort) {
    bundle.move(remote, remotePort);
  }

  @Override
  void wipe() {
    bundle.wipe();
  }
}
