package net.anotherbox.plane;

import static net.anotherbox.plane.view.NetworkOrder.i32;
import static net.anotherbox.plane.view.NetworkOrder.u16;

import java.util.List;
import net.anotherbox.plane.view.Ipv4View;
import net.anotherbox.runtime.port.FlowTable.Entry;
import net.anotherbox.runtime.port.FlowTable.Rule;
import net.anotherbox.runtime.value.FlowMatch;
import net.anotherbox.runtime.value.PacketMatch;
import net.anotherbox.runtime.value.PacketMatch.Ports;

/**
 * The rules of a crypto map as rows of integers, walked from the top. A deny that matches leads to the first rule of the
 * next entry, a permit that matches ends the walk.
 */
final class AclProgram implements PacketProgram {
  private static final int SOURCE = 0;
  private static final int SOURCE_MASK = 1;
  private static final int DESTINATION = 2;
  private static final int DESTINATION_MASK = 3;
  private static final int PROTOCOL = 4;
  private static final int FLAGS = 5;
  private static final int SOURCE_PORTS = 6;
  private static final int DESTINATION_PORTS = 7;
  private static final int ICMP = 8;
  private static final int ICMP_MASK = 9;
  private static final int TOS = 10;
  private static final int TOS_MASK = 11;
  private static final int NEXT_ENTRY = 12;
  private static final int ROW = 13;

  private static final int PERMIT = 1;
  private static final int ESTABLISHED = 2;
  private static final int FRAGMENTS = 4;
  private static final int HAS_SOURCE_PORTS = 8;
  private static final int HAS_DESTINATION_PORTS = 16;
  private static final int NOT_SOURCE_PORTS = 32;
  private static final int NOT_DESTINATION_PORTS = 64;
  private static final int HAS_ICMP = 128;
  private static final int TRANSPORT = ESTABLISHED | HAS_SOURCE_PORTS | HAS_DESTINATION_PORTS | HAS_ICMP;

  private static final int TCP = 6;
  private static final int UDP = 17;
  private static final int ACK_OR_RST = 0x14;

  private static final TosByte IMPOSSIBLE = new TosByte(1, 0);

  private final int[] code;

  private AclProgram(int[] code) {
    this.code = code;
  }

  /** All rules of these entries, source and destination exchanged if {@code mirrored}. */
  static AclProgram of(List<Entry> entries, boolean mirrored) {
    int count = entries.stream().mapToInt(e -> e.rules().size()).sum();
    int[] code = new int[count * ROW];
    int at = 0;
    int first = 0;
    for (Entry entry : entries) {
      first += entry.rules().size();
      for (Rule rule : entry.rules()) {
        FlowMatch m = mirrored ? rule.match().mirrored() : rule.match();
        row(code, at * ROW, (PacketMatch) m, rule.permit(), first);
        at++;
      }
    }
    return new AclProgram(code);
  }

  static AclProgram of(PacketMatch match) {
    int[] code = new int[ROW];
    row(code, 0, match, true, 1);
    return new AclProgram(code);
  }

  private static void row(int[] code, int at, PacketMatch m, boolean permit, int nextEntry) {
    code[at + SOURCE] = m.source().bits();
    code[at + SOURCE_MASK] = ~m.sourceWildcard().bits();
    code[at + DESTINATION] = m.destination().bits();
    code[at + DESTINATION_MASK] = ~m.destinationWildcard().bits();
    code[at + PROTOCOL] = m.protocol();
    code[at + SOURCE_PORTS] = m.sourcePorts().low() << 16 | m.sourcePorts().high();
    code[at + DESTINATION_PORTS] = m.destinationPorts().low() << 16 | m.destinationPorts().high();
    code[at + ICMP] = Math.max(m.icmpType(), 0) << 8 | Math.max(m.icmpCode(), 0);
    code[at + ICMP_MASK] = (m.icmpType() < 0 ? 0 : 0xff00) | (m.icmpCode() < 0 ? 0 : 0xff);
    TosByte tos = TosByte.of(m).orElse(IMPOSSIBLE);
    code[at + TOS] = tos.value();
    code[at + TOS_MASK] = tos.mask();
    code[at + FLAGS] = (permit ? PERMIT : 0) | (m.established() ? ESTABLISHED : 0) | (m.fragments() ? FRAGMENTS : 0)
        | ports(m.sourcePorts(), HAS_SOURCE_PORTS, NOT_SOURCE_PORTS)
        | ports(m.destinationPorts(), HAS_DESTINATION_PORTS, NOT_DESTINATION_PORTS)
        | (code[at + ICMP_MASK] != 0 ? HAS_ICMP : 0);
    code[at + NEXT_ENTRY] = nextEntry;
  }

