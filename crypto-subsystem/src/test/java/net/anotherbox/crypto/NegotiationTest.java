package net.anotherbox.crypto;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import net.anotherbox.crypto.isakmp.machine.Suite;
import net.anotherbox.crypto.isakmp.policy.IsakmpPolicy.Encryption;
import net.anotherbox.crypto.isakmp.policy.IsakmpPolicy.Hash;
import net.anotherbox.runtime.port.SaSpec.Cipher;
import net.anotherbox.runtime.port.SaSpec.Integrity;
import net.anotherbox.runtime.port.SaSpec;
import net.anotherbox.runtime.release.Release;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Two of our own boxes agree, or do not. */
class NegotiationTest {
  @Test
  void mainModeAndQuickModeMakeMatchingSas() {
    var p = new Pair().entries(0, 0).apply().packet(1000);
    p.assertMatching();
    assertEquals(9, p.network.sent());
    p.assertNothingLeft();
  }

  static Stream<Object[]> releases() {
    return Release.KNOWN.stream().flatMap(a -> Release.KNOWN.stream().map(b -> new Object[] {a, b}));
  }

  @ParameterizedTest
  @MethodSource("releases")
  void everyReleaseTalksToEveryOther(Release a, Release b) {
    var p = new Pair(a, b).entries(0, 0);
    p.left.debugAll();
    p.right.debugAll();
    p.apply().packet(1000).assertMatching();
    p.assertNothingLeft();
  }

  record PhaseOne(Encryption encryption, int bits, Hash hash, int group) {}

  static Stream<PhaseOne> phaseOne() {
    record E(Encryption e, int bits) {}
    return Stream.of(new E(Encryption.DES, 0), new E(Encryption.TRIPLE_DES, 0), new E(Encryption.AES, 128),
        new E(Encryption.AES, 192), new E(Encryption.AES, 256))
        .flatMap(e -> Stream.of(Hash.values()).flatMap(h -> Stream.of(1, 2, 5, 14).map(g -> new PhaseOne(e.e, e.bits, h,
            g))));
  }

  @ParameterizedTest
  @MethodSource("phaseOne")
  void everyPolicyWorks(PhaseOne o) {
    var p = new Pair().entries(0, o.group);
    p.left.entries.clear();
    p.left.entry(10, "L", o.group, "192.0.2.2");
    p.left.policies = p.right.policies = List.of(TestBox.policy(10, o.encryption, o.bits, o.hash, o.group, 86400));
    p.apply().packet(1000).assertMatching();
  }

  static Stream<Object[]> suites() {
    return Stream.of(Cipher.values()).flatMap(c -> Stream.of(Integrity.values()).map(i -> new Object[] {c, i}))
        .filter(s -> s[0] != Cipher.NULL || s[1] != Integrity.NONE)
        .filter(s -> !((Cipher) s[0]).combined() || s[1] == Integrity.NONE);
  }

  @ParameterizedTest
  @MethodSource("suites")
  void everyTransformWorks(Cipher cipher, Integrity integrity) {
    var p = new Pair();
    p.left.set("TS", cipher, integrity, true);
    p.right.set("TS", cipher, integrity, true);
    p.entries(0, 0).apply().packet(1000).assertMatching();
    assertEquals(cipher, p.left.plane.newest(true).orElseThrow().esp().orElseThrow().cipher());
  }

  static Stream<Suite> bundles() {
    return Stream.of(Integrity.values()).filter(i -> i != Integrity.NONE).flatMap(i -> Stream.of(Optional.<Suite.Esp>empty(),
        Optional.of(new Suite.Esp(Cipher.AES_256, Integrity.NONE)), Optional.of(new Suite.Esp(Cipher.NULL, i)),
        Optional.of(new Suite.Esp(Cipher.AES_GCM_128, Integrity.NONE))).map(e -> new Suite(Optional.of(i), e)));
  }

  @ParameterizedTest
  @MethodSource("bundles")
  void ahWorksAloneAndAroundEsp(Suite suite) {
    var p = new Pair();
    p.left.set("TS", suite, true);
    p.right.set("TS", suite, true);
    p.entries(0, 0).apply().packet(1000).assertMatching();
    var in = p.left.plane.newest(true).orElseThrow();
    assertEquals(suite.ah(), in.ah().map(SaSpec.Ah::integrity));
    assertEquals(suite.esp(), in.esp().map(e -> new Suite.Esp(e.cipher(), e.integrity())));
    p.left.crypto.clearSa();
    p.loop.run(100);
    assertEquals(0, p.right.crypto.ipsecSaPairs(), "a Delete of AH is one too");
    p.assertNothingLeft();
  }

  @Test
  void aBundleIsNoSubstituteForOneOfItsParts() {
    var p = new Pair();
    p.left.set("TS", new Suite(Optional.of(Integrity.HMAC_SHA1_96), Optional.of(new Suite.Esp(Cipher.AES_128,
        Integrity.NONE))), true);
    p.right.set("TS", Cipher.AES_128, Integrity.NONE, true);
    p.entries(0, 0).apply().packet(1000);
    assertFalse(p.isUp());
  }

