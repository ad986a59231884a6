package net.anotherbox.crypto;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import net.anotherbox.crypto.ipsec.map.CryptoMap;
import net.anotherbox.crypto.isakmp.failure.Failure;
import net.anotherbox.crypto.isakmp.key.Keyring;
import net.anotherbox.crypto.isakmp.key.Keyrings;
import net.anotherbox.crypto.isakmp.key.PresharedKey;
import net.anotherbox.crypto.isakmp.key.PresharedKey.Whose;
import net.anotherbox.crypto.isakmp.keys.DhGroup;
import net.anotherbox.crypto.isakmp.policy.IsakmpPolicy;
import net.anotherbox.crypto.isakmp.policy.IsakmpPolicy.Authentication;
import net.anotherbox.crypto.isakmp.policy.IsakmpPolicy.Encryption;
import net.anotherbox.crypto.isakmp.policy.IsakmpPolicy.Hash;
import net.anotherbox.crypto.isakmp.profile.AggressivePeer;
import net.anotherbox.crypto.isakmp.profile.Identity;
import net.anotherbox.crypto.isakmp.profile.IsakmpConfig;
import net.anotherbox.crypto.isakmp.profile.IsakmpProfile;
import net.anotherbox.crypto.isakmp.profile.IsakmpProfile.Match;
import net.anotherbox.runtime.release.Release;
import net.anotherbox.runtime.value.Address;
import net.anotherbox.runtime.value.Ipv4;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Aggressive mode between two of our own, and identities in both modes. */
class AggressiveModeTest {
  private static final Address LEFT = Ipv4.of("192.0.2.1");
  private static final Address RIGHT = Ipv4.of("192.0.2.2");

  static IsakmpConfig with(IsakmpConfig c, List<AggressivePeer> peers, Identity identity, List<IsakmpProfile> profiles) {
    return new IsakmpConfig(c.policies(), c.defaultPolicies(), c.keyrings(), profiles, peers, identity, c.aggressiveMode(),
        c.admission());
  }

  static IsakmpConfig with(IsakmpConfig c, Keyring... rings) {
    var all = new ArrayList<>(List.of(rings));
    all.addAll(0, c.keyrings().rings());
    return new IsakmpConfig(c.policies(), c.defaultPolicies(), new Keyrings(all, Map.of()), c.profiles(), c.peers(),
        c.identity(), c.aggressiveMode(), c.admission());
  }

  static AggressivePeer peer(String password, Identity endpoint) {
    return new AggressivePeer(new Whose.Network(RIGHT, 32), Optional.ofNullable(password), Optional.ofNullable(endpoint));
  }

  static IsakmpConfig aggressive(IsakmpConfig c, String password, Identity endpoint) {
    return with(c, List.of(peer(password, endpoint)), c.identity(), List.of());
  }

  private static Pair pair() {
    return new Pair().entries(0, 0);
  }

  @Test
  void sixMessagesMakeMatchingSas() {
    var p = pair();
    p.left.isakmp = c -> aggressive(c, "cisco123", null);
    p.apply().packet(1000).assertMatching();
    assertEquals(6, p.network.sent());
    assertEquals(List.of(), p.right.crypto.failures());
    p.assertNothingLeft();
  }

  @ParameterizedTest
  @MethodSource("net.anotherbox.crypto.NegotiationTest#releases")
  void everyReleaseTalksToEveryOther(Release a, Release b) {
    var p = new Pair(a, b).entries(0, 0);
    p.left.isakmp = c -> aggressive(c, "cisco123", null);
    p.left.debugAll();
    p.right.debugAll();
    p.apply().packet(1000).assertMatching();
    p.assertNothingLeft();
  }

