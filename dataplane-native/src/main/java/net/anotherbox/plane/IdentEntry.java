package net.anotherbox.plane;

import net.anotherbox.runtime.value.FlowMatch;
import net.anotherbox.runtime.value.PacketMatch;

/** An ident's place in one forwarding state: under which interface, and which packets it covers. */
final class IdentEntry {
  final IdentState state;
  final int map;
  /** Those that it protects. */
  final TunnelState[] tunnels;
  private static final TunnelState[] NONE = {};
  private final int version;
  private final PacketProgram outbound;
  private final PacketProgram inbound;

  IdentEntry(IdentState state, int map, FlowMatch selector) {
    this.state = state;
    this.map = map;
    version = selector instanceof PacketMatch ? 4 : 6;
    outbound = PacketProgram.of(selector);
    inbound = PacketProgram.of(selector.mirrored());
    tunnels = NONE;
  }

  /** One whose selector is the tunnels that it protects. */
  IdentEntry(IdentState state, TunnelState[] tunnels) {
    this.state = state;
    this.tunnels = tunnels;
    map = 0;
    version = 0;
    outbound = null;
    inbound = null;
  }

  /** Whether it belongs to tunnels, not to a crypto map. */
  boolean ofTunnels() {
    return tunnels != NONE;
  }

  boolean takes(byte[] b, int at, int length) {
    return outbound.matches(b, at, length);
  }

  /** Whether a packet from the peer belongs to it. */
  boolean covers(byte[] b, int at, int length) {
    return ofTunnels() || b[at] >> 4 == version && inbound.matches(b, at, length);
  }
}
