package net.anotherbox.runtime.value;

import net.anotherbox.runtime.value.PacketMatch.Ports;

/**
 * What one entry of an IPv6 access list asks of a packet, all fields. A field that does not matter holds its "any" value.
 *
 * @param protocol number of the last header in the chain, or {@link PacketMatch#ANY_PROTOCOL}; 58 is ICMPv6
 * @param sourcePorts for TCP and UDP
 * @param destinationPorts for TCP and UDP
 * @param icmpType ICMPv6 type, or -1
 * @param icmpCode ICMPv6 code, or -1
 * @param established only TCP segments with ACK or RST
 * @param fragments only fragments other than the first
 * @param dscp DSCP (0 to 63), or -1
 * @param flowLabel flow label (0 to 1048575), or -1
 */
public record Ipv6Match(int protocol, Ipv6Prefix source, Ports sourcePorts, Ipv6Prefix destination, Ports destinationPorts,
    int icmpType, int icmpCode, boolean established, boolean fragments, int dscp, int flowLabel) implements FlowMatch {
  /** Every packet. */
  public static final Ipv6Match ALL = new Ipv6Match(PacketMatch.ANY_PROTOCOL, Ipv6Prefix.DEFAULT, Ports.ANY,
      Ipv6Prefix.DEFAULT, Ports.ANY, -1, -1, false, false, -1, -1);

  /** What a proxy of IPsec covers; protocol 0 and port 0 mean any. */
  public static Ipv6Match proxy(int protocol, Ipv6Prefix source, int sourcePort, Ipv6Prefix destination,
      int destinationPort) {
    return new Ipv6Match(protocol == 0 ? PacketMatch.ANY_PROTOCOL : protocol, source,
        sourcePort == 0 ? Ports.ANY : Ports.exactly(sourcePort), destination,
        destinationPort == 0 ? Ports.ANY : Ports.exactly(destinationPort), -1, -1, false, false, -1, -1);
  }

  @Override
  public Ipv6Match mirrored() {
    return new Ipv6Match(protocol, destination, destinationPorts, source, sourcePorts, icmpType, icmpCode, established,
        fragments, dscp, flowLabel);
  }
}
