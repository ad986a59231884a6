package net.anotherbox.runtime.value;

/** An IPv6 prefix; host bits are always zero. Ordered by address, then by length. */
public record Ipv6Prefix(Ipv6 address, int length) implements Comparable<Ipv6Prefix> {
  /** What begins so is only good on its own link. */
  public static final Ipv6Prefix LINK_LOCAL = Ipv6Prefix.of("FE80::/10");
  public static final Ipv6Prefix MULTICAST = Ipv6Prefix.of("FF00::/8");
  public static final Ipv6Prefix DEFAULT = Ipv6Prefix.of("::/0");

  public Ipv6Prefix {
    if (length < 0 || length > 128) throw new IllegalArgumentException("prefix length " + length);
    address = new Ipv6(address.high() & ones(length), address.low() & ones(length - 64));
  }

  /** The first so many bits of 64. */
  private static long ones(int count) {
    return count <= 0 ? 0 : count >= 64 ? -1 : -1L << 64 - count;
  }

  /** Reads "X:X::X/n", or an address as the prefix of itself. @throws IllegalArgumentException if it is none */
  public static Ipv6Prefix of(String text) {
    int slash = text.indexOf('/');
    return slash < 0 ? new Ipv6Prefix(Ipv6.of(text), 128)
        : new Ipv6Prefix(Ipv6.of(text.substring(0, slash)), Integer.parseInt(text.substring(slash + 1)));
  }

  public boolean contains(Ipv6 a) {
    return (a.high() & ones(length)) == address.high() && (a.low() & ones(length - 64)) == address.low();
  }

  public boolean contains(Ipv6Prefix other) {
    return other.length >= length && contains(other.address);
  }

  /** The address of this prefix with these last 64 bits (RFC 4291 appendix A), where the prefix leaves them free. */
  public Ipv6 with(long interfaceIdentifier) {
    return new Ipv6(address.high(), address.low() | interfaceIdentifier & ~ones(length - 64));
  }

  /** The address that begins as this prefix does and goes on as the other address does. */
  public Ipv6 before(Ipv6 rest) {
    return new Ipv6(address.high() | rest.high() & ~ones(length), address.low() | rest.low() & ~ones(length - 64));
  }

  @Override
  public int compareTo(Ipv6Prefix o) {
    int c = address.compareTo(o.address);
    return c != 0 ? c : Integer.compare(length, o.length);
  }

  @Override
  public String toString() {
    return address + "/" + length;
  }
}
