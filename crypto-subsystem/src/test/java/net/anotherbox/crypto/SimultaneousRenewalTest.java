package net.anotherbox.crypto;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import net.anotherbox.crypto.isakmp.policy.IsakmpPolicy.Encryption;
import net.anotherbox.crypto.isakmp.policy.IsakmpPolicy.Hash;
import net.anotherbox.runtime.port.SaSpec;
import net.anotherbox.runtime.release.Release;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Both ends renew at the same moment, as initiators both, over a network whose delays differ from message to message.
 * Each sends a packet every other millisecond by the SA that the plane would take; the other must have that SA when it is
 * sent and as late as it can arrive.
 */
class SimultaneousRenewalTest {
  private static final int LONGEST_DELAY = 40;
  private static final int STEP = 2;

  private record Sent(long at, int spi) {}

  private final Deque<Sent> leftsPackets = new ArrayDeque<>();
  private final Deque<Sent> rightsPackets = new ArrayDeque<>();

  private static void pass(Pair p, TestBox from, TestBox to, Deque<Sent> flying) {
    long now = p.loop.clock().millis();
    SaSpec out = from.plane.newest(false).orElseThrow(() -> new AssertionError("nothing to send by at " + now));
    from.plane.carried(out, from.plane.counters(out.handle()).packets() + 1);
    flying.add(new Sent(now, out.spi()));
    arrives(to, out.spi(), now);
    while (flying.peek().at <= now - LONGEST_DELAY) arrives(to, flying.poll().spi, now);
  }

  private static void arrives(TestBox at, int spi, long now) {
    var in = at.plane.installed.values().stream().filter(s -> s.inbound() && s.spi() == spi).findFirst();
    assertTrue(in.isPresent(), () -> "lost at " + now + "\n" + at.lines);
    at.plane.carried(in.get(), at.plane.counters(in.get().handle()).packets() + 1);
  }

  private void traffic(Pair p, int millis) {
    for (int t = 0; t < millis; t += STEP) {
      pass(p, p.left, p.right, leftsPackets);
      pass(p, p.right, p.left, rightsPackets);
      p.loop.run(STEP);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
  void losesNoPacket(int seed) {
    var releases = List.of(Release.R12_2, Release.R12_3, Release.R12_4, Release.R15_1, Release.R15_2);
    var random = new Random(seed);
    var p = new Pair(releases.get(seed % 5), releases.get(seed / 2 % 5)).entries(seed % 3, seed % 3);
    p.network.carrier((from, to, d) -> new long[] {1 + random.nextInt(LONGEST_DELAY)});
    p.apply().packet(2000);
    assertTrue(p.isUp());
    for (int round = 0; round < 5; round++) {
      traffic(p, 200);
      for (TestBox b : new TestBox[] {p.left, p.right})
        b.plane.events.softExpired(b.plane.newest(false).orElseThrow().handle());
      traffic(p, 4000);
    }
    p.loop.run(120_000);
    assertTrue(p.left.crypto.ipsecSaPairs() <= 4, () -> "pairs: " + p.left.crypto.ipsecSaPairs());
    p.assertNothingLeft();
  }

  /** By the clock: lives of two minutes in both phases, for half an hour. */
  @ParameterizedTest
  @ValueSource(ints = {21, 22, 23, 24})
  void losesNoPacketByTheClock(int seed) {
    var random = new Random(seed);
    var p = new Pair(Release.R15_1, seed % 2 == 0 ? Release.R15_1 : Release.R12_4).entries(0, 0);
    for (TestBox b : new TestBox[] {p.left, p.right}) {
      b.seconds = 120;
      b.policies = List.of(TestBox.policy(10, Encryption.AES, 128, Hash.SHA, 2, 120));
    }
    p.network.carrier((from, to, d) -> new long[] {1 + random.nextInt(LONGEST_DELAY)});
    p.apply().packet(2000);
    int first = p.left.plane.newest(true).orElseThrow().spi();
    traffic(p, 30 * 60_000);
    assertTrue(p.left.plane.removed.size() >= 20, "renewed many times");
    assertEquals(p.left.plane.newest(false).orElseThrow().remote(), p.right.local);
    assertTrue(p.left.plane.newest(true).orElseThrow().spi() != first);
    p.assertNothingLeft();
  }
}
