package net.anotherbox.crypto.isakmp.machine;

import java.util.Optional;
import net.anotherbox.runtime.wire.DecodeError;
import net.anotherbox.runtime.wire.Reader;

/** The data of a RESPONDER-LIFETIME notification (RFC 2407 section 4.6.3.1); what makes no sense is passed over. */
public final class ResponderLifetime {
  private ResponderLifetime() {}

  /** The lifetime in seconds, if it says one. */
  public static Optional<Integer> seconds(byte[] data) {
    return find(data, Suite.SECONDS).map(Long::intValue);
  }

  /** The lifetime in kilobytes, if it says one. */
  public static Optional<Long> kilobytes(byte[] data) {
    return find(data, Suite.KILOBYTES);
  }

  private static Optional<Long> find(byte[] data, int wanted) {
    try {
      var r = new Reader(data);
      long kind = 0;
      while (r.remaining() > 0) {
        int type = r.u16("attribute type");
        int length = (type & 0x8000) != 0 ? 2 : r.u16("attribute length");
        byte[] value = r.bytes(length, "attribute value");
        long n = 0;
        for (byte b : value) n = Math.min(n << 8 | b & 255, Integer.MAX_VALUE);
        int t = type & 0x7fff;
        if (t == Suite.LIFE_TYPE || t == 11) kind = n;
        else if ((t == Suite.LIFE_DURATION || t == 12) && kind == wanted && n > 0) return Optional.of(n);
      }
      return Optional.empty();
    } catch (DecodeError e) {
      return Optional.empty();
    }
  }
}
