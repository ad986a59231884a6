package net.anotherbox.crypto;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import net.anotherbox.runtime.port.CryptoPlane;
import net.anotherbox.runtime.release.Release;
import net.anotherbox.runtime.value.Ipv4;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What happens when packets get lost, when time passes and when one side begins anew. */
class ReliabilityTest {
  static IntStream messages() {
    return IntStream.range(0, 9);
  }

  @ParameterizedTest
  @MethodSource("messages")
  void anyMessageMayBeLost(int lost) {
    var p = new Pair().entries(0, 0).apply();
    var count = new int[1];
    p.network.carrier((from, to, d) -> count[0]++ == lost ? new long[0] : new long[] {4});
    p.packet(25_000).assertMatching();
    p.assertNothingLeft();
  }

  @ParameterizedTest
  @MethodSource("messages")
  void anyMessageMayBeLostWithPfsOnTheOldestRelease(int lost) {
    var p = new Pair(Release.R12_2, Release.R12_2).entries(2, 2).apply();
    var count = new int[1];
    p.network.carrier((from, to, d) -> count[0]++ == lost ? new long[0] : new long[] {4});
    p.packet(25_000).assertMatching();
  }

  @Test
  void everyMessageMayComeTwice() {
    var p = new Pair().entries(0, 0);
    p.right.debug("crypto isakmp");
    p.apply();
    p.network.carrier((from, to, d) -> new long[] {4, 9});
    p.packet(5000).assertMatching();
    assertEquals(1, p.left.crypto.ipsecSaPairs());
    assertEquals(1, p.right.crypto.ipsecSaPairs());
    assertEquals(1, p.right.crypto.isakmpSas());
    assertTrue(p.right.said("phase 1 packet is a duplicate of a previous packet.").size() >= 2);
    long settled = p.network.sent();
    p.loop.run(9000);
    assertEquals(settled, p.network.sent());
    p.assertNothingLeft();
  }

  @Test
  void messagesMayOvertakeEachOther() {
    var p = new Pair().entries(0, 0).apply();
    var count = new int[1];
    p.network.carrier((from, to, d) -> count[0]++ % 3 == 0 ? new long[] {30, 3000} : new long[] {4});
    p.packet(60_000);
    p.assertMatching();
    p.assertNothingLeft();
  }

  @Test
  void aDeadPeerIsGivenUpAfterFiveRetransmissions() {
    var p = new Pair().entries(0, 0);
    p.left.debug("crypto isakmp").debug("crypto ipsec");
    p.left.apply();
    var times = new ArrayList<Long>();
    p.network.carrier((from, to, d) -> {
      times.add(p.loop.clock().millis());
      return new long[0];
    });
    p.packet(59_999);
    assertEquals(List.of(0L, 10_000L, 20_000L, 30_000L, 40_000L, 50_000L), times);
    assertEquals(0, p.left.said("Death by retransmission P1").size());
    p.loop.run(10);
    assertEquals(1, p.left.said("deleting SA reason \"Death by retransmission P1\" state (I) MM_NO_STATE (peer 192.0.2.2)")
        .size());
    assertEquals(1, p.left.said("request timer fired: count = 1").size());
    assertEquals(1, p.left.said("request timer fired: count = 2").size());
    p.loop.run(60_000);
    assertEquals(0, p.left.crypto.isakmpSas());
    assertEquals(0, p.left.crypto.reservations());
    assertEquals(0, p.loop.timers());
  }

  @Test
  void theResponderRetransmitsTooAndGivesUp() {
    var p = new Pair().entries(0, 0).apply();
    var toLeft = new int[1];
    p.network.carrier((from, to, d) -> {
      if (to.equals(p.left.local)) toLeft[0]++;
      return to.equals(p.left.local) ? new long[0] : new long[] {4};
    });
    p.packet(75_000);
    // six from its own timer, five for the initiator's duplicates
    assertEquals(11, toLeft[0]);
    p.loop.run(130_000);
    assertEquals(0, p.right.crypto.isakmpSas());
  }

  @Test
  void peersAreTriedInOrder() {
    var p = new Pair();
    p.left.key("cisco123", "192.0.2.0/24").entry(10, "L", 0, "192.0.2.9", "192.0.2.8", "192.0.2.2");
    p.right.entry(10, "L", 0, "192.0.2.1");
    p.apply().packet(119_000);
    assertFalse(p.left.isUp());
    p.loop.run(3000);
    p.assertMatching();
    assertTrue(p.left.crypto.showCryptoMap().contains("Current peer: 192.0.2.2"));
    p.assertNothingLeft();
  }

