package net.anotherbox.config.text;

/** Compares texts with runs of digits as numbers: "10 a" after "9 a". */
final class NaturalOrder {
  private NaturalOrder() {}

  static int compare(String a, String b) {
    int i = 0;
    int j = 0;
    while (i < a.length() && j < b.length()) {
      if (digit(a, i) && digit(b, j)) {
        int i2 = i;
        int j2 = j;
        while (i2 < a.length() && digit(a, i2)) i2++;
        while (j2 < b.length() && digit(b, j2)) j2++;
        int c = new java.math.BigInteger(a.substring(i, i2)).compareTo(new java.math.BigInteger(b.substring(j, j2)));
        if (c != 0) return c;
        i = i2;
        j = j2;
      } else {
        int c = Character.compare(a.charAt(i++), b.charAt(j++));
        if (c != 0) return c;
      }
    }
    return Integer.compare(a.length() - i, b.length() - j);
  }

  private static boolean digit(String s, int i) {
    return s.charAt(i) >= '0' && s.charAt(i) <= '9';
  }
}
