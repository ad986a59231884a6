package net.anotherbox.plane;

import java.util.Arrays;
import net.anotherbox.plane.view.Ipv4View;
import net.anotherbox.plane.view.NetworkOrder;
import net.anotherbox.runtime.value.Ipv4;

/** IPv4 packets for tests. */
public final class Packets {
  private Packets() {}

  public static byte[] ip(int protocol, String source, String destination, byte[] payload) {
    byte[] b = new byte[20 + payload.length];
    b[0] = 0x45;
    b[8] = 64;
    b[9] = (byte) protocol;
    NetworkOrder.i32(b, 12, Ipv4.of(source).bits());
    NetworkOrder.i32(b, 16, Ipv4.of(destination).bits());
    System.arraycopy(payload, 0, b, 20, payload.length);
    Ipv4View.complete(b, 0, b.length);
    return b;
  }

  public static byte[] udp(String source, int sourcePort, String destination, int destinationPort, int length) {
    byte[] udp = new byte[Math.max(8, length - 20)];
    NetworkOrder.u16(udp, 0, sourcePort);
    NetworkOrder.u16(udp, 2, destinationPort);
    NetworkOrder.u16(udp, 4, udp.length);
    return ip(17, source, destination, udp);
  }

  public static byte[] tcp(String source, int sourcePort, String destination, int destinationPort, int flags) {
    byte[] tcp = new byte[20];
    NetworkOrder.u16(tcp, 0, sourcePort);
    NetworkOrder.u16(tcp, 2, destinationPort);
    tcp[12] = 0x50;
    tcp[13] = (byte) flags;
    return ip(6, source, destination, tcp);
  }

  public static byte[] icmp(String source, String destination, int type, int code) {
    byte[] icmp = new byte[16];
    icmp[0] = (byte) type;
    icmp[1] = (byte) code;
    NetworkOrder.u16(icmp, 2, NetworkOrder.checksum(icmp, 0, icmp.length));
    return ip(1, source, destination, icmp);
  }

  /** The same packet as a fragment at this offset (in units of eight bytes). */
  public static byte[] fragment(byte[] packet, int offset, boolean more) {
    byte[] b = Arrays.copyOf(packet, packet.length);
    NetworkOrder.u16(b, 6, offset | (more ? Ipv4View.MORE_FRAGMENTS : 0));
    Ipv4View.complete(b, 0, b.length);
    return b;
  }
}
