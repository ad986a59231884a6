package net.anotherbox.plane.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.anotherbox.runtime.port.Ipv6Filter;
import net.anotherbox.runtime.port.PacketFilter;
import net.anotherbox.runtime.release.Platform;
import net.anotherbox.runtime.release.Release;
import org.junit.jupiter.api.Test;

class Ipv6AccessListTest {
  /** Keeps what it is told. */
  private static final class Recording implements PacketFilter, Ipv6Filter {
    List<Ipv6Filter.Chain> chains = new ArrayList<>();
    List<Silence> silences = new ArrayList<>();
    Map<String, Long> counted = Map.of();

    @Override
    public void filters(List<PacketFilter.Chain> ipv4) {}

    @Override
    public void filters(List<Ipv6Filter.Chain> wanted, List<Silence> silent) {
      chains = wanted;
      silences = silent;
    }

    @Override
    public Map<String, Long> matches() {
      return counted;
    }

    @Override
    public Optional<Ipv6Filter> forIpv6() {
      return Optional.of(this);
    }
  }

  private final Recording filter = new Recording();
  private final Bench b = new Bench(Release.R12_4, Platform.C3725, Optional.of(filter));

  private List<String> rules() {
    return filter.chains.getFirst().rules().stream().map(r -> (r.permit() ? "permit " : "deny ") + r.match().protocol() + " "
        + r.match().source() + " " + r.match().destination() + " " + r.match().destinationPorts().low() + " "
        + r.match().icmpType()).toList();
  }

  @Test
  void entriesAreWrittenAsIosWritesThem() {
    assertEquals("", b.type("ipv6 access-list EDGE", "remark the way in", "permit tcp 2001:db8:1::/64 host 2001:db8:2::5 eq 80",
        "permit icmp any any 128", "deny udp any range 1 10 2001:db8::7/128 neq 53 log", "permit icmp any ::/0 nd-na",
        "sequence 15 permit ipv6 any any flow-label 5", "permit ipv6 2001:db8:5::9/64 any sequence 90", "deny ipv6 any any"));
    assertEquals("""
        ipv6 access-list EDGE
         remark the way in
         permit tcp 2001:DB8:1::/64 host 2001:DB8:2::5 eq www
         sequence 15 permit ipv6 any any flow-label 5
         permit icmp any any echo-request
         deny udp any range 1 10 host 2001:DB8::7 neq domain log
         permit icmp any any nd-na
         sequence 90 permit ipv6 2001:DB8:5::/64 any
         deny ipv6 any any""", b.running("ipv6 access-list EDGE", 9));
    b.type("no deny ipv6 any any", "no sequence 15");
    assertTrue(!b.running().contains("deny ipv6") && !b.running().contains("flow-label"), b.running());
  }

  @Test
  void aListFiltersWhatItIsBoundTo() {
    b.kernel.plug("eth0", true);
    b.exec("port bind FastEthernet0/0 eth0");
    b.type("ipv6 access-list EDGE", "permit tcp 2001:db8:1::/64 any range 22 23", "permit icmp any any echo-request",
        "interface FastEthernet0/0", "ipv6 traffic-filter EDGE in", "ipv6 traffic-filter NONE out", "no ipv6 unreachables");
    assertEquals(1, filter.chains.size());
    assertEquals(List.of("permit 6 2001:DB8:1::/64 ::/0 22 -1", "permit 58 ::/0 ::/0 0 128"), rules());
    assertEquals(List.of(new Ipv6Filter.Silence("eth0", false, true)), filter.silences);
    filter.counted = Map.of("EDGE 10", 1L, "EDGE 20", 5L);
    assertEquals("""
        IPv6 access list EDGE
            permit tcp 2001:DB8:1::/64 any range 22 telnet (1 match) sequence 10
            permit icmp any any echo-request (5 matches) sequence 20
        """, b.exec("show ipv6 access-list").out.toString());
    b.type("no ipv6 traffic-filter EDGE in");
    assertEquals(List.of(), filter.chains);
  }

  @Test
  void whatCannotBeTestedErrsOnTheClosedSide() {
    b.kernel.plug("eth0", true);
    b.exec("port bind FastEthernet0/0 eth0");
    b.type("ipv6 access-list EDGE", "permit tcp any any syn", "interface FastEthernet0/0", "ipv6 traffic-filter EDGE in");
    assertEquals(List.of(), rules());
    b.type("ipv6 access-list EDGE", "deny tcp any any syn");
    assertEquals(List.of("deny 6 ::/0 ::/0 0 -1"), rules());
  }
}
