package net.anotherbox.plane;

import java.util.Optional;
import net.anotherbox.plane.view.Ipv4View;
import net.anotherbox.plane.view.NetworkOrder;
import net.anotherbox.runtime.value.Ipv4;

/**
 * What a router on the way says of a packet of ours that was too long for it: ICMP "fragmentation needed and DF set" (RFC 792,
 * RFC 1191) about ESP, AH, or ESP in UDP.
 *
 * @param local the source of the packet, ours; remote its destination
 * @param protocol 50 or 51
 * @param mtu of the next link, bytes
 */
public record PathMtu(Ipv4 local, Ipv4 remote, int protocol, int spi, int mtu) {
  /** What Linux believes at least; anybody may write such a message. */
  static final int LEAST = 552;

  /** Bytes of a message that matter: two headers with options, and what tells the SA. */
  public static final int BYTES = 60 + 8 + 60 + 8 + 8;

  private static final int ICMP = 1;
  private static final int ICMP_HEADER_BYTES = 8;
  private static final int UNREACHABLE = 3;
  private static final int FRAGMENTATION_NEEDED = 4;
  private static final int UDP = 17;
  private static final int UDP_HEADER_BYTES = 8;
  private static final int ESP = 50;
  private static final int AH = 51;
  /** RFC 1191 section 7: what to try when an old router does not say. */
  private static final int[] PLATEAUS = {4352, 2002, 1492, 1006, LEAST};

  /** Reads an ICMP packet of which {@code length} bytes are there; empty if it is no such message. */
  public static Optional<PathMtu> of(byte[] packet, int length) {
    if (length < Ipv4View.HEADER_BYTES || packet[0] >> 4 != 4 || packet[Ipv4View.PROTOCOL] != ICMP) return Optional.empty();
    int icmp = (packet[0] & 15) << 2;
    int inner = icmp + ICMP_HEADER_BYTES;
    if (icmp < Ipv4View.HEADER_BYTES || length < inner + Ipv4View.HEADER_BYTES || packet[icmp] != UNREACHABLE
        || packet[icmp + 1] != FRAGMENTATION_NEEDED || packet[inner] >> 4 != 4) return Optional.empty();
    int at = inner + ((packet[inner] & 15) << 2);
    int protocol = packet[inner + Ipv4View.PROTOCOL];
    if (protocol == UDP) {
      at += UDP_HEADER_BYTES;
      protocol = ESP;
    }
    if (protocol == AH) at += 4;
    if (protocol != ESP && protocol != AH || length < at + 4) return Optional.empty();
    int mtu = NetworkOrder.u16(packet, icmp + 6);
    if (mtu == 0) mtu = below(NetworkOrder.u16(packet, inner + Ipv4View.TOTAL_LENGTH));
    return Optional.of(new PathMtu(Ipv4.of(packet, inner + Ipv4View.SOURCE), Ipv4.of(packet, inner + Ipv4View.DESTINATION),
        protocol, NetworkOrder.i32(packet, at), Math.max(LEAST, mtu)));
  }

  private static int below(int length) {
    for (int p : PLATEAUS) if (p < length) return p;
    return LEAST;
  }
}
