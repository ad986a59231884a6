package net.anotherbox.runtime.value;

import java.util.Optional;

/**
 * An IPv6 address. Printed as IOS does: upper case, the longest run of zero groups as "::". Ordered as an unsigned number.
 */
public record Ipv6(long high, long low) implements Address, Comparable<Ipv6> {
  public static final Ipv6 ANY = new Ipv6(0, 0);

  /** Reads the text forms of RFC 4291 section 2.2; anything else is empty. */
  public static Optional<Ipv6> parse(String text) {
    if (text.isEmpty() || text.contains(":::")) return Optional.empty();
    int gap = text.indexOf("::");
    if (gap != text.lastIndexOf("::")) return Optional.empty();
    String[] head = groups(gap < 0 ? text : text.substring(0, gap));
    String[] tail = gap < 0 ? new String[0] : groups(text.substring(gap + 2));
    int count = head.length + tail.length;
    if (gap < 0 ? count != 8 : count > 7) return Optional.empty();
    int[] g = new int[8];
    for (int i = 0; i < head.length; i++) if ((g[i] = group(head[i])) < 0) return Optional.empty();
    for (int i = 0; i < tail.length; i++) if ((g[8 - tail.length + i] = group(tail[i])) < 0) return Optional.empty();
    return Optional.of(new Ipv6(join(g, 0), join(g, 4)));
  }

  /** @throws IllegalArgumentException if the text is no IPv6 address */
  public static Ipv6 of(String text) {
    return parse(text).orElseThrow(() -> new IllegalArgumentException("not an IPv6 address: " + text));
  }

  /** The sixteen bytes at the offset, in network order. */
  public static Ipv6 of(byte[] b, int at) {
    long h = 0;
    long l = 0;
    for (int i = 0; i < 8; i++) {
      h = h << 8 | b[at + i] & 255;
      l = l << 8 | b[at + 8 + i] & 255;
    }
    return new Ipv6(h, l);
  }

  /** The identifier of an interface with this MAC of six bytes (RFC 4291 appendix A). */
  public static long identifier(byte[] mac) {
    long id = 0;
    for (int i = 0; i < 6; i++) {
      id = id << 8 | mac[i] & 255;
      if (i == 2) id = id << 16 | 0xfffe;
    }
    return id ^ 1L << 57;
  }

  /** Whether it is good on its own link only: FE80::/10. */
  public boolean isLinkLocal() {
    return high >>> 54 == 0xfe80 >>> 6;
  }

  public boolean isMulticast() {
    return high >>> 56 == 0xff;
  }

  @Override
  public int compareTo(Ipv6 o) {
    int c = Long.compareUnsigned(high, o.high);
    return c != 0 ? c : Long.compareUnsigned(low, o.low);
  }

  private static String[] groups(String s) {
    return s.isEmpty() ? new String[0] : s.split(":", -1);
  }

  private static int group(String s) {
    if (s.isEmpty() || s.length() > 4) return -1;
    int v = 0;
    for (int i = 0; i < s.length(); i++) {
      int d = Character.digit(s.charAt(i), 16);
      if (d < 0) return -1;
      v = v << 4 | d;
    }
    return v;
  }

  private static long join(int[] g, int at) {
    return (long) g[at] << 48 | (long) g[at + 1] << 32 | (long) g[at + 2] << 16 | g[at + 3];
  }

  @Override
  public byte[] bytes() {
    byte[] b = new byte[16];
    for (int i = 0; i < 8; i++) {
      b[i] = (byte) (high >>> 56 - 8 * i);
      b[8 + i] = (byte) (low >>> 56 - 8 * i);
    }
    return b;
  }

  private int group(int i) {
    return (int) ((i < 4 ? high : low) >>> 48 - 16 * (i & 3)) & 0xffff;
  }

  @Override
  public String toString() {
    int best = -1;
    int bestLength = 1;
    for (int i = 0; i < 8; i++) {
      int n = 0;
      while (i + n < 8 && group(i + n) == 0) n++;
      if (n > bestLength) {
        best = i;
        bestLength = n;
      }
    }
    var out = new StringBuilder();
    for (int i = 0; i < 8; i++) {
      if (i == best) {
        out.append("::");
        i += bestLength - 1;
      } else {
        if (!out.isEmpty() && out.charAt(out.length() - 1) != ':') out.append(':');
        out.append(Integer.toHexString(group(i)).toUpperCase());
      }
    }
    return out.toString();
  }
}
