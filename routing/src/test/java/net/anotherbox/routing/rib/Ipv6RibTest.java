package net.anotherbox.routing.rib;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.Random;
import net.anotherbox.routing.rib.Ipv6Route.Static;
import net.anotherbox.runtime.port.Ipv6Port;
import net.anotherbox.runtime.value.InterfaceName;
import net.anotherbox.runtime.value.Ipv6;
import net.anotherbox.runtime.value.Ipv6Prefix;
import org.junit.jupiter.api.Test;

class Ipv6RibTest {
  private final Interfaces interfaces = new Interfaces();

  private static Static route(String prefix, String out, String hop) {
    return new Static(Ipv6Prefix.of(prefix), Optional.ofNullable(out).map(InterfaceName::of),
        Optional.ofNullable(hop).map(Ipv6::of), 1);
  }

  private Ipv6Rib table(Static... statics) {
    return Ipv6Rib.of(interfaces, List.of(statics), 2);
  }

  private static Ipv6Port.Route kernel(String prefix, String hop, String link) {
    return new Ipv6Port.Route(Ipv6Prefix.of(prefix), Ipv6.of(hop), link, 1);
  }

  @Test
  void anAddressInUseMakesItsPrefixAndItselfRoutes() {
    interfaces.set("FastEthernet0/0", null, true);
    interfaces.ipv6("FastEthernet0/0", false, "2001:DB8:1::1/64", "FE80::1/64");
    interfaces.set("Loopback0", null, true);
    interfaces.ipv6("Loopback0", false, "2001:DB8:A::1/128");
    assertEquals("[2001:DB8:1::/64, 2001:DB8:1::1/128, 2001:DB8:A::1/128]", table().routes().stream()
        .map(Ipv6Route::prefix).toList().toString());
  }

  @Test
  void anAddressThatSomebodyElseMayHaveMakesNone() {
    interfaces.set("FastEthernet0/0", null, true);
    interfaces.ipv6("FastEthernet0/0", true, "2001:DB8:1::1/64");
    assertEquals(List.of(), table().routes());
  }

  @Test
  void aRouterThatAdvertisesItselfIsTheDefaultUntilOneIsConfigured() {
    interfaces.set("FastEthernet0/0", null, true);
    interfaces.ipv6("FastEthernet0/0", false, "2001:DB8:1::1/64", "FE80::1/64");
    interfaces.router("FastEthernet0/0", "FE80::9");
    assertEquals(List.of(kernel("::/0", "FE80::9", "fa0/0")), table().kernelRoutes());
    assertEquals(List.of(kernel("::/0", "2001:DB8:1::2", "fa0/0")), table(route("::/0", null, "2001:DB8:1::2")).kernelRoutes());
    interfaces.set("FastEthernet0/0", null, false);
    assertEquals(List.of(), table().kernelRoutes());
  }

  @Test
  void aNextHopIsFollowedToTheLinkItIsOn() {
    interfaces.set("FastEthernet0/0", null, true);
    interfaces.ipv6("FastEthernet0/0", false, "2001:DB8:1::1/64", "FE80::1/64");
    var t = table(route("2001:DB8:2::/48", null, "2001:DB8:1::2"), route("2001:DB8:3::/64", null, "2001:DB8:2::9"),
        route("2001:DB8:4::/64", "FastEthernet0/0", "FE80::2"), route("2001:DB8:5::/64", null, "2001:DB8:77::1"),
        route("2001:DB8:6::/64", "Null0", null));
    String link = interfaces.state(InterfaceName.of("FastEthernet0/0")).orElseThrow().linuxName().orElseThrow();
    assertEquals(List.of(kernel("2001:DB8:2::/48", "2001:DB8:1::2", link), kernel("2001:DB8:3::/64", "2001:DB8:1::2", link),
        kernel("2001:DB8:4::/64", "FE80::2", link), kernel("2001:DB8:6::/64", "::", "")), t.kernelRoutes());
  }

  @Test
  void noRouteRestsOnItself() {
    interfaces.set("FastEthernet0/0", null, true);
    interfaces.ipv6("FastEthernet0/0", false, "2001:DB8:1::1/64");
    assertEquals(List.of(), table(route("2001:DB8:2::/64", null, "2001:DB8:2::1")).kernelRoutes());
  }

  @Test
  void theLongestPrefixIsFoundWhateverStandsBetween() {
    interfaces.set("FastEthernet0/0", null, true);
    interfaces.ipv6("FastEthernet0/0", false, "2001:DB8:1::1/64");
    var random = new Random(5);
    for (int round = 0; round < 200; round++) {
      var statics = random.ints(30, 0, 1 << 16).mapToObj(b -> new Static(new Ipv6Prefix(new Ipv6(0x20010db800000000L
          | (long) b << 8, (long) b << 50), random.nextInt(24, 80)), Optional.of(InterfaceName.of("Null0")), Optional.empty(),
          1)).toArray(Static[]::new);
      var t = table(statics);
      var asked = new Ipv6(0x20010db800000000L | (long) random.nextInt(1 << 16) << 8, random.nextLong());
      var longest = t.routes().stream().map(Ipv6Route::prefix).filter(p -> p.contains(asked))
          .max(java.util.Comparator.comparingInt(Ipv6Prefix::length));
      assertEquals(longest, t.longest(asked).map(Ipv6Route::prefix));
    }
    assertTrue(table(route("::/0", "Null0", null)).longest(Ipv6.of("2001:DB8::1")).isPresent());
  }
}
