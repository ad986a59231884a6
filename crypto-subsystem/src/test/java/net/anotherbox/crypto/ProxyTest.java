package net.anotherbox.crypto;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HexFormat;
import java.util.Optional;
import net.anotherbox.crypto.isakmp.machine.Proxy;
import net.anotherbox.crypto.isakmp.message.Payload;
import net.anotherbox.runtime.value.Ipv6;
import org.junit.jupiter.api.Test;

/** Identities of quick mode over IPv6. */
class ProxyTest {
  private static Optional<Proxy> subnet(String network, String mask) {
    return Proxy.of(new Payload.Id(Payload.Id.IPV6_ADDR_SUBNET, 0, 0, HexFormat.of().parseHex(network + mask)));
  }

  @Test
  void anIpv6NetworkIsReadAsItIsWritten() {
    for (int n : new int[] {0, 1, 48, 63, 64, 65, 127}) {
      var p = new Proxy(new Ipv6(0, 0), n, 47, 0);
      assertEquals(Optional.of(p), Proxy.of(p.id()), "/" + n);
    }
    var site = new Proxy(Ipv6.of("2001:db8:1::"), 48, 0, 0);
    assertEquals(Optional.of(site), Proxy.of(site.id()));
    assertEquals("2001:DB8:1::/48/0/0", site.brief());
  }

  @Test
  void bitsOfTheHostAreLeftOut() {
    assertEquals(Optional.of(new Proxy(Ipv6.of("2001:db8::"), 32, 0, 0)),
        subnet("20010db8000000000000000000000001", "ffffffff000000000000000000000000"));
  }

  @Test
  void aMaskWithGapsIsNoNetwork() {
    assertEquals(Optional.empty(), subnet("20010db8000000000000000000000000", "ffff00ff000000000000000000000000"));
    assertEquals(Optional.empty(), subnet("20010db8000000000000000000000000", "ffffffff000000000000000000000001"));
  }
}
