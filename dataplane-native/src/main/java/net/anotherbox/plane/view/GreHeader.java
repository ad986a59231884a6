package net.anotherbox.plane.view;

import static net.anotherbox.plane.view.NetworkOrder.i32;
import static net.anotherbox.plane.view.NetworkOrder.u16;

import java.util.OptionalLong;

/**
 * The header of GRE (RFC 2784) with key and sequence number (RFC 2890).
 *
 * <pre>
 *  0                   1                   2                   3
 * |C| |K|S| Reserved0       | Ver |         Protocol Type         |
 * |      Checksum (optional)      |       Reserved1 (Optional)    |
 * |                         Key (optional)                        |
 * |                 Sequence Number (Optional)                    |
 * </pre>
 */
public final class GreHeader {
  /** Of IP. */
  public static final int PROTOCOL = 47;

  public static final int TYPE = 2;
  public static final int CHECKSUM = 4;
  public static final int IPV4 = 0x0800;
  public static final int IPV6 = 0x86dd;
  /** The protocol type of a keepalive that comes back. */
  public static final int NOTHING = 0;

  public static final int CHECKSUM_PRESENT = 0x8000;
  public static final int KEY_PRESENT = 0x2000;
  public static final int SEQUENCE_PRESENT = 0x1000;

  /** Bits 1, 4 and 5, and the version: where one of them is set the packet is to be discarded (RFC 2784 section 2.3). */
  public static final int MUST_BE_ZERO = 0x4c07;

  private static final int LEAST = 4;
  private static final int FIELD = 4;

  private GreHeader() {}

  /** Bytes of a header with these fields. */
  public static int bytes(boolean checksum, boolean key, boolean sequence) {
    return LEAST + (checksum ? FIELD : 0) + (key ? FIELD : 0) + (sequence ? FIELD : 0);
  }

  /** Bytes of the header that begins with these flags. */
  public static int bytes(int flags) {
    return bytes((flags & CHECKSUM_PRESENT) != 0, (flags & KEY_PRESENT) != 0, (flags & SEQUENCE_PRESENT) != 0);
  }

  /** Where in a header with these flags the key stands. */
  public static int keyAt(int flags) {
    return LEAST + ((flags & CHECKSUM_PRESENT) != 0 ? FIELD : 0);
  }

  /** Where in a header with these flags the sequence number stands. */
  public static int sequenceAt(int flags) {
    return sequenceAt((flags & CHECKSUM_PRESENT) != 0, (flags & KEY_PRESENT) != 0);
  }

  public static int sequenceAt(boolean checksum, boolean key) {
    return LEAST + (checksum ? FIELD : 0) + (key ? FIELD : 0);
  }

  /** Writes flags and key; type, checksum and sequence number are left zero. */
  public static void write(byte[] b, int at, boolean checksum, OptionalLong key, boolean sequence) {
    u16(b, at, (checksum ? CHECKSUM_PRESENT : 0) | (key.isPresent() ? KEY_PRESENT : 0) | (sequence ? SEQUENCE_PRESENT : 0));
    if (key.isPresent()) i32(b, at + LEAST + (checksum ? FIELD : 0), (int) key.getAsLong());
  }
}
