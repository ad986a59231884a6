package net.anotherbox.plane;

import static net.anotherbox.plane.view.NetworkOrder.i32;
import static net.anotherbox.plane.view.NetworkOrder.u16;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import net.anotherbox.plane.view.Ipv4View;

/**
 * Puts packets of the box's own together again that the kernel has cut on their way to an SA in transport mode, which
 * takes whole packets alone (RFC 4303 section 3.3.4); what the SA makes of one is cut afterwards. The kernel cuts a
 * packet at one go, so its parts come one behind another: what comes in another order is lost, and counted. Made at
 * start; nothing here allocates.
 */
final class OutboundFragments {
  private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
  private static final int PLACES = 8;
  private static final int IPV6_HEADER_BYTES = 40;
  private static final int FRAGMENT_HEADER = 44;
  private static final int FRAGMENT_HEADER_BYTES = 8;

  /** A packet that is not whole yet. */
  private static final class Part {
    private byte[] data = new byte[0];
    /** What its fragments have in common. */
    private long ends;
    private long otherEnds;
    private long identification;
    private int header;
    private int length;
    private long touched;
    /** That of its first fragment, which counts what is lost; null while the place is free. */
    private OutboundSa sa;
  }

  private final Part[] parts = new Part[PLACES];
  private long touches;

  OutboundFragments() {
    for (int i = 0; i < PLACES; i++) parts[i] = new Part();
  }

  /** Whether the slot's well-formed packet is a part of one. */
  static boolean isFragment(Slot s) {
    int at = Slot.IN_AT;
    if (s.in[at] >> 4 == 4)
      return (u16(s.in, at + Ipv4View.FRAGMENT) & (Ipv4View.MORE_FRAGMENTS | Ipv4View.OFFSET_MASK)) != 0;
    return s.in[at + 6] == FRAGMENT_HEADER && s.inLength >= IPV6_HEADER_BYTES + FRAGMENT_HEADER_BYTES;
  }

  /** Takes a fragment for this SA. @return whether the slot holds the whole packet now */
  boolean completes(Slot s, OutboundSa sa) {
    byte[] b = s.in;
    int at = Slot.IN_AT;
    boolean v4 = b[at] >> 4 == 4;
    int header = v4 ? (b[at] & 15) << 2 : IPV6_HEADER_BYTES;
    int skipped = v4 ? 0 : FRAGMENT_HEADER_BYTES;
    int field = v4 ? u16(b, at + Ipv4View.FRAGMENT) : u16(b, at + header + 2);
    int offset = v4 ? (field & Ipv4View.OFFSET_MASK) << 3 : field & 0xfff8;
    boolean more = v4 ? (field & Ipv4View.MORE_FRAGMENTS) != 0 : (field & 1) != 0;
    Part p = of(b, at, v4, offset == 0);
    int payload = s.inLength - header - skipped;
    if (p == null || offset != (offset == 0 ? 0 : p.length - p.header) || header + offset + payload > s.capacity()) {
      sa.sendFailed();
      if (p != null) p.sa = null;
      return false;
    }
    if (offset == 0) begin(p, s, header, sa);
    System.arraycopy(b, at + header + skipped, p.data, header + offset, payload);
    p.length = header + offset + payload;
    if (more) return false;
    whole(p, s, v4);
    return true;
  }

  /** The place of this packet, or for its first fragment the one that has rested longest; null if there is none. */
  private Part of(byte[] b, int at, boolean v4, boolean first) {
    long ends = v4 ? (long) LONG.get(b, at + Ipv4View.SOURCE) : (long) LONG.get(b, at + 16);
    long otherEnds = v4 ? 0 : (long) LONG.get(b, at + 32);
    long identification = v4 ? (long) u16(b, at + Ipv4View.IDENTIFICATION) << 8 | b[at + Ipv4View.PROTOCOL] & 255
        : i32(b, at + IPV6_HEADER_BYTES + 4) & 0xffffffffL | 1L << 32;
    Part oldest = parts[0];
    for (Part p : parts) {
      boolean same = p.sa != null && p.ends == ends && p.otherEnds == otherEnds && p.identification == identification;
      if (same) {
        p.touched = ++touches;
        return p;
      }
      if (p.sa == null && oldest.sa != null || (p.sa == null) == (oldest.sa == null) && p.touched < oldest.touched) oldest = p;
    }
    if (!first) return null;
    if (oldest.sa != null) oldest.sa.sendFailed();
    oldest.sa = null;
    oldest.ends = ends;
    oldest.otherEnds = otherEnds;
    oldest.identification = identification;
    oldest.touched = ++touches;
    return oldest;
  }

  private static void begin(Part p, Slot s, int header, OutboundSa sa) {
    // Once for each place: boxes without transport mode need none of this.
    if (p.data.length < s.capacity()) p.data = new byte[s.capacity()];
    p.sa = sa;
    p.header = header;
    System.arraycopy(s.in, Slot.IN_AT, p.data, 0, header);
    if (header == IPV6_HEADER_BYTES && s.in[Slot.IN_AT] >> 4 == 6) p.data[6] = s.in[Slot.IN_AT + header];
  }

  private static void whole(Part p, Slot s, boolean v4) {
    System.arraycopy(p.data, 0, s.in, Slot.IN_AT, p.length);
    s.inLength = p.length;
    p.sa = null;
    if (v4) {
      u16(s.in, Slot.IN_AT + Ipv4View.FRAGMENT, 0);
      Ipv4View.complete(s.in, Slot.IN_AT, p.length);
    } else {
      u16(s.in, Slot.IN_AT + 4, p.length - IPV6_HEADER_BYTES);
    }
  }
}