  @Test
  void sasThatCarriedPacketsAreRenewedThirtySecondsBeforeTheirEnd() {
    var p = new Pair().entries(0, 0).apply().packet(1000);
    int first = p.left.plane.newest(true).orElseThrow().spi();
    p.left.plane.carried(p.left.plane.newest(false).orElseThrow(), 5);
    p.right.plane.carried(p.right.plane.newest(true).orElseThrow(), 5);
    p.loop.run(3_567_000);
    assertEquals(1, p.left.crypto.ipsecSaPairs());
    p.loop.run(4000);
    assertEquals(2, p.left.crypto.ipsecSaPairs());
    p.assertMatching();
    assertNotEquals(first, p.left.plane.newest(true).orElseThrow().spi());
    p.loop.run(40_000);
    assertEquals(1, p.left.crypto.ipsecSaPairs());
    assertEquals(1, p.right.crypto.ipsecSaPairs());
    assertTrue(p.left.crypto.showIpsecSa().contains("#pkts encaps: 5,"), p.left.crypto.showIpsecSa());
    assertTrue(p.right.crypto.showIpsecSa().contains("#pkts decaps: 5,"));
    p.assertNothingLeft();
  }

  @Test
  void idleSasExpireSilently() {
    var p = new Pair().entries(0, 0).apply().packet(1000);
    p.loop.run(3_600_000);
    assertFalse(p.left.isUp());
    assertEquals(0, p.right.crypto.ipsecSaPairs());
    p.packet(1000).assertMatching();
    p.assertNothingLeft();
  }

  @Test
  void theTrafficLimitRenewsSasAtOnce() {
    var p = new Pair().entries(0, 0).apply().packet(1000);
    var out = p.left.plane.newest(false).orElseThrow();
    assertTrue(out.hardKilobytes() <= 4_608_000 && out.hardKilobytes() >= 4_147_200);
    long ahead = out.hardKilobytes() / 10;
    assertEquals(out.hardKilobytes() - ahead, out.softKilobytes());
    assertEquals(out.hardKilobytes() + ahead, p.left.plane.newest(true).orElseThrow().hardKilobytes(), "under way");
    p.left.plane.events.softExpired(out.handle());
    p.loop.run(1000);
    p.assertMatching();
    assertEquals(2, p.left.crypto.ipsecSaPairs());
    p.left.plane.events.hardExpired(out.handle());
    p.loop.run(29_000);
    assertEquals(2, p.left.crypto.ipsecSaPairs(), "what is under way still arrives");
    p.loop.run(2000);
    assertEquals(1, p.left.crypto.ipsecSaPairs());
    assertEquals(1, p.right.crypto.ipsecSaPairs());
    p.assertMatching();
  }

  @Test
  void aNewSaIsNotSentByBeforeThePeerHasIt() {
    var p = new Pair().entries(0, 0).apply().packet(1000);
    var old = p.left.plane.newest(false).orElseThrow();
    p.network.carrier((from, to, d) -> new long[] {40});
    p.left.plane.events.softExpired(old.handle());
    p.loop.run(100);
    assertEquals(2, p.right.crypto.ipsecSaPairs());
    assertEquals(old, p.left.plane.newest(false).orElseThrow(), "message 3 is still under way");
    p.left.plane.carried(p.left.plane.newest(true).orElseThrow(), 1);
    p.loop.run(50);
    p.assertMatching();
    p.assertNothingLeft();
  }

  @Test
  void anOldSaThatWouldBeFullBeforeTheNextLookIsNotWaitedFor() {
    var p = new Pair().entries(0, 0).apply().packet(1000);
    var old = p.left.plane.newest(false).orElseThrow();
    long all = old.hardKilobytes() * 1024 / 100;
    p.left.plane.events.softExpired(old.handle());
    p.loop.run(20);
    p.left.plane.carried(old, all * 3 / 4);
    p.loop.run(50);
    assertTrue(old != p.left.plane.newest(false).orElseThrow(), "as much again is more than is left");
    p.assertMatching();
  }

