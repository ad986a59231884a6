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
        int c = numbers(a, i, i2, b, j, j2);
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

  private static int numbers(String a, int from, int to, String b, int from2, int to2) {
    while (from < to - 1 && a.charAt(from) == '0') from++;
    while (from2 < to2 - 1 && b.charAt(from2) == '0') from2++;
    int c = Integer.compare(to - from, to2 - from2);
    while (c == 0 && from < to) c = Character.compare(a.charAt(from++), b.charAt(from2++));
    return c;
  }

  private static boolean digit(String s, int i) {
    return s.charAt(i) >= '0' && s.charAt(i) <= '9';
  }
}
