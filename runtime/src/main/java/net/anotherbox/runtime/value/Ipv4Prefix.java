package net.anotherbox.runtime.value;

/** An IPv4 prefix; host bits are always zero. Ordered by address, then by length. */
public record Ipv4Prefix(Ipv4 address, int length) implements Comparable<Ipv4Prefix> {
  public Ipv4Prefix {
    if (length < 0 || length > 32) throw new IllegalArgumentException("prefix length " + length);
    address = address.and(Ipv4.mask(length));
  }

  /** Reads "a.b.c.d/n". @throws IllegalArgumentException if it is none */
  public static Ipv4Prefix of(String text) {
    int slash = text.indexOf('/');
    return slash < 0
        ? new Ipv4Prefix(Ipv4.of(text), 32)
        : new Ipv4Prefix(Ipv4.of(text.substring(0, slash)), Integer.parseInt(text.substring(slash + 1)));
  }

  public Ipv4 mask() {
    return Ipv4.mask(length);
  }

  public boolean contains(Ipv4 a) {
    return a.and(mask()).equals(address);
  }

  public boolean contains(Ipv4Prefix other) {
    return other.length >= length && contains(other.address);
  }

  @Override
  public int compareTo(Ipv4Prefix o) {
    int c = address.compareTo(o.address);
    return c != 0 ? c : Integer.compare(length, o.length);
  }

  @Override
  public String toString() {
    return address + "/" + length;
  }
}
