package net.anotherbox.plane;

import java.util.List;
import net.anotherbox.runtime.port.FlowTable.Entry;
import net.anotherbox.runtime.port.FlowTable.InterfaceMap;
import net.anotherbox.runtime.port.FlowTable.Rule;
import net.anotherbox.runtime.value.FlowMatch;
import net.anotherbox.runtime.value.Ipv6Match;
import net.anotherbox.runtime.value.PacketMatch;

/** The rules of a crypto map, compiled for packets of its version of IP. Neither waits nor allocates when asked. */
sealed interface PacketProgram permits AclProgram, Ipv6Program {
  /** All rules of a map, source and destination exchanged if {@code mirrored}. */
  static PacketProgram of(InterfaceMap map, boolean mirrored) {
    return map.ipv6() ? Ipv6Program.of(map.entries(), mirrored) : AclProgram.of(map.entries(), mirrored);
  }

  /** One rule that permits. */
  static PacketProgram of(FlowMatch match) {
    return switch (match) {
      case PacketMatch m -> AclProgram.of(m);
      case Ipv6Match m -> Ipv6Program.of(List.of(new Entry(0, List.of(new Rule(true, m, List.of())))), false);
    };
  }

  /** The number of the rule, counted over all entries, that permits this well-formed packet, or -1. */
  int permit(byte[] b, int at, int length);

  /** Whether any rule permits it. */
  default boolean matches(byte[] b, int at, int length) {
    return permit(b, at, length) >= 0;
  }
}
