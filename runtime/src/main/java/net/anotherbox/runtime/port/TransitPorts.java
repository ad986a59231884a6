package net.anotherbox.runtime.port;

import java.util.List;
import net.anotherbox.runtime.value.Address;
import net.anotherbox.runtime.value.Ipv4;
import net.anotherbox.runtime.value.PacketMatch;

/**
 * Probes of Tunnel Endpoint Discovery (draft-fluhrer-ted-00) on their way through the box: ISAKMP datagrams to UDP port 500
 * of exchange type 240, whose addresses are those of the hosts that want to talk. Called on the control thread.
 */
public interface TransitPorts {
  /** The exchange type of a probe: the byte at offset 18 of the datagram. */
  int PROBE = 240;

  /** Gets a probe, on the control thread. The array is the receiver's to keep. */
  interface Receiver {
    void received(String linuxName, Address source, int sourcePort, Address destination, int destinationPort,
        byte[] datagram);
  }

  /** Whether packets between these addresses are meant; of the match, the addresses alone count. */
  record Rule(boolean permit, PacketMatch match) {}

  /**
   * Probes that arrive by a link and that a crypto map answers for: the first rule that matches decides, no match is no. One
   * for each entry of a map; one that permits is enough.
   */
  record Watch(String linuxName, List<Rule> rules) {
    /** Whether a probe with these addresses is meant. */
    public boolean covers(Ipv4 source, Ipv4 destination) {
      for (Rule r : rules)
        if (matches(r.match.source(), r.match.sourceWildcard(), source)
            && matches(r.match.destination(), r.match.destinationWildcard(), destination)) return r.permit;
      return false;
    }

    private static boolean matches(Ipv4 network, Ipv4 wildcard, Ipv4 address) {
      return address.and(wildcard.inverted()).equals(network);
    }
  }

  /**
   * Exactly the probes of these watches come to the receiver from now on, whole datagrams only, whether they are for others
   * or for the box, instead of being forwarded or dropped as clear text; all others go on their way. An empty list ends it.
   *
   * @throws PortUnavailable if they cannot be had, with the reason in the operating system's words
   */
  void intercept(List<Watch> watches, Receiver receiver) throws PortUnavailable;

  /**
   * Sends one datagram under another host's address by this link, to the next hop that routing gives: TOS 0xC0, TTL 255,
   * exempt from crypto maps and from address translation. A failure is counted by the port, not thrown.
   */
  void send(String linuxName, Address source, int sourcePort, Address destination, int destinationPort, byte[] datagram);

  /** Where nothing can be seen or sent but by the box's own sockets. */
  TransitPorts NONE = new TransitPorts() {
    @Override
    public void intercept(List<Watch> watches, Receiver receiver) throws PortUnavailable {
      if (!watches.isEmpty()) throw new PortUnavailable("Operation not permitted");
    }

    @Override
    public void send(String linuxName, Address source, int sourcePort, Address destination, int destinationPort,
        byte[] datagram) {}
  };
}
