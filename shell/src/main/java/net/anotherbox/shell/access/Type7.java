package net.anotherbox.shell.access;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;

/**
 * Passwords of type 7, which only keep a passer-by from reading them: two decimal digits say where in a well-known text to
 * begin, then each character is XORed with the next of that text.
 */
public final class Type7 {
  private static final byte[] KEY =
      "dsfd;kfoA,.iyewrkldJKDHSUBsgvca69834ncxv9873254k;fg87".getBytes(StandardCharsets.US_ASCII);
  /** The places at which IOS begins: 0 to 15. */
  public static final int SEEDS = 16;

  private Type7() {}

  /** @param seed where to begin, 0 to 15 */
  public static String hide(String plain, int seed) {
    byte[] p = plain.getBytes(StandardCharsets.ISO_8859_1);
    xor(p, seed);
    return String.format("%02d", seed) + HexFormat.of().withUpperCase().formatHex(p);
  }

  /** The plain text, or empty if it is not well formed. */
  public static Optional<String> reveal(String hidden) {
    if (!hidden.matches("\\d\\d(?:[0-9A-Fa-f]{2})*")) return Optional.empty();
    int seed = Integer.parseInt(hidden.substring(0, 2));
    if (seed >= KEY.length) return Optional.empty();
    byte[] p = HexFormat.of().parseHex(hidden.substring(2));
    xor(p, seed);
    return Optional.of(new String(p, StandardCharsets.ISO_8859_1));
  }

  private static void xor(byte[] p, int seed) {
    for (int i = 0; i < p.length; i++) p[i] ^= KEY[(seed + i) % KEY.length];
  }
}
