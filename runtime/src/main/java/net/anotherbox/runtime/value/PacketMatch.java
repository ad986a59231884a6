package net.anotherbox.runtime.value;

/**
 * What one access-list entry asks of an IPv4 packet, all fields. A field that does not matter holds its "any" value.
 * Shared by those who write such conditions (access lists, crypto maps, proxies) and those who test packets against them
 * (the plane's program, the kernel's rules), so that both mean the same.
 *
 * @param protocol IP protocol number, or {@link #ANY_PROTOCOL}
 * @param source source address; bits set in {@code sourceWildcard} do not matter
 * @param destination destination address; bits set in {@code destinationWildcard} do not matter
 * @param sourcePorts for TCP and UDP
 * @param destinationPorts for TCP and UDP
 * @param icmpType ICMP type, or -1
 * @param icmpCode ICMP code, or -1
 * @param established only TCP segments with ACK or RST
 * @param fragments only fragments other than the first
 * @param dscp DSCP (0 to 63), or -1
 * @param precedence IP precedence (0 to 7), or -1
 * @param tos the four TOS bits (0 to 15), or -1
 */
public record PacketMatch(int protocol, Ipv4 source, Ipv4 sourceWildcard, Ports sourcePorts, Ipv4 destination,
    Ipv4 destinationWildcard, Ports destinationPorts, int icmpType, int icmpCode, boolean established, boolean fragments,
    int dscp, int precedence, int tos) implements FlowMatch {
  public static final int ANY_PROTOCOL = -1;

  /** A range of ports, both ends included, 0 to 65535; {@code negated} for "neq". */
  public record Ports(int low, int high, boolean negated) {
    public static final Ports ANY = new Ports(0, 65535, false);

    public boolean isAny() {
      return low == 0 && high == 65535 && !negated;
    }

    public boolean contains(int port) {
      return (port >= low && port <= high) != negated;
    }

    public static Ports exactly(int port) {
      return new Ports(port, port, false);
    }
  }

  public PacketMatch {
    source = source.and(sourceWildcard.inverted());
    destination = destination.and(destinationWildcard.inverted());
  }

  /** Everything of this protocol from one network to the other, wildcards as in an access list. */
  public static PacketMatch ip(int protocol, Ipv4 source, Ipv4 sourceWildcard, Ipv4 destination, Ipv4 destinationWildcard) {
    return new PacketMatch(protocol, source, sourceWildcard, Ports.ANY, destination, destinationWildcard, Ports.ANY, -1, -1,
        false, false, -1, -1, -1);
  }

  /** The same for other sources. */
  public PacketMatch withSource(Ipv4 other, Ipv4 wildcard) {
    return new PacketMatch(protocol, other, wildcard, sourcePorts, destination, destinationWildcard, destinationPorts,
        icmpType, icmpCode, established, fragments, dscp, precedence, tos);
  }

  /** The same with ports, as a proxy of IPsec has them; port 0 means any. */
  public static PacketMatch proxy(int protocol, Ipv4Prefix source, int sourcePort, Ipv4Prefix destination,
      int destinationPort) {
    return new PacketMatch(protocol == 0 ? ANY_PROTOCOL : protocol, source.address(), source.mask().inverted(),
        sourcePort == 0 ? Ports.ANY : Ports.exactly(sourcePort), destination.address(), destination.mask().inverted(),
        destinationPort == 0 ? Ports.ANY : Ports.exactly(destinationPort), -1, -1, false, false, -1, -1, -1);
  }

  @Override
  public PacketMatch mirrored() {
    return new PacketMatch(protocol, destination, destinationWildcard, destinationPorts, source, sourceWildcard, sourcePorts,
        icmpType, icmpCode, established, fragments, dscp, precedence, tos);
  }
}
