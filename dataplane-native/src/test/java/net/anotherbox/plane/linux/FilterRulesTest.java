package net.anotherbox.plane.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import net.anotherbox.runtime.port.AddressTranslation;
import net.anotherbox.runtime.port.PacketFilter.Chain;
import net.anotherbox.runtime.port.PacketFilter.Direction;
import net.anotherbox.runtime.port.PacketFilter.Rule;
import net.anotherbox.runtime.value.Ipv4;
import net.anotherbox.runtime.value.PacketMatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The rules in a real kernel: a (10.1.0.2) - box (10.1.0.1, 10.2.0.1) - b (10.2.0.2). Needs root. */
@Tag("netns")
class FilterRulesTest {
  private NetNs a;
  private NetNs box;
  private NetNs b;

  @BeforeEach
  void wire() {
    a = new NetNs("fa");
    box = new NetNs("fbox");
    b = new NetNs("fb");
    a.join("eth0", "10.1.0.2/24", box, "lan", "10.1.0.1/24");
    box.join("wan", "10.2.0.1/24", b, "eth0", "10.2.0.2/24");
    a.run("ip route add default via 10.1.0.1");
    box.run("sysctl -qw net.ipv4.ip_forward=1");
  }

  @AfterEach
  void unwire() {
    for (NetNs n : List.of(a, box, b)) n.close();
  }

  private static PacketMatch icmp(int type, String source, String destination) {
    return new PacketMatch(1, Ipv4.of(source), source.equals("0.0.0.0") ? Ipv4.BROADCAST : Ipv4.ANY, PacketMatch.Ports.ANY,
        Ipv4.of(destination), destination.equals("0.0.0.0") ? Ipv4.BROADCAST : Ipv4.ANY, PacketMatch.Ports.ANY, type, -1,
            false, false,
        -1, -1, -1);
  }

  private void nft(String commands) {
    box.run(List.of("nft", commands));
  }

  private static boolean answers(NetNs from, String to) {
    return from.attempt("ping -n -c 2 -i 0.1 -W 1 " + to).status() == 0;
  }

  @Test
  void arrivingPacketsMeetTheList() {
    b.run("ip route add default via 10.2.0.1");
    assertTrue(answers(a, "10.2.0.2") && answers(b, "10.2.0.1"));
    var in = new Chain("wan", Direction.IN, List.of(new Rule("F 10", true, icmp(0, "0.0.0.0", "0.0.0.0")),
        new Rule("F 20", false, icmp(8, "0.0.0.0", "0.0.0.0"))));
    nft(FilterRules.filter(List.of(in)));
    assertTrue(answers(a, "10.2.0.2"), "replies are permitted");
    assertTrue(!answers(b, "10.1.0.2"), "requests are denied");
    assertTrue(!answers(b, "10.2.0.1"), "for the box itself too");
    assertTrue(!b.attempt("timeout 1 sh -c :</dev/tcp/10.2.0.1/9").text().contains("refused"));
    var names = FilterRules.counters(List.of(in));
    Map<String, Long> packets = FilterRules.packets(box.run("nft list counters table " + FilterRules.FILTER));
    assertEquals(2, packets.get(names.get("F 10")));
    assertEquals(4, packets.get(names.get("F 20")));
    nft(FilterRules.filter(List.of()));
    assertTrue(answers(b, "10.1.0.2"));
    assertEquals("", box.run("nft list ruleset"));
  }

  @Test
  void leavingPacketsOfTheBoxAreNotFiltered() {
    b.run("ip route add default via 10.2.0.1");
    var out = new Chain("wan", Direction.OUT, List.of(new Rule("G 10", false, icmp(-1, "0.0.0.0", "10.2.0.2"))));
    nft(FilterRules.filter(List.of(out)));
    assertTrue(!answers(a, "10.2.0.2"));
    assertTrue(answers(box, "10.2.0.2"));
  }

  @Test
  void insidePacketsTakeTheOutsideAddress() {
    assertTrue(!answers(a, "10.2.0.2"), "b has no way back");
    var any = new AddressTranslation.Rule(true, icmp(-1, "10.1.0.2", "0.0.0.0"));
    nft(FilterRules.translation(List.of(new AddressTranslation.Overload("wan", List.of("lan"), List.of(any)))));
    assertTrue(answers(a, "10.2.0.2"));
    var not = new AddressTranslation.Rule(false, icmp(-1, "10.1.0.2", "10.2.0.2"));
    nft(FilterRules.translation(List.of(new AddressTranslation.Overload("wan", List.of("lan"), List.of(not, any)))));
    assertTrue(!answers(a, "10.2.0.2"), "what the list denies keeps its source");
    nft(FilterRules.translation(List.of()));
    assertEquals("", box.run("nft list ruleset"));
  }

  @Test
  void theFilterCountsOnAcrossChangesAndLeavesNothing() {
    String before = box.run("nft list ruleset");
    try (var process = new BoxProcess(box, FilterBox.class, "")) {
      assertEquals("{F 10=0}", process.ask("icmp permit"));
      assertTrue(answers(b, "10.2.0.1"));
      assertEquals("{F 10=2}", process.ask("count"));
      assertEquals("{F 10=2}", process.ask("icmp deny"));
      assertTrue(!answers(b, "10.2.0.1"));
      assertEquals("{F 10=4}", process.ask("count"));
      assertEquals("{}", process.ask("none"));
    }
    assertEquals(before, box.run("nft list ruleset"));
  }

  @Test
  void aDeadProcessLeavesItsFilterInForce() {
    var process = new BoxProcess(box, FilterBox.class, "");
    process.ask("icmp deny");
    process.kill();
    assertTrue(!answers(b, "10.2.0.1"));
    try (var next = new BoxProcess(box, FilterBox.class, "")) {
      next.ask("none");
    }
    assertTrue(answers(b, "10.2.0.1"));
  }

  @Test
  void segmentsAreLimitedByFamily() {
    String rules = FilterRules.segments(java.util.Map.of("eth0", 1360), java.util.Map.of("eth1", 1340));
    assertTrue(rules.contains("add rule ip anotherbox_mss pass iifname \"eth0\" tcp flags syn / syn,rst tcp option maxseg size "
        + "> 1360 tcp option maxseg size set 1360\n"), rules);
    assertTrue(rules.contains("add rule ip6 anotherbox_mss pass oifname \"eth1\" tcp flags syn / syn,rst tcp option maxseg size "
        + "> 1340 tcp option maxseg size set 1340\n"), rules);
    assertTrue(!rules.contains("ip anotherbox_mss pass oifname \"eth1\""), rules);
  }
}