  @Test
  void aRenewalThatIsClearedBeforeItIsInForceKeepsNothingWaiting() {
    var p = new Pair().entries(0, 0).apply().packet(1000);
    p.left.plane.events.softExpired(p.left.plane.newest(false).orElseThrow().handle());
    p.loop.run(20);
    assertEquals(2, p.left.crypto.ipsecSaPairs());
    p.left.crypto.clearSession(java.util.Optional.empty(), java.util.Optional.empty(), java.util.Optional.empty());
    p.loop.run(1000);
    assertFalse(p.left.isUp());
    p.packet(1000).assertMatching();
  }

  @Test
  void newsOfAPacketThatWasLostBeforeTheSaCameAskForNoOther() {
    var p = new Pair().entries(0, 0).apply().packet(1000);
    p.packet(1000).assertMatching();
    assertEquals(1, p.left.crypto.ipsecSaPairs());
  }

  @Test
  void anSaThatIsFullMakesTheNextOneHurry() {
    var p = new Pair().entries(0, 0).apply().packet(1000);
    var old = p.left.plane.newest(false).orElseThrow();
    p.left.plane.events.softExpired(old.handle());
    p.loop.run(20);
    assertEquals(old, p.left.plane.newest(false).orElseThrow());
    p.left.plane.events.hardExpired(old.handle());
    p.assertMatching();
    p.loop.run(31_000);
    assertEquals(1, p.left.crypto.ipsecSaPairs());
    p.assertNothingLeft();
  }

  @Test
  void aPairThatGoesWhileItWaitsLeavesNothing() {
    var p = new Pair().entries(0, 0).apply().packet(1000);
    p.left.plane.events.softExpired(p.left.plane.newest(false).orElseThrow().handle());
    p.loop.run(20);
    p.left.crypto.clearSa();
    p.loop.run(1000);
    assertEquals(0, p.left.crypto.ipsecSaPairs());
    p.assertNothingLeft();
  }

  @Test
  void phaseOneExpiresAndIpsecSasLiveOn() {
    var p = new Pair().entries(0, 0);
    p.left.seconds = p.right.seconds = 86400;
    p.left.policies = p.right.policies = List.of(TestBox.policy(1,
        net.anotherbox.crypto.isakmp.policy.IsakmpPolicy.Encryption.AES, 128,
        net.anotherbox.crypto.isakmp.policy.IsakmpPolicy.Hash.SHA, 2, 600));
    p.apply().packet(601_500);
    p.loop.run(61_000);
    assertEquals(0, p.left.crypto.isakmpSas());
    assertEquals(0, p.right.crypto.isakmpSas());
    p.assertMatching();
    p.assertNothingLeft();
  }

  @Test
  void phaseOneIsRenewedAheadOfItsEndWhileIpsecSasAreInUse() {
    var p = new Pair().entries(0, 0);
    p.left.policies = p.right.policies = List.of(TestBox.policy(1,
        net.anotherbox.crypto.isakmp.policy.IsakmpPolicy.Encryption.AES, 128,
        net.anotherbox.crypto.isakmp.policy.IsakmpPolicy.Hash.SHA, 2, 600));
    p.apply().packet(1000);
    p.left.plane.carried(p.left.plane.newest(false).orElseThrow(), 5);
    p.right.plane.carried(p.right.plane.newest(true).orElseThrow(), 5);
    p.loop.run(568_000);
    assertEquals(1, p.left.crypto.isakmpSas());
    p.loop.run(2500);
    assertEquals(2, p.left.crypto.isakmpSas());
    p.loop.run(92_000);
    assertEquals(1, p.left.crypto.isakmpSas());
    assertEquals(1, p.right.crypto.isakmpSas());
    assertEquals(1, p.left.crypto.ipsecSaPairs());
    p.assertMatching();
    p.assertNothingLeft();
  }

  @Test
  void aResponderRenewsPhaseOneIfTheInitiatorDoesNot() {
    var p = new Pair().entries(0, 0);
    p.apply().packet(1000);
    p.right.plane.carried(p.right.plane.newest(true).orElseThrow(), 5);
    p.loop.run(86_400_000 - 3_000_000);
    p.packet(1000);
    p.right.plane.carried(p.right.plane.newest(true).orElseThrow(), 5);
    p.loop.run(3_000_000 - 15_000);
    assertEquals(2, p.right.crypto.isakmpSas());
    assertEquals(2, p.left.crypto.isakmpSas());
    p.assertNothingLeft();
  }

