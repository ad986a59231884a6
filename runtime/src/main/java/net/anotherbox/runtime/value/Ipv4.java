package net.anotherbox.runtime.value;

import java.util.Optional;

/** An IPv4 address, as its 32 bits in network order. Ordered as an unsigned number, as IOS sorts addresses. */
public record Ipv4(int bits) implements Address, Comparable<Ipv4> {
  public static final Ipv4 ANY = new Ipv4(0);
  public static final Ipv4 BROADCAST = new Ipv4(-1);

  /** Reads four decimal numbers with dots; anything else is empty. */
  public static Optional<Ipv4> parse(String text) {
    int bits = 0;
    int octets = 0;
    int value = -1;
    for (int i = 0; i <= text.length(); i++) {
      char c = i == text.length() ? '.' : text.charAt(i);
      if (c == '.') {
        if (value < 0 || octets == 4) return Optional.empty();
        bits = bits << 8 | value;
        octets++;
        value = -1;
      } else if (c >= '0' && c <= '9') {
        value = Math.max(value, 0) * 10 + (c - '0');
        if (value > 255) return Optional.empty();
      } else {
        return Optional.empty();
      }
    }
    return octets == 4 ? Optional.of(new Ipv4(bits)) : Optional.empty();
  }

  /** @throws IllegalArgumentException if the text is no IPv4 address */
  public static Ipv4 of(String text) {
    return parse(text).orElseThrow(() -> new IllegalArgumentException("not an IPv4 address: " + text));
  }

  /** The four bytes at the offset, in network order. */
  public static Ipv4 of(byte[] b, int at) {
    return new Ipv4((b[at] & 255) << 24 | (b[at + 1] & 255) << 16 | (b[at + 2] & 255) << 8 | b[at + 3] & 255);
  }

  /** The netmask of a prefix of this length, 0 to 32. */
  public static Ipv4 mask(int length) {
    return new Ipv4(length == 0 ? 0 : -1 << (32 - length));
  }

  public Ipv4 and(Ipv4 mask) {
    return new Ipv4(bits & mask.bits);
  }

  /** The inverse of a mask: a wildcard from a netmask and back. */
  public Ipv4 inverted() {
    return new Ipv4(~bits);
  }

  /** The prefix length if the bits are ones followed by zeros. */
  public Optional<Integer> prefixLength() {
    int ones = Integer.bitCount(bits);
    return mask(ones).bits == bits ? Optional.of(ones) : Optional.empty();
  }

  @Override
  public byte[] bytes() {
    return new byte[] {(byte) (bits >> 24), (byte) (bits >> 16), (byte) (bits >> 8), (byte) bits};
  }

  @Override
  public int compareTo(Ipv4 other) {
    return Integer.compareUnsigned(bits, other.bits);
  }

  @Override
  public String toString() {
    return (bits >>> 24) + "." + (bits >>> 16 & 255) + "." + (bits >>> 8 & 255) + "." + (bits & 255);
  }
}
