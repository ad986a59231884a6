package net.anotherbox.plane;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import net.anotherbox.runtime.port.FlowTable.Entry;
import net.anotherbox.runtime.port.FlowTable.Rule;
import net.anotherbox.runtime.value.PacketMatch;
import net.anotherbox.runtime.value.PacketMatch.Ports;
import org.junit.jupiter.api.Test;

class AclProgramTest {
  private static int permit(AclProgram program, byte[] packet) {
    return program.permit(packet, 0, packet.length);
  }

  private static final PacketMatch ALL = Flows.match(0, "0.0.0.0/0", 0, "0.0.0.0/0", 0);

  @Test
  void aDenyGoesOnWithTheNextEntry() {
    var program = AclProgram.of(List.of(
        Flows.entry(10, Flows.deny(Flows.match(0, "10.0.0.0/8", 0, "10.9.0.0/16", 0)), Flows.permit(1, ALL)),
        Flows.entry(20, Flows.permit(2, Flows.match(0, "10.0.0.0/8", 0, "0.0.0.0/0", 0)))), false);
    assertEquals(1, permit(program, Packets.udp("10.1.1.1", 1, "10.2.1.1", 2, 40)));
    assertEquals(2, permit(program, Packets.udp("10.1.1.1", 1, "10.9.1.1", 2, 40)));
    assertEquals(1, permit(program, Packets.udp("11.1.1.1", 1, "10.9.1.1", 2, 40)));
  }

  @Test
  void aDenyInTheLastEntryLeavesThePacketClear() {
    var program = AclProgram.of(List.of(
        Flows.entry(10, Flows.deny(Flows.match(6, "0.0.0.0/0", 0, "0.0.0.0/0", 22)), Flows.permit(1, ALL))), false);
    assertEquals(-1, permit(program, Packets.tcp("1.1.1.1", 5, "2.2.2.2", 22, 2)));
    assertEquals(1, permit(program, Packets.tcp("1.1.1.1", 5, "2.2.2.2", 23, 2)));
  }

  @Test
  void fragmentsMeetPermitsWithPortsByAddressAndDeniesNever() {
    var port80 = Flows.match(17, "0.0.0.0/0", 0, "0.0.0.0/0", 80);
    byte[] later = Packets.fragment(Packets.udp("1.1.1.1", 1, "2.2.2.2", 9, 100), 100, false);
    assertEquals(0, permit(AclProgram.of(port80), later));
    var deny = AclProgram.of(List.of(Flows.entry(1, Flows.deny(port80), Flows.permit(1, ALL))), false);
    assertEquals(1, permit(deny, later));
    assertEquals(-1, permit(AclProgram.of(Flows.match(6, "0.0.0.0/0", 0, "0.0.0.0/0", 80)), later));
  }

  @Test
  void aMirroredProgramTakesTheAnswers() {
    var rule = Flows.permit(1, Flows.match(6, "10.1.0.0/16", 0, "10.2.0.0/16", 80));
    var program = AclProgram.of(List.of(Flows.entry(1, rule)), true);
    assertEquals(0, permit(program, Packets.tcp("10.2.3.4", 80, "10.1.3.4", 999, 0x12)));
    assertEquals(-1, permit(program, Packets.tcp("10.1.3.4", 999, "10.2.3.4", 80, 0x12)));
  }

  @Test
  void contradictingTosFieldsMatchNothing() {
    var contradiction = Flows.full(-1, 0, -1, Ports.ANY, 0, -1, Ports.ANY, -1, -1, false, false, 0, 7, -1);
    byte[] packet = Packets.udp("1.1.1.1", 1, "2.2.2.2", 2, 40);
    for (int tos = 0; tos < 256; tos++) {
      packet[1] = (byte) tos;
      assertEquals(-1, permit(AclProgram.of(contradiction), packet));
    }
  }

  /** Rules and packets at random, few values each so that they meet; against the words of PacketMatch's Javadoc. */
  @Test
  void agreesWithANaiveEvaluatorOnRandomRules() {
    var random = new SplittableRandom(11);
    int permitted = 0;
    for (int n = 0; n < 4_000; n++) {
      var entries = new ArrayList<Entry>();
      for (int e = 1 + random.nextInt(3); e > 0; e--) {
        var rules = new ArrayList<Rule>();
        for (int r = random.nextInt(4); r > 0; r--) {
          rules.add(new Rule(random.nextBoolean(), RandomTraffic.match(random), List.of()));
        }
        entries.add(new Entry(e, rules));
      }
      boolean mirrored = random.nextBoolean();
      var program = AclProgram.of(entries, mirrored);
      for (int p = 0; p < 20; p++) {
        byte[] packet = RandomTraffic.packet(random, 0);
        int expected = naive(entries, mirrored, packet);
        assertEquals(expected, permit(program, packet), () -> entries + " mirrored " + mirrored);
        if (expected >= 0) permitted++;
      }
    }
    assertTrue(permitted > 5_000 && permitted < 75_000, permitted + " of 80,000 permitted: the test tests little");
  }

  private static int naive(List<Entry> entries, boolean mirrored, byte[] b) {
    int number = 0;
    for (Entry entry : entries) {
      int inEntry = number;
      number += entry.rules().size();
      for (Rule rule : entry.rules()) {
        if (naive((PacketMatch) (mirrored ? rule.match().mirrored() : rule.match()), rule.permit(), b)) {
          if (rule.permit()) return inEntry;
          break;
        }
        inEntry++;
      }
    }
    return -1;
  }

  private static boolean naive(PacketMatch m, boolean permit, byte[] b) {
    int source = java.nio.ByteBuffer.wrap(b).getInt(12);
    int destination = java.nio.ByteBuffer.wrap(b).getInt(16);
    int protocol = b[9];
    int tos = b[1] & 255;
    boolean later = ((b[6] & 0x1f) << 8 | b[7] & 255) != 0;
    if (((source ^ m.source().bits()) & ~m.sourceWildcard().bits()) != 0) return false;
    if (((destination ^ m.destination().bits()) & ~m.destinationWildcard().bits()) != 0) return false;
    if (m.protocol() >= 0 && m.protocol() != protocol) return false;
    if (m.dscp() >= 0 && tos >> 2 != m.dscp()) return false;
    if (m.precedence() >= 0 && tos >> 5 != m.precedence()) return false;
    if (m.tos() >= 0 && (tos >> 1 & 15) != m.tos()) return false;
    if (m.fragments() && !later) return false;
    boolean ports = !m.sourcePorts().isAny() || !m.destinationPorts().isAny();
    boolean icmp = m.icmpType() >= 0 || m.icmpCode() >= 0;
    if (ports && protocol != 6 && protocol != 17) return false;
    if (m.established() && protocol != 6) return false;
    if (icmp && protocol != 1) return false;
    if (later && (ports || icmp || m.established())) return permit;
    int room = b.length - 20;
    if (icmp && (room < 2 || m.icmpType() >= 0 && b[20] != m.icmpType() || m.icmpCode() >= 0 && b[21] != m.icmpCode())) {
      return false;
    }
    if (!m.sourcePorts().isAny() && (room < 2 || !m.sourcePorts().contains((b[20] & 255) << 8 | b[21] & 255))) return false;
    if (!m.destinationPorts().isAny()
        && (room < 4 || !m.destinationPorts().contains((b[22] & 255) << 8 | b[23] & 255))) {
      return false;
    }
    return !m.established() || room >= 14 && (b[33] & 0x14) != 0;
  }
}
