package net.anotherbox.crypto.isakmp.message;

import net.anotherbox.runtime.wire.DecodeError;
import net.anotherbox.runtime.wire.Reader;

/**
 * The header of every message (RFC 2408 section 3.1).
 *
 * <pre>
 *  |                 Initiator Cookie (8)                  |
 *  |                 Responder Cookie (8)                  |
 *  | Next Payload | MjVer | MnVer | Exchange Type | Flags  |
 *  |                      Message ID                       |
 *  |                        Length                         |
 * </pre>
 */
public record IsakmpHeader(long initiatorCookie, long responderCookie, int nextPayload, int version, int exchange, int flags,
    int messageId, int length) {
  public static final int SIZE = 28;
  private static final int EXCHANGE_AT = 18;
  public static final int VERSION = 0x10;
  public static final int ENCRYPTED = 1;

  /** A header to be sent; the writer fills in first payload and length. */
  public static IsakmpHeader of(long initiatorCookie, long responderCookie, int exchange, boolean encrypted, int messageId) {
    return new IsakmpHeader(initiatorCookie, responderCookie, 0, VERSION, exchange, encrypted ? ENCRYPTED : 0, messageId, 0);
  }

  /** Reads the first 28 bytes. @throws DecodeError if there are fewer, or the length is not that of the datagram */
  public static IsakmpHeader read(byte[] datagram) throws DecodeError {
    if (datagram.length < SIZE) throw new DecodeError("header length", datagram.length);
    var r = new Reader(datagram);
    long i = (long) r.i32("initiator cookie") << 32 | r.i32("initiator cookie") & 0xffffffffL;
    long s = (long) r.i32("responder cookie") << 32 | r.i32("responder cookie") & 0xffffffffL;
    int next = r.u8("next payload");
    int version = r.u8("version");
    int exchange = r.u8("exchange type");
    int flags = r.u8("flags");
    int mid = r.i32("message ID");
    int length = r.i32("length");
    if (length > datagram.length || length < 0) throw new DecodeError("length beyond the datagram", length & 0xffffffffL);
    if (length != datagram.length || length == SIZE) throw new DecodeError("length", length);
    return new IsakmpHeader(i, s, next, version, exchange, flags, mid, length);
  }

  /** The exchange type of what may be a message, or -1 if it is too short to have one. */
  public static int exchangeOf(byte[] datagram) {
    return datagram.length < SIZE ? -1 : datagram[EXCHANGE_AT] & 255;
  }

  public boolean encrypted() {
    return (flags & ENCRYPTED) != 0;
  }
}
