package net.anotherbox.plane;

import static net.anotherbox.plane.view.NetworkOrder.i32;
import static net.anotherbox.plane.view.NetworkOrder.u16;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Optional;
import net.anotherbox.plane.view.GreHeader;
import net.anotherbox.plane.view.Ipv4View;
import net.anotherbox.plane.view.NetworkOrder;
import net.anotherbox.runtime.port.TunnelPlane.Encapsulation;

/**
 * The way of packets through tunnels, on the packet thread: what comes out of a tunnel's device is wrapped and, if the
 * tunnel is protected, encrypted; what arrives is unwrapped. Nothing here allocates, logs or waits.
 */
public final class TunnelPath {
  /** What becomes of a packet that was routed into a tunnel. */
  public enum Verdict {
    /** It lies wrapped in the slot's out array, to be sent as any packet of the box: crypto maps apply. */
    PLAIN,
    /** It lies encrypted in the slot's out array. */
    PROTECTED,
    /** It is lost, and counted. */
    DROPPED
  }

  /** What becomes of a packet that arrived. */
  public enum Arrival {
    /** Its payload lies in the slot's out array and goes into the device of {@link #arrivedIn}. */
    PAYLOAD,
    /** The slot's out array has a keepalive of the other end, to be sent back to it. */
    RETURN,
    /** It is used up or lost. */
    NOTHING
  }

  private static final long SECOND = 1_000;
  private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
  private static final int UNREACHABLE = 3;
  private static final int FRAGMENTATION_NEEDED = 4;
  private static final int TOO_BIG = 2;
  private static final int ICMP_HEADER_BYTES = 8;

  private final EventRing events;
  private volatile TunnelSet published = TunnelSet.EMPTY;
  private TunnelSet set = TunnelSet.EMPTY;
  private TunnelState last;
  private int identification;
  private long now;

  TunnelPath(EventRing events) {
    this.events = events;
  }

  void publish(TunnelSet next) {
    published = next;
  }

  void begin(long now) {
    this.now = now;
    set = published;
  }

  private int nextIdentification() {
    identification = identification + 1 & 0xffff;
    return identification == 0 ? identification = 1 : identification;
  }

  // ---- out ----

  /** Wraps the packet that the slot holds. */
  public Verdict outbound(TunnelState t, Slot s) {
    TunnelForm f = t.form;
    s.sa = null;
    s.tunnel = t;
    if (!f.complete || f.isOwn(s.in, Slot.IN_AT, s.inLength) || !trim(s) || !f.wrap(s, nextIdentification())) {
      t.counters.add(TunnelState.SEND_ERRORS, 1);
      return Verdict.DROPPED;
    }
    int at = Slot.IN_AT - f.overhead();
    if (f.secured) return secure(t, s, at);
    if (f.encapsulation == Encapsulation.IPSEC || s.inLength > s.capacity()) {
      t.counters.add(TunnelState.UNSECURED, 1);
      return Verdict.DROPPED;
    }
    System.arraycopy(s.in, at, s.out, Slot.OUT_AT, s.inLength);
    s.outLength = s.inLength;
    return Verdict.PLAIN;
  }

  /** Cuts off what follows the packet itself. @return false if this is no packet */
  private static boolean trim(Slot s) {
    boolean v4 = s.in[Slot.IN_AT] >> 4 == 4;
    if (s.inLength < (v4 ? Ipv4View.HEADER_BYTES : TunnelForm.IPV6_HEADER_BYTES)) return false;
    int length = v4 ? u16(s.in, Slot.IN_AT + Ipv4View.TOTAL_LENGTH)
        : TunnelForm.IPV6_HEADER_BYTES + u16(s.in, Slot.IN_AT + 4);
    if (length > s.inLength) return false;
    s.inLength = length;
    return true;
  }

