package net.anotherbox.plane.view;

/**
 * An IPv4 packet in an array (RFC 791).
 *
 * <pre>
 *  0                   1                   2                   3
 * |Version|  IHL  |Type of Service|          Total Length         |
 * |         Identification        |Flags|      Fragment Offset    |
 * |  Time to Live |    Protocol   |         Header Checksum       |
 * |                         Source Address                        |
 * |                      Destination Address                      |
 * </pre>
 */
public final class Ipv4View {
  public static final int HEADER_BYTES = 20;
  public static final int TOS = 1;
  public static final int TOTAL_LENGTH = 2;
  public static final int IDENTIFICATION = 4;
  public static final int FRAGMENT = 6;
  public static final int TTL = 8;
  public static final int PROTOCOL = 9;
  public static final int CHECKSUM = 10;
  public static final int SOURCE = 12;
  public static final int DESTINATION = 16;
  public static final int DONT_FRAGMENT = 0x4000;
  public static final int MORE_FRAGMENTS = 0x2000;
  public static final int OFFSET_MASK = 0x1fff;

  private byte[] bytes;
  private int at;
  private int length;

  /** Lays the view over {@code length} bytes from {@code at}. */
  public Ipv4View wrap(byte[] bytes, int at, int length) {
    this.bytes = bytes;
    this.at = at;
    this.length = length;
    return this;
  }

  /** Whether this is an IPv4 header, whole, and the packet it announces is there. Bytes after the packet are allowed. */
  public boolean wellFormed() {
    return length >= HEADER_BYTES && bytes[at] >> 4 == 4 && headerLength() >= HEADER_BYTES
        && totalLength() >= headerLength() && totalLength() <= length;
  }

  public byte[] bytes() {
    return bytes;
  }

  public int at() {
    return at;
  }

  public int headerLength() {
    return (bytes[at] & 15) << 2;
  }

  public int tos() {
    return bytes[at + TOS] & 255;
  }

  public int totalLength() {
    return NetworkOrder.u16(bytes, at + TOTAL_LENGTH);
  }

  public boolean dontFragment() {
    return (NetworkOrder.u16(bytes, at + FRAGMENT) & DONT_FRAGMENT) != 0;
  }

  public boolean moreFragments() {
    return (NetworkOrder.u16(bytes, at + FRAGMENT) & MORE_FRAGMENTS) != 0;
  }

  /** In units of eight bytes. */
  public int fragmentOffset() {
    return NetworkOrder.u16(bytes, at + FRAGMENT) & OFFSET_MASK;
  }

  public int ttl() {
    return bytes[at + TTL] & 255;
  }

  public int protocol() {
    return bytes[at + PROTOCOL] & 255;
  }

  public int source() {
    return NetworkOrder.i32(bytes, at + SOURCE);
  }

  public int destination() {
    return NetworkOrder.i32(bytes, at + DESTINATION);
  }

  /** Writes length and checksum anew. */
  public void complete(int totalLength) {
    complete(bytes, at, totalLength);
  }

  /** Writes length and checksum of the header at this place anew. */
  public static void complete(byte[] b, int at, int totalLength) {
    NetworkOrder.u16(b, at + TOTAL_LENGTH, totalLength);
    NetworkOrder.u16(b, at + CHECKSUM, 0);
    NetworkOrder.u16(b, at + CHECKSUM, NetworkOrder.checksum(b, at, (b[at] & 15) << 2));
  }
}
