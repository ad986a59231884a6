package net.anotherbox.crypto;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import net.anotherbox.crypto.isakmp.failure.Failure;
import net.anotherbox.crypto.isakmp.liveness.Liveness;
import org.junit.jupiter.api.Test;

/** Dead peer detection: who asks whom, and when. */
class DeadPeerTest {
  private static Liveness keepalive(int seconds, int retry, boolean periodic) {
    return new Liveness(Optional.of(new Liveness.Keepalive(seconds, retry, periodic)), 0, true, false, false);
  }

  private static Pair up(Liveness left) {
    var p = new Pair().entries(0, 0);
    p.left.liveness = left;
    p.left.debug("crypto isakmp");
    p.right.debug("crypto isakmp");
    p.apply().packet(1000).assertMatching();
    p.left.lines.clear();
    p.right.lines.clear();
    return p;
  }

  private static void talk(Pair p, long packets) {
    p.left.plane.carried(p.left.plane.newest(false).orElseThrow(), packets);
  }

  private static void hear(Pair p, long packets) {
    p.left.plane.carried(p.left.plane.newest(true).orElseThrow(), packets);
  }

  @Test
  void asksAtFixedIntervals() {
    var p = up(keepalive(10, 3, true));
    p.loop.run(100_000);
    assertEquals(10, p.left.said("Sending NOTIFY DPD/R_U_THERE protocol 1").size());
    assertEquals(10, p.left.said("DPD/R_U_THERE_ACK received from peer 192.0.2.2, sequence 0x").size());
    assertEquals(10, p.right.said("DPD/R_U_THERE received from peer 192.0.2.1, sequence 0x").size());
    assertEquals(0, p.left.said("DPD incrementing").size());
    p.assertMatching();
    p.assertNothingLeft();
  }

  @Test
  void asksOnDemandOnlyWhenWeTalkAndHearNothing() {
    var p = up(keepalive(10, 3, false));
    p.loop.run(100_000);
    assertEquals(0, p.left.said("R_U_THERE").size());
    talk(p, 5);
    hear(p, 5);
    p.loop.run(20_000);
    assertEquals(0, p.left.said("R_U_THERE").size());
    talk(p, 9);
    p.loop.run(10_000);
    assertEquals(1, p.left.said("Sending NOTIFY DPD/R_U_THERE protocol 1").size());
    p.loop.run(30_000);
    assertEquals(1, p.left.said("Sending NOTIFY DPD/R_U_THERE protocol 1").size());
    p.assertNothingLeft();
  }

  @Test
  void givesAPeerUpAfterFiveQuestionsMore() {
    var p = up(keepalive(10, 3, true));
    p.network.carrier((from, to, d) -> new long[0]);
    p.loop.run(26_000);
    assertEquals(List.of(1, 1, 1, 1, 1), java.util.stream.IntStream.rangeClosed(1, 5)
        .mapToObj(n -> p.left.said("DPD incrementing error counter (" + n + "/5)").size()).toList());
    assertEquals(6, p.left.said("Sending NOTIFY DPD/R_U_THERE protocol 1").size());
    assertTrue(p.left.isUp());
    p.loop.run(3000);
    assertEquals(List.of(Failure.Reason.PEER_IS_DEAD), p.left.crypto.failures().stream().map(Failure::reason).toList());
    assertEquals(1, p.left.said("peer 192.0.2.2 not responding!").size());
    assertEquals(1, p.left.said("deleting SA reason \"P1 errcounter exceeded (PEERS_ALIVE_TIMER)\"").size());
    assertFalse(p.left.isUp());
    assertEquals(0, p.left.crypto.ipsecSaPairs());
    p.network.carrier((from, to, d) -> new long[] {4});
    p.packet(2000).assertMatching();
    p.assertNothingLeft();
  }

  @Test
  void aPacketOfThePeersIsAnAnswerToo() {
    var p = up(keepalive(10, 3, true));
    p.network.carrier((from, to, d) -> new long[0]);
    p.loop.run(20_000);
    assertFalse(p.left.said("DPD incrementing error counter (3/5)").isEmpty());
    for (int i = 1; i < 30; i++) {
      hear(p, i);
      p.loop.run(3000);
    }
    assertTrue(p.left.isUp());
    assertTrue(p.left.said("not responding").isEmpty());
  }

  @Test
  void aDeadPeerMakesRoomForTheNextOfTheEntry() {
    var p = new Pair();
    p.left.liveness = keepalive(10, 2, true);
    p.left.key("cisco123", "192.0.2.0/24").entry(10, "L", 0, "192.0.2.2", "192.0.2.3");
    p.right.entry(10, "L", 0, "192.0.2.1");
    var third = new TestBox(p.loop, p.network, "192.0.2.3", net.anotherbox.runtime.release.Release.R12_4, 3)
        .key("cisco123", "192.0.2.0/24").list("L", "permit 10.2.0.0/16 10.1.0.0/16").entry(10, "L", 0, "192.0.2.1").apply();
    p.apply().packet(1000).assertMatching();
    p.network.carrier((from, to, d) -> to.equals(p.right.local) || from.equals(p.right.local) ? new long[0]
        : new long[] {4});
    p.loop.run(30_000);
    assertFalse(p.left.isUp());
    p.packet(1000);
    assertTrue(p.left.isUp());
    assertTrue(third.isUp());
    assertTrue(p.left.crypto.showCryptoMap().contains("Current peer: 192.0.2.3"));
  }

  @Test
  void aReflectedMessageIsNoAnswer() {
    var p = up(keepalive(10, 3, true));
    p.network.carrier((from, to, d) -> {
      if (from.equals(p.left.local)) p.left.crypto.receive(p.left.local, 500, p.right.local, 500, d);
      return new long[0];
    });
    p.loop.run(30_000);
    assertFalse(p.left.isUp());
  }
}
