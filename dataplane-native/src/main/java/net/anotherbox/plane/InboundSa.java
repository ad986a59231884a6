package net.anotherbox.plane;

import net.anotherbox.plane.esp.InboundBundle;
import net.anotherbox.plane.view.Ipv4View;
import net.anotherbox.plane.view.NetworkOrder;
import net.anotherbox.runtime.port.CryptoPlane.Refusal;
import net.anotherbox.runtime.port.SaSpec;
import net.anotherbox.runtime.value.Address;
import net.anotherbox.runtime.value.Ipv4;

/** An SA that unwraps packets from a peer. */
final class InboundSa extends Sa {
  private static final long SECOND = 1000;

  /** Where the peer is. @param bits of its IPv4 address */
  private record Peer(boolean v4, int bits, int port) {
    static Peer of(Address address, int port) {
      return address instanceof Ipv4 v4 ? new Peer(true, v4.bits(), port) : new Peer(false, 0, port);
    }
  }

  private final InboundBundle bundle;
  private final EventRing events;
  private final long[] toldMillis = new long[Refusal.values().length];
  private final long[] untold = new long[toldMillis.length];
  private int lastSequence;
  private boolean anyUntold;
  private volatile Peer peer;
  private long movedMillis = Long.MIN_VALUE / 2;

  InboundSa(SaSpec spec, EventRing events) {
    super(spec, events);
    this.events = events;
    bundle = new InboundBundle(spec);
    peer = Peer.of(spec.remote(), spec.udp().map(SaSpec.UdpEncapsulation::remotePort).orElse(0));
    java.util.Arrays.fill(toldMillis, Long.MIN_VALUE / 2);
  }

  /**
   * Unwraps the slot's packet.
   *
   * @param header bytes of the outer IP header, and of the UDP header behind it
   * @param shim bytes of that UDP header, or 0
   * @param entry the ident's selector and place, or null if no flow table has the ident
   * @return whether there is an inner packet to hand on
   */
  boolean accept(Slot s, int header, int shim, int sequence, IdentEntry entry, long now) {
    if (spent()) return false;
    int length = bundle.decapsulate(s.in, Slot.IN_AT, s.inLength, header, shim, s.out, Slot.OUT_AT);
    if (length < 0) {
      refuse(InboundBundle.reason(length), sequence, now);
      return false;
    }
    origin(s, header - shim, shim, now);
    if (length == InboundBundle.DUMMY) {
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

  /** Tells if an authentic packet came from elsewhere. IPv6 has no NAT to speak of. */
  private void origin(Slot s, int header, int shim, long now) {
    Peer expected = peer;
    if (!expected.v4) return;
    int source = NetworkOrder.i32(s.in, Slot.IN_AT + Ipv4View.SOURCE);
    int port = shim > 0 ? NetworkOrder.u16(s.in, Slot.IN_AT + header) : 0;
    if (source == expected.bits && port == expected.port || now - movedMillis < SECOND) return;
    movedMillis = now;
    events.moved(spec.handle(), source, port);
  }

  /** The protocol that its packets show. */
  int protocol() {
    return bundle.protocol();
  }

  @Override
  void move(Address remote, int remotePort) {
    peer = Peer.of(remote, spec.udp().isPresent() ? remotePort : 0);
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
    bundle.wipe();
  }
}
