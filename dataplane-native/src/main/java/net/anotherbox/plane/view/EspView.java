package net.anotherbox.plane.view;

/**
 * The clear part of an ESP packet (RFC 4303 section 2).
 *
 * <pre>
 * |               Security Parameters Index (SPI)                 |
 * |                      Sequence Number                          |
 * |             IV, then encrypted: payload, padding,             |
 * |                               | Pad Length    | Next Header   |
 * |         Integrity Check Value (not encrypted)                 |
 * </pre>
 */
public final class EspView {
  public static final int PROTOCOL = 50;
  public static final int HEADER_BYTES = 8;
  public static final int SEQUENCE = 4;
  /** Pad Length and Next Header. */
  public static final int TRAILER_BYTES = 2;

  private EspView() {}

  public static int spi(byte[] b, int at) {
    return NetworkOrder.i32(b, at);
  }

  /** Unsigned, 32 bits. */
  public static int sequence(byte[] b, int at) {
    return NetworkOrder.i32(b, at + SEQUENCE);
  }
}
