package net.anotherbox.crypto;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import net.anotherbox.crypto.isakmp.policy.IsakmpPolicy.Encryption;
import net.anotherbox.crypto.isakmp.policy.IsakmpPolicy.Hash;
import net.anotherbox.runtime.port.CryptoPlane;
import net.anotherbox.runtime.release.Release;
import net.anotherbox.runtime.value.Ipv4;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What goes wrong is said in every release: a message that lacks a fact would throw. */
class EveryReleaseTest {
  static Stream<Release> releases() {
    return Release.KNOWN.stream();
  }

  private static Pair pair(Release r) {
    var p = new Pair(r, r).entries(0, 0);
    p.left.debugAll();
    p.right.debugAll();
    return p;
  }

  @ParameterizedTest
  @MethodSource("releases")
  void saysWhatIsLostAndRepeated(Release r) {
    var p = pair(r).apply();
    var count = new int[1];
    p.network.carrier((from, to, d) -> count[0]++ % 4 == 1 ? new long[0] : count[0] % 3 == 0 ? new long[] {4, 30}
        : new long[] {4});
    p.packet(90_000).assertMatching();
    assertFalse(p.right.said("retransmitting phase").isEmpty());
    assertFalse(p.right.said("is a duplicate of a previous packet").isEmpty());
    p.network.carrier((from, to, d) -> new long[0]);
    p.left.crypto.clearSa();
    p.left.packet();
    p.loop.run(70_000);
    assertFalse(p.left.said("retransmitting phase 2").isEmpty());
    assertEquals(1, p.left.said("Death by retransmission P2").size());
    p.loop.run(61_000);
    assertFalse(p.left.said("purging SA.").isEmpty());
  }

  @ParameterizedTest
  @MethodSource("releases")
  void saysWhatIsClearedDeletedAndRenewed(Release r) {
    var p = pair(r).apply().packet(1000);
    p.left.plane.carried(p.left.plane.newest(false).orElseThrow(), 5);
    p.loop.run(3_600_000);
    p.assertMatching();
    assertEquals(1, p.left.said("IPSEC(lifetime_expiry)").size());
    p.left.plane.events.softExpired(p.left.plane.newest(false).orElseThrow().handle());
    p.loop.run(1000);
    p.left.crypto.clearSa();
    p.loop.run(100);
    assertFalse(p.right.said("IPSEC(delete_sa): deleting SA,").isEmpty());
    p.packet(1000);
    p.left.crypto.clearIsakmp(Optional.empty());
    p.loop.run(100);
    p.left.crypto.clearSa();
    assertEquals(1, p.left.said("ignoring request to send delete notify (no ISAKMP sa)").size());
    p.loop.run(100_000);
    p.network.carrier((from, to, d) -> new long[0]);
    p.left.crypto.close();
    p.network.carrier((from, to, d) -> new long[] {4});
    p.left.apply();
    p.packet(1000).assertMatching();
    p.assertNothingLeft();
  }

  @ParameterizedTest
  @MethodSource("releases")
  void saysWhyThereIsNoAgreement(Release r) {
    var p = pair(r);
    p.right.list("L", "permit 10.2.0.0/24 10.1.0.0/16");
    p.apply().packet(1000);
    assertEquals(1, p.right.said("proxy identities not supported").size());
    p.right.list("L", "permit 10.2.0.0/16 10.1.0.0/16");
    p.right.set("TS", net.anotherbox.runtime.port.SaSpec.Cipher.AES_256,
        net.anotherbox.runtime.port.SaSpec.Integrity.HMAC_SHA256_128, true).apply();
    p.packet(1000);
    assertEquals(1, p.right.said("transform proposal not supported for identity").size(), () -> String.join("\n",
        p.right.lines));
    assertFalse(p.left.said("processing NOTIFY PROPOSAL_NOT_CHOSEN").isEmpty());
    p.left.crypto.clearIsakmp(Optional.empty());
    p.right.keys.clear();
    p.right.apply();
    p.packet(61_000);
    assertFalse(p.right.said("%CRYPTO-6-IKMP_NO_PRESHARED_KEY: Pre-shared key for remote peer at 192.0.2.1 is missing")
        .isEmpty());
    p.right.key("wrong", "0.0.0.0/0").apply();
    p.packet(61_000);
    assertFalse(p.right.said("reserved not zero on ").isEmpty());
    p.right.policies = List.of(TestBox.policy(1, Encryption.AES, 256, Hash.MD5, 5, 3600));
    p.right.apply();
    p.packet(61_000);
    assertFalse(p.right.said("no offers accepted!").isEmpty());
    p.assertNothingLeft();
  }

  @ParameterizedTest
  @MethodSource("releases")
  void aLongerLifetimeIsRefusedByOldReleasesAndShortenedByNewOnes(Release r) {
    var p = pair(r);
    p.right.policies = List.of(TestBox.policy(1, Encryption.TRIPLE_DES, 0, Hash.SHA, 2, 1200));
    p.apply().packet(1000);
    assertEquals(r.atLeast(Release.R15_1), p.isUp());
    if (p.isUp()) {
      assertEquals(1, p.right.said("Sending phase 1 responder lifetime 1200").size());
      assertEquals(1, p.left.said("processing NOTIFY RESPONDER_LIFETIME protocol 1").size());
      p.network.carrier((from, to, d) -> new long[0]);
      p.loop.run(1_200_000);
      assertEquals(1, p.left.said("IKE SA Lifetime Exceeded").size());
    }
  }

  @ParameterizedTest
  @MethodSource("releases")
  void everyScreenCanBeDrawn(Release r) {
    var p = pair(r).apply();
    assertTrue(p.left.crypto.showIpsecSa().contains("current outbound spi: 0"));
    p.packet(1000);
    p.left.plane.counters.put(p.left.plane.newest(true).orElseThrow().handle(), new CryptoPlane.SaCounters(7, 700, 1, 2, 0,
        0, 0));
    var c = p.left.crypto;
    assertTrue(c.showIpsecSa().contains("#pkts decaps: 7, #pkts decrypt: 7, #pkts verify"));
    assertTrue(c.showIpsecSa().contains("#recv errors 3"));
    assertTrue(c.showIsakmpSa().contains("192.0.2.2       192.0.2.1       QM_IDLE"));
    assertTrue(c.showIsakmpPolicy().contains("\tencryption algorithm:\tThree key triple DES\n"));
    assertEquals(r.atLeast(Release.R15_1), !c.showIsakmpPolicy().contains("Default protection suite"));
    assertTrue(c.showCryptoMap()
        .contains("\tPeer = 192.0.2.2\n\tExtended IP access list L\n\t    access-list L permit ip 10.1.0.0 0.0.255.255 10.2.0.0 0.0.255.255\n\tCurrent peer: 192.0.2.2\n"));
    assertTrue(c.showIsakmpKey().endsWith("cisco123\n"));
    assertEquals("Transform set TS: { esp-3des esp-sha-hmac  } \n   will negotiate = { Tunnel,  }, \n   \n",
        c.showTransformSets());
    assertTrue(c.showEngineConnectionsActive().lines().count() >= 5);
    assertTrue(c.showIpsecSa(Optional.empty(), Optional.empty(), Optional.of(Ipv4.of("192.0.2.3"))).isEmpty());
  }
}