  @Test
  void aFullPairGoesHalfAMinuteAfterItsReplacementHasCome() {
    var p = new Pair().entries(0, 0).apply().packet(1000);
    p.left.plane.events.softExpired(p.left.plane.newest(false).orElseThrow().handle());
    p.loop.run(29_000);
    assertEquals(2, p.left.crypto.ipsecSaPairs());
    p.loop.run(2000);
    assertEquals(1, p.left.crypto.ipsecSaPairs());
    assertEquals(2, p.right.crypto.ipsecSaPairs(), "what was sent before the Delete may not have been read yet");
    p.loop.run(1000);
    assertEquals(1, p.right.crypto.ipsecSaPairs());
    p.assertMatching();
    p.assertNothingLeft();
  }

  @Test
  void clearCryptoSaTellsThePeer() {
    var p = new Pair().entries(0, 0).apply().packet(1000);
    p.left.crypto.clearSa(Ipv4.of("192.0.2.77"));
    p.loop.run(100);
    assertTrue(p.isUp());
    p.left.crypto.clearSa(Ipv4.of("192.0.2.2"));
    p.loop.run(100);
    assertEquals(0, p.right.crypto.ipsecSaPairs());
    p.packet(1000).assertMatching();
    assertEquals(1, p.left.crypto.isakmpSas());
    p.assertNothingLeft();
  }

  @Test
  void clearCryptoIsakmpTellsThePeerAndLeavesIpsecSas() {
    var p = new Pair().entries(0, 0).apply().packet(1000);
    p.left.crypto.clearIsakmp(java.util.Optional.empty());
    p.loop.run(100);
    assertTrue(p.left.crypto.showIsakmpSa().contains("ACTIVE (deleted)"));
    assertTrue(p.right.crypto.showIsakmpSa().contains("ACTIVE (deleted)"));
    p.assertMatching();
    p.loop.run(61_000);
    assertEquals(0, p.right.crypto.isakmpSas());
    p.assertNothingLeft();
  }

  @Test
  void aPeerThatBeginsAnewBringsItsOldSasDown() {
    var p = new Pair().entries(0, 0).apply().packet(1000);
    // the left box loses power: nobody hears its last words
    p.network.carrier((from, to, d) -> new long[0]);
    p.left.crypto.close();
    p.network.carrier((from, to, d) -> new long[] {4});
    p.left.plane.installed.clear();
    p.left.apply();
    p.packet(1000).assertMatching();
    assertEquals(1, p.right.crypto.ipsecSaPairs());
    assertTrue(p.right.crypto.showIsakmpSa().contains("ACTIVE (deleted)"));
    p.assertNothingLeft();
  }

  @Test
  void aResponderThatForgotIsFoundOutByQuickMode() {
    var p = new Pair().entries(0, 0).apply().packet(1000);
    p.network.carrier((from, to, d) -> new long[0]);
    p.right.crypto.close();
    p.left.crypto.clearSa();
    p.loop.run(10);
    p.network.carrier((from, to, d) -> new long[] {4});
    p.right.apply();
    p.packet(65_000);
    assertFalse(p.isUp());
    p.packet(2000).assertMatching();
    p.assertNothingLeft();
  }

  @Test
  void aConfigurationChangeDeletesOnlyWhatItNoLongerAllows() {
    var p = new Pair().entries(0, 0).apply().packet(1000);
    p.left.set("TS", net.anotherbox.runtime.port.SaSpec.Cipher.DES,
        net.anotherbox.runtime.port.SaSpec.Integrity.HMAC_MD5_96, true);
    p.left.keys.clear();
    p.left.policies = List.of();
    p.left.apply();
    p.loop.run(100);
    p.assertMatching();
    p.left.list("L", "permit 10.1.0.0/16 10.9.0.0/16");
    p.left.apply();
    p.loop.run(100);
    assertEquals(0, p.left.crypto.ipsecSaPairs());
    assertEquals(0, p.right.crypto.ipsecSaPairs());
    assertEquals(1, p.left.crypto.isakmpSas());
    p.assertNothingLeft();
  }

