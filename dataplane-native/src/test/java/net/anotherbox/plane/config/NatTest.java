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
