package net.anotherbox.plane.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import net.anotherbox.runtime.port.Ipv6Filter.Chain;
import net.anotherbox.runtime.port.Ipv6Filter.Silence;
import net.anotherbox.runtime.port.PacketFilter.Direction;
import net.anotherbox.runtime.value.Ipv6Match;
import net.anotherbox.runtime.value.Ipv6Prefix;
import net.anotherbox.runtime.value.PacketMatch.Ports;
import org.junit.jupiter.api.Test;

class Ipv6FilterRulesTest {
  private static Ipv6Match tcp(String from, int port) {
    return new Ipv6Match(6, Ipv6Prefix.of(from), Ports.ANY, Ipv6Prefix.DEFAULT, Ports.exactly(port), -1, -1, false, false, -1,
        -1);
  }

  @Test
  void aPermitOfAPortLetsLaterFragmentsPassAndADenyDoesNotStopThem() {
    assertEquals(List.of("meta l4proto 6 ip6 saddr 2001:db8::/32 th dport 22 ",
        "meta l4proto 6 ip6 saddr 2001:db8::/32 frag frag-off != 0 "), Ipv6FilterRules.conditions(tcp("2001:DB8::/32", 22), true));
    assertEquals(List.of("meta l4proto 6 ip6 saddr 2001:db8::/32 th dport 22 "),
        Ipv6FilterRules.conditions(tcp("2001:DB8::/32", 22), false));
  }

  @Test
  void nothingIsLeftWithoutListsAndSilences() {
    assertEquals("add table ip6 anotherbox_filter\ndelete table ip6 anotherbox_filter\n",
        Ipv6FilterRules.filter(List.of(), List.of()));
  }

  @Test
  void aListWithoutRulesLetsNeighboursBeFoundAndNothingElse() {
    String rules = Ipv6FilterRules.filter(List.of(new Chain("eth0", Direction.IN, List.of())),
        List.of(new Silence("eth0", true, false)));
    assertTrue(rules.contains("list0 icmpv6 type { nd-neighbor-solicit, nd-neighbor-advert } accept\n"
        + "add rule ip6 anotherbox_filter list0 drop\n"), rules);
    assertTrue(rules.contains("own oifname \"eth0\" icmpv6 type nd-redirect drop\n"), rules);
  }
}