  static Stream<Object[]> namesAndGroups() {
    return Stream.of(new Identity.OfInterface(), new Identity.OfAddress(Ipv4.of("10.9.9.9")),
        new Identity.Fqdn("left.example.com"), new Identity.UserFqdn("left@example.com")).flatMap(i ->
        Stream.of(Hash.values()).flatMap(h -> Stream.of(2, 14, 19, 20).map(g -> new Object[] {i, h, g})));
  }

  @ParameterizedTest
  @MethodSource("namesAndGroups")
  void everyIdentityWorksWithEveryHashAndGroup(Identity identity, Hash hash, int group) {
    var p = pair();
    p.left.policies = p.right.policies = List.of(TestBox.policy(10, Encryption.AES, 256, hash, group, 86400));
    p.left.isakmp = c -> aggressive(c, "cisco123", identity);
    p.apply().packet(1000).assertMatching();
  }

  @ParameterizedTest
  @MethodSource("namesAndGroups")
  void everyIdentityWorksInMainMode(Identity identity, Hash hash, int group) {
    var p = pair();
    p.left.policies = p.right.policies = List.of(TestBox.policy(10, Encryption.AES, 128, hash, group, 86400));
    p.left.isakmp = p.right.isakmp = c -> with(c, List.of(), identity, List.of());
    p.apply().packet(1000).assertMatching();
  }

  static Stream<Integer> groups() {
    return Stream.of(DhGroup.values()).map(DhGroup::number);
  }

  @ParameterizedTest
  @MethodSource("groups")
  void everyGroupWorksInBothModes(int group) {
    for (boolean aggressive : new boolean[] {true, false}) {
      var p = pair();
      p.left.policies = p.right.policies = List.of(TestBox.policy(10, Encryption.AES, 256, Hash.SHA512, group, 86400));
      if (aggressive) p.left.isakmp = c -> aggressive(c, "cisco123", null);
      p.apply().packet(1000).assertMatching();
    }
  }

  @Test
  void theStatesAreThoseOfIos() {
    var p = new Pair(Release.R15_1, Release.R15_1).entries(0, 0);
    p.left.isakmp = c -> aggressive(c, "cisco123", new Identity.Fqdn("left.example.com"));
    p.left.debug("crypto isakmp");
    p.right.debug("crypto isakmp");
    p.apply().packet(1000);
    assertEquals(List.of("ISAKMP:(0):Old State = IKE_READY  New State = IKE_I_AM1 ",
        "ISAKMP:(1001):Old State = IKE_I_AM1  New State = IKE_P1_COMPLETE ",
        "ISAKMP:(1001):Old State = IKE_P1_COMPLETE  New State = IKE_P1_COMPLETE "), states(p.left));
    assertEquals(List.of("ISAKMP:(1001):Old State = IKE_READY  New State = IKE_R_AM2 ",
        "ISAKMP:(1001):Old State = IKE_R_AM2  New State = IKE_P1_COMPLETE ",
        "ISAKMP:(1001):Old State = IKE_P1_COMPLETE  New State = IKE_P1_COMPLETE "), states(p.right));
    assertEquals(1, p.left.said("beginning Aggressive Mode exchange").size());
    assertEquals(1, p.right.said("FQDN name    : left.example.com").size());
    assertTrue(p.left.said("trying Main mode").isEmpty());
  }

  private static List<String> states(TestBox b) {
    return b.said("Old State = IKE_").stream().filter(l -> !l.contains("QM")).map(l ->
        l.lines().findFirst().orElseThrow()).map(l -> l.substring(l.indexOf("ISAKMP"))).toList();
  }

  @Test
  void aKeyIsFoundByTheNameThatThePeerGives() {
    var p = pair();
    p.right.keys.clear();
    p.right.keys.add(new PresharedKey("by name", new Whose.Host("left.example.com")));
    p.left.isakmp = c -> aggressive(c, "by name", new Identity.Fqdn("left.example.com"));
    p.apply().packet(1000).assertMatching();
  }

