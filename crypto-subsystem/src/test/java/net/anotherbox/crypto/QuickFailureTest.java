package net.anotherbox.crypto;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import net.anotherbox.crypto.isakmp.failure.Failure;
import net.anotherbox.crypto.isakmp.failure.Failure.Reason;
import net.anotherbox.runtime.port.SaSpec.Cipher;
import net.anotherbox.runtime.port.SaSpec.Integrity;
import net.anotherbox.runtime.release.Release;
import org.junit.jupiter.api.Test;

/** Why quick mode comes to nothing: what is said, in each release's words, and what is remembered of it. */
class QuickFailureTest {
  private Pair pair = new Pair();

  private void fails(Reason reason, String words) {
    pair.right.debugAll();
    pair.apply().packet(2_000);
    assertTrue(!pair.isUp());
    var failures = pair.right.crypto.failures();
    assertEquals(List.of(reason), failures.stream().map(Failure::reason).toList(), () -> "" + failures);
    assertEquals("Quick", failures.get(0).exchange());
    assertEquals(1, pair.right.said(words).size(), () -> "" + pair.right.lines);
    var refused = pair.left.crypto.failures();
    assertEquals(List.of(Reason.REFUSED_BY_PEER), refused.stream().map(Failure::reason).toList());
    assertTrue(refused.getFirst().detail().matches("PROPOSAL_NOT_CHOSEN: asked for esp-.* \\(tunnel\\), (no )?group.*"
        + " for PFS, for 10\\.1\\.0\\.0/255\\.255\\.0\\.0/0/0 to .*"), refused.getFirst().detail());
    pair.assertNothingLeft();
  }

  private void in(Release release) {
    pair = new Pair(Release.R12_4, release);
  }

  @Test
  void noEntryForThePeer() {
    pair.entries(0, 0).right.entries.clear();
    pair.right.entry(10, "L", 0, "192.0.2.77");
    fails(Reason.NO_PEER, "no IPSEC cryptomap exists for local address 192.0.2.2");
  }

  @Test
  void noEntryForThePeerInOlderWords() {
    in(Release.R12_2);
    pair.left.entry(10, "L", 0, "192.0.2.2");
    pair.right.entry(10, "L", 0, "192.0.2.77");
    fails(Reason.NO_PEER, "peer address 192.0.2.1 not found");
  }

  @Test
  void noEntryAtAll() {
    pair.left.entry(10, "L", 0, "192.0.2.2");
    fails(Reason.NO_MAP, "no IPSEC cryptomap exists for local address 192.0.2.2");
  }

  @Test
  void proxiesThatNoEntryCovers() {
    pair.entries(0, 0).right.list("L", "permit 10.9.0.0/16 10.1.0.0/16");
    fails(Reason.NO_PROXIES, "IPSEC(validate_transform_proposal): proxy identities not supported");
  }

  @Test
  void proxiesThatNoEntryCoversInNewerWords() {
    in(Release.R15_1);
    pair.entries(0, 0).right.list("L", "permit 10.9.0.0/16 10.1.0.0/16");
    fails(Reason.NO_PROXIES, "IPSEC(ipsec_process_proposal): proxy identities not supported");
  }

  @Test
  void transformsThatTheEntryDoesNotHave() {
    pair.right.sets.clear();
    pair.right.set("OTHER", Cipher.AES_128, Integrity.HMAC_SHA1_96, true);
    pair.entries(0, 0);
    fails(Reason.NO_TRANSFORM, "transform proposal not supported for identity");
    assertEquals("offered: esp-3des esp-sha-hmac (tunnel)", pair.right.crypto.failures().get(0).detail());
  }

  @Test
  void anotherGroup() {
    pair.entries(2, 5);
    fails(Reason.NO_GROUP, "phase 2 SA policy not acceptable!");
    assertEquals("configured: group 5, offered: group 2", pair.right.crypto.failures().get(0).detail());
  }

  @Test
  void noGroupWhereOneIsDemanded() {
    pair.entries(0, 5);
    fails(Reason.NO_GROUP, "phase 2 SA policy not acceptable!");
    assertEquals("configured: group 5, offered: none", pair.right.crypto.failures().get(0).detail());
  }
}