  private Verdict secure(TunnelState t, Slot s, int at) {
    IdentState ident = t.ident;
    OutboundSa sa = ident == null ? null : ident.outbound;
    if (sa == null) {
      t.counters.add(TunnelState.UNSECURED, 1);
      if (ident != null) withoutSa(t, ident, s);
      return Verdict.DROPPED;
    }
    s.sa = sa;
    if (sa.protect(s, at, nextIdentification(), t.df)) return Verdict.PROTECTED;
    t.counters.add(TunnelState.SEND_ERRORS, 1);
    return Verdict.DROPPED;
  }

  private void withoutSa(TunnelState t, IdentState ident, Slot s) {
    ident.counters.add(IdentState.NO_SA_DROPS, 1);
    if (now - ident.acquireMillis < SECOND) return;
    ident.acquireMillis = now;
    TunnelForm f = t.form;
    if (f.v4) events.acquire(ident.id, (int) f.localLow, (int) f.remoteLow, protocol(f));
    else events.acquire(ident.id, f.localHigh, f.localLow, f.remoteHigh, f.remoteLow, protocol(f));
  }

  private static int protocol(TunnelForm f) {
    return switch (f.encapsulation) {
      case GRE -> GreHeader.PROTOCOL;
      case IP -> f.tunnel.payload() == 6 ? TunnelForm.IPV6_IN_IP : TunnelForm.IP_IN_IP;
      case IPSEC -> 0;
    };
  }

  /** Counts that what {@link #outbound} made of this slot's packet, in the present batch, could not be sent. */
  public void sendFailed(Slot s) {
    s.tunnel.counters.add(TunnelState.SEND_ERRORS, 1);
    if (s.sa != null) s.sa.sendFailed();
  }

  /** Counts that it was too long for its path and must not be fragmented. @return the longest payload that would pass */
  public int tooBig(Slot s) {
    TunnelForm f = s.tunnel.form;
    s.tunnel.counters.add(TunnelState.TOO_BIG, 1);
    if (s.sa == null) return f.tunnel.linkMtu() - f.overhead();
    int delivery = s.sa.plaintextMtu(linkMtu(s));
    // To the tunnel the SA is a link of its path.
    events.pathMtu(f.state.name, delivery);
    return delivery - f.overhead();
  }

  /** The MTU of the link by which the slot's wrapped packet leaves, less if its SA's path is known to be narrower. */
  public int linkMtu(Slot s) {
    int link = s.tunnel.form.tunnel.linkMtu();
    return s.sa == null ? link : s.sa.outerMtu(link);
  }

  /**
   * Puts a keepalive of this tunnel into the slot's in array, to be taken through {@link #outbound}. @return whether it
   * has any
   */
  public boolean keepalive(TunnelState t, Slot s) {
    TunnelForm f = t.form;
    if (!f.complete || f.secured || !f.v4 || f.encapsulation != Encapsulation.GRE) return false;
    byte[] inner = f.keepalive(nextIdentification());
    System.arraycopy(inner, 0, s.in, Slot.IN_AT, inner.length);
    s.inLength = inner.length;
    return true;
  }

  // ---- in ----

  /** Unwraps the packet that the slot holds, which came in clear. */
  public Arrival inbound(Slot s) {
    return unwrap(s, s.in, Slot.IN_AT, s.inLength, null);
  }

  /** The tunnel that the last payload came by. */
  public TunnelState arrivedIn() {
    return last;
  }

  /** Takes what an SA of this flow has decrypted into the slot's out array on its way. */
  Arrival decrypted(Slot s, IdentState ident, TunnelState[] tunnels) {
    for (TunnelState t : tunnels) {
      TunnelForm f = t.form;
      if (f.encapsulation != Encapsulation.IPSEC) return unwrap(s, s.out, Slot.OUT_AT, s.outLength, ident);
      int version = s.out[Slot.OUT_AT] >> 4 & 15;
      if (f.tunnel.payload() != 0 && f.tunnel.payload() != version) return Arrival.NOTHING;
      last = t;
      return Arrival.PAYLOAD;
    }
    return Arrival.NOTHING;
  }

