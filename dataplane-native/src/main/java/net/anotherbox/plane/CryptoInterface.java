package net.anotherbox.plane;

import java.util.List;
import net.anotherbox.runtime.port.FlowTable.Fragmentation;
import net.anotherbox.runtime.port.FlowTable.InterfaceMap;

/** One interface's crypto map, compiled. */
final class CryptoInterface {
  final int number;
  final String interfaceName;
  final boolean ipv6;
  final boolean addressed;
  final Fragmentation fragmentation;
  final PacketProgram outbound;
  final PacketProgram inbound;

  /** By rule, counted over all entries; empty for denies. */
  private final IdentEntry[][] idents;

  CryptoInterface(int number, InterfaceMap map, List<IdentEntry[]> idents) {
    this.number = number;
    interfaceName = map.interfaceName();
    ipv6 = map.ipv6();
    addressed = map.local() != null;
    fragmentation = map.fragmentation();
    outbound = PacketProgram.of(map, false);
    inbound = PacketProgram.of(map, true);
    this.idents = idents.toArray(IdentEntry[][]::new);
  }

  /** The first of the rule's idents that covers this packet of ours, or null. */
  IdentEntry identOut(int rule, byte[] b, int at, int length) {
    for (IdentEntry e : idents[rule]) if (e.takes(b, at, length)) return e;
    return null;
  }

  /** The same for a packet from outside. */
  IdentEntry identIn(int rule, byte[] b, int at, int length) {
    for (IdentEntry e : idents[rule]) if (e.covers(b, at, length)) return e;
    return null;
  }
}
