package net.anotherbox.plane.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Links, addresses, routes in a namespace with two links: eth0 has an address of its owner's, eth1 is down. Needs root. */
@Tag("netns")
class LinuxKernelTest {
  @TempDir Path folder;
  private NetNs ns;
  private NetNs peer;
  private BoxProcess box;
  private String before;

  @BeforeEach
  void start() {
    ns = new NetNs("k");
    peer = new NetNs("p");
    ns.join("eth0", "192.0.2.1/24", peer, "p0", "192.0.2.2/24");
    ns.join("eth1", "203.0.113.1/24", peer, "p1", "203.0.113.2/24");
    ns.run("ip addr flush dev eth1");
    ns.run("ip link set eth1 down");
    ns.run("ip route add 10.200.0.0/16 via 192.0.2.2 metric 5");
    before = ns.state();
    box = new BoxProcess(ns, folder.resolve("journal"));
  }

  @AfterEach
  void stop() {
    try {
      box.close();
      assertEquals(before, ns.state());
      assertFalse(Files.exists(folder.resolve("journal")));
    } finally {
      ns.close();
      peer.close();
    }
  }

  private String addresses(String link) {
    return ns.run("ip -o -4 addr show dev " + link).lines()
        .map(l -> l.replaceAll(".* inet (\\S+) .*scope global (secondary )?.*", "$1 $2").strip()).toList().toString();
  }

  @Test
  void anAddressComesAndGoesAndForeignOnesStay() {
    assertEquals("[]", box.ask("addresses eth0 192.0.2.10/24 10.5.0.1/16"));
    assertEquals("[192.0.2.1/24, 10.5.0.1/16, 192.0.2.10/24 secondary]", addresses("eth0"));
    assertEquals("[]", box.ask("addresses eth0 10.5.0.1/16 10.5.0.2/16:s"));
    assertEquals("[192.0.2.1/24, 10.5.0.1/16, 10.5.0.2/16 secondary]", addresses("eth0"));
    assertEquals("[]", box.ask("addresses eth0 10.5.0.2/16 10.5.0.1/16:s"));
    assertEquals("[192.0.2.1/24, 10.5.0.2/16, 10.5.0.1/16 secondary]", addresses("eth0"));
    ns.run("ip addr add 10.5.0.99/16 dev eth0");
    assertEquals("[]", box.ask("addresses eth0 10.5.0.1/16"));
    assertTrue(addresses("eth0").contains("10.5.0.99/16"), addresses("eth0"));
    assertEquals("[]", box.ask("addresses eth0"));
    assertEquals("[192.0.2.1/24, 10.5.0.99/16]", addresses("eth0"));
    ns.run("ip addr del 10.5.0.99/16 dev eth0");
  }

  @Test
  void aLinkThatWentAndCameBackGetsItsAddressAgain() {
    for (int life = 0; life < 2; life++) {
      ns.join("eth2", "10.6.0.1/24", peer, "p2", "10.6.0.2/24");
      assertEquals("[]", box.ask("addresses eth2 10.5.0.1/16"));
      assertEquals("[10.6.0.1/24, 10.5.0.1/16]", addresses("eth2"));
      ns.run("ip link del eth2");
    }
  }

  @Test
  void aReleasedLinkIsAsItWasFound() {
    box.ask("addresses eth1 10.5.0.1/16");
    box.ask("admin eth1 up");
    box.ask("mtu eth1 1400");
    box.ask("addresses eth0 10.6.0.1/16");
    assertNotEquals(before, ns.state());
    box.ask("release eth1");
    box.ask("addresses eth0");
    assertEquals(before, ns.state());
  }

  @Test
  void theOwnersAddressIsTakenForGrantedAndNotTakenAway() {
    assertEquals("[]", box.ask("addresses eth0 192.0.2.1/24"));
    assertEquals("[]", box.ask("addresses eth0"));
    assertEquals("[192.0.2.1/24]", addresses("eth0"));
  }

  @Test
  void anAddressThatTheKernelRefusesComesBackWithTheReason() {
    assertTrue(box.ask("addresses eth0 10.5.0.1/16 224.0.0.1/33").contains("224.0.0.1/33: "));
    assertTrue(box.ask("addresses nolink 10.5.0.1/16").contains("No such device"));
  }

  private String routes() {
    return ns.run("ip -4 route show proto " + Rtnetlink.PROTOCOL).replaceAll(" +\\n", "\n");
  }

