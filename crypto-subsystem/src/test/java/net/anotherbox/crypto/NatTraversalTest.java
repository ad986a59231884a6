package net.anotherbox.crypto;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import net.anotherbox.crypto.isakmp.liveness.Liveness;
import net.anotherbox.crypto.isakmp.machine.Suite;
import net.anotherbox.crypto.isakmp.message.ExchangeType;
import net.anotherbox.runtime.port.SaSpec.Cipher;
import net.anotherbox.runtime.port.SaSpec.Integrity;
import net.anotherbox.runtime.port.SaSpec.UdpEncapsulation;
import net.anotherbox.runtime.release.Release;
import net.anotherbox.runtime.value.Ipv4;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Peers with a NAT between them. */
class NatTraversalTest {
  private static final Ipv4 OUTSIDE = Ipv4.of("192.0.2.200");

  private static Pair pair(Release a, Release b) {
    var p = new Pair(a, b);
    p.right.entry(10, "L", 0, OUTSIDE.toString());
    p.left.entry(10, "L", 0, "192.0.2.2");
    p.left.debug("crypto isakmp");
    p.right.debug("crypto isakmp");
    return p;
  }

  private static final class Behind {
    final Pair p;
    final MemoryNetwork.Nat nat;

    Behind(Release a, Release b) {
      p = pair(a, b);
      nat = p.network.nat(p.left.local, OUTSIDE);
    }

    Behind(Pair pair) {
      p = pair;
      nat = p.network.nat(p.left.local, OUTSIDE);
    }

    Behind() {
      this(Release.R15_1, Release.R15_1);
    }

    Behind up() {
      p.apply().packet(1000);
      assertTrue(p.isUp(), () -> p.left.lines + "\n" + p.right.lines);
      return this;
    }

    private Optional<UdpEncapsulation> rightsUdp() {
      return p.right.plane.newest(false).orElseThrow().udp();
    }
  }

  static Stream<Arguments> releases() {
    var able = List.of(Release.R12_3, Release.R12_4, Release.R15_1, Release.R15_2);
    return able.stream().flatMap(a -> able.stream().map(b -> Arguments.of(a, b)));
  }

  @ParameterizedTest
  @MethodSource("releases")
  void everyReleaseThatCanGetsThroughANat(Release a, Release b) {
    var n = new Behind(a, b).up();
    assertEquals(Optional.of(new UdpEncapsulation(4500, n.nat.port(4500))), n.rightsUdp());
    assertEquals(Optional.of(new UdpEncapsulation(4500, 4500)), n.p.left.plane.newest(false).orElseThrow().udp());
    assertEquals(OUTSIDE, n.p.right.plane.newest(false).orElseThrow().remote());
    n.p.assertNothingLeft();
  }

  @Test
  void saysWhatIosSaysOnBothSides() {
    var n = new Behind().up();
    var left = n.p.left.lines;
    var right = n.p.right.lines;
    for (String version : List.of("rfc3947", "07", "03", "02"))
      assertEquals(1, n.p.left.said("ISAKMP:(0): constructed NAT-T vendor-" + version + " ID").size(), version);
    assertEquals(List.of("ISAKMP:(0): constructed NAT-T vendor-rfc3947 ID"), n.p.right.said("constructed NAT-T"));
    assertEquals(List.of("ISAKMP (1001): NAT found, both nodes inside NAT",
        "ISAKMP (1001): My hash no match -  this node inside NAT"), left.stream().filter(l -> l.contains("inside NAT")).toList());
    assertEquals(2, right.stream().filter("ISAKMP (1001): His hash no match - this node outside NAT"::equals).count());
    int port = n.nat.port(4500);
    assertEquals(1, n.p.right.said("Detected port floating to port = " + port).size());
    assertEquals(1, n.p.right.said("Trying to find existing peer 192.0.2.2/192.0.2.200/" + port + "/").size());
    assertEquals(1, n.p.left.said("Setting UDP ENC peer struct 0x").size());
    assertEquals(1, n.p.left.said("sending packet to 192.0.2.2 my_port 4500 peer_port 4500 (I) MM_KEY_EXCH").size());
    assertEquals(1, n.p.right.said("encaps is 3 (Tunnel-UDP)").size());
    assertEquals(2, left.stream().filter(l -> l.contains("port         : 0")).count());
  }

  @ParameterizedTest
  @MethodSource("releases")
  void aggressiveModeGetsThroughANatToo(Release a, Release b) {
    var n = new Behind(a, b);
    n.p.left.isakmp = c -> AggressiveModeTest.aggressive(c, "cisco123", null);
    n.up();
    assertEquals(Optional.of(new UdpEncapsulation(4500, n.nat.port(4500))), n.rightsUdp());
    assertEquals(Optional.of(new UdpEncapsulation(4500, 4500)), n.p.left.plane.newest(false).orElseThrow().udp());
    n.p.assertNothingLeft();
  }

