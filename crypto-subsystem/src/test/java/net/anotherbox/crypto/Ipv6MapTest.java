package net.anotherbox.crypto;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.anotherbox.crypto.CryptoConfig.AccessRule;
import net.anotherbox.crypto.CryptoConfig.Binding;
import net.anotherbox.crypto.CryptoConfig.Ipv6Maps;
import net.anotherbox.crypto.ipsec.map.CryptoMap;
import net.anotherbox.runtime.loop.VirtualLoop;
import net.anotherbox.runtime.port.FlowTable.Fragmentation;
import net.anotherbox.runtime.release.Release;
import net.anotherbox.runtime.value.InterfaceName;
import net.anotherbox.runtime.value.Ipv4;
import net.anotherbox.runtime.value.Ipv6;
import net.anotherbox.runtime.value.Ipv6Match;
import net.anotherbox.runtime.value.Ipv6Prefix;
import org.junit.jupiter.api.Test;

/** Crypto maps for IPv6, between two boxes. */
class Ipv6MapTest {
  private static final InterfaceName OUTSIDE = InterfaceName.of("FastEthernet0/1");

  private final VirtualLoop loop = new VirtualLoop(Instant.parse("2026-01-01T00:00:00Z"));
  private final MemoryNetwork network = new MemoryNetwork(4);
  private final TestBox a = TestBox.v6(loop, network, "2001:DB8::1", Release.R15_1, 1);
  private final TestBox b = TestBox.v6(loop, network, "2001:DB8::2", Release.R15_1, 2);

  /** @param rule protocol, source, destination */
  private static void configure(TestBox box, String peer, int protocol, String source, String destination, Binding... more) {
    var entry = new CryptoMap.Entry(10, List.of(Ipv6.of(peer)), List.copyOf(box.sets.keySet()), "SIX", 0, 0, 0);
    var rule = new AccessRule(true, Ipv6Match.proxy(protocol, Ipv6Prefix.of(source), 0, Ipv6Prefix.of(destination), 0),
        "permit ipv6 " + source + " " + destination + " sequence 10");
    box.bound = false;
    CryptoConfig c = box.config();
    var six = new Binding(OUTSIDE, "eth0", box.local, true, 1500, "M6", Fragmentation.DEFAULT, true);
    var bindings = new ArrayList<Binding>(List.of(six));
    bindings.addAll(List.of(more));
    box.crypto.configure(new CryptoConfig(true, c.isakmp(), c.transformSets(), more.length == 0 ? Map.of() : Map.of("M6",
        new CryptoMap("M6", List.of(), List.of(), Optional.of(InterfaceName.of("Loopback0")))), Map.of(), Map.of(),
        bindings, 3600, 4_608_000, 0, c.liveness(), 64, c.protection(), new Ipv6Maps(Map.of("M6", new CryptoMap("M6",
            List.of(entry))), Map.of("SIX", List.of(rule)))));
  }

  @Test
  void aResponderTakesProxiesWithinItsRuleAndShowsThem() {
    configure(a, "2001:DB8::2", 0, "2001:DB8:A::/64", "2001:DB8:B::/64");
    configure(b, "2001:DB8::1", 0, "2001:DB8::/32", "2001:DB8:A::/48");
    a.packet();
    loop.run(2_000);
    assertTrue(a.isUp() && b.isUp(), () -> a.lines + "\n" + b.lines);
    String sa = b.crypto.showIpsecSa();
    assertTrue(sa.contains("local  ident (addr/mask/prot/port): (2001:DB8:B::/64/0/0)"), sa);
    assertTrue(sa.contains("remote ident (addr/mask/prot/port): (2001:DB8:A::/64/0/0)"), sa);
    var idents = b.plane.flows.maps().get(0).entries().get(0).rules().get(0).idents();
    assertEquals(2, idents.size(), "the narrower before the whole rule");
    assertEquals(Ipv6Match.proxy(0, Ipv6Prefix.of("2001:DB8:B::/64"), 0, Ipv6Prefix.of("2001:DB8:A::/64"), 0),
        idents.get(0).selector());
    b.crypto.clearSa();
    assertEquals(1, b.plane.flows.maps().get(0).entries().get(0).rules().get(0).idents().size());
  }

  @Test
  void proxiesOutsideItsRuleAreRefused() {
    configure(a, "2001:DB8::2", 0, "2001:DB8:A::/47", "2001:DB8:B::/64");
    configure(b, "2001:DB8::1", 0, "2001:DB8:B::/64", "2001:DB8:A::/48");
    a.packet();
    loop.run(20_000);
    assertFalse(a.isUp() || b.isUp());
    assertFalse(b.crypto.failures().isEmpty());
  }

  @Test
  void mapsOfBothVersionsMayHaveOneNameAndOneInterface() {
    configure(a, "2001:DB8::2", 58, "2001:DB8:A::/64", "2001:DB8:B::/64", new Binding(OUTSIDE, "eth0", Ipv4.of("10.0.0.1"),
        true, 1500, "M6"));
    assertEquals(2, a.plane.flows.maps().size());
    assertEquals(1, a.plane.flows.maps().stream().filter(m -> m.ipv6()).count());
    String shown = a.crypto.showCryptoMap();
    assertTrue(shown.startsWith("Crypto Map: \"M6\" idb: Loopback0 local address: 10.0.0.1\n\n"), shown);
    assertTrue(shown.contains("\tIPv6 access list SIX\n\t    permit ipv6 2001:DB8:A::/64 2001:DB8:B::/64 sequence 10\n"), shown);
    assertEquals(2, shown.split("Interfaces using crypto map M6:\n\t\tFastEthernet0/1\n", -1).length - 1, shown);
    assertEquals(shown, a.crypto.showCryptoMap(Optional.empty(), Optional.of(OUTSIDE)));
  }
}
