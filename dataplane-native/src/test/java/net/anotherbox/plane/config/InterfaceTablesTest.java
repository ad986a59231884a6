package net.anotherbox.plane.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import net.anotherbox.runtime.port.KernelPort.LinkCounters;
import net.anotherbox.runtime.port.KernelPort.Neighbour;
import net.anotherbox.runtime.release.Platform;
import net.anotherbox.runtime.release.Release;
import net.anotherbox.runtime.value.Ipv4;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is said of interfaces beside show interfaces: neighbours, VLANs, what runs on them. */
class InterfaceTablesTest {
  private final Bench b = new Bench(Release.R12_4, Platform.C3725);

  @BeforeEach
  void plug() {
    b.kernel.plug("lan", true);
    b.kernel.plug("tagged", true);
    assertEquals("", b.type("interface FastEthernet0/1", "ip address 10.1.1.1 255.255.255.0",
        "ip address 10.1.2.1 255.255.255.0 secondary"));
    b.exec("port bind fa0/1 lan");
  }

  private String shown(String command) {
    return b.exec(command).out.toString();
  }

  private void heard(String link, String address, int last, long ageMillis) {
    byte[] mac = last < 0 ? new byte[0] : new byte[] {0, 0x0c, 0x29, (byte) 0xab, (byte) 0xcd, (byte) last};
    b.kernel.neighbours.add(new Neighbour(link, Ipv4.of(address), mac, ageMillis));
  }

  @Test
  void theArpTableHasOurAddressesAndTheKernelsNeighboursInOrder() {
    heard("lan", "10.1.1.20", 0x20, 5 * 60_000 + 59_000);
    heard("lan", "10.1.1.3", -1, 120_000);
    heard("tagged", "10.7.7.7", 0x77, 0);
    assertEquals("""
        Protocol  Address          Age (min)  Hardware Addr   Type   Interface
        Internet  10.1.1.1                -   c203.0deb.0000  ARPA   FastEthernet0/1
        Internet  10.1.1.3                0   Incomplete      ARPA  \040
        Internet  10.1.1.20               5   000c.29ab.cd20  ARPA   FastEthernet0/1
        Internet  10.1.2.1                -   c203.0deb.0000  ARPA   FastEthernet0/1
        """, shown("show arp"));
    assertTrue(shown("show ip arp 10.1.1.20").lines().count() == 2);
    assertEquals("", shown("show ip arp 10.1.1.21"));
    assertEquals("invalid name\n", shown("show ip arp FastEthernet7/0"));
    b.exec("clear arp-cache");
    assertEquals(List.of("10.7.7.7"), b.kernel.neighbours.stream().map(n -> n.address().toString()).toList());
  }

  @Test
  void aLineThatIsDownAnswersForNoAddress() {
    b.kernel.carrier("lan", false);
    assertEquals("", shown("show arp"));
  }

  @Test
  void theVlansAreThoseOfSubinterfacesWithWhatTheirLinksCarried() {
    assertEquals("\nNo Virtual LANs configured.\n\n", shown("show vlans"));
    b.type("interface FastEthernet0/1.10", "encapsulation dot1Q 10");
    b.exec("port bind fa0/1.10 tagged");
    b.exec("show interfaces");
    b.kernel.counters.put("tagged", new LinkCounters(3, 300, 0, 0, 0, 2, 200, 0, 0, 0));
    b.loop.run(1_000);
    assertEquals("""

        Virtual LAN ID:  10 (IEEE 802.1Q Encapsulation)

           vLAN Trunk Interface:   FastEthernet0/1.10

           3 packets, 300 bytes input
           2 packets, 200 bytes output

        """, shown("show vlans"));
  }

  @Test
  void showIpInterfaceSaysWhatIsConfigured() {
    b.type("interface FastEthernet0/1", "no ip redirects", "no ip unreachables", "no ip proxy-arp", "ip mask-reply",
        "ip helper-address 10.9.9.1", "ip nat inside", "no ip route-cache", "ip access-group 101 in", "interface Loopback1",
        "ip address 10.8.8.8 255.255.255.255", "interface FastEthernet1/0", "ip unnumbered Loopback1");
    String one = shown("show ip interface fa0/1");
    for (String line : List.of("  Internet address is 10.1.1.1/24", "  Secondary address 10.1.2.1/24",
        "  Helper address is 10.9.9.1", "  Inbound  access list is 101", "  Proxy ARP is disabled",
        "  ICMP redirects are never sent", "  ICMP unreachables are never sent", "  ICMP mask replies are always sent",
        "  IP fast switching is disabled", "  IP route-cache flags are No CEF",
        "  Network address translation is enabled, interface in domain inside"))
      assertTrue(one.lines().anyMatch(line::equals), line + "\n" + one);
    assertTrue(shown("show ip interface fa1/0")
        .contains("\n  Interface is unnumbered. Using address of Loopback1 (10.8.8.8)\n"));
    assertTrue(shown("show ip interface lo1").contains("\n  MTU is 1514 bytes\n"));
  }

  @Test
  void theSummaryCountsWhatShowInterfacesCounts() {
    b.exec("show interfaces");
    b.loop.run(5_000);
    b.kernel.counters.put("lan", new LinkCounters(1000, 1_000_000, 0, 7, 0, 500, 100_000, 0, 3, 0));
    b.loop.run(5_000);
    String row = shown("show interfaces summary").lines().filter(l -> l.startsWith("* FastEthernet0/1")).findFirst()
        .orElseThrow();
    List<String> cells = List.of(row.substring(18).strip().split(" +"));
    assertEquals("7", cells.get(1));
    assertEquals("3", cells.get(3));
    String rate = shown("show interfaces fa0/1").lines().filter(l -> l.contains("input rate")).findFirst().orElseThrow();
    assertTrue(rate.contains("input rate " + cells.get(4) + " bits/sec, " + cells.get(5) + " packets/sec"), rate + row);
    assertTrue(Long.parseLong(cells.get(4)) > 0, row);
  }

  @Test
  void theKernelsCountersAreTheTraffic() {
    b.kernel.statistics.putAll(java.util.Map.of("IpInReceives", 27L, "IpForwDatagrams", 4L, "IcmpOutEchoReps", 5L,
        "UdpInDatagrams", 6L, "UdpNoPorts", 1L));
    String shown = shown("show ip traffic");
    assertTrue(shown.startsWith("IP statistics:\n  Rcvd:  27 total, 0 local destination\n"), shown);
    assertTrue(shown.contains("  Sent:  0 generated, 4 forwarded\n"), shown);
    assertTrue(shown.contains("  Sent: 0 redirects, 0 unreachable, 0 echo, 5 echo reply\n"), shown);
    assertTrue(shown.endsWith("UDP statistics:\n  Rcvd: 7 total, 0 checksum errors, 1 no port\n  Sent: 0 total\n"), shown);
  }
}