  /** @param by the flow by whose SA it came, or null if it came in clear */
  private Arrival unwrap(Slot s, byte[] b, int at, int length, IdentState by) {
    boolean v4 = b[at] >> 4 == 4;
    int header = v4 ? (b[at] & 15) << 2 : TunnelForm.IPV6_HEADER_BYTES;
    if (length < header || header < Ipv4View.HEADER_BYTES) return Arrival.NOTHING;
    int total = v4 ? u16(b, at + Ipv4View.TOTAL_LENGTH) : TunnelForm.IPV6_HEADER_BYTES + u16(b, at + 4);
    if (total > length || total < header) return Arrival.NOTHING;
    int protocol = b[at + (v4 ? Ipv4View.PROTOCOL : 6)] & 255;
    return switch (protocol) {
      case GreHeader.PROTOCOL -> gre(s, b, at, header, total, by);
      case TunnelForm.IP_IN_IP -> payload(find(b, at, TunnelSet.IPV4, false, 0), s, b, at, header, total, by, 4);
      case TunnelForm.IPV6_IN_IP -> payload(find(b, at, TunnelSet.IPV6, false, 0), s, b, at, header, total, by, 6);
      default -> Arrival.NOTHING;
    };
  }

  private TunnelForm find(byte[] b, int at, int kind, boolean keyed, int key) {
    if (b[at] >> 4 == 4) {
      return set.find(kind, true, 0, i32(b, at + Ipv4View.DESTINATION) & 0xffffffffL, 0,
          i32(b, at + Ipv4View.SOURCE) & 0xffffffffL, keyed, key);
    }
    return set.find(kind, false, (long) LONG.get(b, at + 24), (long) LONG.get(b, at + 32), (long) LONG.get(b, at + 8),
        (long) LONG.get(b, at + 16), keyed, key);
  }

  private Arrival gre(Slot s, byte[] b, int at, int header, int total, IdentState by) {
    int from = at + header;
    if (total - header < GreHeader.bytes(0)) return Arrival.NOTHING;
    int flags = u16(b, from);
    int size = GreHeader.bytes(flags);
    if ((flags & GreHeader.MUST_BE_ZERO) != 0 || total - header < size) return Arrival.NOTHING;
    boolean keyed = (flags & GreHeader.KEY_PRESENT) != 0;
    TunnelForm f = find(b, at, TunnelSet.GRE, keyed, keyed ? i32(b, from + GreHeader.keyAt(flags)) : 0);
    if (f == null) return Arrival.NOTHING;
    int type = u16(b, from + GreHeader.TYPE);
    if (!admitted(f, by)) return Arrival.NOTHING;
    if ((flags & GreHeader.CHECKSUM_PRESENT) != 0 && isWrong(b, from, total - header)) {
      f.state.counters.add(TunnelState.CHECKSUM_ERRORS, 1);
      return Arrival.NOTHING;
    }
    if (type == GreHeader.NOTHING) {
      events.keepalive(f.state.name);
      return Arrival.NOTHING;
    }
    boolean counted = f.tunnel.sequence() && (flags & GreHeader.SEQUENCE_PRESENT) != 0;
    if (counted && !f.state.inOrder(i32(b, from + GreHeader.sequenceAt(flags)), now)) return Arrival.NOTHING;
    int version = type == GreHeader.IPV4 ? 4 : type == GreHeader.IPV6 ? 6 : 0;
    return version == 0 ? Arrival.NOTHING : payload(f, s, b, at, header + size, total, by, version);
  }

  /**
   * Linux leaves a checksum of GRE to the hardware, as 0. Where there is none on the way, between machines on one host, that
   * is how it arrives.
   */
  private static boolean isWrong(byte[] b, int gre, int length) {
    return u16(b, gre + GreHeader.CHECKSUM) != 0 && NetworkOrder.checksum(b, gre, length) != 0;
  }