  @Test
  void aWrongKeyIsToldToTheInitiatorByTheResponder() {
    var p = pair();
    p.left.isakmp = c -> aggressive(c, "wrong", null);
    p.left.debug("crypto isakmp");
    p.apply().packet(1000);
    assertFalse(p.isUp());
    assertEquals(1, p.left.said("Hash payload is incorrect").size());
    assertEquals(1, p.left.said("%CRYPTO-6-IKMP_MODE_FAILURE: Processing of Aggressive mode failed with peer at "
        + "192.0.2.2").size());
    assertEquals(Failure.Reason.WRONG_KEY, p.left.crypto.failures().get(0).reason());
    p.loop.run(400_000);
    p.assertNothingLeft();
  }

  @Test
  void anAnswerThatProvesWrongDoesNotKeepTheRightOneFromBeingTaken() {
    var p = pair();
    p.left.isakmp = c -> aggressive(c, "cisco123", null);
    boolean[] once = {false};
    p.network.carrier((from, to, d) -> {
      if (!once[0] && d[18] == 4 && from.equals(RIGHT)) {
        once[0] = true;
        d[hash(d) + 4] ^= 1;
      }
      return new long[] {4};
    });
    p.apply().packet(1000);
    assertFalse(p.isUp());
    p.loop.run(11_000);
    p.assertMatching();
  }

  /** Where the HASH of a message in clear begins. */
  private static int hash(byte[] d) {
    int at = 28;
    for (int type = d[16]; type != 8; ) {
      type = d[at];
      at += (d[at + 2] & 255) << 8 | d[at + 3] & 255;
    }
    return at;
  }

  @Test
  void aDisabledAggressiveModeIsRefusedBothWays() {
    var p = pair();
    p.left.isakmp = c -> aggressive(c, "cisco123", null);
    p.right.isakmp = c -> disabled(c);
    p.apply().packet(1000);
    assertFalse(p.isUp());
    String words = "%CRYPTO-5-IKMP_AG_MODE_DISABLED: Unable to initiate or respond to Aggressive Mode while disabled";
    assertEquals(1, p.right.said(words).size());
    assertEquals(0, p.right.crypto.isakmpSas());
    assertEquals(Failure.Reason.AGGRESSIVE_MODE_DISABLED, p.right.crypto.failures().get(0).reason());
    var q = pair();
    q.left.isakmp = c -> disabled(aggressive(c, "cisco123", null));
    q.apply().packet(1000);
    assertEquals(1, q.left.said(words).size());
    assertEquals(0, q.network.sent());
  }

  private static IsakmpConfig disabled(IsakmpConfig c) {
    return new IsakmpConfig(c.policies(), c.defaultPolicies(), c.keyrings(), c.profiles(), c.peers(), c.identity(), false,
        c.admission());
  }

  @Test
  void aPolicyWithoutPreSharedKeysIsNeitherOfferedNorReplacedByTheDefaultOnes() {
    var p = new Pair(Release.R15_1, Release.R15_1).entries(0, 0);
    p.left.policies = List.of(new IsakmpPolicy(10, Encryption.AES, 256, Hash.SHA, Authentication.RSA_SIG, 5, 86400));
    p.right.policies = List.of();
    p.apply().packet(1000);
    assertEquals(0, p.network.sent());
    p.left.policies = List.of();
    p.apply().packet(40_000).assertMatching();
  }

  @Test
  void onlyPoliciesOfTheFirstOnesGroupAreOffered() {
    var p = pair();
    p.left.policies = List.of(TestBox.policy(1, Encryption.AES, 128, Hash.SHA, 5, 86400),
        TestBox.policy(2, Encryption.TRIPLE_DES, 0, Hash.SHA, 2, 86400));
    p.left.isakmp = c -> aggressive(c, "cisco123", null);
    p.right.debug("crypto isakmp");
    p.apply().packet(1000);
    assertFalse(p.isUp());
    assertEquals(0, p.right.said("Checking ISAKMP transform 2").size());
    assertEquals(1, p.right.said("%CRYPTO-6-IKMP_MODE_FAILURE: Processing of Aggressive mode failed with peer at "
        + "192.0.2.1").size());
  }

