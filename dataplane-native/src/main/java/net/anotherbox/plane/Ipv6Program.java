package net.anotherbox.plane;

import static net.anotherbox.plane.view.NetworkOrder.i32;
import static net.anotherbox.plane.view.NetworkOrder.u16;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import net.anotherbox.runtime.port.FlowTable.Entry;
import net.anotherbox.runtime.port.FlowTable.Rule;
import net.anotherbox.runtime.value.FlowMatch;
import net.anotherbox.runtime.value.Ipv6Match;
import net.anotherbox.runtime.value.Ipv6Prefix;
import net.anotherbox.runtime.value.PacketMatch.Ports;

/**
 * The rules of a crypto map for IPv6. As the kernel's own filter does, it asks for the last header of a packet, behind its
 * extension headers; of a fragment other than the first the protocol is known, and no port. On one thread: where the last
 * header stands is kept while the rules are walked.
 */
final class Ipv6Program implements PacketProgram {
  static final int HEADER_BYTES = 40;
  private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
  private static final int SOURCE = 8;
  private static final int DESTINATION = 24;
  private static final int HOP_BY_HOP = 0;
  private static final int ROUTING = 43;
  private static final int FRAGMENT = 44;
  private static final int AUTHENTICATION = 51;
  private static final int DESTINATION_OPTIONS = 60;
  private static final int TCP = 6;
  private static final int UDP = 17;
  private static final int ICMPV6 = 58;
  private static final int ACK_OR_RST = 0x14;
  private static final int FLOW_LABEL = 0xfffff;

  /** A rule and the number of the one that follows its entry. */
  private record Row(Ipv6Match match, boolean permit, int nextEntry, long sourceHigh, long sourceLow, long destinationHigh,
      long destinationLow) {}

  private final Row[] rows;
  private int protocol;
  private int transport;
  private boolean laterFragment;

  private Ipv6Program(List<Row> rows) {
    this.rows = rows.toArray(Row[]::new);
  }

  /** All rules of these entries, source and destination exchanged if {@code mirrored}. */
  static Ipv6Program of(List<Entry> entries, boolean mirrored) {
    var rows = new ArrayList<Row>();
    int first = 0;
    for (Entry entry : entries) {
      first += entry.rules().size();
      for (Rule rule : entry.rules()) {
        FlowMatch wanted = mirrored ? rule.match().mirrored() : rule.match();
        var m = (Ipv6Match) wanted;
        rows.add(new Row(m, rule.permit(), first, ones(m.source().length()), ones(m.source().length() - 64),
            ones(m.destination().length()), ones(m.destination().length() - 64)));
      }
    }
    return new Ipv6Program(rows);
  }

  /** The first so many bits of 64. */
  private static long ones(int count) {
    return count <= 0 ? 0 : count >= 64 ? -1 : -1L << 64 - count;
  }

  /** The packet's length as its header says it, or -1 if this is no IPv6 packet that is all there. */
  static int length(byte[] b, int at, int room) {
    if (room < HEADER_BYTES || (b[at] >> 4 & 15) != 6) return -1;
    int length = HEADER_BYTES + u16(b, at + 4);
    return length <= room ? length : -1;
  }

  @Override
  public int permit(byte[] b, int at, int length) {
    findLastHeader(b, at, length);
    int rule = 0;
    while (rule < rows.length) {
      Row r = rows[rule];
      if (matches(r, b, at, length)) {
        if (r.permit) return rule;
        rule = r.nextEntry;
      } else {
        rule++;
      }
    }
    return -1;
  }

  private void findLastHeader(byte[] b, int at, int length) {
    int next = b[at + 6] & 255;
    int place = at + HEADER_BYTES;
    int end = at + length;
    laterFragment = false;
    while (isExtension(next) && place + 8 <= end) {
      if (next == FRAGMENT && (u16(b, place + 2) & 0xfff8) != 0) {
        laterFragment = true;
        next = b[place] & 255;
        break;
      }
      int size = next == FRAGMENT ? 8 : next == AUTHENTICATION ? ((b[place + 1] & 255) + 2) * 4 : ((b[place + 1] & 255) + 1) * 8;
      next = b[place] & 255;
      place += size;
    }
    protocol = next;
    transport = place;
  }

  private static boolean isExtension(int next) {
    return next == HOP_BY_HOP || next == ROUTING || next == FRAGMENT || next == AUTHENTICATION || next == DESTINATION_OPTIONS;
  }

  private boolean matches(Row r, byte[] b, int at, int length) {
    Ipv6Match m = r.match;
    return within(b, at + SOURCE, m.source(), r.sourceHigh, r.sourceLow)
        && within(b, at + DESTINATION, m.destination(), r.destinationHigh, r.destinationLow) && isOf(m.protocol(), b, at)
        && (m.dscp() < 0 || (i32(b, at) >>> 22 & 63) == m.dscp())
        && (m.flowLabel() < 0 || (i32(b, at) & FLOW_LABEL) == m.flowLabel())
        && (!m.fragments() || laterFragment) && details(r, b, at + length);
  }

  private boolean isOf(int wanted, byte[] b, int at) {
    return wanted < 0 || (wanted == AUTHENTICATION ? (b[at + 6] & 255) == wanted : protocol == wanted);
  }

  private static boolean within(byte[] b, int at, Ipv6Prefix p, long high, long low) {
    return ((long) LONG.get(b, at) & high) == p.address().high() && ((long) LONG.get(b, at + 8) & low) == p.address().low();
  }

  /** What is asked of the last header. */
  private boolean details(Row r, byte[] b, int end) {
    Ipv6Match m = r.match;
    boolean ports = !m.sourcePorts().isAny() || !m.destinationPorts().isAny();
    boolean icmp = m.icmpType() >= 0 || m.icmpCode() >= 0;
    if (!ports && !icmp && !m.established()) return true;
    boolean suits = (!ports || protocol == TCP || protocol == UDP) && (!icmp || protocol == ICMPV6)
        && (!m.established() || protocol == TCP);
    if (!suits) return false;
    if (laterFragment) return r.permit;
    if (icmp) return transport + 2 <= end && (m.icmpType() < 0 || (b[transport] & 255) == m.icmpType())
        && (m.icmpCode() < 0 || (b[transport + 1] & 255) == m.icmpCode());
    return suits(m.sourcePorts(), b, transport, end) && suits(m.destinationPorts(), b, transport + 2, end)
        && (!m.established() || transport + 14 <= end && (b[transport + 13] & ACK_OR_RST) != 0);
  }

  private static boolean suits(Ports wanted, byte[] b, int at, int end) {
    return wanted.isAny() || at + 2 <= end && wanted.contains(u16(b, at));
  }
}
