package net.anotherbox.plane.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import net.anotherbox.plane.Flows;
import net.anotherbox.runtime.port.FlowTable;
import net.anotherbox.runtime.port.PacketFilter;
import net.anotherbox.runtime.value.PacketMatch;
import net.anotherbox.runtime.value.PacketMatch.Ports;
import org.junit.jupiter.api.Test;

class NftRulesTest {
  private static final PacketMatch ANY = Flows.match(0, "0.0.0.0/0", 0, "0.0.0.0/0", 0);

  private static PacketMatch match(int protocol, Ports destinationPorts) {
    return Flows.full(protocol, 0, -1, Ports.ANY, 0, -1, destinationPorts, -1, -1, false, false, -1, -1, -1);
  }

  @Test
  void aMatchOfEverythingIsNoCondition() {
    assertEquals(List.of(""), NftRules.conditions(ANY, true));
  }

  @Test
  void wildcardsWithHolesBecomeMasks() {
    var m = Flows.full(-1, 0x0a010203, 0x00ff0000, Ports.ANY, 0x0b000001, 0, Ports.ANY, -1, -1, false, false, -1, -1, -1);
    assertEquals(List.of("ip saddr & 255.0.255.255 == 10.0.2.3 ip daddr 11.0.0.1 "), NftRules.conditions(m, true));
  }

  @Test
  void aPermitWithPortsTakesLaterFragmentsAndADenyDoesNot() {
    var m = match(6, new Ports(20, 21, false));
    assertEquals(List.of("ip protocol 6 ip frag-off & 0x1fff == 0 th dport 20-21 ",
            "ip protocol 6 ip frag-off & 0x1fff != 0 "),
        NftRules.conditions(m, true));
    assertEquals(List.of("ip protocol 6 ip frag-off & 0x1fff == 0 th dport 20-21 "), NftRules.conditions(m, false));
  }

  @Test
  void whatNoPacketCanMatchBecomesNoRule() {
    assertEquals(List.of(), NftRules.conditions(match(47, Ports.exactly(80)), true));
    assertEquals(List.of(), NftRules.conditions(
        Flows.full(-1, 0, -1, Ports.ANY, 0, -1, Ports.ANY, -1, -1, false, false, 0, 7, -1), true));
  }

  @Test
  void tosFieldsBecomeOneMaskedByte() {
    var m = Flows.full(-1, 0, -1, Ports.ANY, 0, -1, Ports.ANY, -1, -1, false, false, -1, 5, 8);
    assertEquals(List.of("@nh,8,8 & 0xfe == 0xb0 "), NftRules.conditions(m, true));
  }

  @Test
  void decryptedPacketsMeetTheListAgainWhereTheReleaseDoesSo() {
    var rules = List.of(new PacketFilter.Rule("F 10", true, ANY));
    String again = "arrive iifname \"crypto-wan\" jump";
    assertTrue(FilterRules.filter(List.of(new PacketFilter.Chain("wan", PacketFilter.Direction.IN, rules, true)))
        .contains(again));
    assertFalse(FilterRules.filter(List.of(new PacketFilter.Chain("wan", PacketFilter.Direction.IN, rules, false)))
        .contains(again));
  }

  @Test
  void anUnboundInterfaceMakesNoRules() {
    FlowTable table = Flows.table("Fa0/0", null, "1.1.1.1", Flows.entry(1, Flows.permit(1, ANY)));
    assertEquals(List.of(), NftRules.of(table, name -> 1).rules().stream().filter(r -> r.contains("out1")).toList());
  }

  @Test
  void aChangeKeepsTheCountersThatAreInBothAndDropsTheOthers() {
    var before = NftRules.of(Flows.table("Fa0/0", "eth0", "1.1.1.1",
        Flows.entry(1, Flows.permit(1, ANY)), Flows.entry(2, Flows.permit(2, ANY))), name -> 1);
    var after = NftRules.of(Flows.table("Fa0/0", "eth0", "1.1.1.1", Flows.entry(1, Flows.permit(2, ANY))), name -> 1);
    String change = after.change(before);
    assertTrue(change.contains("delete counter ip anotherbox clear1_1\n"));
    assertTrue(change.contains("delete chain ip anotherbox out1_2\n"));
    assertFalse(change.contains("counter ip anotherbox clear1_2\n"));
  }

  private static FlowTable clients(int count) {
    var all = new FlowTable.Entry[count];
    for (int i = 0; i < count; i++)
      all[i] = Flows.entry(10 + i, Flows.permit(10 + i, Flows.match(0, "10.1.0.0/16", 0, "10.2." + i + ".0/24", 0)));
    return Flows.table("Fa0/0", "eth0", "1.1.1.1", all);
  }

  @Test
  void oneMoreClientAmongManyCostsTwoElements() {
    String change = NftRules.of(clients(200), name -> 1).change(NftRules.of(clients(199), name -> 1));
    assertEquals("""
        add element ip anotherbox out1p16p24 { 10.1.0.0 . 10.2.199.0 }
        add element ip anotherbox in1p24p16 { 10.2.199.0 . 10.1.0.0 }
        """, change);
  }

  @Test
  void whatStandsBehindADenyIsAskedBehindIt() {
    var pair = Flows.match(0, "10.1.0.0/16", 0, "10.2.0.0/16", 0);
    var rules = NftRules.of(Flows.table("Fa0/0", "eth0", "1.1.1.1",
        Flows.entry(1, Flows.permit(1, pair)),
        Flows.entry(2, Flows.deny(match(6, Ports.exactly(80))), Flows.permit(2, ANY)),
        Flows.entry(3, Flows.permit(3, pair))), name -> 1).rules();
    assertEquals(List.of("out1 ip saddr & 255.255.0.0 . ip daddr & 255.255.0.0 @out1p16p16", "out1 jump out1_2",
            "out1 ip saddr & 255.255.0.0 . ip daddr & 255.255.0.0 @out1_2p16p16"),
        rules.stream().filter(r -> r.startsWith("out1 ")).map(r -> r.replaceAll(" meta.*", "")).toList());
  }

  @Test
  void elementsOfInboundSetsCountForTheirIdents() {
    var listing = """
        table ip anotherbox {
        	set out1p16p24 {
        		type ipv4_addr . ipv4_addr
        		elements = { 10.1.0.0 . 10.2.0.0 }
        	}
        	set in1p24p16 {
        		type ipv4_addr . ipv4_addr
        		counter
        		elements = { 10.2.0.0 . 10.1.0.0 counter packets 7 bytes 588,
        			     10.2.1.0 . 10.1.0.0 counter packets 0 bytes 0 }
        	}
        }
        """;
    assertEquals(java.util.Map.of("clear1_10", 7L, "clear1_11", 0L),
        NftRules.of(clients(2), name -> 1).pairs().counted(listing));
  }
}