  @Test
  void theFirstAndTheLastCryptoMapTurnIsakmpOnAndOff() {
    var p = new Pair().entries(0, 0).apply();
    assertEquals(List.of("%CRYPTO-6-ISAKMP_ON_OFF: ISAKMP is ON"), p.left.lines);
    assertEquals(2, p.left.crypto.openSockets());
    p.packet(1000).assertMatching();
    p.left.bound = false;
    p.left.apply();
    assertEquals("%CRYPTO-6-ISAKMP_ON_OFF: ISAKMP is OFF", p.left.lines.getLast());
    assertEquals(0, p.left.crypto.openSockets());
    p.loop.run(100);
    assertEquals(0, p.right.crypto.ipsecSaPairs());
    p.assertNothingLeft();
  }

  @Test
  void aSocketThatCannotBeHadIsTriedAgain() throws Exception {
    var p = new Pair().entries(0, 0);
    var other = p.network.box(p.loop).open(p.left.local, 500, (l, lp, r, rp, d) -> { });
    p.apply();
    assertEquals(1, p.left.said("cannot be opened: Address already in use").size());
    p.packet(1000);
    assertFalse(p.isUp());
    other.close();
    p.left.apply();
    p.packet(1000).assertMatching();
  }

  @Test
  void bothSidesMayBeginAtOnce() {
    var p = new Pair().entries(0, 0).apply();
    p.left.packet();
    p.right.packet();
    p.loop.run(5000);
    assertTrue(p.isUp());
    var in = p.right.plane.installed.values().stream().filter(s -> s.inbound()).map(s -> s.spi()).toList();
    assertTrue(in.contains(p.left.plane.newest(false).orElseThrow().spi()));
    p.assertNothingLeft();
  }

  @Test
  void incompleteEntriesAndUnknownListsMatchNothing() {
    var p = new Pair();
    p.left.entry(10, "NOT-THERE", 0, "192.0.2.2").entry(20, null, 0, "192.0.2.2").entry(30, "L", 0);
    p.left.apply();
    assertEquals(0, p.left.plane.idents().count());
    p.left.entry(40, "L", 0, "192.0.2.2").apply();
    assertEquals(1, p.left.plane.idents().count());
  }

  @Test
  void whatThePlaneRefusesIsReportedAtMostOnceASecond() {
    var p = new Pair().entries(0, 0).apply().packet(1000);
    var in = p.left.plane.newest(true).orElseThrow();
    p.left.lines.clear();
    for (int i = 0; i < 10; i++) {
      p.left.plane.events.refused(in.handle(), CryptoPlane.Refusal.BAD_MAC, i, 1);
      p.left.plane.events.invalidSpi(p.left.local, Ipv4.of("192.0.2.2"), 0x3EA71AED);
      p.left.plane.events.notIpsec("FastEthernet0/1", Ipv4.of("10.2.0.1"), Ipv4.of("10.1.0.1"), 1);
    }
    assertEquals(3, p.left.lines.size());
    assertEquals(1, p.left.said("%CRYPTO-4-RECVD_PKT_INV_SPI: decaps: rec'd IPSEC packet has invalid spi for destaddr=192.0.2.1, prot=50, "
        + "spi=0x3EA71AED(1051138797), srcaddr=192.0.2.2").size());
    p.loop.run(1000);
    p.left.plane.events.refused(in.handle(), CryptoPlane.Refusal.REPLAY, 7, 1);
    p.left.plane.events.refused(in.handle(), CryptoPlane.Refusal.BAD_MAC, 7, 1);
    assertEquals(5, p.left.lines.size());
  }

  @Test
  void debugOfTheEnginesErrorsTellsOfEachRefusalAndOfNothingElse() {
    var p = new Pair().entries(0, 0).apply();
    p.left.debug("crypto engine error");
    p.packet(1000);
    assertEquals(List.of(), p.left.said("CryptoEngine0:"));
    var in = p.left.plane.newest(true).orElseThrow();
    for (var reason : CryptoPlane.Refusal.values()) p.left.plane.events.refused(in.handle(), reason, 7, 2);
    assertEquals(CryptoPlane.Refusal.values().length, p.left.said("CryptoEngine0:").size(), p.left.lines::toString);
    assertEquals(1, p.left.said("CryptoEngine0: decrypt: replay check failed for conn id 2").size());
    assertEquals(1, p.left.said(", sequence number 7, 2 packet(s)").size());
  }
}
