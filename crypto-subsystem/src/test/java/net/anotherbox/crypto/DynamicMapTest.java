package net.anotherbox.crypto;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import net.anotherbox.runtime.release.Release;
import org.junit.jupiter.api.Test;

/** A dynamic map on the right, whose peers it does not know; an ordinary one on the left. */
class DynamicMapTest {
  private final Pair pair = new Pair();

  private void left(String rule, int pfs) {
    pair.left.list("L", rule).entry(10, "L", pfs, "192.0.2.2");
  }

  private void call() {
    pair.apply().packet(1000);
  }

  @Test
  void takesWhateverProxiesThePeerAsksForWithoutAnAccessList() {
    left("permit 10.1.7.0/24 10.9.0.0/16", 0);
    pair.right.dynamic(20, "DYN", false, "", 0);
    call();
    pair.assertMatching();
    assertTrue(pair.right.crypto.showCryptoMap().contains("permit ip 10.9.0.0 0.0.255.255 10.1.7.0 0.0.0.255"));
    pair.assertNothingLeft();
  }

  @Test
  void takesWhatTheAccessListPermits() {
    left("permit 10.1.7.0/24 10.2.0.0/16", 0);
    pair.right.dynamic(20, "DYN", false, "L", 0);
    call();
    pair.assertMatching();
    assertTrue(pair.right.crypto.showIpsecSa().contains("(10.1.7.0/255.255.255.0/0/0)"), pair.right.crypto.showIpsecSa());
    assertTrue(!pair.right.crypto.showIpsecSa().contains("(10.1.0.0/255.255.0.0/0/0)"), "the template is no SA's");
    pair.assertNothingLeft();
  }

  @Test
  void refusesWhatTheAccessListDoesNotPermit() {
    left("permit 172.16.0.0/16 10.2.0.0/16", 0);
    pair.right.dynamic(20, "DYN", false, "L", 0);
    call();
    assertTrue(!pair.isUp());
    assertEquals(0, pair.right.crypto.ipsecSaPairs());
    pair.assertNothingLeft();
  }

  @Test
  void refusesAPeerThatItsEntryDoesNotName() {
    left("permit 10.1.0.0/16 10.2.0.0/16", 0);
    pair.right.dynamic(20, "DYN", false, "", 0, "192.0.2.77");
    call();
    assertTrue(!pair.isUp());
    pair.assertNothingLeft();
  }

  @Test
  void neverBegins() {
    left("permit 10.1.0.0/16 10.2.0.0/16", 0);
    pair.right.dynamic(20, "DYN", false, "L", 0);
    pair.apply();
    pair.right.packet("10.2.0.1", "10.1.0.1");
    pair.loop.run(5_000);
    assertEquals(0, pair.right.crypto.isakmpSas());
    assertEquals(0, pair.left.crypto.isakmpSas());
  }

  @Test
  void numbersTemporaryEntriesBehindItsOwnAndAroundThoseConfigured() {
    left("permit 10.1.0.0/16 10.2.0.0/16", 0);
    pair.right.entry(21, "L", 0, "192.0.2.99").dynamic(20, "DYN", false, "", 0);
    call();
    pair.assertMatching();
    assertTrue(pair.right.crypto.showCryptoMap().contains("\"VPN\" 22 "), pair.right.crypto.showCryptoMap());
  }

  @Test
  void laterReleasesNumberThemAboveAllThatCanBeConfigured() {
    var later = new Pair(Release.R12_4, Release.R15_1);
    later.left.entry(10, "L", 0, "192.0.2.2");
    later.right.dynamic(20, "DYN", false, "", 0);
    later.apply().packet(1000);
    assertTrue(later.right.crypto.showCryptoMap().contains("\"VPN\" 65536 "), later.right.crypto.showCryptoMap());
  }

  @Test
  void aPeerThatBringsTheProxiesOfAnotherTakesThemOver() {
    pair.right.key("cisco123", "0.0.0.0/0").dynamic(20, "DYN", false, "", 0);
    left("permit 10.1.0.0/16 10.2.0.0/16", 0);
    call();
    pair.assertMatching();
    var moved = new TestBox(pair.loop, pair.network, "192.0.2.9", Release.R12_4, 9).key("cisco123", "0.0.0.0/0").list("L",
        "permit 10.1.0.0/16 10.2.0.0/16").entry(10, "L", 0, "192.0.2.2").apply();
    moved.packet();
    pair.loop.run(1000);
    assertTrue(moved.isUp());
    assertEquals(1, pair.right.crypto.ipsecSaPairs());
    assertEquals("192.0.2.9", pair.right.plane.newest(false).orElseThrow().remote().toString());
    assertEquals(0, pair.left.crypto.ipsecSaPairs());
    moved.crypto.close();
    pair.assertNothingLeft();
  }

  @Test
  void rekeysItsSasWhileTheyAreUsed() {
    left("permit 10.1.0.0/16 10.2.0.0/16", 0);
    pair.right.dynamic(20, "DYN", false, "", 0);
    call();
    pair.right.plane.carried(pair.right.plane.newest(true).orElseThrow(), 5);
    pair.left.plane.carried(pair.left.plane.newest(true).orElseThrow(), 5);
    int first = pair.right.plane.newest(true).orElseThrow().spi();
    pair.loop.run(3_590_000);
    pair.assertMatching();
    assertTrue(pair.right.plane.newest(true).orElseThrow().spi() != first);
    assertTrue(pair.right.crypto.showCryptoMap().contains("\"VPN\" 21 "));
    pair.loop.run(7_200_000);
    assertEquals(0, pair.right.crypto.ipsecSaPairs());
    assertEquals(List.of(), pair.right.plane.flows.maps().get(0).entries());
    pair.assertNothingLeft();
  }

  @Test
  void losesItsSasWhenTheDynamicMapIsTakenAway() {
    left("permit 10.1.0.0/16 10.2.0.0/16", 0);
    pair.right.dynamic(20, "DYN", false, "", 0);
    call();
    pair.right.dynamics.clear();
    pair.right.apply();
    pair.loop.run(1_000);
    assertEquals(0, pair.right.crypto.ipsecSaPairs());
    assertEquals(0, pair.left.crypto.ipsecSaPairs());
  }

  @Test
  void demandsItsGroupOfPerfectForwardSecrecy() {
    left("permit 10.1.0.0/16 10.2.0.0/16", 0);
    pair.right.dynamic(20, "DYN", false, "", 2);
    call();
    assertTrue(!pair.isUp());
    pair.left.entries.clear();
    pair.left.entry(10, "L", 2, "192.0.2.2").apply();
    pair.loop.run(120_000);
    pair.packet(1000);
    pair.assertMatching();
  }
}