  private static IsakmpProfile profile(String name, String keyring, Match match) {
    return new IsakmpProfile(name, List.of(keyring), List.of(match), Optional.empty(), false, Optional.empty(),
        Optional.empty());
  }

  @Test
  void aProfileIsFoundByTheIdentityAndItsKeyringIsUsed() {
    var ring = new Keyring("RING", Optional.empty(), List.of(new PresharedKey("ring", LEFT, 32)));
    var p = new Pair(Release.R12_4, Release.R15_1).entries(0, 0);
    p.right.keys.clear();
    p.right.debug("crypto isakmp");
    p.left.keys.clear();
    p.left.key("ring", "192.0.2.2/32");
    p.left.isakmp = c -> with(c, List.of(), new Identity.Fqdn("left.example.com"), List.of());
    p.right.isakmp = c -> with(with(c, ring), List.of(), c.identity(), List.of(profile("OTHER", "RING",
        new Match.Host("else.example.com")), profile("MINE", "RING", new Match.HostDomain("example.com"))));
    p.apply().packet(1000).assertMatching();
    assertEquals(1, p.right.said("peer matches MINE profile").size());
    assertEquals(1, p.right.said("Found ADDRESS key in keyring RING").size());
    assertEquals(1, p.right.said("Scanning profiles for xauth ... OTHER MINE").size());
  }

  @Test
  void aKeyOfAnotherKeyringThanTheProfilesDoesNotDo() {
    var first = new Keyring("FIRST", Optional.empty(), List.of(new PresharedKey("ring", LEFT, 32)));
    var second = new Keyring("SECOND", Optional.empty(), List.of(new PresharedKey("ring", LEFT, 32)));
    var p = new Pair(Release.R15_1, Release.R15_1).entries(0, 0);
    p.right.keys.clear();
    p.right.debug("crypto isakmp");
    p.left.keys.clear();
    p.left.key("ring", "192.0.2.2/32");
    p.right.isakmp = c -> with(with(c, first, second), List.of(), c.identity(), List.of(profile("MINE", "SECOND",
        new Match.ByAddress(new Whose.Network(LEFT, 32)))));
    p.apply().packet(1000);
    assertFalse(p.isUp());
    assertEquals(1, p.right.said("Key not found in keyrings of profile , aborting exchange").size());
    assertEquals(Failure.Reason.WRONG_PROFILE, p.right.crypto.failures().get(0).reason());
  }

  /** The left one's entry asks for a profile, which has aggressive mode and a name; the right one's for that of the peer. */
  @Test
  void anEntrysProfileSaysHowToBeginAndWhoMayNegotiate() {
    for (String asked : List.of("MINE", "OTHER")) {
      var p = new Pair(Release.R15_1, Release.R15_1);
      p.left.entries.add(new CryptoMap.Entry(10, List.of(RIGHT), List.of("TS"), "L", 0, 0, 0, terms("TO")));
      p.right.entries.add(new CryptoMap.Entry(10, List.of(LEFT), List.of("TS"), "L", 0, 0, 0, terms(asked)));
      p.left.debug("crypto isakmp");
      p.left.isakmp = c -> with(c, List.of(), c.identity(), List.of(new IsakmpProfile("TO", List.of(), List.of(
          new Match.ByAddress(new Whose.Network(RIGHT, 32))), Optional.of(new Identity.UserFqdn("left@example.com")), true,
          Optional.empty(), Optional.empty())));
      p.right.isakmp = c -> with(c, List.of(), c.identity(), List.of(profile("OTHER", "default", new Match.Host("x")),
          profile("MINE", "default", new Match.UserDomain("example.com"))));
      p.apply().packet(1000);
      assertEquals(asked.equals("MINE"), p.isUp());
      assertEquals(1, p.left.said("SA request profile is TO").size());
      assertEquals(1, p.left.said("beginning Aggressive Mode exchange").size());
    }
  }

