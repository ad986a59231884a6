package net.anotherbox.plane.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import net.anotherbox.runtime.port.EchoPort.Result;
import net.anotherbox.runtime.port.Ipv6Port.Neighbour;
import net.anotherbox.runtime.port.Ipv6Port.Reachability;
import net.anotherbox.runtime.port.Ipv6Port.Wish;
import net.anotherbox.runtime.release.Platform;
import net.anotherbox.runtime.release.Release;
import net.anotherbox.runtime.value.InterfaceName;
import net.anotherbox.runtime.value.Ipv6;
import org.junit.jupiter.api.Test;

/** IPv6 on interfaces: what is typed, what the link is asked for, what is shown; and ping, which needs it. */
class Ipv6InterfaceTest {
  private final Bench b = new Bench(Release.R12_4, Platform.C3725);

  private void bound() {
    b.kernel.plug("eth0", true);
    b.exec("port bind FastEthernet0/0 eth0");
  }

  private List<String> asked(String link) {
    return b.kernel.ipv6.wishes.get(link).addresses().stream().map(a -> a.address() + "/" + a.prefixLength()).toList();
  }

  @Test
  void addressesStandInTheOrderOfTypingBehindTheLinkLocalOne() {
    assertEquals("", b.type("interface FastEthernet0/0", "ipv6 enable", "ipv6 address 2001:db8:2::1/64",
        "ipv6 address 2001:db8:1::5/64 eui-64", "ipv6 address 2001:db8:3::1/64 anycast", "ipv6 address fe80::1 link-local"));
    String shown = b.running();
    assertTrue(shown.contains(" ipv6 address FE80::1 link-local\n ipv6 address 2001:DB8:2::1/64\n"
        + " ipv6 address 2001:DB8:1::/64 eui-64\n ipv6 address 2001:DB8:3::1/64 anycast\n ipv6 enable\n"), shown);
    b.type("no ipv6 address");
    assertTrue(!b.running().contains("2001:DB8"), b.running());
  }

  @Test
  void anInterfaceMakesTheRestOfAnAddressOfItsMac() {
    bound();
    b.type("interface FastEthernet0/0", "ipv6 address 2001:db8:1::/64 eui-64", "interface Loopback0", "ipv6 enable");
    assertEquals(List.of("FE80::C003:DFF:FEEB:0/64", "2001:DB8:1:0:C003:DFF:FEEB:0/64"), asked("eth0"));
    assertEquals(List.of("FE80::C003:DFF:FEEB:0/64"), asked("Loopback0"));
  }

  @Test
  void withoutALineNothingOfIpv6Runs() {
    bound();
    assertEquals(Wish.OFF, b.kernel.ipv6.wishes.get("eth0"));
    b.type("interface FastEthernet0/0", "ipv6 enable");
    assertTrue(b.kernel.ipv6.wishes.get("eth0").running());
    b.type("no ipv6 enable");
    assertEquals(Wish.OFF, b.kernel.ipv6.wishes.get("eth0"));
  }

  @Test
  void refusesWhatIsNoAddressOfAnInterface() {
    assertEquals("% Invalid link-local address\n", b.type("interface FastEthernet0/0", "ipv6 address 2001:db8::1 link-local"));
    assertEquals("%FastEthernet0/0: Error: FE80::1/64 is invalid\n", b.type("ipv6 address fe80::1/64"));
    assertEquals("%FastEthernet0/0: Error: FF02::5/64 is invalid\n", b.type("ipv6 address ff02::5/64"));
    assertEquals("", b.type("ipv6 address 2001:db8:1::1/64"));
    assertEquals("%FastEthernet0/1: Error: 2001:DB8:1::/48 is overlapping with 2001:DB8:1::/64 on FastEthernet0/0\n",
        b.type("interface FastEthernet0/1", "ipv6 address 2001:db8:1:7::1/48"));
  }

  @Test
  void anAddressIsTentativeUntilTheLinkSaysItIsFree() {
    bound();
    b.type("interface FastEthernet0/0", "ipv6 address FE80::1 link-local", "ipv6 address 2001:db8:1::1/64");
    var name = InterfaceName.of("FastEthernet0/0");
    assertTrue(b.interfaces.table().ipv6(name).stream().allMatch(a -> a.tentative()));
    assertTrue(b.exec("show ipv6 interface FastEthernet0/0").out.toString()
        .contains("IPv6 is tentative, link-local address is FE80::1 [TEN]\n"));
    b.kernel.ipv6.settle("eth0", Ipv6.of("2001:DB8:1::1"));
    assertTrue(b.interfaces.table().ipv6(name).stream().noneMatch(a -> !a.address().equals(Ipv6.of("2001:DB8:1::1"))
        && a.tentative()));
    assertTrue(b.logged.stream().anyMatch(l -> l.contains("%IPV6-4-DUPLICATE: Duplicate address 2001:DB8:1::1 on FastEthernet0/0")),
        b.logged.toString());
    assertTrue(b.exec("show ipv6 interface FastEthernet0/0").out.toString()
        .contains("    2001:DB8:1::1, subnet is 2001:DB8:1::/64 [DUP]\n"));
  }

