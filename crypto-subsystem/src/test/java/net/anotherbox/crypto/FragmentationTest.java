package net.anotherbox.crypto;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.anotherbox.crypto.isakmp.message.Fragment;
import net.anotherbox.crypto.isakmp.message.IsakmpHeader;
import net.anotherbox.crypto.isakmp.message.PayloadType;
import net.anotherbox.crypto.isakmp.policy.IsakmpPolicy.Encryption;
import net.anotherbox.crypto.isakmp.policy.IsakmpPolicy.Hash;
import net.anotherbox.runtime.release.Release;
import net.anotherbox.runtime.wire.DecodeError;
import org.junit.jupiter.api.Test;

/** Messages of ISAKMP too long for a packet. */
class FragmentationTest {
  private final List<byte[]> sent = new ArrayList<>();

  /** Peers whose key exchange does not fit a packet of 576 bytes. */
  private Pair pair(boolean left, boolean right) {
    var p = new Pair(Release.R15_1, Release.R15_1).entries(16, 16);
    p.left.isakmp = c -> c.fragmenting(left);
    p.right.isakmp = c -> c.fragmenting(right);
    for (TestBox b : List.of(p.left, p.right)) {
      b.policies = List.of(TestBox.policy(10, Encryption.AES, 128, Hash.SHA, 16, 86400));
      b.debug("crypto isakmp");
    }
    p.network.carrier((from, to, d) -> {
      sent.add(d.clone());
      return new long[] {4};
    });
    return p;
  }

  private static boolean isFragment(byte[] d) {
    return (d[16] & 255) == PayloadType.FRAGMENT;
  }

  private static byte[] message(int length) {
    byte[] m = new byte[length];
    new Random(length).nextBytes(m);
    m[18] = 2;
    return m;
  }

  @Test
  void longMessagesGoInFragmentsOnceBothHaveSaidThatTheyCan() {
    var p = pair(true, true).apply().packet(2000);
    assertTrue(p.isUp(), () -> p.left.lines + "\n" + p.right.lines);
    assertTrue(sent.stream().allMatch(d -> d.length <= Fragment.LONGEST_DATAGRAM));
    assertTrue(sent.stream().filter(FragmentationTest::isFragment).count() >= 8, "messages 3 and 4, and quick mode");
    assertEquals(List.of(), p.left.said("not enabled"));
    p.assertNothingLeft();
  }

  @Test
  void theyGoWholeWhereOneOfTheTwoHasNotSaidSo() {
    for (boolean left : new boolean[] {true, false}) {
      sent.clear();
      var p = pair(left, !left).apply().packet(2000);
      assertTrue(p.isUp());
      assertTrue(sent.stream().noneMatch(FragmentationTest::isFragment));
      assertFalse((left ? p.right : p.left).said("ISAKMP:(0):Support for IKE Fragmentation not enabled").isEmpty());
      assertFalse((left ? p.right : p.left).said("ISAKMP:(0): processing IKE frag vendor id payload").isEmpty());
    }
  }

  @Test
  void fragmentsComeInAnyOrderAndTwice() {
    var p = pair(true, true);
    var random = new Random(3);
    p.network.carrier((from, to, d) -> new long[] {4 + random.nextInt(20), 4 + random.nextInt(20)});
    p.apply().packet(30_000);
    assertTrue(p.isUp(), () -> p.left.lines + "\n" + p.right.lines);
    p.assertNothingLeft();
  }

  @Test
  void aLostFragmentCostsARepetitionOfTheMessage() {
    var p = pair(true, true);
    var lost = new boolean[1];
    p.network.carrier((from, to, d) -> {
      boolean now = isFragment(d) && !lost[0];
      lost[0] |= now;
      return now ? new long[0] : new long[] {4};
    });
    p.apply().packet(1000);
    assertFalse(p.isUp());
    p.loop.run(11_000);
    assertTrue(lost[0] && p.isUp());
  }

  @Test
  void strangersFragmentsMakeNoStateAndThoseOfAPeerNoMoreThanOneMessage() throws DecodeError {
    var p = pair(true, true).apply().packet(2000);
    var stranger = Fragment.cut(message(2000), 9);
    for (byte[] d : stranger) p.right.crypto.receive(p.right.local, 500, p.left.local, 500, d);
    assertEquals(stranger.size(), p.right.crypto.refusals().get("fragment"));
    byte[] cookies = sent.stream().filter(FragmentationTest::isFragment).findFirst().orElseThrow();
    int before = p.right.crypto.isakmpSas();
    for (int id = 1; id < 2000; id++) {
      byte[] d = Fragment.cut(message(4000), id).get(id % 4).clone();
      System.arraycopy(cookies, 0, d, 0, 16);
      p.right.crypto.receive(p.right.local, 500, p.left.local, 500, d);
    }
    assertEquals(before, p.right.crypto.isakmpSas());
    p.left.crypto.clearSession(java.util.Optional.empty(), java.util.Optional.empty(), java.util.Optional.empty());
    p.loop.run(1000);
    p.packet(2000);
    assertTrue(p.isUp());
    p.assertNothingLeft();
  }

  @Test
  void aMessageIsThePartsOfItsFragments() throws DecodeError {
    for (int length : new int[] {545, 1016, 1017, 4000}) {
      var whole = new ByteArrayOutputStream();
      var cut = Fragment.cut(message(length), 7);
      for (byte[] d : cut) {
        var h = IsakmpHeader.read(d);
        assertEquals(2, h.exchange());
        assertFalse(h.encrypted());
        var f = Fragment.read(d);
        assertEquals(7, f.id());
        assertEquals(d == cut.getLast(), f.last());
        whole.writeBytes(f.data());
      }
      assertArrayEquals(message(length), whole.toByteArray());
    }
  }

  @Test
  void whatIsNoFragmentIsRefused() {
    byte[] good = Fragment.cut(message(600), 1).getFirst();
    for (int at : new int[] {28, 30, 31, 34}) {
      byte[] bad = good.clone();
      bad[at] = (byte) (at == 34 ? 0 : bad[at] + 1);
      assertThrows(DecodeError.class, () -> Fragment.read(bad), "byte " + at);
    }
    for (int length = 28; length < 37; length++) {
      byte[] cut = java.util.Arrays.copyOf(good, length);
      assertThrows(DecodeError.class, () -> Fragment.read(cut));
    }
    assertEquals(Collections.nCopies(2, true), Fragment.cut(message(600), 1).stream().map(d -> d.length <= 544).toList());
  }
}
