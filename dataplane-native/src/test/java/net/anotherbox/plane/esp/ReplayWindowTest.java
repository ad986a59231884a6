package net.anotherbox.plane.esp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class ReplayWindowTest {
  private static boolean take(ReplayWindow w, long sequence) {
    boolean fresh = w.fresh((int) sequence);
    if (fresh) w.taken((int) sequence);
    return fresh;
  }

  @Test
  void refusesZeroAndWhatItHasSeen() {
    var w = new ReplayWindow(64);
    assertFalse(take(w, 0));
    assertTrue(take(w, 1));
    assertFalse(take(w, 1));
    assertTrue(take(w, 3));
    assertTrue(take(w, 2));
    assertFalse(take(w, 2));
    assertFalse(take(w, 3));
  }

  @Test
  void takesTheOldestPacketOfTheWindowAndRefusesTheOneBefore() {
    for (int size : new int[] {32, 64, 128, 256, 512, 1024}) {
      var w = new ReplayWindow(size);
      assertTrue(take(w, 5000));
      assertTrue(take(w, 5000 - size + 1), "size " + size);
      assertFalse(take(w, 5000 - size + 1));
      assertFalse(take(w, 5000 - size), "size " + size);
    }
  }

  @Test
  void forgetsEverythingAfterALongJump() {
    var w = new ReplayWindow(64);
    for (int i = 1; i <= 200; i++) assertTrue(take(w, i));
    assertTrue(take(w, 1_000_000));
    for (int i = 1; i < 64; i++) assertTrue(take(w, 1_000_000 - i));
    for (int i = 1; i < 64; i++) assertFalse(take(w, 1_000_000 - i));
  }

  @Test
  void worksUpToTheLastSequenceNumber() {
    var w = new ReplayWindow(64);
    assertTrue(take(w, 0x7fffffffL));
    assertTrue(take(w, 0x80000000L));
    assertTrue(take(w, 0xffffffffL));
    assertTrue(take(w, 0xfffffffeL));
    assertFalse(take(w, 0xffffffffL));
    assertFalse(take(w, 0x80000000L));
  }

  @Test
  void anUnverifiedPacketMovesNothing() {
    var w = new ReplayWindow(64);
    assertTrue(take(w, 1));
    assertTrue(w.fresh(1_000_000));
    assertTrue(take(w, 2));
  }

  @Test
  void takesAllWithoutAWindow() {
    var w = new ReplayWindow(0);
    assertTrue(take(w, 0));
    assertTrue(take(w, 7));
    assertTrue(take(w, 7));
  }

  @Test
  void agreesWithASetOfNumbers() {
    var random = new SplittableRandom(3);
    for (int size : new int[] {1, 63, 64, 65, 100, 1024}) {
      var w = new ReplayWindow(size);
      var seen = new TreeSet<Long>();
      long top = 0;
      for (int n = 0; n < 20_000; n++) {
        long s = Math.max(0, top + random.nextInt(3 * size + 3) - 2L * size + (random.nextInt(50) == 0 ? 5000 : 0));
        boolean expected = s > 0 && s > top - size && !seen.contains(s);
        assertEquals(expected, take(w, s), "size " + size + " sequence " + s + " top " + top);
        if (expected) {
          seen.add(s);
          top = Math.max(top, s);
        }
        if (seen.size() > 4096) seen.headSet(top - size).clear();
      }
    }
  }
}