  private static int ports(Ports ports, int has, int not) {
    return ports.isAny() ? 0 : has | (ports.negated() ? not : 0);
  }

  @Override
  public int permit(byte[] b, int at, int length) {
    int[] c = code;
    int source = i32(b, at + Ipv4View.SOURCE);
    int destination = i32(b, at + Ipv4View.DESTINATION);
    int protocol = b[at + Ipv4View.PROTOCOL] & 255;
    int rows = c.length / ROW;
    int rule = 0;
    while (rule < rows) {
      int r = rule * ROW;
      if ((source & c[r + SOURCE_MASK]) == c[r + SOURCE]
          && (destination & c[r + DESTINATION_MASK]) == c[r + DESTINATION]
          && (c[r + PROTOCOL] < 0 || c[r + PROTOCOL] == protocol)
          && (b[at + Ipv4View.TOS] & c[r + TOS_MASK]) == c[r + TOS]
          && ((c[r + FLAGS] & (TRANSPORT | FRAGMENTS)) == 0 || details(c, r, protocol, b, at, length))) {
        if ((c[r + FLAGS] & PERMIT) != 0) return rule;
        rule = c[r + NEXT_ENTRY];
      } else {
        rule++;
      }
    }
    return -1;
  }

  /** The conditions on what follows the IP header, and on there being one to follow. */
  private static boolean details(int[] c, int r, int protocol, byte[] b, int at, int length) {
    int flags = c[r + FLAGS];
    boolean fragment = (u16(b, at + Ipv4View.FRAGMENT) & Ipv4View.OFFSET_MASK) != 0;
    if ((flags & FRAGMENTS) != 0 && !fragment) return false;
    if ((flags & TRANSPORT) == 0) return true;
    boolean suits = ((flags & (HAS_SOURCE_PORTS | HAS_DESTINATION_PORTS)) == 0 || protocol == TCP || protocol == UDP)
        && ((flags & ESTABLISHED) == 0 || protocol == TCP) && ((flags & HAS_ICMP) == 0 || protocol == 1);
    if (!suits) return false;
    if (fragment) return (flags & PERMIT) != 0;
    int transport = at + ((b[at] & 15) << 2);
    int room = at + length - transport;
    if ((flags & HAS_ICMP) != 0) return room >= 2 && (u16(b, transport) & c[r + ICMP_MASK]) == c[r + ICMP];
    if ((flags & HAS_SOURCE_PORTS) != 0 && (room < 2
        || within(u16(b, transport), c[r + SOURCE_PORTS]) == ((flags & NOT_SOURCE_PORTS) != 0))) {
      return false;
    }
    if ((flags & HAS_DESTINATION_PORTS) != 0 && (room < 4
        || within(u16(b, transport + 2), c[r + DESTINATION_PORTS]) == ((flags & NOT_DESTINATION_PORTS) != 0))) {
      return false;
    }
    return (flags & ESTABLISHED) == 0 || room >= 14 && (b[transport + 13] & ACK_OR_RST) != 0;
  }

  private static boolean within(int port, int range) {
    return port >= range >>> 16 && port <= (range & 0xffff);
  }
}
