package net.anotherbox.crypto;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import net.anotherbox.crypto.isakmp.liveness.Liveness;
import net.anotherbox.runtime.loop.VirtualLoop;
import net.anotherbox.runtime.release.Release;
import net.anotherbox.runtime.value.Address;
import org.junit.jupiter.api.Test;

/**
 * Peers whose network drops, delays, reorders, repeats, replays, truncates and changes what they say, for an hour of virtual
 * time each, one kind of fault after another. {@code -Dmisbehaving.peers} says how many there are.
 */
class MisbehaviourTest {
  private static final int PEERS = Integer.getInteger("misbehaving.peers", 200);
  private static final long MINUTE = 60_000;

  private enum Fault { DROP, DELAY, REORDER, REPEAT, REPLAY, TRUNCATE, LENGTHS, COOKIES }

  private final VirtualLoop loop = new VirtualLoop(Instant.parse("2005-02-06T21:43:00Z"));
  private final MemoryNetwork network = new MemoryNetwork(4);
  private final SplittableRandom random = new SplittableRandom(7);
  private final List<byte[]> recorded = new ArrayList<>();
  private final List<TestBox> peers = new ArrayList<>();
  private final TestBox hub = new TestBox(loop, network, "192.0.2.1", Release.R15_1, 1).key("k", "0.0.0.0/0");

  private void build() {
    hub.liveness = new Liveness(Optional.of(new Liveness.Keepalive(10, 2, false)), 0, true, true, false);
    for (int i = 0; i < PEERS; i++) {
      String address = "198.51.100." + (i + 1);
      var release = List.of(Release.R12_2, Release.R12_3, Release.R12_4, Release.R15_1, Release.R15_2).get(i % 5);
      peers.add(new TestBox(loop, network, address, release, 100 + i).key("k", "0.0.0.0/0")
          .list("L", "permit 10." + (i + 10) + ".0.0/16 10.1.0.0/16").entry(10, "L", 0, "192.0.2.1"));
      hub.list("L" + i, "permit 10.1.0.0/16 10." + (i + 10) + ".0.0/16").entry(10 + i, "L" + i, 0, address);
      peers.get(i).seconds = 600;
      peers.get(i).apply();
    }
    hub.seconds = 600;
    hub.apply();
  }

  /** Every peer has something to say, now and then; a minute passes. */
  private void minute() {
    for (TestBox p : peers) packet(p);
    loop.run(MINUTE);
  }

  /**
   * A packet of this peer's: it asks for an SA where there is none, and one that the hub does not know is told of by the
   * hub.
   */
  private void packet(TestBox p) {
    var out = p.plane.newest(false);
    if (out.isEmpty()) p.packet();
    else if (!known(p, out.get().spi())) hub.plane.events.invalidSpi(hub.local, p.local, out.get().spi());
  }

  private boolean known(TestBox p, int spi) {
    return hub.plane.installed.values().stream().anyMatch(s -> s.inbound() && s.remote().equals(p.local) && s.spi() == spi);
  }

  private long[] carry(Address from, Address to, byte[] datagram) {
    boolean faulty = random.nextInt(2) == 0;
    int victim = from.equals(hub.local) ? index(to) : index(from);
    if (recorded.size() < 5000) recorded.add(datagram.clone());
    long[] once = {4};
    if (!faulty) return once;
    return switch (Fault.values()[(victim + (int) (loop.clock().millis() / (10 * MINUTE))) % Fault.values().length]) {
      case DROP -> new long[0];
      case DELAY -> new long[] {random.nextInt(30_000)};
      case REORDER -> new long[] {random.nextInt(200)};
      case REPEAT -> new long[] {4, 5, 4000, 65_000};
      case REPLAY -> {
        inject(from, to, recorded.get(random.nextInt(recorded.size())).clone());
        yield once;
      }
      case TRUNCATE -> {
        inject(from, to, Arrays.copyOf(datagram, random.nextInt(datagram.length)));
        yield new long[0];
      }
      case LENGTHS -> {
        byte[] d = datagram.clone();
        if (d.length > 40) ByteBuffer.wrap(d).putInt(24, random.nextInt()).putShort(30, (short) random.nextInt());
        inject(from, to, d);
        yield random.nextBoolean() ? once : new long[0];
      }
      case COOKIES -> {
        byte[] d = datagram.clone();
        for (int i = 0; i < 3; i++) {
          d[random.nextInt(Math.min(16, d.length))] ^= (byte) (1 + random.nextInt(255));
          inject(from, to, d.clone());
        }
        yield once;
      }
    };
  }

  private int index(Address a) {
    return a.bytes()[3] & 255;
  }

  private void inject(Address from, Address to, byte[] datagram) {
    loop.after(random.nextInt(50), () -> (to.equals(hub.local) ? hub : peers.get(index(to) - 1)).crypto
        .receive(to, 500, from, 500, datagram));
  }

  @Test
  void anHourOfEveryFaultLeaksNothingAndHonestPeersAreUpWithinTwoMinutes() {
    build();
    minute();
    network.carrier(this::carry);
    for (int i = 0; i < 60; i++) {
      minute();
      assertTrue(hub.crypto.isakmpSas() <= 256 + 12 * PEERS, () -> "SAs: " + hub.crypto.isakmpSas());
      assertTrue(hub.crypto.ipsecSaPairs() <= 40 * PEERS, () -> "pairs: " + hub.crypto.ipsecSaPairs());
      assertTrue(loop.timers() <= 3000 + 400 * PEERS, () -> "timers: " + loop.timers());
    }
    network.carrier((from, to, d) -> new long[] {4});
    for (int i = 0; i < 12; i++) {
      for (TestBox p : peers) if (!isUp(p)) packet(p);
      loop.run(10_000);
    }
    for (TestBox p : peers) assertTrue(isUp(p), () -> p.local + "\n" + p.crypto.showIsakmpSa() + hub.crypto.showIsakmpSa());
    nothingIsLeft();
  }

  /** Both ends have the SA that the peer sends by, and the one that the hub sends by. */
  private boolean isUp(TestBox p) {
    var out = p.plane.newest(false);
    return out.isPresent() && p.isUp() && known(p, out.get().spi());
  }

  private void nothingIsLeft() {
    hub.crypto.close();
    for (TestBox p : peers) p.crypto.close();
    loop.run(300_000);
    for (TestBox b : peers) assertEquals(0, b.crypto.isakmpSas() + b.crypto.ipsecSaPairs() + b.crypto.nodes()
        + b.crypto.reservations() + b.plane.installed.size(), b.local::toString);
    assertEquals(0, hub.crypto.isakmpSas() + hub.crypto.ipsecSaPairs() + hub.crypto.nodes() + hub.crypto.reservations()
        + hub.plane.installed.size());
    assertEquals(0, loop.timers());
  }
}