  /** GRE between the peers: the one behind the NAT knows itself by another address than its peer does. */
  private static Behind hosts(Release a, Release b) {
    var p = new Pair(a, b);
    var n = new Behind(p);
    for (TestBox box : List.of(p.left, p.right)) {
      box.set("TS", new Suite(Cipher.TRIPLE_DES, Integrity.HMAC_SHA1_96), false);
      box.lists.clear();
      box.debug("crypto isakmp");
    }
    p.left.gre("G", p.left.local.toString(), "192.0.2.2").entry(10, "G", 0, "192.0.2.2");
    p.right.gre("G", "192.0.2.2", OUTSIDE.toString()).entry(10, "G", 0, OUTSIDE.toString());
    return n;
  }

  @ParameterizedTest
  @MethodSource("releases")
  void transportModeGoesThroughANatAndIsRenewedFromBothSides(Release a, Release b) {
    var n = hosts(a, b).up();
    for (TestBox box : List.of(n.p.left, n.p.right)) {
      assertFalse(box.plane.newest(true).orElseThrow().tunnel());
      assertFalse(box.plane.newest(false).orElseThrow().tunnel());
    }
    assertEquals(OUTSIDE, n.p.right.plane.newest(false).orElseThrow().remote());
    assertTrue(n.p.right.crypto.showIpsecSa().contains("remote ident (addr/mask/prot/port): (" + OUTSIDE
        + "/255.255.255.255/47/0)"));
    for (TestBox box : List.of(n.p.right, n.p.left)) {
      long first = box.plane.newest(false).orElseThrow().handle();
      box.plane.events.softExpired(first);
      n.p.loop.run(1000);
      assertNotEquals(first, box.plane.newest(false).orElseThrow().handle(), () -> String.join("\n", box.lines));
    }
    n.p.assertNothingLeft();
  }

  @Test
  void nothingIsEncapsulatedWithoutANat() {
    var p = new Pair(Release.R15_1, Release.R15_1).entries(0, 0);
    p.left.debug("crypto isakmp");
    p.apply().packet(1000).assertMatching();
    assertEquals(1, p.left.said("No NAT Found for self or peer").size());
    assertEquals(Optional.empty(), p.left.plane.newest(false).orElseThrow().udp());
  }

  @Test
  void theOldestReleaseAndOneToldNotToKnowNothingOfNats() {
    var old = new Behind(Release.R12_2, Release.R15_1).up();
    assertEquals(Optional.empty(), old.rightsUdp());
    assertEquals(1, old.p.left.crypto.openSockets());
    var off = new Behind();
    off.p.right.liveness = new Liveness(Optional.empty(), 0, false, false, false);
    off.up();
    assertEquals(Optional.empty(), off.rightsUdp());
    assertTrue(off.p.right.said("constructed NAT-T").isEmpty());
  }

  @Test
  void aPortThatChangesIsFollowedWhenTheMessageProvesRight() {
    var n = new Behind().up();
    n.nat.forget(OUTSIDE);
    n.p.left.crypto.clearSa();
    n.p.loop.run(100);
    assertFalse(n.p.right.isUp(), "the Delete counts");
    assertEquals(1, n.p.right.said("Detected port floating to port = " + n.nat.port(4500)).size());
    n.p.packet(1000);
    assertTrue(n.p.isUp());
    assertEquals(n.nat.port(4500), n.rightsUdp().orElseThrow().remotePort());
    n.p.assertNothingLeft();
  }

  @Test
  void anAddressThatChangesMovesTheSasThatAreThere() {
    var n = new Behind();
    n.p.left.liveness = new Liveness(Optional.of(new Liveness.Keepalive(10, 2, true)), 0, true, false, false);
    n.up();
    var elsewhere = Ipv4.of("192.0.2.201");
    n.nat.forget(elsewhere);
    n.p.loop.run(11_000);
    var out = n.p.right.plane.newest(false).orElseThrow();
    assertEquals(elsewhere + " " + n.nat.port(4500), n.p.right.plane.moved.get(out.handle()));
    assertTrue(n.p.left.said("DPD incrementing").isEmpty());
    n.p.assertNothingLeft();
  }

  @Test
  void anAuthenticPacketFromElsewhereMovesIsakmpToo() {
    var n = new Behind().up();
    n.nat.forget(OUTSIDE);
    n.p.right.plane.events.moved(n.p.right.plane.newest(true).orElseThrow().handle(), OUTSIDE, 1026);
    assertEquals(2, n.p.right.plane.moved.size());
    assertEquals(1, n.p.right.said("Detected port floating to port = 1026").size());
  }

  /** One cookie in 256 looks like that. */
  @Test
  void aCookieThatLooksLikeAnAnswerOfDiscoveryBehindTheMarkerIsNone() {
    var n = new Behind().up();
    byte[] marked = new byte[80];
    marked[18] = (byte) ExchangeType.TED_ANSWER;
    n.p.right.crypto.receive(n.p.right.local, 4500, OUTSIDE, 1025, marked);
    assertEquals(Set.of("length"), n.p.right.crypto.refusals().keySet());
  }

