package net.anotherbox.crypto;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.anotherbox.crypto.ipsec.map.CryptoMap;
import net.anotherbox.runtime.port.RoutingTable;
import net.anotherbox.runtime.release.Release;
import net.anotherbox.runtime.value.Address;
import net.anotherbox.runtime.value.Ipv4;
import net.anotherbox.runtime.value.Ipv4Prefix;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an entry says besides peer, transform set and access list. */
class MapEntriesTest {
  private static final Ipv4 DEAD = Ipv4.of("192.0.2.66");
  private static final Ipv4 RIGHT = Ipv4.of("192.0.2.2");
  private static final CryptoMap.Terms NONE = CryptoMap.Terms.NONE;

  private Pair pair = new Pair();

  /** The left side's only entry, with these terms and peers. */
  private void left(CryptoMap.Terms terms, Address... peers) {
    var b = pair.left;
    b.entries.add(new CryptoMap.Entry(10, List.of(peers), List.copyOf(b.sets.keySet()), "L", 0, 0, 0, terms));
  }

  private Pair up(CryptoMap.Terms terms) {
    left(terms, RIGHT);
    pair.right.entry(10, "L", 0, "192.0.2.1");
    return pair.apply().packet(1000);
  }

  private static CryptoMap.Terms idle(int seconds, boolean toDefault, boolean preferred) {
    return new CryptoMap.Terms(preferred, seconds, toDefault, false, false, Optional.empty(), Optional.empty());
  }

  // Idle time

  @Test
  void idleSasGoWhenNothingWasCarriedForTheWholeIdleTime() {
    up(idle(120, false, false)).assertMatching();
    pair.loop.run(100_000);
    pair.left.plane.carried(pair.left.plane.newest(true).orElseThrow(), 1);
    pair.loop.run(110_000);
    pair.assertMatching();
    pair.loop.run(30_000);
    assertEquals(0, pair.left.crypto.ipsecSaPairs());
    assertEquals(0, pair.right.crypto.ipsecSaPairs());
    pair.packet(1000).assertMatching();
    pair.assertNothingLeft();
  }

  @Test
  void theGlobalIdleTimeHoldsForEntriesThatHaveNone() {
    pair.left.idle = 60;
    up(NONE).assertMatching();
    pair.loop.run(59_000);
    pair.assertMatching();
    pair.loop.run(2_000);
    assertEquals(0, pair.left.crypto.ipsecSaPairs());
    pair.assertNothingLeft();
  }

  @Test
  void anIdleTimeConfiguredLaterHoldsForSasThatAreThere() {
    up(NONE).assertMatching();
    pair.loop.run(500_000);
    pair.assertMatching();
    pair.left.idle = 60;
    pair.left.apply();
    pair.loop.run(61_000);
    assertEquals(0, pair.left.crypto.ipsecSaPairs());
    pair.assertNothingLeft();
  }

  // Peers

  private void failOver(CryptoMap.Terms terms) {
    pair.left.key("cisco123", "0.0.0.0/0");
    left(terms, DEAD, RIGHT);
    pair.right.entry(10, "L", 0, "192.0.2.1");
    pair.apply().packet(200_000);
    for (int i = 0; i < 10 && !pair.isUp(); i++) pair.packet(30_000);
    pair.assertMatching();
  }

  private String nextPeer() {
    pair.left.crypto.clearSa();
    pair.left.crypto.clearIsakmp(Optional.empty());
    pair.loop.run(100_000);
    var asked = new ArrayList<String>();
    pair.network.carrier((from, to, datagram) -> {
      if (from.equals(pair.left.local)) asked.add(to.toString());
      return new long[] {4};
    });
    pair.packet(1000);
    return asked.get(0);
  }

  @Test
  void theNextPeerIsTriedWhenOneDoesNotAnswerAndKept() {
    failOver(NONE);
    assertEquals("192.0.2.2", nextPeer());
  }

  /** A host that goes on asking must not keep the entry at the peer that does not answer. */
  @ParameterizedTest
  @CsvSource({"false,false", "true,false", "false,true", "true,true"})
  void theNextPeerIsTriedUnderSteadyTraffic(boolean preferred, boolean perHost) {
    pair.left.key("cisco123", "0.0.0.0/0");
    left(new CryptoMap.Terms(preferred, 0, false, perHost, false, Optional.empty(), Optional.empty()), DEAD, RIGHT);
    pair.right.entry(10, "L", 0, "192.0.2.1");
    pair.apply();
    for (int i = 0; i < 75 && !pair.isUp(); i++) {
      pair.left.packet("10.1.0.5", "10.2.0.6");
      pair.loop.run(1000);
    }
    pair.assertMatching();
    pair.assertNothingLeft();
  }

  @Test
  void theDefaultPeerIsTriedFirstAgain() {
    failOver(idle(0, false, true));
    assertEquals("192.0.2.66", nextPeer());
  }

  @Test
  void afterTheIdleTimeTheDefaultPeerIsTriedFirstAgain() {
    failOver(idle(60, true, false));
    pair.loop.run(70_000);
    assertEquals(0, pair.left.crypto.ipsecSaPairs());
    assertEquals("192.0.2.66", nextPeer());
  }

  // SAs for hosts

