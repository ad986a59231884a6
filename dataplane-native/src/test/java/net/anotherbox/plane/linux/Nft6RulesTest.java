package net.anotherbox.plane.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import net.anotherbox.plane.Flows;
import net.anotherbox.runtime.port.FlowTable;
import net.anotherbox.runtime.port.FlowTable.Entry;
import net.anotherbox.runtime.port.FlowTable.Fragmentation;
import net.anotherbox.runtime.port.FlowTable.Ident;
import net.anotherbox.runtime.port.FlowTable.InterfaceMap;
import net.anotherbox.runtime.port.FlowTable.Rule;
import net.anotherbox.runtime.value.Ipv6;
import net.anotherbox.runtime.value.Ipv6Match;
import net.anotherbox.runtime.value.Ipv6Prefix;
import org.junit.jupiter.api.Test;

class Nft6RulesTest {
  private static Rule permit(long ident, String source, String destination) {
    var m = Ipv6Match.proxy(0, Ipv6Prefix.of(source), 0, Ipv6Prefix.of(destination), 0);
    return new Rule(true, m, List.of(new Ident(ident, m)));
  }

  private static FlowTable table(Entry... entries) {
    return new FlowTable(List.of(new InterfaceMap("Fa0/0", "eth0", "M", Ipv6.of("2001:DB8::1"), List.of(entries),
        Fragmentation.DEFAULT, true)));
  }

  private static Nft6Rules of(FlowTable table) {
    return Nft6Rules.of(table, place -> place.ipv6() ? 2 : 1);
  }

  @Test
  void whatAMapWantsIsMarkedOnTheWayOutAndDroppedOnTheWayIn() {
    String script = of(table(new Entry(10, List.of(permit(5, "2001:DB8:A::/64", "2001:DB8:B::/64"))))).replacement();
    assertTrue(script.contains("out2_10 ip6 saddr 2001:db8:a::/64 ip6 daddr 2001:db8:b::/64 meta mark set "), script);
    assertTrue(script.contains("in2_10 ip6 saddr 2001:db8:b::/64 ip6 daddr 2001:db8:a::/64 goto drop2_5\n"), script);
    assertTrue(script.contains("add counter ip6 anotherbox clear2_5\n"), script);
    assertTrue(script.contains("leak oifname \"eth0\" meta mark & 0x3f000000 == 0x2000000 counter name leak2 drop\n"), script);
  }

  @Test
  void aLinksOwnTrafficIsNeverAskedAboutFirstOfAll() {
    var rules = of(table(new Entry(10, List.of(permit(5, "::/0", "::/0"))))).rules();
    for (String chain : List.of("clear", "steer", "own", "guard")) {
      var of = rules.stream().filter(r -> r.startsWith(chain + " ")).toList();
      int jump = of.indexOf(of.stream().filter(r -> r.contains(" jump ")).findFirst().orElseThrow());
      assertTrue(of.subList(0, jump).stream().anyMatch(r -> r.contains("nd-neighbor-solicit")), chain);
      assertTrue(of.subList(0, jump).stream().anyMatch(r -> r.contains("fe80::/10")), chain);
    }
  }

  @Test
  void aChangeKeepsTheCountersThatStay() {
    var one = permit(5, "2001:DB8:A::/64", "2001:DB8:B::/64");
    var before = of(table(new Entry(10, List.of(one, permit(6, "2001:DB8:C::/64", "::/0")))));
    String change = of(table(new Entry(10, List.of(one)))).change(before);
    assertTrue(change.startsWith("flush table ip6 anotherbox\n"), change);
    assertFalse(change.contains("clear2_5\nadd counter") || change.contains("add counter ip6 anotherbox clear2_5"), change);
    assertTrue(change.contains("delete counter ip6 anotherbox clear2_6\n"), change);
    assertTrue(change.contains("delete chain ip6 anotherbox drop2_6\n"), change);
  }

  @Test
  void withoutSuchAMapThereIsNoTable() {
    var none = of(Flows.table("Fa0/0", "eth0", "10.0.0.1"));
    assertEquals(Nft6Rules.NONE, none);
    assertEquals("add table ip6 anotherbox\ndelete table ip6 anotherbox\n", none.replacement());
    assertEquals(none.replacement(), none.change(of(table())));
  }
}
