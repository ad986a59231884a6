package net.anotherbox.plane.linux;

import net.anotherbox.plane.Slot;
import net.anotherbox.plane.view.Ipv4View;
import net.anotherbox.plane.view.NetworkOrder;

/** ICMP "fragmentation needed and DF set" (RFC 792, RFC 1191 section 4). */
final class TooBig {
  private static final int ICMP = 1;
  private static final int ICMP_HEADER_BYTES = 8;
  private static final int QUOTED_BYTES = 8;
  private static final int UNREACHABLE = 3;
  private static final int FRAGMENTATION_NEEDED = 4;
  /** Of the longest such message. */
  static final int BYTES = 20 + ICMP_HEADER_BYTES + 60 + QUOTED_BYTES;

  private static final int TTL = 255;
  private static final int INTERNETWORK_CONTROL = 0xc0;

  private TooBig() {}

  /**
   * Replaces what was made of the slot's IPv4 packet by a message to its sender, from the address that the kernel
   * chooses. @param mtu what would have passed
   */
  static void write(Slot s, int mtu) {
    int header = (s.in[Slot.IN_AT] & 15) << 2;
    int quoted = Math.min(s.inLength, header + QUOTED_BYTES);
    byte[] b = s.out;
    int at = Slot.OUT_AT;
    int icmp = at + Ipv4View.HEADER_BYTES;
    System.arraycopy(s.in, Slot.IN_AT, b, icmp + ICMP_HEADER_BYTES, quoted);
    b[at] = 0x45;
    b[at + Ipv4View.TOS] = (byte) INTERNETWORK_CONTROL;
    NetworkOrder.i32(b, at + Ipv4View.IDENTIFICATION, 0);
    b[at + Ipv4View.TTL] = (byte) TTL;
    b[at + Ipv4View.PROTOCOL] = ICMP;
    NetworkOrder.i32(b, at + Ipv4View.SOURCE, 0);
    System.arraycopy(s.in, Slot.IN_AT + Ipv4View.SOURCE, b, at + Ipv4View.DESTINATION, 4);
    b[icmp] = UNREACHABLE;
    b[icmp + 1] = FRAGMENTATION_NEEDED;
    NetworkOrder.u16(b, icmp + 2, 0);
    NetworkOrder.i32(b, icmp + 4, mtu);
    NetworkOrder.u16(b, icmp + 2, NetworkOrder.checksum(b, icmp, ICMP_HEADER_BYTES + quoted));
    s.outLength = Ipv4View.HEADER_BYTES + ICMP_HEADER_BYTES + quoted;
    Ipv4View.complete(b, at, s.outLength);
  }
}
