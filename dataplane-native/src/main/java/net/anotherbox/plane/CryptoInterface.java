package net.anotherbox.plane;

import java.util.List;
import net.anotherbox.runtime.port.FlowTable.Fragmentation;
import net.anotherbox.runtime.port.FlowTable.InterfaceMap;

/** One interface's crypto map, compiled. */
final class CryptoInterface {
  final int number;
  final String interfaceName;
  final boolean addressed;
  final Fragmentation fragmentation;
  final AclProgram outbound;
  final AclProgram inbound;

  /** By rule, counted over all entries; empty for denies. */
  private final IdentEntry[][] idents;

  CryptoInterface(int number, InterfaceMap map, List<IdentEntry[]> idents) {
    this.number = number;
    interfaceName = map.interfaceName();
    addressed = map.local() != null;
    fragmentation = map.fragmentation();
    outbound = AclProgram.of(map.entries(), false);
    inbound = AclProgram.of(map.entries(), true);
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