  @Test
  void responderWithoutPfsTakesAnOfferedGroup() {
    new Pair().entries(5, 0).apply().packet(1000).assertMatching();
  }

  @Test
  void responderWithPfsRefusesAnOfferWithout() {
    var p = new Pair().entries(0, 2);
    p.right.debug("crypto ipsec");
    p.apply().packet(1000);
    assertFalse(p.left.isUp());
    assertFalse(p.right.isUp());
    assertEquals(1, p.right.said("transform proposal not supported for identity").size());
    p.assertNothingLeft();
  }

  @Test
  void refusesQuickModeWithoutMatchingProxy() {
    var p = new Pair().entries(0, 0);
    p.right.list("L", "permit 10.2.0.0/24 10.1.0.0/16");
    p.right.debug("crypto ipsec");
    p.apply().packet(1000);
    assertFalse(p.isUp());
    assertEquals(1, p.right.said("proxy identities not supported").size());
    assertEquals(1, p.left.crypto.isakmpSas());
    p.assertNothingLeft();
  }

  @Test
  void acceptsProxiesThatAreAPartOfThePermit() {
    var p = new Pair().entries(0, 0);
    p.left.list("L", "permit 10.1.7.0/24 10.2.0.0/16");
    p.apply().packet(1000).assertMatching();
    var idents = p.right.plane.flows.maps().get(0).entries().get(0).rules().get(0).idents();
    assertEquals(2, idents.size());
    assertEquals(p.right.plane.newest(true).orElseThrow().ident(), idents.get(0).id());
    p.right.crypto.clearSa();
    p.loop.run(100);
    assertEquals(1, p.right.plane.flows.maps().get(0).entries().get(0).rules().get(0).idents().size());
    p.assertNothingLeft();
  }

  @Test
  void wrongKeyNeverAuthenticates() {
    var p = new Pair().entries(0, 0);
    p.left.keys.clear();
    p.left.key("other", "192.0.2.2/32");
    p.apply().packet(70_000);
    assertFalse(p.isUp());
    assertTrue(p.right.said("%CRYPTO-4-IKMP_BAD_MESSAGE: IKE message from 192.0.2.1 failed its sanity check or is malformed")
        .size() >= 5);
    assertTrue(p.left.crypto.showIsakmpSa().contains("MM_NO_STATE"));
    p.assertNothingLeft();
  }

  @Test
  void noCommonPolicyIsToldAndForgotten() {
    var p = new Pair().entries(0, 0);
    p.right.policies = List.of(TestBox.policy(1, Encryption.AES, 128, Hash.SHA, 2, 86400));
    p.right.debugAll();
    p.apply().packet(1000);
    assertFalse(p.isUp());
    assertEquals(1, p.right.said("no offers accepted!").size());
    assertEquals(1, p.right.said("against priority 65535 policy").size());
    assertEquals(1, p.right.said("%CRYPTO-6-IKMP_MODE_FAILURE: Processing of Main mode failed with peer at 192.0.2.1")
        .size());
    p.loop.run(130_000);
    assertEquals(0, p.right.crypto.isakmpSas());
    p.assertNothingLeft();
  }

  @Test
  void transportModeOnlyBetweenTheEndpoints() {
    var p = new Pair();
    p.left.set("TS", Cipher.AES_128, Integrity.HMAC_SHA1_96, false).list("L", "permit 192.0.2.1/32 192.0.2.2/32");
    p.right.set("TS", Cipher.AES_128, Integrity.HMAC_SHA1_96, false).list("L", "permit 192.0.2.2/32 192.0.2.1/32");
    p.entries(0, 0).apply().packet(1000).assertMatching();
    assertFalse(p.left.plane.newest(true).orElseThrow().tunnel());
    var q = new Pair();
    q.left.set("TS", Cipher.AES_128, Integrity.HMAC_SHA1_96, false);
    q.right.set("TS", Cipher.AES_128, Integrity.HMAC_SHA1_96, false);
    q.entries(0, 0).apply().packet(1000).assertMatching();
    assertTrue(q.left.plane.newest(true).orElseThrow().tunnel());
  }

  @Test
  void theShorterLifetimeHoldsOnBothSides() {
    var p = new Pair().entries(0, 0);
    p.left.seconds = 28800;
    p.right.seconds = 600;
    p.right.kilobytes = 100_000;
    p.apply().packet(1000).assertMatching();
    assertTrue(p.left.plane.newest(false).orElseThrow().hardKilobytes() <= 100_000);
    assertTrue(p.right.plane.newest(false).orElseThrow().hardKilobytes() <= 100_000);
    p.loop.run(600_000);
    assertFalse(p.left.isUp());
    assertFalse(p.right.isUp());
    p.assertNothingLeft();
  }

  @Test
  void theKeyWithTheLongestPrefixWins() {
    var p = new Pair().entries(0, 0);
    p.right.keys.clear();
    p.right.key("wrong", "0.0.0.0/0").key("cisco123", "192.0.2.1/32").key("wrong", "192.0.2.0/24");
    p.apply().packet(1000).assertMatching();
  }
}