  @Test
  void levelPerHostMakesSasForEachPairOfHosts() {
    left(new CryptoMap.Terms(false, 0, false, true, false, Optional.empty(), Optional.empty()), RIGHT);
    pair.right.entry(10, "L", 0, "192.0.2.1");
    pair.apply();
    long wide = pair.left.plane.idents().findFirst().orElseThrow().id();
    pair.left.plane.events.acquire(wide, Ipv4.of("10.1.0.5"), Ipv4.of("10.2.0.7"), 1);
    pair.loop.run(1000);
    pair.left.plane.events.acquire(wide, Ipv4.of("10.1.0.6"), Ipv4.of("10.2.0.7"), 1);
    pair.loop.run(1000);
    pair.assertMatching();
    assertEquals(2, pair.left.crypto.ipsecSaPairs());
    String shown = pair.left.crypto.showIpsecSa();
    assertTrue(shown.contains("(10.1.0.5/255.255.255.255/0/0)") && shown.contains("(10.1.0.6/255.255.255.255/0/0)"), shown);
    pair.assertNothingLeft();
  }

  @Test
  void hostsForWhomNothingIsAgreedLeaveNoFlowBehind() {
    left(new CryptoMap.Terms(false, 0, false, true, false, Optional.empty(), Optional.empty()), DEAD);
    pair.left.key("cisco123", "0.0.0.0/0");
    pair.apply();
    long wide = pair.left.plane.idents().findFirst().orElseThrow().id();
    pair.left.plane.events.acquire(wide, Ipv4.of("10.1.0.5"), Ipv4.of("10.2.0.7"), 1);
    assertEquals(2, pair.left.plane.idents().count());
    pair.loop.run(200_000);
    assertEquals(1, pair.left.plane.idents().count());
    pair.assertNothingLeft();
  }

  // Traffic

  @Test
  void lifetimeKilobytesDisableOffersAndSetsNoLimit() {
    up(new CryptoMap.Terms(false, 0, false, false, true, Optional.empty(), Optional.empty())).assertMatching();
    assertEquals(0, pair.left.plane.newest(true).orElseThrow().hardKilobytes());
    pair.assertNothingLeft();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 128, 1024})
  void theReplayWindowOfTheEntryWinsOverTheGlobalOne(int packets) {
    up(new CryptoMap.Terms(false, 0, false, false, false, Optional.empty(), Optional.empty(), Optional.of(packets)))
        .assertMatching();
    assertEquals(packets, pair.left.plane.newest(true).orElseThrow().replayWindow());
    assertEquals(64, pair.right.plane.newest(true).orElseThrow().replayWindow());
    assertTrue(pair.left.crypto.showIpsecSa().contains("replay detection support: " + (packets == 0 ? "N" : "Y")));
    pair.assertNothingLeft();
  }

  // Groups

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5, 14, 15, 16, 19, 20})
  void perfectForwardSecrecyWithThisGroup(int group) {
    pair.entries(group, group).apply().packet(2000).assertMatching();
    assertTrue(pair.left.plane.newest(true).isPresent());
    pair.assertNothingLeft();
  }

  // Reverse routes

  private static CryptoMap.Terms routes(boolean always, Ipv4 hop) {
    return new CryptoMap.Terms(false, 0, false, false, false, Optional.of(new CryptoMap.ReverseRoute(always,
        Optional.ofNullable(hop), 7)), Optional.empty());
  }

  private static final List<RoutingTable.Injected> TO_RIGHT = List.of(new RoutingTable.Injected(
      Ipv4Prefix.of("10.2.0.0/16"), RIGHT, 7));

  @Test
  void reverseRoutesStandWithTheEntryInOldReleases() {
    left(routes(false, null), RIGHT);
    pair.left.apply();
    assertEquals(TO_RIGHT, pair.left.injected);
    pair.left.entries.clear();
    pair.left.apply();
    assertEquals(List.of(), pair.left.injected);
  }

  @Test
  void reverseRoutesComeAndGoWithTheSasInLaterOnes() {
    pair = new Pair(Release.R15_1, Release.R12_4);
    left(routes(false, null), RIGHT);
    pair.right.entry(10, "L", 0, "192.0.2.1");
    pair.apply();
    assertEquals(List.of(), pair.left.injected);
    pair.packet(1000);
    assertEquals(TO_RIGHT, pair.left.injected);
    pair.left.crypto.clearSa();
    assertEquals(List.of(), pair.left.injected);
  }

  @Test
  void reverseRoutesOfAStaticLineStandInAllReleasesAndPointWhereItSays() {
    pair = new Pair(Release.R15_1, Release.R12_4);
    left(routes(true, Ipv4.of("192.0.2.254")), RIGHT);
    pair.left.apply();
    assertEquals(List.of(new RoutingTable.Injected(Ipv4Prefix.of("10.2.0.0/16"), Ipv4.of("192.0.2.254"), 7)),
        pair.left.injected);
  }

  @Test
  void aDynamicMapMakesRoutesForWhatItsPeersProtect() {
    pair.left.entry(10, "L", 0, "192.0.2.2");
    pair.right.dynamics.add(new CryptoMap.Dynamic(10, "DYN", false, List.of(new CryptoMap.Entry(10, List.of(),
        List.copyOf(pair.right.sets.keySet()), null, 0, 0, 0, routes(false, null)))));
    pair.apply();
    assertEquals(List.of(), pair.right.injected);
    pair.packet(1000).assertMatching();
    assertEquals(List.of(new RoutingTable.Injected(Ipv4Prefix.of("10.1.0.0/16"), Ipv4.of("192.0.2.1"), 7)),
        pair.right.injected);
    pair.assertNothingLeft();
    assertEquals(List.of(), pair.right.injected);
  }
}
