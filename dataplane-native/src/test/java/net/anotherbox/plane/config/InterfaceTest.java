package net.anotherbox.plane.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import net.anotherbox.runtime.port.KernelPort.LinkAddress;
import net.anotherbox.runtime.port.KernelPort.LinkCounters;
import net.anotherbox.runtime.release.Platform;
import net.anotherbox.runtime.release.Release;
import net.anotherbox.runtime.value.InterfaceName;
import net.anotherbox.runtime.value.Ipv4;
import org.junit.jupiter.api.Test;

class InterfaceTest {
  private static final InterfaceName FA00 = InterfaceName.of("FastEthernet0/0");
  private final Bench b = new Bench(Release.R12_4, Platform.C3725);

  private void bound() {
    b.kernel.plug("eth0", true);
    assertEquals("", b.exec("port bind fa0/0 eth0").out.toString());
  }

  @Test
  void aBoundPortHasItsAddressesAndComesUp() {
    b.type("interface FastEthernet0/0", "ip address 10.0.0.1 255.255.255.0", "ip address 10.0.1.1 255.255.255.0 secondary");
    assertFalse(b.interfaces.table().state(FA00).orElseThrow().lineUp());
    bound();
    assertEquals(List.of(new LinkAddress(Ipv4.of("10.0.0.1"), 24, true), new LinkAddress(Ipv4.of("10.0.1.1"), 24, false)),
        b.kernel.addresses.get("eth0"));
    assertTrue(b.interfaces.table().state(FA00).orElseThrow().lineUp());
    assertEquals("eth0", b.stored.get(FA00));
    b.exec("port unbind FastEthernet0/0");
    assertEquals(List.of(), b.kernel.addresses.get("eth0"));
    assertEquals(Map.of(), b.stored);
  }

  @Test
  void shutdownTakesTheLinkDownAndSaysSo() {
    bound();
    b.loop.run(2_000);
    b.logged.clear();
    b.type("interface FastEthernet0/0", "shutdown");
    b.loop.run(2_000);
    assertFalse(b.kernel.links.get("eth0").up());
    assertEquals(List.of("%LINK-5-CHANGED: Interface FastEthernet0/0, changed state to administratively down",
        "%LINEPROTO-5-UPDOWN: Line protocol on Interface FastEthernet0/0, changed state to down"), b.logged);
    b.logged.clear();
    b.type("no shutdown");
    b.loop.run(2_000);
    b.kernel.carrier("eth0", false);
    b.loop.run(2_000);
    assertEquals(List.of("%LINK-3-UPDOWN: Interface FastEthernet0/0, changed state to up",
        "%LINEPROTO-5-UPDOWN: Line protocol on Interface FastEthernet0/0, changed state to up",
        "%LINK-3-UPDOWN: Interface FastEthernet0/0, changed state to down",
        "%LINEPROTO-5-UPDOWN: Line protocol on Interface FastEthernet0/0, changed state to down"), b.logged);
  }

  @Test
  void aLinkThatAppearsLaterIsConfigured() {
    assertEquals("% There is no link eth7 yet; FastEthernet0/0 stays down until it appears\n",
        b.exec("port bind fa0/0 eth7").out.toString());
    b.type("interface FastEthernet0/0", "ip address 10.0.0.1 255.255.255.0");
    b.kernel.plug("eth7", true);
    assertEquals(List.of(new LinkAddress(Ipv4.of("10.0.0.1"), 24, true)), b.kernel.addresses.get("eth7"));
  }

  @Test
  void aLinkStandsBehindOneInterfaceOnly() {
    bound();
    assertEquals("% eth0 is bound to FastEthernet0/0\n", b.exec("port bind fa0/1 eth0").out.toString());
    assertEquals("% Loopback0 does not exist\n", b.exec("port bind lo0 eth1").out.toString());
    assertEquals("% FastEthernet0/1 is not bound\n", b.exec("port unbind fa0/1").out.toString());
  }

  @Test
  void loopbacksAreLinksOfTheirName() {
    b.type("interface Loopback0", "ip address 203.0.113.1 255.255.255.255");
    assertTrue(b.kernel.links.get("Loopback0").up());
    assertTrue(b.interfaces.table().state(InterfaceName.of("Loopback0")).orElseThrow().lineUp());
    b.type("no interface Loopback0");
    assertFalse(b.kernel.links.containsKey("Loopback0"));
  }

  @Test
  void mtuIsSetAndPutBack() {
    bound();
    b.type("interface FastEthernet0/0", "ip mtu 1400");
    assertEquals(1400, b.kernel.links.get("eth0").mtu());
    assertEquals(1400, b.interfaces.table().state(FA00).orElseThrow().mtu());
    b.type("no ip mtu");
    assertEquals(1500, b.kernel.links.get("eth0").mtu());
  }