  @Test
  void briefShowsTheLinkLocalAddressFirst() {
    bound();
    b.type("interface FastEthernet0/0", "ipv6 address 2001:db8:1::1/64", "ipv6 address fe80::1 link-local");
    assertTrue(b.exec("show ipv6 interface brief").out.toString().startsWith(
        "FastEthernet0/0            [up/up]\n    FE80::1\n    2001:DB8:1::1\nFastEthernet0/1            [down/down]\n"
        + "    unassigned\n"));
  }

  @Test
  void aLinkLocalTargetNeedsTheInterfaceThatLeadsToIt() {
    b.personality.release(Release.R15_2);
    b.type("interface Tunnel23", "ipv6 address FE80::23:2 link-local");
    var run = b.exec("ping fe80::23:3", "tunnel23");
    for (long ms : new long[] {8, 8, 9, 10, 20}) b.answer.accept(new Result.Reply(Ipv6.of("FE80::23:3"), ms * 1000, 64));
    assertEquals("""
        Output Interface: tunnel23
        Type escape sequence to abort.
        Sending 5, 100-byte ICMP Echos to FE80::23:3, timeout is 2 seconds:
        Packet sent with a source address of FE80::23:2%Tunnel23
        !!!!!
        Success rate is 100 percent (5/5), round-trip min/avg/max = 8/11/20 ms
        """, run.out.toString());
    assertEquals(Ipv6.of("FE80::23:2"), b.echoes.getFirst().source());
    assertTrue(b.exec("ping fe80::23:3", "ethernet9/9").out.toString().contains("% Invalid interface."));
  }

  @Test
  void errorsOfIcmpv6HaveTheirOwnLetters() {
    var run = b.exec("ping ipv6 2001:db8::9 repeat 7");
    for (int[] e : new int[][] {{1, 0}, {1, 1}, {1, 3}, {1, 4}, {2, 0}, {3, 0}})
      b.answer.accept(new Result.Error(Ipv6.of("2001:DB8::1"), e[0], e[1], 900));
    b.answer.accept(new Result.Timeout());
    assertTrue(run.out.toString().contains("\nUAHPBT.\nSuccess rate is 0 percent (0/7)"), run.out.toString());
  }

  @Test
  void neighboursAreShownWithTheirStateAndForgotten() {
    bound();
    byte[] mac = {0x54, (byte) 0xe1, (byte) 0xad, (byte) 0xdb, 0x20, 0x0f};
    b.kernel.ipv6.neighbours.add(new Neighbour("eth0", Ipv6.of("2402:1234:106:100:793A:F08D:5B3A:EF89"), mac,
        Reachability.STALE, false, 33 * 60_000));
    b.kernel.ipv6.neighbours.add(new Neighbour("eth0", Ipv6.of("FE80::5"), new byte[0], Reachability.INCOMPLETE, false, 0));
    b.kernel.ipv6.neighbours.add(new Neighbour("eth7", Ipv6.of("FE80::7"), mac, Reachability.REACHABLE, false, 0));
    assertEquals("""
        IPv6 Address                              Age Link-layer Addr State Interface
        2402:1234:106:100:793A:F08D:5B3A:EF89      33 54e1.addb.200f  STALE Fa0/0
        FE80::5                                     0 -               INCMP Fa0/0
        """, b.exec("show ipv6 neighbors").out.toString());
    b.exec("clear ipv6 neighbors");
    assertEquals(1, b.kernel.ipv6.neighbours.size());
  }

  @Test
  void theKernelsCountersAreTheTraffic() {
    b.kernel.ipv6.statistics.put("Ip6InReceives", 545L);
    b.kernel.ipv6.statistics.put("Icmp6OutNeighborSolicits", 33L);
    String shown = b.exec("show ipv6 traffic").out.toString();
    assertTrue(shown.contains("  Rcvd:  545 total, 0 local destination\n"), shown);
    assertTrue(shown.contains("        33 neighbor solicit, 0 neighbor advert\n"), shown);
  }

  @Test
  void aTunnelOfIpv6InIpv4IsKnownByItsOwnEnd() {
    bound();
    b.type("interface Loopback0", "ip address 192.0.2.1 255.255.255.255", "interface Tunnel0", "ipv6 enable",
        "tunnel source Loopback0", "tunnel destination 192.0.2.2");
    assertEquals("FE80::C003:DFF:FEEB:0", linkLocal());
    b.type("tunnel mode ipv6ip");
    assertEquals("FE80::C000:201", linkLocal());
    b.type("interface Loopback0", "ip address 192.0.2.9 255.255.255.255");
    assertEquals("FE80::C000:209", linkLocal());
  }

  private String linkLocal() {
    return b.interfaces.table().ipv6(InterfaceName.of("Tunnel0")).getLast().address().toString();
  }
}
