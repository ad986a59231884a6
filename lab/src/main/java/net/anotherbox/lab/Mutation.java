package net.anotherbox.lab;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Makes packets that nobody should send out of packets that somebody did: knows where ISAKMP and ESP keep their lengths,
 * types and cookies, and keeps the outer IPv4 header such that the packet arrives.
 */
final class Mutation {
  private static final int ISAKMP_HEADER = 28;
  private static final int[] ODD = {0, 1, 3, 4, 7, 8, 0x7f, 0x80, 0xff, 0x100, 0x7fff, 0x8000, 0xfffe, 0xffff};

  private final SplittableRandom random;

  Mutation(SplittableRandom random) {
    this.random = random;
  }

  /** One packet to the same address, made of some of these. */
  byte[] of(List<byte[]> real) {
    byte[] p = real.get(random.nextInt(real.size())).clone();
    int header = Packets.headerLength(p);
    byte[] body = Arrays.copyOfRange(p, header, p.length);
    boolean udp = Packets.protocol(p) == Packets.UDP;
    byte[] data = udp ? Arrays.copyOfRange(body, 8, body.length) : body;
    for (int n = 1 + random.nextInt(3); n > 0; n--) data = changed(data, udp, real);
    if (udp) {
      body = Packets.udp(Packets.source(p), Packets.u16(body, 0), Packets.destination(p), Packets.u16(body, 2), data);
    } else {
      body = data;
    }
    byte[] out = Packets.ip(Packets.protocol(p), p[1], 64, random.nextInt(8) == 0, random.nextInt(65536), Packets.source(p),
        Packets.destination(p), body);
    if (random.nextInt(20) == 0) out[6 + random.nextInt(2)] ^= (byte) (1 << random.nextInt(8));
    Packets.u16(out, 10, 0);
    Packets.u16(out, 10, Packets.checksum(out, 0, Packets.headerLength(out)));
    return out;
  }

  private byte[] changed(byte[] d, boolean isakmp, List<byte[]> real) {
    if (d.length == 0) return new byte[random.nextInt(64)];
    return switch (random.nextInt(isakmp && d.length > ISAKMP_HEADER ? 10 : 5)) {
      case 0 -> flipped(d);
      case 1 -> resized(d);
      case 2 -> put(d, random.nextInt(d.length), random.nextInt(256), 1);
      case 3 -> put(d, random.nextInt(d.length), ODD[random.nextInt(ODD.length)], 2);
      case 4 -> spliced(d, real.get(random.nextInt(real.size())));
      case 5 -> put(d, 16 + random.nextInt(4), random.nextInt(256), 1);
      case 6 -> put(d, random.nextBoolean() ? random.nextInt(16) : 20 + random.nextInt(4), random.nextInt(256), 1);
      default -> inPayload(d);
    };
  }

  private byte[] flipped(byte[] d) {
    d[random.nextInt(d.length)] ^= (byte) (1 << random.nextInt(8));
    return d;
  }

  /** Cut or longer; the ISAKMP length says so or does not. */
  private byte[] resized(byte[] d) {
    byte[] out = Arrays.copyOf(d, random.nextInt(Math.min(1400, d.length * 2) + 1));
    if (out.length >= ISAKMP_HEADER && random.nextBoolean()) lengthSet(out);
    return out;
  }

  private byte[] spliced(byte[] d, byte[] other) {
    int from = random.nextInt(other.length);
    byte[] tail = Arrays.copyOfRange(other, from, other.length);
    byte[] out = Arrays.copyOf(d, Math.min(1400, d.length + tail.length));
    System.arraycopy(tail, 0, out, d.length, out.length - d.length);
    if (out.length >= ISAKMP_HEADER && random.nextBoolean()) lengthSet(out);
    return out;
  }

  private static void lengthSet(byte[] d) {
    Packets.u16(d, 24, 0);
    Packets.u16(d, 26, d.length);
  }

  private static byte[] put(byte[] d, int at, int value, int bytes) {
    if (bytes == 1 || at + 1 >= d.length) d[at] = (byte) value;
    else Packets.u16(d, at, value);
    return d;
  }

  /** A field of a payload, a proposal, a transform or an attribute: four bytes from where a payload begins. */
  private byte[] inPayload(byte[] d) {
    int at = ISAKMP_HEADER;
    for (int hops = random.nextInt(5); hops > 0 && at + 4 < d.length; hops--) {
      int length = Packets.u16(d, at + 2);
      if (length < 4 || at + length + 4 > d.length) break;
      at += length;
    }
    at = Math.min(d.length - 1, at + 4 * random.nextInt(6));
    return switch (random.nextInt(3)) {
      case 0 -> put(d, at, random.nextInt(256), 1);
      case 1 -> put(d, Math.min(d.length - 1, at + 2), ODD[random.nextInt(ODD.length)], 2);
      default -> put(d, Math.min(d.length - 1, at + 2), Packets.u16(d, Math.min(d.length - 2, at + 2))
          + random.nextInt(-8, 9), 2);
    };
  }
}
