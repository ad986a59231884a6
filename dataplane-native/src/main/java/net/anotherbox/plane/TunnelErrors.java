package net.anotherbox.plane;

import static net.anotherbox.plane.view.NetworkOrder.i32;
import static net.anotherbox.plane.view.NetworkOrder.u16;

import java.util.Optional;
import net.anotherbox.plane.view.GreHeader;
import net.anotherbox.plane.view.Ipv4View;
import net.anotherbox.plane.view.NetworkOrder;
import net.anotherbox.runtime.port.TunnelPlane.Encapsulation;
import net.anotherbox.runtime.value.Address;
import net.anotherbox.runtime.value.Ipv4;
import net.anotherbox.runtime.value.Ipv6;

/**
 * What routers on a tunnel's path say of its delivery packets, translated for the sender of what was in them (RFC 2003
 * section 4, RFC 4213 section 3.4): on the packet thread. Only what quotes enough of the packet can be, of an unprotected
 * tunnel, and at most ten a second of each: anybody may write such messages.
 */
public final class TunnelErrors {
  /** A message for the sender of a packet that had been in a tunnel. @param icmp whole; of ICMPv6 without its checksum */
  public record Report(Address to, byte[] icmp) {}

  private static final int BETWEEN_REPORTS_MILLIS = 100;
  private static final int ICMP_HEADER_BYTES = 8;
  private static final int TRANSPORT_BYTES = 8;
  /** What of a packet is quoted at most, so that the message passes everywhere. */
  private static final int QUOTED_V4 = 548;
  private static final int QUOTED_V6 = 1_232;
  private static final int ICMP = 1;
  private static final int ICMPV6 = 58;

  private static final int UNREACHABLE = 3;
  private static final int TIME_EXCEEDED = 11;
  private static final int HOST_UNREACHABLE = 1;
  private static final int PORT_UNREACHABLE = 3;
  private static final int FRAGMENTATION_NEEDED = 4;

  private static final int UNREACHABLE_6 = 1;
  private static final int TOO_BIG_6 = 2;
  private static final int TIME_EXCEEDED_6 = 3;
  private static final int ADDRESS_UNREACHABLE_6 = 3;
  private static final int PORT_UNREACHABLE_6 = 4;

  private static final int LEAST_MTU_6 = 1_280;

  private TunnelErrors() {}

  /** @param now milliseconds of the clock by which reports are kept apart */
  static Optional<Report> report(Slot s, TunnelSet set, long now) {
    byte[] b = s.in;
    boolean v4 = b[Slot.IN_AT] >> 4 == 4;
    int icmp = Slot.IN_AT + (v4 ? (b[Slot.IN_AT] & 15) << 2 : TunnelForm.IPV6_HEADER_BYTES);
    int outer = icmp + ICMP_HEADER_BYTES;
    int end = Slot.IN_AT + s.inLength;
    int header = v4 ? Ipv4View.HEADER_BYTES : TunnelForm.IPV6_HEADER_BYTES;
    if (end < outer + header || b[outer] >> 4 == 4 != v4 || !isReported(b, icmp, v4)) return Optional.empty();
    int at = outer + (v4 ? (b[outer] & 15) << 2 : header);
    TunnelForm f = sender(b, outer, at, end, set);
    if (f == null || f.secured) return Optional.empty();
    int inner = f.encapsulation == Encapsulation.GRE ? at + GreHeader.bytes(u16(b, at)) : at;
    if (!mayBeTold(b, inner, end)) return Optional.empty();
    int mtu = isTooBig(b, icmp, v4) ? (v4 ? u16(b, icmp + 6) : i32(b, icmp + 4)) - f.overhead() : 0;
    if (isTooBig(b, icmp, v4) && !isLearned(b, inner, mtu, f)) return Optional.empty();
    if (now - f.state.reportMillis < BETWEEN_REPORTS_MILLIS) return Optional.empty();
    f.state.reportMillis = now;
    return Optional.of(b[inner] >> 4 == 4 ? v4(b, inner, end, mtu) : v6(b, inner, end, mtu));
  }

  /** A lost packet or one too big; not what the other end says of its own state. */
  private static boolean isReported(byte[] b, int icmp, boolean v4) {
    int type = b[icmp] & 255;
    int code = b[icmp + 1] & 255;
    return v4 ? type == UNREACHABLE && code != PORT_UNREACHABLE || type == TIME_EXCEEDED && code == 0
        : type == UNREACHABLE_6 && code != PORT_UNREACHABLE_6 || type == TOO_BIG_6 || type == TIME_EXCEEDED_6 && code == 0;
  }

  private static boolean isTooBig(byte[] b, int icmp, boolean v4) {
    return v4 ? b[icmp] == UNREACHABLE && b[icmp + 1] == FRAGMENTATION_NEEDED : b[icmp] == TOO_BIG_6;
  }

