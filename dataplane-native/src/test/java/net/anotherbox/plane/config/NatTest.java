package net.anotherbox.plane.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import net.anotherbox.runtime.port.AddressTranslation;
import net.anotherbox.runtime.release.Platform;
import net.anotherbox.runtime.release.Release;
import net.anotherbox.runtime.value.Ipv4;
import net.anotherbox.runtime.value.PacketMatch;
import org.junit.jupiter.api.Test;

class NatTest {
  private final Bench b = new Bench(Release.R12_4, Platform.C3725);

  @Test
  void overloadIsAskedForOnceBothSidesAreBound() {
    b.kernel.plug("wan", true);
    b.kernel.plug("lan", true);
    assertEquals("", b.type("interface FastEthernet0/1", "ip nat outside", "interface FastEthernet1/0", "ip nat inside",
        "ip nat inside source list 100 interface FastEthernet0/1 overload",
            "access-list 100 deny ip 10.2.1.0 0.0.0.255 10.1.1.0 0.0.0.255",
        "access-list 100 permit ip 10.2.1.0 0.0.0.255 any"));
    b.exec("port bind fa0/1 wan");
    assertEquals(List.of(List.of()), b.translations);
    b.exec("port bind fa1/0 lan");
    var mask = Ipv4.of("0.0.0.255");
    assertEquals(List.of(new AddressTranslation.Overload("wan", List.of("lan"), List.of(
        new AddressTranslation.Rule(false, PacketMatch.ip(-1, Ipv4.of("10.2.1.0"), mask, Ipv4.of("10.1.1.0"), mask)),
        new AddressTranslation.Rule(true, PacketMatch.ip(-1, Ipv4.of("10.2.1.0"), mask, Ipv4.ANY, Ipv4.BROADCAST))))),
            b.translations.get(1));
    b.type("no access-list 100");
    assertEquals(List.of(), b.translations.get(2));
  }

  private static AddressTranslation.Active active(int protocol, String local, int port, String global) {
    return new AddressTranslation.Active(protocol, Ipv4.of(local), port, Ipv4.of(global), port + 1, Ipv4.of("10.2.0.2"), 21);
  }

  @Test
  void translationsShownAreThoseThatLeaveWithAnAddressOfAnOutsideInterface() {
    b.type("interface FastEthernet0/1", "ip address 10.9.0.1 255.255.255.0", "ip nat outside", "interface FastEthernet1/0",
        "ip nat inside", "access-list 1 permit 10.1.0.0 0.0.0.255",
        "ip nat inside source list 1 interface FastEthernet0/1 overload");
    assertEquals("", b.exec("show ip nat translations").out.toString());
    b.active.addAll(List.of(active(17, "10.1.0.3", 53, "10.9.0.1"), active(6, "10.1.0.2", 51776, "10.9.0.1"),
        active(6, "172.17.0.2", 1, "203.0.113.1")));
    assertEquals("""
        Pro Inside global      Inside local       Outside local      Outside global
        tcp 10.9.0.1:51777     10.1.0.2:51776     10.2.0.2:21        10.2.0.2:21
        udp 10.9.0.1:54        10.1.0.3:53        10.2.0.2:21        10.2.0.2:21
        """, b.exec("show ip nat translations").out.toString());
    b.tally = new AddressTranslation.Tally(135, 5);
    assertEquals("""
        Total active translations: 2 (0 static, 2 dynamic; 2 extended)
        Outside interfaces:
          FastEthernet0/1
        Inside interfaces:\040
          FastEthernet1/0
        Hits: 135  Misses: 5
        Expired translations: 3
        Dynamic mappings:
        -- Inside Source
        [Id: 1] access-list 1 interface FastEthernet0/1 refcount 2
        """, b.exec("show ip nat statistics").out.toString());
    b.exec("clear ip nat translation *");
    assertEquals(1, b.active.size());
    assertEquals(true, b.exec("show ip nat statistics").out.toString().contains("\nExpired translations: 3\n"));
  }

  @Test
  void thereIsOneTranslationForAList() {
    b.type("ip nat inside source list 1 interface FastEthernet0/1",
        "ip nat inside source list 1 interface FastEthernet0/1 overload",
        "ip nat pool P 1.1.1.1 1.1.1.9 netmask 255.255.255.0", "ip nat inside source list N pool P overload",
        "ip nat inside source static tcp 10.0.0.1 80 1.1.1.1 8080");
    assertEquals(List.of("ip nat inside source list 1 interface FastEthernet0/1 overload",
        "ip nat pool P 1.1.1.1 1.1.1.9 netmask 255.255.255.0",
        "ip nat inside source list N pool P overload", "ip nat inside source static tcp 10.0.0.1 80 1.1.1.1 8080"),
        b.running().lines().filter(l -> l.startsWith("ip nat")).toList());
    assertEquals("", b.type("no ip nat inside source list 1 interface FastEthernet0/1 overload"));
    assertEquals(3, b.running().lines().filter(l -> l.startsWith("ip nat")).count());
  }
}