  @Test
  void somebodyElsesMessagesMoveNothing() {
    var n = new Behind();
    var seen = new ArrayList<byte[]>();
    n.p.network.carrier((from, to, d) -> {
      if (from.equals(n.p.left.local)) seen.add(d.clone());
      return new long[] {4};
    });
    n.up();
    var before = n.rightsUdp();
    for (byte[] d : seen) {
      n.p.right.crypto.receive(n.p.right.local, 4500, Ipv4.of("203.0.113.9"), 4500, d);
      if (d.length > 40) d[39] ^= 1;
      n.p.right.crypto.receive(n.p.right.local, 4500, Ipv4.of("203.0.113.9"), 4500, d);
    }
    n.p.loop.run(1000);
    assertEquals(before, n.rightsUdp());
    assertTrue(n.p.right.plane.moved.isEmpty());
    n.p.packet(1000);
    assertTrue(n.p.isUp());
  }

  @Test
  void twoPeersBehindOneNatDoNotDisturbEachOther() {
    var n = new Behind().up();
    var second = new TestBox(n.p.loop, n.p.network, "192.0.2.50", Release.R15_1, 7).key("cisco123", "192.0.2.2/32")
        .list("L", "permit 10.3.0.0/16 10.2.0.0/16").entry(10, "L", 0, "192.0.2.2").apply();
    n.p.right.list("M", "permit 10.2.0.0/16 10.3.0.0/16").entry(20, "M", 0, OUTSIDE.toString()).apply();
    var other = n.p.network.nat(second.local, OUTSIDE);
    other.forget(OUTSIDE);
    other.startAt(5000);
    second.packet();
    n.p.loop.run(1000);
    assertTrue(second.isUp(), () -> second.lines.toString());
    assertEquals(2, n.p.right.crypto.ipsecSaPairs());
    assertNotEquals(other.port(4500), n.nat.port(4500));
    second.crypto.clearSa();
    n.p.loop.run(1000);
    assertEquals(1, n.p.right.crypto.ipsecSaPairs());
    assertTrue(n.p.left.isUp());
  }

  @Test
  void theNatIsKeptAwakeWhileThereIsAnythingInForce() {
    var n = new Behind();
    n.p.left.liveness = new Liveness(Optional.empty(), 20, true, false, false);
    n.p.right.liveness = n.p.left.liveness;
    n.up();
    var bytes = new ArrayList<String>();
    n.p.network.carrier((from, to, d) -> {
      if (d.length == 1) bytes.add(from + " " + d[0]);
      return new long[] {4};
    });
    n.p.loop.run(200_000);
    assertEquals(java.util.Collections.nCopies(10, "192.0.2.1 -1"), bytes);
    assertEquals(10L, n.p.right.crypto.refusals().get("NAT keepalive"));
    n.p.left.crypto.clearSa();
    n.p.left.crypto.clearIsakmp(Optional.empty());
    n.p.loop.run(21_000);
    bytes.clear();
    n.p.loop.run(200_000);
    assertEquals(List.of(), bytes);
    n.p.assertNothingLeft();
  }

  @Test
  void aPeerBehindANatIsCalledWhereItsSasGoWhenTheIsakmpSaHasGone() {
    var n = new Behind().up();
    n.p.right.crypto.clearIsakmp(Optional.empty());
    n.p.loop.run(1000);
    var out = n.p.right.plane.newest(false).orElseThrow();
    n.p.right.plane.events.softExpired(out.handle());
    n.p.loop.run(2000);
    assertNotEquals(out.handle(), n.p.right.plane.newest(false).orElseThrow().handle());
    assertEquals(1, n.p.right.said("sending packet to " + OUTSIDE + " my_port 4500 peer_port " + n.nat.port(4500)
        + " (I) MM_NO_STATE").size());
    assertEquals(Optional.of(new UdpEncapsulation(4500, n.nat.port(4500))), n.rightsUdp());
    n.p.assertNothingLeft();
  }

  @Test
  void phaseOneIsRenewedThroughTheNatFromBothSides() {
    var n = new Behind();
    n.p.left.policies = n.p.right.policies = List.of(TestBox.policy(1,
        net.anotherbox.crypto.isakmp.policy.IsakmpPolicy.Encryption.AES, 128,
        net.anotherbox.crypto.isakmp.policy.IsakmpPolicy.Hash.SHA, 2, 600));
    n.up();
    for (boolean left : new boolean[] {true, false}) {
      var box = left ? n.p.left : n.p.right;
      box.plane.carried(box.plane.newest(!left).orElseThrow(), 5);
      if (left) n.p.loop.run(575_000);
      else n.p.loop.run(1_200_000);
      assertTrue(box.crypto.showIsakmpSa().contains("QM_IDLE"), box.crypto.showIsakmpSa());
    }
    assertTrue(n.p.isUp());
    n.p.assertNothingLeft();
  }
}
