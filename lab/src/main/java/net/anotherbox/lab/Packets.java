package net.anotherbox.lab;

import net.anotherbox.runtime.value.Ipv4;

/** The few IPv4 packets a host makes itself (RFC 791, 792, 768). */
final class Packets {
  static final int ICMP = 1;
  static final int UDP = 17;
  static final int ESP = 50;
  private static final int HEADER = 20;

  private Packets() {}

  static int protocol(byte[] p) {
    return p[9] & 255;
  }

  static Ipv4 source(byte[] p) {
    return Ipv4.of(p, 12);
  }

  static Ipv4 destination(byte[] p) {
    return Ipv4.of(p, 16);
  }

  static int headerLength(byte[] p) {
    return (p[0] & 15) * 4;
  }

  /** Whether the header can be trusted: version, lengths, checksum. */
  static boolean wellFormed(byte[] p) {
    if (p.length < HEADER || p[0] >> 4 != 4) return false;
    int header = headerLength(p);
    return header >= HEADER && u16(p, 2) >= header && u16(p, 2) <= p.length && checksum(p, 0, header) == 0;
  }

  static int u16(byte[] b, int at) {
    return (b[at] & 255) << 8 | b[at + 1] & 255;
  }

  static void u16(byte[] b, int at, int v) {
    b[at] = (byte) (v >> 8);
    b[at + 1] = (byte) v;
  }

  static int checksum(byte[] b, int from, int to) {
    int sum = 0;
    for (int i = from; i < to; i += 2) sum += (b[i] & 255) << 8 | (i + 1 < to ? b[i + 1] & 255 : 0);
    while (sum >>> 16 != 0) sum = (sum & 0xffff) + (sum >>> 16);
    return ~sum & 0xffff;
  }

  static byte[] ip(int protocol, int tos, int ttl, boolean dontFragment, int id, Ipv4 source, Ipv4 destination,
      byte[] payload) {
    byte[] p = new byte[HEADER + payload.length];
    p[0] = 0x45;
    p[1] = (byte) tos;
    u16(p, 2, p.length);
    u16(p, 4, id);
    u16(p, 6, dontFragment ? 0x4000 : 0);
    p[8] = (byte) ttl;
    p[9] = (byte) protocol;
    System.arraycopy(source.bytes(), 0, p, 12, 4);
    System.arraycopy(destination.bytes(), 0, p, 16, 4);
    u16(p, 10, checksum(p, 0, HEADER));
    System.arraycopy(payload, 0, p, HEADER, payload.length);
    return p;
  }

  /** Takes one from the TTL. @return false if it has run out */
  static boolean hop(byte[] p) {
    int ttl = p[8] & 255;
    if (ttl <= 1) return false;
    p[8] = (byte) (ttl - 1);
    u16(p, 10, 0);
    u16(p, 10, checksum(p, 0, headerLength(p)));
    return true;
  }

  static byte[] udp(Ipv4 source, int sourcePort, Ipv4 destination, int destinationPort, byte[] data) {
    byte[] d = new byte[8 + data.length];
    u16(d, 0, sourcePort);
    u16(d, 2, destinationPort);
    u16(d, 4, d.length);
    System.arraycopy(data, 0, d, 8, data.length);
    byte[] pseudo = new byte[12 + d.length];
    System.arraycopy(source.bytes(), 0, pseudo, 0, 4);
    System.arraycopy(destination.bytes(), 0, pseudo, 4, 4);
    pseudo[9] = UDP;
    u16(pseudo, 10, d.length);
    System.arraycopy(d, 0, pseudo, 12, d.length);
    int sum = checksum(pseudo, 0, pseudo.length);
    u16(d, 6, sum == 0 ? 0xffff : sum);
    return d;
  }

  static byte[] icmp(int type, int code, int rest, byte[] data) {
    byte[] m = new byte[8 + data.length];
    m[0] = (byte) type;
    m[1] = (byte) code;
    u16(m, 4, rest >>> 16);
    u16(m, 6, rest);
    System.arraycopy(data, 0, m, 8, data.length);
    u16(m, 2, checksum(m, 0, m.length));
    return m;
  }
}
