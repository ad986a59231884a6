package net.anotherbox.plane.esp;

import static net.anotherbox.plane.view.NetworkOrder.i32;
import static net.anotherbox.plane.view.NetworkOrder.u16;

import net.anotherbox.plane.view.Ipv4View;
import net.anotherbox.runtime.port.SaSpec;

/**
 * AH of one SA (RFC 4302). Its ICV covers the IP header too, with the fields that routers change taken as zero.
 *
 * <pre>
 * | Next Header   |  Payload Len  |          RESERVED             |
 * |                 Security Parameters Index (SPI)               |
 * |                    Sequence Number Field                      |
 * |                Integrity Check Value (variable)               |
 * </pre>
 */
final class AuthenticationHeader {
  static final int PROTOCOL = 51;
  static final int FIXED_BYTES = 12;
  static final int SPI = 4;
  static final int SEQUENCE = 8;
  private static final int IPV6_HEADER_BYTES = 40;
  private static final byte[] ZEROS = new byte[64];

  private final TruncatedHmac hmac;
  private final int spi;
  private final byte[] header = new byte[60];

  AuthenticationHeader(SaSpec.Ah ah) {
    hmac = new TruncatedHmac(ah.integrity(), ah.key());
    spi = ah.spi();
  }

  /** Bytes of the header: a multiple of 4 behind IPv4, of 8 behind IPv6. */
  static int bytes(SaSpec.Integrity integrity, boolean v4) {
    int align = v4 ? 4 : 8;
    return (FIXED_BYTES + integrity.icvBytes + align - 1) / align * align;
  }

  /** Writes the header at {@code ah} of the packet at {@code at}, which is complete but for it. */
  void sign(byte[] b, int at, int length, int ah, int bytes, int next, int sequence) {
    b[ah] = (byte) next;
    b[ah + 1] = (byte) (bytes / 4 - 2);
    u16(b, ah + 2, 0);
    i32(b, ah + SPI, spi);
    i32(b, ah + SEQUENCE, sequence);
    System.arraycopy(ZEROS, 0, b, ah + FIXED_BYTES, bytes - FIXED_BYTES);
    digest(b, at, length, ah, bytes);
    hmac.endInto(b, ah + FIXED_BYTES);
  }

  boolean verify(byte[] b, int at, int length, int ah, int bytes) {
    digest(b, at, length, ah, bytes);
    return hmac.endMatches(b, ah + FIXED_BYTES);
  }

  private void digest(byte[] b, int at, int length, int ah, int bytes) {
    int headerLength = ah - at;
    System.arraycopy(b, at, header, 0, headerLength);
    if (b[at] >> 4 == 4) mutable4(headerLength);
    else mutable6();
    hmac.begin();
    hmac.part(header, 0, headerLength);
    hmac.part(b, ah, FIXED_BYTES);
    int icv = hmac.icvBytes();
    hmac.part(ZEROS, 0, icv);
    int after = ah + FIXED_BYTES + icv;
    hmac.part(b, after, at + length - after);
  }

  private void mutable6() {
    i32(header, 0, 6 << 28);
    header[7] = 0;
  }

  private void mutable4(int headerLength) {
    header[Ipv4View.TOS] = 0;
    u16(header, Ipv4View.FRAGMENT, 0);
    header[Ipv4View.TTL] = 0;
    u16(header, Ipv4View.CHECKSUM, 0);
    for (int i = Ipv4View.HEADER_BYTES; i < headerLength; ) {
      int option = header[i] & 255;
      if (option == 0) return;
      int size = option == 1 ? 1 : i + 1 < headerLength ? Math.max(2, header[i + 1] & 255) : 1;
      if (!immutable(option)) for (int k = i; k < Math.min(headerLength, i + size); k++) header[k] = 0;
      i += size;
    }
  }

  /** RFC 4302 appendix A1: no-operation, the security options, router alert, sender directed multi-destination. */
  private static boolean immutable(int option) {
    return switch (option) {
      case 1, 130, 133, 134, 148, 149 -> true;
      default -> false;
    };
  }

  static int ipHeaderBytes(boolean v4) {
    return v4 ? Ipv4View.HEADER_BYTES : IPV6_HEADER_BYTES;
  }

  void wipe() {
    hmac.wipe();
  }
}