  /** What is protected comes by its own SAs alone, what is not never comes by any of a tunnel's. */
  private static boolean admitted(TunnelForm f, IdentState by) {
    boolean admitted = f.secured ? by != null && f.state.ident == by : by == null;
    if (!admitted) f.state.counters.add(TunnelState.UNSECURED, 1);
    return admitted;
  }

  private Arrival payload(TunnelForm f, Slot s, byte[] b, int at, int header, int total, IdentState by, int version) {
    int length = total - header;
    int from = at + header;
    if (f == null || length < Ipv4View.HEADER_BYTES || (b[from] >> 4 & 15) != version) return Arrival.NOTHING;
    if (!admitted(f, by)) return Arrival.NOTHING;
    boolean ours = version == 4 && by == null && f.encapsulation == Encapsulation.GRE && f.v4
        && b[from + Ipv4View.PROTOCOL] == GreHeader.PROTOCOL && i32(b, from + Ipv4View.SOURCE) == (int) f.localLow
        && i32(b, from + Ipv4View.DESTINATION) == (int) f.remoteLow;
    System.arraycopy(b, from, s.out, Slot.OUT_AT, length);
    s.outLength = length;
    last = f.state;
    if (!ours) return Arrival.PAYLOAD;
    s.sa = null;
    s.tunnel = f.state;
    return hop(s) ? Arrival.RETURN : Arrival.NOTHING;
  }

  /** As a router does that forwards it. */
  private static boolean hop(Slot s) {
    int ttl = s.out[Slot.OUT_AT + Ipv4View.TTL] & 255;
    int length = u16(s.out, Slot.OUT_AT + Ipv4View.TOTAL_LENGTH);
    if (ttl <= 1 || length > s.outLength || (s.out[Slot.OUT_AT] & 15) != 5) return false;
    s.out[Slot.OUT_AT + Ipv4View.TTL] = (byte) (ttl - 1);
    s.outLength = length;
    Ipv4View.complete(s.out, Slot.OUT_AT, length);
    return true;
  }

  // ---- the path ----

  /**
   * What the sender of a packet that was in one of our tunnels is to be told of an ICMP message about the delivery
   * packet.
   */
  public Optional<TunnelErrors.Report> report(Slot s) {
    return TunnelErrors.report(s, set, now);
  }

  /** Heeds an ICMP message about a delivery packet that was too big for a router on its path (RFC 1191, RFC 8201). */
  public void pathMtu(Slot s) {
    boolean v4 = s.in[Slot.IN_AT] >> 4 == 4;
    int icmp = Slot.IN_AT + (v4 ? (s.in[Slot.IN_AT] & 15) << 2 : TunnelForm.IPV6_HEADER_BYTES);
    int quoted = icmp + ICMP_HEADER_BYTES;
    int needed = v4 ? Ipv4View.HEADER_BYTES : TunnelForm.IPV6_HEADER_BYTES;
    if (Slot.IN_AT + s.inLength < quoted + needed || s.in[quoted] >> 4 == 4 != v4) return;
    boolean meant = v4 ? s.in[icmp] == UNREACHABLE && s.in[icmp + 1] == FRAGMENTATION_NEEDED : s.in[icmp] == TOO_BIG;
    int mtu = v4 ? u16(s.in, icmp + 6) : i32(s.in, icmp + 4);
    if (!meant || mtu <= 0) return;
    for (TunnelForm f : set.all) {
      // Of what is sealed the SA knows more.
      if (f.complete && !f.secured && f.v4 == v4 && between(f, s.in, quoted)) events.pathMtu(f.state.name, mtu);
    }
  }

  private static boolean between(TunnelForm f, byte[] b, int at) {
    if (f.v4) return i32(b, at + Ipv4View.SOURCE) == (int) f.localLow
        && i32(b, at + Ipv4View.DESTINATION) == (int) f.remoteLow;
    return (long) LONG.get(b, at + 8) == f.localHigh && (long) LONG.get(b, at + 16) == f.localLow
        && (long) LONG.get(b, at + 24) == f.remoteHigh && (long) LONG.get(b, at + 32) == f.remoteLow;
  }
}
