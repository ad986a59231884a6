package net.anotherbox.runtime.value;

import java.util.Optional;

/** An IPv4 or IPv6 address. */
public sealed interface Address permits Ipv4, Ipv6 {
  /** The address in network byte order: 4 or 16 bytes, a fresh array. */
  byte[] bytes();

  /** Reads either family from network byte order. @throws IllegalArgumentException unless 4 or 16 bytes long */
  static Address of(byte[] bytes) {
    return switch (bytes.length) {
      case 4 -> Ipv4.of(bytes, 0);
      case 16 -> Ipv6.of(bytes, 0);
      default -> throw new IllegalArgumentException("an address of " + bytes.length + " bytes");
    };
  }

  /** Reads either family as it is written. */
  static Optional<Address> parse(String text) {
    Optional<Address> four = Ipv4.parse(text).map(a -> a);
    return four.or(() -> Ipv6.parse(text));
  }
}
