package net.anotherbox.plane;

import net.anotherbox.runtime.value.PacketMatch;

/** An ident's place in one forwarding state: under which interface, and which packets it covers. */
final class IdentEntry {
  final IdentState state;
  final int map;
  private final AclProgram outbound;
  private final AclProgram inbound;

  IdentEntry(IdentState state, int map, PacketMatch selector) {
    this.state = state;
    this.map = map;
    outbound = AclProgram.of(selector);
    inbound = AclProgram.of(selector.mirrored());
  }

  boolean takes(byte[] b, int at, int length) {
    return outbound.matches(b, at, length);
  }

  /** Whether a packet from the peer belongs to it. Selectors are IPv4, so no IPv6 packet does. */
  boolean covers(byte[] b, int at, int length) {
    return b[at] >> 4 == 4 && inbound.matches(b, at, length);
  }
}
