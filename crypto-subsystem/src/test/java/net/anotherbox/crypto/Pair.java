package net.anotherbox.crypto;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import net.anotherbox.runtime.port.SaSpec;
import net.anotherbox.runtime.loop.VirtualLoop;
import net.anotherbox.runtime.release.Release;

/** Two boxes, 10.1.0.0/16 behind the left one, 10.2.0.0/16 behind the right one, 4 ms apart. */
final class Pair {
  final VirtualLoop loop = new VirtualLoop(Instant.parse("2005-02-06T21:43:00Z"));
  final MemoryNetwork network = new MemoryNetwork(4);
  final TestBox left;
  final TestBox right;

  Pair(Release a, Release b) {
    left = new TestBox(loop, network, "192.0.2.1", a, 1).key("cisco123", "192.0.2.2/32").list("L",
        "permit 10.1.0.0/16 10.2.0.0/16");
    right = new TestBox(loop, network, "192.0.2.2", b, 2).key("cisco123", "192.0.2.0/24").list("L",
        "permit 10.2.0.0/16 10.1.0.0/16");
  }

  Pair() {
    this(Release.R12_4, Release.R12_4);
  }

  /** With one entry on each side. */
  Pair entries(int leftPfs, int rightPfs) {
    left.entry(10, "L", leftPfs, "192.0.2.2");
    right.entry(10, "L", rightPfs, "192.0.2.1");
    return this;
  }

  Pair apply() {
    left.apply();
    right.apply();
    return this;
  }

  /** A packet on the left, and so many milliseconds. */
  Pair packet(long millis) {
    left.packet();
    loop.run(millis);
    return this;
  }

  boolean isUp() {
    return left.isUp() && right.isUp();
  }

  /** Both have the same SAs, mirrored, with the same keys. */
  void assertMatching() {
    assertTrue(isUp(), () -> "not up: " + left.lines + right.lines);
    for (boolean way : new boolean[] {true, false}) {
      var a = left.plane.newest(way).orElseThrow();
      var b = right.plane.newest(!way).orElseThrow();
      assertEquals(a.spi(), b.spi());
      assertEquals(a.esp().isPresent(), b.esp().isPresent());
      a.esp().ifPresent(e -> same(e, b.esp().orElseThrow()));
      assertEquals(a.ah().isPresent(), b.ah().isPresent());
      a.ah().ifPresent(h -> same(h, b.ah().orElseThrow()));
      assertEquals(a.tunnel(), b.tunnel());
      assertEquals(a.local(), b.remote());
    }
  }

  private static void same(SaSpec.Esp a, SaSpec.Esp b) {
    assertEquals(a.spi(), b.spi());
    assertArrayEquals(a.cipherKey(), b.cipherKey());
    assertArrayEquals(a.integrityKey(), b.integrityKey());
    assertEquals(a.cipher(), b.cipher());
    assertEquals(a.integrity(), b.integrity());
  }

  private static void same(SaSpec.Ah a, SaSpec.Ah b) {
    assertEquals(a.spi(), b.spi());
    assertArrayEquals(a.key(), b.key());
    assertEquals(a.integrity(), b.integrity());
  }

  /** Everything is taken down, and time passes until nothing may be left. */
  void assertNothingLeft() {
    left.crypto.close();
    right.crypto.close();
    loop.run(200_000);
    for (TestBox b : new TestBox[] {left, right}) {
      assertEquals(0, b.crypto.isakmpSas());
      assertEquals(0, b.crypto.ipsecSaPairs());
      assertEquals(0, b.crypto.nodes());
      assertEquals(0, b.crypto.reservations());
      assertEquals(0, b.crypto.openSockets());
      assertEquals(0, b.plane.installed.size());
    }
    assertEquals(0, loop.timers());
    assertEquals(0, network.sockets());
  }
}
