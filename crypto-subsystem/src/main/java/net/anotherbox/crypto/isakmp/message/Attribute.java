package net.anotherbox.crypto.isakmp.message;

import java.util.Arrays;

/**
 * A data attribute (RFC 2408 section 3.3).
 *
 * <pre>
 *  |A|   Attribute Type   |  AF=0  Length  /  AF=1  Value  |
 *  |                 AF=0  Value ...                        |
 * </pre>
 *
 * @param basic the short form: two bytes of value in the place of the length
 * @param value in network order, as it came
 */
public record Attribute(int type, boolean basic, byte[] value) {
  /** The form IOS chooses: short for what fits two bytes, else four bytes. */
  public static Attribute of(int type, long number) {
    return number <= 0xffff
        ? new Attribute(type, true, new byte[] {(byte) (number >> 8), (byte) number})
        : new Attribute(type, false,
            new byte[] {(byte) (number >> 24), (byte) (number >> 16), (byte) (number >> 8), (byte) number});
  }

  /** IOS writes some lifetimes in the long form even where the short one would do. */
  public static Attribute variable(int type, long number) {
    return new Attribute(type, false,
        new byte[] {(byte) (number >> 24), (byte) (number >> 16), (byte) (number >> 8), (byte) number});
  }

  /** The value as an unsigned number, or -1 if it holds none or more than 2^31-1. */
  public long number() {
    if (value.length == 0 || value.length > 64) return -1;
    long n = 0;
    for (byte b : value) {
      n = n << 8 | b & 255;
      if (n > Integer.MAX_VALUE) return -1;
    }
    return n;
  }

  @Override
  public boolean equals(Object o) {
    return o instanceof Attribute a && a.type == type && a.basic == basic && Arrays.equals(a.value, value);
  }

  @Override
  public int hashCode() {
    return type * 31 + Arrays.hashCode(value);
  }
}