  @Test
  void routesAreExactlyTheWishAndForeignOnesStay() {
    assertEquals("[]", box.ask("routes 10.1.0.0/16,192.0.2.2,-,20 10.2.0.0/16,-,eth0,20 10.3.0.0/16,-,null0,20"));
    assertEquals("10.1.0.0/16 via 192.0.2.2 dev eth0 metric 20\n10.2.0.0/16 dev eth0 scope link metric 20\n"
        + "blackhole 10.3.0.0/16 metric 20\n", routes());
    assertEquals("[]", box.ask("routes 10.1.0.0/16,192.0.2.9,eth0,20 10.3.0.0/16,-,null0,20"));
    assertEquals("10.1.0.0/16 via 192.0.2.9 dev eth0 metric 20\nblackhole 10.3.0.0/16 metric 20\n", routes());
    assertEquals("[]", box.ask("routes 10.200.0.0/16,192.0.2.9,-,5 0.0.0.0/0,192.0.2.2,-,1"));
    assertTrue(ns.run("ip route show 10.200.0.0/16").startsWith("10.200.0.0/16 via 192.0.2.2"));
    assertTrue(routes().contains("default via 192.0.2.2 dev eth0 metric 1"));
    assertEquals("[]", box.ask("routes"));
    assertEquals("", routes());
  }

  @Test
  void twoWaysToOnePrefixAreOneRoute() {
    assertEquals("[]", box.ask("routes 10.1.0.0/16,192.0.2.2,-,20 10.1.0.0/16,192.0.2.3,-,20"));
    assertEquals(2, routes().split("nexthop").length - 1, routes());
    assertEquals("[]", box.ask("routes 10.1.0.0/16,192.0.2.3,-,20"));
    assertEquals("10.1.0.0/16 via 192.0.2.3 dev eth0 metric 20\n", routes());
  }

  @Test
  void aRouteWithoutAWayToItsNextHopIsRefused() {
    String refused = box.ask("routes 10.1.0.0/16,172.31.0.1,-,20 10.2.0.0/16,192.0.2.2,-,20 10.4.0.0/16,-,nolink,20");
    assertTrue(refused.contains("10.1.0.0/16") && refused.contains("10.4.0.0/16"), refused);
    assertFalse(refused.contains("10.2.0.0/16"), refused);
    assertEquals("10.2.0.0/16 via 192.0.2.2 dev eth0 metric 20\n", routes());
  }

  @Test
  void aLinkIsSetUpAndPutBackAndItsChangesAreTold() {
    box.ask("admin eth1 up");
    box.ask("mtu eth1 1400");
    assertTrue(box.ask("links").contains("eth1/true/1400"));
    assertTrue(box.ask("events").contains("link eth1 true"));
    box.ask("admin eth1 down");
    box.ask("admin eth1 up");
  }

  @Test
  void aLoopbackExistsUntilItIsDropped() {
    box.ask("loopback Loopback0");
    assertEquals("[]", box.ask("addresses Loopback0 1.1.1.1/32"));
    assertEquals(0, ns.attempt("ping -c 1 -W 1 1.1.1.1").status());
    assertEquals("[]", box.ask("addresses eth0 10.5.0.1/16"));
    box.ask("noloopback Loopback0");
    assertNotEquals(0, ns.attempt("ip link show Loopback0").status());
    box.ask("loopback Loopback0");
    assertEquals("[]", box.ask("addresses Loopback0 1.1.1.1/32"));
    assertEquals(0, ns.attempt("ping -c 1 -W 1 1.1.1.1").status());
  }

  @Test
  void countersCount() {
    ns.run("ping -c 5 -i 0.02 192.0.2.2");
    var counters = box.ask("linkcounters eth0");
    assertTrue(counters.matches(".*packetsIn=([5-9]|\\d\\d).*packetsOut=([5-9]|\\d\\d).*"), counters);
  }

  @Test
  void theNextProcessUndoesWhatAKilledOneHasLeft() {
    box.ask("admin eth1 up");
    box.ask("mtu eth1 1400");
    box.ask("forwarding on");
    box.ask("addresses eth0 192.0.2.10/24 10.5.0.1/16");
    box.ask("loopback Loopback0");
    box.ask("addresses Loopback0 1.1.1.1/32");
    box.ask("routes 10.1.0.0/16,192.0.2.2,-,20");
    box.ask("flows map Fa0/0 eth0 192.0.2.1 ; entry ; permit 1 0 10.9.0.0/16 0 10.8.0.0/16 0");
    box.kill();
    assertNotEquals(before, ns.state());
    box = new BoxProcess(ns, folder.resolve("journal"));
    assertEquals("[192.0.2.1/24]", addresses("eth0"));
    assertEquals("", routes());
    box.ask("flows none");
    assertEquals(before, ns.state().replaceAll("(?s)table ip anotherbox \\{.*?\\n\\}\\n", ""));
    box.ask("forwarding on");
  }

  @Test
  void aSecondProcessDoesNotTouchTheFirstOnes() throws Exception {
    box.ask("addresses eth0 10.5.0.1/16");
    var second = org.junit.jupiter.api.Assertions.assertThrows(AssertionError.class,
        () -> new BoxProcess(ns, folder.resolve("journal")));
    assertTrue(second.getMessage().contains("another process"), second.getMessage());
    assertEquals("[192.0.2.1/24, 10.5.0.1/16]", addresses("eth0"));
  }
}