  /** Where the delivery packet could not be cut neither can what was in it, unless it may be cut before it is wrapped. */
  private static boolean isLearned(byte[] b, int inner, int mtu, TunnelForm f) {
    if (f.v4 && !f.tunnel.dontFragment()) return false;
    return b[inner] >> 4 == 4 ? mtu >= Ipv4View.HEADER_BYTES + TRANSPORT_BYTES
        && (u16(b, inner + Ipv4View.FRAGMENT) & Ipv4View.DONT_FRAGMENT) != 0 : mtu >= LEAST_MTU_6;
  }

  /** The tunnel that has sent the packet quoted at this place, whose payload's header is there; or null. */
  private static TunnelForm sender(byte[] b, int outer, int at, int end, TunnelSet set) {
    boolean v4 = b[outer] >> 4 == 4;
    int kind;
    boolean keyed = false;
    int key = 0;
    switch (b[outer + (v4 ? Ipv4View.PROTOCOL : 6)]) {
      case GreHeader.PROTOCOL -> {
        if (end < at + GreHeader.bytes(0)) return null;
        int flags = u16(b, at);
        if (end < at + GreHeader.bytes(flags) || (flags & GreHeader.MUST_BE_ZERO) != 0) return null;
        kind = TunnelSet.GRE;
        keyed = (flags & GreHeader.KEY_PRESENT) != 0;
        if (keyed) key = i32(b, at + GreHeader.keyAt(flags));
      }
      case TunnelForm.IP_IN_IP -> kind = TunnelSet.IPV4;
      case TunnelForm.IPV6_IN_IP -> kind = TunnelSet.IPV6;
      default -> {
        return null;
      }
    }
    return v4 ? set.find(kind, true, 0, i32(b, outer + Ipv4View.SOURCE) & 0xffffffffL, 0,
        i32(b, outer + Ipv4View.DESTINATION) & 0xffffffffL, keyed, key)
        : set.find(kind, false, i64(b, outer + 8), i64(b, outer + 16), i64(b, outer + 24), i64(b, outer + 32), keyed, key);
  }

  private static long i64(byte[] b, int at) {
    return (long) i32(b, at) << 32 | i32(b, at + 4) & 0xffffffffL;
  }

  /**
   * Whether enough is quoted, and the packet is of a kind of which errors may be told (RFC 1122 section 3.2.2, RFC 4443
   * 2.4).
   */
  private static boolean mayBeTold(byte[] b, int inner, int end) {
    if (end < inner + Ipv4View.HEADER_BYTES) return false;
    if (b[inner] >> 4 == 4) {
      int header = (b[inner] & 15) << 2;
      if (header < Ipv4View.HEADER_BYTES || end < inner + header + TRANSPORT_BYTES) return false;
      int source = i32(b, inner + Ipv4View.SOURCE);
      int type = b[inner + header] & 255;
      boolean error = b[inner + Ipv4View.PROTOCOL] == ICMP && (type == 3 || type == 4 || type == 5 || type == 11 || type == 12);
      boolean later = (u16(b, inner + Ipv4View.FRAGMENT) & Ipv4View.OFFSET_MASK) != 0;
      return !error && !later && source != 0 && source >>> 28 < 14 && i32(b, inner + Ipv4View.DESTINATION) >>> 28 < 14;
    }
    int header = TunnelForm.IPV6_HEADER_BYTES;
    if (b[inner] >> 4 != 6 || end < inner + header + TRANSPORT_BYTES) return false;
    int type = b[inner + header] & 255;
    boolean error = b[inner + 6] == ICMPV6 && (type < 128 || type == 137);
    boolean nobody = i64(b, inner + 8) == 0 && i64(b, inner + 16) == 0;
    return !error && !nobody && (b[inner + 8] & 255) != 0xff && (b[inner + 24] & 255) != 0xff;
  }

  private static Report v4(byte[] b, int inner, int end, int mtu) {
    int quoted = Math.min(Math.min(end - inner, u16(b, inner + Ipv4View.TOTAL_LENGTH)), QUOTED_V4);
    byte[] m = new byte[ICMP_HEADER_BYTES + quoted];
    m[0] = UNREACHABLE;
    m[1] = (byte) (mtu > 0 ? FRAGMENTATION_NEEDED : HOST_UNREACHABLE);
    u16(m, 6, mtu);
    System.arraycopy(b, inner, m, ICMP_HEADER_BYTES, quoted);
    u16(m, 2, NetworkOrder.checksum(m, 0, m.length));
    return new Report(Ipv4.of(b, inner + Ipv4View.SOURCE), m);
  }

  private static Report v6(byte[] b, int inner, int end, int mtu) {
    int quoted = Math.min(Math.min(end - inner, TunnelForm.IPV6_HEADER_BYTES + u16(b, inner + 4)), QUOTED_V6);
    byte[] m = new byte[ICMP_HEADER_BYTES + quoted];
    m[0] = (byte) (mtu > 0 ? TOO_BIG_6 : UNREACHABLE_6);
    m[1] = (byte) (mtu > 0 ? 0 : ADDRESS_UNREACHABLE_6);
    i32(m, 4, mtu);
    System.arraycopy(b, inner, m, ICMP_HEADER_BYTES, quoted);
    return new Report(Ipv6.of(b, inner + 8), m);
  }
}