  private static CryptoMap.Terms terms(String profile) {
    return new CryptoMap.Terms(false, 0, false, false, false, Optional.empty(), Optional.of(profile));
  }

  @Test
  void aKeyringForAnotherAddressOfOursIsNotUsed() {
    var elsewhere = new Keyring("RING", Optional.of(Ipv4.of("203.0.113.1")), List.of(new PresharedKey("ring", LEFT, 32)));
    var p = pair();
    p.right.keys.clear();
    p.right.isakmp = c -> with(c, elsewhere);
    p.apply().packet(1000);
    assertFalse(p.isUp());
    assertEquals(Failure.Reason.NO_KEY, p.right.crypto.failures().get(0).reason());
  }

  @Test
  void admissionLimitsNewSasOnly() {
    var p = pair();
    p.right.isakmp = c -> new IsakmpConfig(c.policies(), c.defaultPolicies(), c.keyrings(), c.profiles(), c.peers(),
        c.identity(), true, new IsakmpConfig.Admission(1, 0));
    p.left.debug("crypto isakmp");
    p.apply().packet(1000).assertMatching();
    var third = new TestBox(p.loop, p.network, "192.0.2.3", Release.R12_4, 3).key("cisco123", "192.0.2.2/32")
        .list("L", "permit 10.3.0.0/16 10.2.0.0/16").entry(10, "L", 0, "192.0.2.2").apply();
    third.packet();
    p.loop.run(1000);
    assertEquals(1, p.right.said("%CRYPTO-4-IKE_DENY_SA_REQ: IKE denied an INCOMING SA request from 192.0.2.3 to "
        + "192.0.2.2 due to SA LIMIT REACHED").size());
    assertTrue(p.right.crypto.showCallAdmission().contains("Incoming IKE Requests:        2 accepted:        1 rejected:"
        + "         1"), p.right.crypto.showCallAdmission());
    assertEquals(Failure.Reason.LIMIT_REACHED, p.right.crypto.failures().get(0).reason());
    p.assertMatching();
  }

  @Test
  void eachPolicyThatDidNotSuitIsRecordedWithWhatDiffered() {
    var p = pair();
    p.left.policies = List.of(TestBox.policy(1, Encryption.AES, 256, Hash.SHA256, 14, 3600));
    p.right.policies = List.of(TestBox.policy(10, Encryption.TRIPLE_DES, 0, Hash.SHA, 2, 86400),
        TestBox.policy(20, Encryption.AES, 128, Hash.SHA256, 14, 86400),
        TestBox.policy(30, Encryption.AES, 256, Hash.MD5, 14, 86400),
        TestBox.policy(40, Encryption.AES, 256, Hash.SHA256, 5, 86400),
        TestBox.policy(50, Encryption.AES, 256, Hash.SHA256, 14, 60));
    p.apply().packet(1000);
    var f = p.right.crypto.failures().get(0);
    assertEquals(Failure.Reason.NO_POLICY, f.reason());
    assertEquals(List.of("10 ENCRYPTION AES-CBC/3DES-CBC", "20 KEY_LENGTH 256/128", "30 HASH SHA256/MD5", "40 GROUP 14/5",
        "50 LIFETIME 3600/60", "65535 ENCRYPTION AES-CBC/DES-CBC"), f.mismatches().stream().map(m -> m.priority() + " "
        + m.attribute() + " " + m.offered() + "/" + m.configured()).toList());
    assertEquals(Failure.Reason.REFUSED_BY_PEER, p.left.crypto.failures().get(0).reason());
    assertEquals("PROPOSAL_NOT_CHOSEN: offered policy 1: aes 256, sha256, group 14", p.left.crypto.failures().get(0).detail());
  }
}