  @Test
  void refusesBadAddresses() {
    assertEquals("Bad mask 0xFF00FF00 for address 10.0.0.1\nBad mask /24 for address 10.0.0.0\nBad mask /32 for address 10.0.0.1\n"
        + "Not a valid host address - 224.0.0.1\n", b.type("interface FastEthernet0/0", "ip address 10.0.0.1 255.0.255.0",
        "ip address 10.0.0.0 255.255.255.0", "ip address 10.0.0.1 255.255.255.255", "ip address 224.0.0.1 255.0.0.0"));
  }

  @Test
  void refusesOverlappingNetworks() {
    b.type("interface FastEthernet0/0", "ip address 10.0.0.1 255.255.255.0", "interface FastEthernet0/1");
    assertEquals("% 10.0.0.0 overlaps with FastEthernet0/0\n", b.type("ip address 10.0.0.2 255.255.255.0"));
    b.type("shutdown", "ip address 10.0.0.2 255.255.255.0");
    assertEquals("% 10.0.0.0 overlaps with FastEthernet0/0\nFastEthernet0/1: incorrect IP address assignment\n",
        b.type("no shutdown"));
  }

  @Test
  void anInterfaceHasSeveralAddressesOfOneNetwork() {
    b.type("interface FastEthernet0/0", "ip address 10.0.0.1 255.255.255.0");
    assertEquals("", b.type("ip address 10.0.0.2 255.255.255.0 secondary", "ip address 10.0.0.3 255.255.255.0 secondary"));
    assertEquals("% 10.0.0.0 overlaps with FastEthernet0/0\n", b.type("ip address 10.0.0.1 255.255.255.0 secondary"));
    assertEquals("% 10.0.0.128 overlaps with FastEthernet0/0\n", b.type("ip address 10.0.0.129 255.255.255.128 secondary"));
  }

  @Test
  void addressesGoInIosOrder() {
    b.type("interface FastEthernet0/0", "ip address 10.0.0.1 255.255.255.0", "ip address 10.0.1.1 255.255.255.0 secondary");
    assertEquals("interface FastEthernet0/0\n ip address 10.0.1.1 255.255.255.0 secondary\n ip address 10.0.0.1 255.255.255.0",
        b.running("interface FastEthernet0/0", 3));
    assertEquals("Must delete secondary before deleting primary\n", b.type("no ip address 10.0.0.1 255.255.255.0"));
    assertEquals("Invalid address\n", b.type("no ip address 10.9.0.1 255.255.255.0"));
    assertEquals("", b.type("no ip address 10.0.1.1 255.255.255.0 secondary", "no ip address 10.0.0.1 255.255.255.0"));
    assertEquals("interface FastEthernet0/0\n no ip address", b.running("interface FastEthernet0/0", 2));
  }

  @Test
  void speedGoesBackToWhatItIsAnyway() {
    for (String back : new String[] {"no speed", "default speed"}) {
      b.type("interface FastEthernet0/0", "speed 100");
      assertEquals("interface FastEthernet0/0\n no ip address\n speed 100", b.running("interface FastEthernet0/0", 3));
      assertEquals("", b.type(back));
      assertEquals("interface FastEthernet0/0\n no ip address\n!", b.running("interface FastEthernet0/0", 3));
    }
  }

  @Test
  void builtInPortsStay() {
    b.type("interface FastEthernet0/0", "description x", "interface Serial2/0", "no interface Serial2/0");
    assertEquals("% Removal of physical interfaces is not permitted\n", b.type("no interface FastEthernet0/0"));
    b.type("default interface FastEthernet0/0");
    assertEquals("interface FastEthernet0/0\n no ip address\n!", b.running("interface FastEthernet0/0", 3));
    assertTrue(b.interfaces.table().state(FA00).isPresent());
    assertFalse(b.interfaces.table().state(InterfaceName.of("Serial2/0")).isPresent());
  }

  @Test
  void briefIsInSlotOrderAndPadded() {
    b.type("interface FastEthernet0/1", "ip address 10.0.0.1 255.255.255.0");
    b.interfaces.booted();
    b.type("interface Loopback0", "ip address 10.9.9.9 255.255.255.255", "interface FastEthernet1/0", "shutdown");
    assertEquals("Interface                  IP-Address      OK? Method Status                Protocol\n"
        + "FastEthernet0/0            unassigned      YES unset  down                  down    \n"
        + "FastEthernet0/1            10.0.0.1        YES NVRAM  down                  down    \n"
        + "FastEthernet1/0            unassigned      YES unset  administratively down down    \n"
        + "Loopback0                  10.9.9.9        YES manual up                    up      \n",
            b.exec("show ip interface brief").out.toString());
  }

