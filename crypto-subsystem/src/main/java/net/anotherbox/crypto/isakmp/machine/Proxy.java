package net.anotherbox.crypto.isakmp.machine;

import java.util.Optional;
import net.anotherbox.crypto.isakmp.message.Payload;
import net.anotherbox.runtime.value.Address;
import net.anotherbox.runtime.value.FlowMatch;
import net.anotherbox.runtime.value.Ipv4;
import net.anotherbox.runtime.value.Ipv4Prefix;
import net.anotherbox.runtime.value.Ipv6;
import net.anotherbox.runtime.value.Ipv6Match;
import net.anotherbox.runtime.value.Ipv6Prefix;
import net.anotherbox.runtime.value.PacketMatch;

/**
 * One side of what an IPsec SA protects: an identity of quick mode.
 *
 * @param address network address
 * @param prefixLength 32 (128) for a host
 * @param protocol IP protocol, 0 for any
 * @param port 0 for any
 */
public record Proxy(Address address, int prefixLength, int protocol, int port) {
  private static final int IPV6_BYTES = 16;

  /** What an ID payload means, or empty if it is no host, network or range that makes a network. */
  public static Optional<Proxy> of(Payload.Id id) {
    byte[] d = id.data();
    return switch (id.kind()) {
      case Payload.Id.IPV4_ADDR -> Optional.of(new Proxy(Ipv4.of(d, 0), 32, id.protocol(), id.port()));
      case Payload.Id.IPV4_ADDR_SUBNET -> Ipv4.of(d, 4).prefixLength()
          .map(n -> new Proxy(Ipv4.of(d, 0).and(Ipv4.mask(n)), n, id.protocol(), id.port()));
      case Payload.Id.IPV4_ADDR_RANGE -> range(Ipv4.of(d, 0), Ipv4.of(d, 4))
          .map(p -> new Proxy(p.address(), p.length(), id.protocol(), id.port()));
      case Payload.Id.IPV6_ADDR -> Optional.of(new Proxy(Address.of(d), 128, id.protocol(), id.port()));
      case Payload.Id.IPV6_ADDR_SUBNET -> length(d).map(n -> new Proxy(masked(Ipv6.of(d, 0), n), n, id.protocol(),
          id.port()));
      default -> Optional.empty();
    };
  }

  /** Of the IPv6 mask in the second half; empty if it has gaps. */
  private static Optional<Integer> length(byte[] networkAndMask) {
    var mask = Ipv6.of(networkAndMask, IPV6_BYTES);
    int n = mask.high() == -1 ? Long.SIZE + Long.numberOfLeadingZeros(~mask.low()) : Long.numberOfLeadingZeros(~mask.high());
    return masked(new Ipv6(-1, -1), n).equals(mask) ? Optional.of(n) : Optional.empty();
  }

  private static Ipv6 masked(Ipv6 a, int length) {
    long high = length == 0 ? 0 : length >= Long.SIZE ? -1 : -1L << Long.SIZE - length;
    long low = length <= Long.SIZE ? 0 : -1L << 2 * Long.SIZE - length;
    return new Ipv6(a.high() & high, a.low() & low);
  }

  private static Optional<Ipv4Prefix> range(Ipv4 low, Ipv4 high) {
    return new Ipv4(~(low.bits() ^ high.bits())).prefixLength()
        .filter(n -> low.and(Ipv4.mask(n)).equals(low) && (high.bits() | Ipv4.mask(n).bits()) == -1)
        .map(n -> new Ipv4Prefix(low, n));
  }

  /** As IOS sends it: a host as such, all else as a network. */
  public Payload.Id id() {
    byte[] a = address.bytes();
    if (prefixLength == a.length * 8) return Payload.Id.of(address, protocol, port);
    byte[] b = new byte[a.length * 2];
    System.arraycopy(a, 0, b, 0, a.length);
    for (int i = 0; i < prefixLength; i++) b[a.length + i / 8] |= (byte) (0x80 >> i % 8);
    return new Payload.Id(a.length == 4 ? Payload.Id.IPV4_ADDR_SUBNET : Payload.Id.IPV6_ADDR_SUBNET, protocol, port, b);
  }

  /** Whether this is exactly that host, whatever the protocol. */
  public boolean isHost(Address host) {
    return address.equals(host) && prefixLength == address.bytes().length * 8;
  }

  /** The network, of an IPv4 proxy. @throws IllegalStateException for IPv6 */
  public Ipv4Prefix prefix() {
    if (address instanceof Ipv4 a) return new Ipv4Prefix(a, prefixLength);
    throw new IllegalStateException("no IPv4 proxy: " + this);
  }

  /** Whether the other one's network, of the same version of IP, is this one's or a part of it. */
  public boolean containsNetworkOf(Proxy other) {
    return switch (address) {
      case Ipv4 a -> other.address instanceof Ipv4 && prefix().contains(other.prefix());
      case Ipv6 a -> other.address instanceof Ipv6 b
          && new Ipv6Prefix(a, prefixLength).contains(new Ipv6Prefix(b, other.prefixLength));
    };
  }

  /**
   * What packets from the one to the other look like. @throws IllegalStateException if they are of different versions of
   * IP
   */
  public static FlowMatch match(Proxy source, Proxy destination) {
    if (source.address instanceof Ipv6 from && destination.address instanceof Ipv6 to)
      return Ipv6Match.proxy(source.protocol, new Ipv6Prefix(from, source.prefixLength), source.port,
          new Ipv6Prefix(to, destination.prefixLength), destination.port);
    return PacketMatch.proxy(source.protocol, source.prefix(), source.port, destination.prefix(), destination.port);
  }

  /** "10.1.1.0/255.255.255.0/0/0 (type=4)", as the key engine writes it. */
  public String text() {
    return address instanceof Ipv4
        ? address + "/" + Ipv4.mask(prefixLength) + "/" + protocol + "/" + port + " (type=" + (prefixLength == 32 ? 1
            : 4) + ")"
        : address + "/" + prefixLength + "/" + (protocol == 0 ? 256 : protocol) + "/" + port;
  }

  /** "10.1.1.0/255.255.255.0/0/0", as {@code show crypto ipsec sa} does. */
  public String brief() {
    return network() + "/" + protocol + "/" + port;
  }

  /** "10.1.1.0/255.255.255.0/0/0" with the port before the protocol, as {@code show crypto sockets} does. */
  public String socket() {
    return network() + "/" + port + "/" + protocol;
  }

  /** "10.1.1.0/255.255.255.0". */
  public String network() {
    return address + "/" + (address instanceof Ipv4 ? Ipv4.mask(prefixLength).toString() : "" + prefixLength);
  }

  /** "ip 10.1.1.0 0.0.0.255 host 10.2.1.1", as an access list says it of these two. */
  public static String rule(Proxy source, Proxy destination) {
    String protocol = switch (source.protocol) {
      case 0 -> source.address instanceof Ipv4 ? "ip" : "ipv6";
      case 1 -> "icmp";
      case 6 -> "tcp";
      case 17 -> "udp";
      case 47 -> "gre";
      default -> "" + source.protocol;
    };
    return protocol + " " + source.inRule() + " " + destination.inRule();
  }

  private String inRule() {
    String net = isHost(address) ? "host " + address : prefixLength == 0 ? "any"
        : address instanceof Ipv4 ? address + " " + Ipv4.mask(prefixLength).inverted() : address + "/" + prefixLength;
    return port == 0 ? net : net + " port = " + port;
  }
}
