package net.anotherbox.shell.access;

/**
 * The two ways in which password digests are written with the 64 characters {@code ./0-9A-Za-z}: packed from the left as
 * in RFC 4648 (types 4, 8 and 9), and from the right, low bits first, as in crypt (type 5).
 */
final class CryptBase64 {
  private static final String ALPHABET = "./0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

  private CryptBase64() {}

  /** Big-endian packing, no padding. */
  static String packed(byte[] bytes) {
    var out = new StringBuilder();
    int bits = 0;
    int held = 0;
    for (byte b : bytes) {
      bits = bits << 8 | b & 255;
      held += 8;
      for (; held >= 6; held -= 6) out.append(ALPHABET.charAt(bits >> held - 6 & 63));
    }
    if (held > 0) out.append(ALPHABET.charAt(bits << 6 - held & 63));
    return out.toString();
  }

  /** So many characters of a value, lowest six bits first. */
  static void lowFirst(int value, int characters, StringBuilder out) {
    for (int i = 0, v = value; i < characters; i++, v >>>= 6) out.append(ALPHABET.charAt(v & 63));
  }

  static boolean isMember(char c) {
    return ALPHABET.indexOf(c) >= 0;
  }
}
