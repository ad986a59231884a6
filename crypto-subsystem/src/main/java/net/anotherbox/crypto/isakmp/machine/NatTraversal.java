package net.anotherbox.crypto.isakmp.machine;

import net.anotherbox.crypto.isakmp.message.Payload;

/** Whether there is a NAT between the peers, and in whose numbers quick mode then asks for ESP in UDP. */
public enum NatTraversal {
  /** No NAT: ESP and AH stand behind IP (RFC 2407 section 4.5). */
  NONE(1, 2),
  /** As RFC 3947 section 5.1 has it. */
  RFC(3, 4),
  /** As the drafts 02 and 03 before it had it. */
  DRAFT(61443, 61444);

  /** Where ISAKMP and ESP meet in UDP (RFC 3947 section 4). */
  public static final int PORT = 4500;

  private final int tunnel;
  private final int transport;

  NatTraversal(int tunnel, int transport) {
    this.tunnel = tunnel;
    this.transport = transport;
  }

  /** The value of the attribute "encapsulation mode". */
  int mode(boolean tunnelMode) {
    return tunnelMode ? tunnel : transport;
  }

  /**
   * Whether this value of the attribute is one of ours; -1 stands for an attribute that is not there: tunnel, without NAT.
   */
  boolean knows(long mode) {
    return mode == tunnel || mode == transport || mode == -1 && this == NONE;
  }

  boolean isTunnel(long mode) {
    return mode != transport;
  }

  /** Whether there is a NAT, and all that is offered through it is transport mode. */
  boolean isTransport(Payload.Sa offered) {
    return this != NONE && offered.proposals().stream().flatMap(p -> p.transforms().stream())
        .allMatch(t -> t.number(Suite.ENCAPSULATION) == transport);
  }

  /** What a mode's number means, in IOS's words. */
  static String name(long mode) {
    for (NatTraversal n : values()) {
      String udp = n == NONE ? "" : "-UDP";
      if (mode == n.tunnel) return "Tunnel" + udp;
      if (mode == n.transport) return "Transport" + udp;
    }
    return "unknown";
  }
}
