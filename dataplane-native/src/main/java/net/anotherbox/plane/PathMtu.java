package net.anotherbox.plane;

import java.util.Optional;
import net.anotherbox.plane.view.Ipv4View;
import net.anotherbox.plane.view.NetworkOrder;
import net.anotherbox.runtime.value.Address;
import net.anotherbox.runtime.value.Ipv4;
import net.anotherbox.runtime.value.Ipv6;

/**
 * What a router on the way says of a packet of ours that was too long for it: ICMP "fragmentation needed and DF set" (RFC
 * 792, RFC 1191) about ESP, AH, or ESP in UDP; ICMPv6 "packet too big" (RFC 8201) about ESP or AH.
 *
 * @param local the source of the packet, ours; remote its destination
 * @param protocol 50 or 51
 * @param mtu of the next link, bytes
 */
public record PathMtu(Address local, Address remote, int protocol, int spi, int mtu) {
  /** What Linux believes at least; anybody may write such a message. */
  static final int LEAST = 552;

  /** The link MTU that IPv6 asks for (RFC 8200 section 5): nobody is believed who says less. */
  static final int LEAST_IPV6 = 1280;

  /** Bytes of a message that matter: two headers with options, and what tells the SA. */
  public static final int BYTES = 60 + 8 + 60 + 8 + 8;

  private static final int ICMP = 1;
  private static final int ICMP_HEADER_BYTES = 8;
  private static final int UNREACHABLE = 3;
  private static final int FRAGMENTATION_NEEDED = 4;
  private static final int TOO_BIG = 2;
  private static final int IPV6_HEADER_BYTES = 40;
  private static final int FRAGMENT_HEADER = 44;
  private static final int FRAGMENT_HEADER_BYTES = 8;
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

  /** Reads an ICMPv6 message, as a raw socket gives it without its IPv6 header. */
  public static Optional<PathMtu> ofIpv6(byte[] message, int length) {
    int inner = ICMP_HEADER_BYTES;
    int at = inner + IPV6_HEADER_BYTES;
    if (length < at || message[0] != TOO_BIG || message[inner] >> 4 != 6) return Optional.empty();
    int protocol = message[inner + 6];
    if (protocol == FRAGMENT_HEADER) {
      // Of a packet that went in fragments only the first shows its SPI.
      if (length < at + FRAGMENT_HEADER_BYTES || NetworkOrder.u16(message, at + 2) >> 3 != 0) return Optional.empty();
      protocol = message[at];
      at += FRAGMENT_HEADER_BYTES;
    }
    if (protocol == AH) at += 4;
    if (protocol != ESP && protocol != AH || length < at + 4) return Optional.empty();
    int mtu = NetworkOrder.i32(message, 4);
    return Optional.of(new PathMtu(Ipv6.of(message, inner + 8),
        Ipv6.of(message, inner + 24), protocol, NetworkOrder.i32(message, at),
        mtu < 0 ? Integer.MAX_VALUE : Math.max(LEAST_IPV6, mtu)));
  }

  private static int below(int length) {
    for (int p : PLATEAUS) if (p < length) return p;
    return LEAST;
  }
}