  @Test
  void interfacesShowWhatTheLinkCarried() {
    bound();
    b.type("interface FastEthernet0/0", "description Outside", "ip address 10.0.0.1 255.255.255.0", "bandwidth 10000");
    for (int i = 1; i <= 60; i++) {
      b.kernel.counters.put("eth0", new LinkCounters(i * 50L, i * 62_500L, 0, 0, 3, i * 25L, i * 6_250L, 1, 0, 0));
      b.loop.run(5_000);
    }
    String shown = b.exec("show interfaces FastEthernet0/0").out.toString();
    assertTrue(shown.startsWith("FastEthernet0/0 is up, line protocol is up \n  Hardware is Gt96k FE, address is c203.0deb.0000 (bia c203.0deb.0000)\n"
        + "  Description: Outside\n  Internet address is 10.0.0.1/24\n  MTU 1500 bytes, BW 10000 Kbit/sec, DLY 100 usec, \n"), shown);
    assertTrue(shown.contains("     3000 packets input, 3750000 bytes\n     Received 3 broadcasts, "), shown);
    // After one time constant the average has come 63 percent of the way to 100000 bit/s.
    assertTrue(shown.contains("  5 minute input rate 63000 bits/sec, 6 packets/sec\n"), shown);
    assertTrue(shown.contains("     1500 packets output, 375000 bytes, 0 underruns\n     1 output errors, "), shown);
    assertTrue(shown.contains("txload 1/255, rxload 1/255"), shown);
    b.loop.run(61_000);
    b.exec("clear counters");
    b.loop.run(5_000);
    shown = b.exec("show interfaces FastEthernet0/0").out.toString();
    assertTrue(shown.contains("  Last input 00:01:0"), shown);
    assertTrue(shown.contains("counters 00:00:05\n"), shown);
    assertTrue(shown.contains("     0 packets input, 0 bytes\n"), shown);
  }

  @Test
  void showsPortsAndWhatCouldBeBound() {
    bound();
    b.kernel.plug("eth1", false);
    String shown = b.exec("show ports").out.toString();
    assertTrue(shown.contains("FastEthernet0/0            eth0             up                    c203.0deb.0000\n"), shown);
    assertTrue(shown.contains("FastEthernet0/1            not bound        down                  0000.0000.0000\n"), shown);
    assertTrue(shown.contains("  eth1                     down             c203.0deb.0001\n"), shown);
  }

  @Test
  void descriptionsAndIpSettings() {
    b.type("interface FastEthernet0/0", "description LAN", "ip address 10.0.0.1 255.255.255.0", "ip access-group 101 in");
    assertTrue(b.exec("show interfaces description").out.toString()
        .contains("Fa0/0                          down           down     LAN\n"));
    String ip = b.exec("show ip interface FastEthernet0/0").out.toString();
    assertTrue(ip.contains("  Internet address is 10.0.0.1/24\n"), ip);
    assertTrue(ip.contains("  Inbound  access list is 101\n"), ip);
    assertEquals("FastEthernet0/1 is down, line protocol is down\n  Internet protocol processing disabled\n",
        b.exec("show ip interface FastEthernet0/1").out.toString());
  }

  @Test
  void everyLineHasHelpAndSupport() {
    assertEquals(List.of(), b.grammar.violations());
  }

  @Test
  void nothingStaysSetWhenClosed() {
    b.interfaces.close();
    b.loop.run(2_000);
    assertEquals(0, b.loop.timers());
  }

  @Test
  void aNewInterfaceHasNoAddressAndSaysSo() {
    b.type("interface Loopback5", "interface FastEthernet0/0.5", "description x");
    assertEquals("interface Loopback5\n no ip address\n!", b.running("interface Loopback5", 3));
    assertEquals("interface FastEthernet0/0.5\n description x\n!", b.running("interface FastEthernet0/0.5", 3));
  }

  @Test
  void tunnelsShowTheirEnds() {
    b.type("interface FastEthernet0/0", "ip address 172.16.10.1 255.255.255.0", "interface Tunnel0",
        "tunnel source FastEthernet0/0",
        "tunnel mode gre multipoint", "tunnel key 17");
    String shown = b.exec("show interfaces Tunnel0").out.toString();
    assertTrue(shown.contains("  Hardware is Tunnel\n  MTU 1514 bytes, BW 9 Kbit/sec, DLY 500000 usec, \n"), shown);
    assertTrue(shown.contains("  Tunnel source 172.16.10.1 (FastEthernet0/0), destination UNKNOWN\n  Tunnel protocol/transport multi-GRE/IP\n"
        + "    Key 0x11, sequencing disabled\n"), shown);
    b.type("tunnel mode ipsec ipv4", "tunnel destination 2.2.2.1");
    shown = b.exec("show interfaces Tunnel0").out.toString();
    assertTrue(shown.contains(", destination 2.2.2.1\n  Tunnel protocol/transport IPSEC/IP\n  Tunnel TTL 255\n  Fast tunneling enabled\n"), shown);
  }

  @Test
  void anInterfaceThatIsNotThereIsAWordThatDoesNotBelongThere() {
    assertEquals("invalid name\n", b.exec("show interfaces FastEthernet9/9").out.toString());
    assertEquals("invalid name\n", b.exec("show ip interface Loopback77").out.toString());
  }

  @Test
  void saysOnceThatLinuxGivesNoLoopback() {
    b.kernel.noLoopbacks = true;
    b.type("interface Loopback0", "ip address 10.0.0.1 255.255.255.255", "description a", "description b");
    assertEquals(1, b.logged.stream().filter(l -> l.contains("%PORT-3-LOOPBACK: Interface Loopback0")).count(),
        b.logged.toString());
  }
}
