package net.anotherbox.crypto;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Instant;
import java.util.ArrayList;
import net.anotherbox.runtime.loop.VirtualLoop;
import net.anotherbox.runtime.port.PortUnavailable;
import net.anotherbox.runtime.value.Ipv4;
import org.junit.jupiter.api.Test;

class MemoryNetworkTest {
  private final VirtualLoop loop = new VirtualLoop(Instant.EPOCH);
  private final MemoryNetwork network = new MemoryNetwork(10);
  private final Ipv4 a = Ipv4.of("192.0.2.1");
  private final Ipv4 b = Ipv4.of("192.0.2.2");

  @Test
  void deliversAfterTheDelayToTheOpenSocket() throws PortUnavailable {
    var got = new ArrayList<byte[]>();
    network.box(loop).open(b, 500, (local, port, remote, remotePort, d) -> {
      assertEquals(a, remote);
      assertEquals(4500, remotePort);
      got.add(d);
    });
    var s = network.box(loop).open(a, 4500, (local, port, remote, remotePort, d) -> { });
    byte[] sent = {1, 2};
    s.send(b, 500, sent);
    s.send(b, 501, sent);
    sent[0] = 9;
    loop.run(9);
    assertEquals(0, got.size());
    loop.run(1);
    assertEquals(1, got.size());
    assertArrayEquals(new byte[] {1, 2}, got.get(0));
    assertEquals(2, network.sent());
    assertEquals(1, network.delivered());
  }

  @Test
  void losesAndCopiesAsTheCarrierSays() throws PortUnavailable {
    var got = new ArrayList<byte[]>();
    network.box(loop).open(b, 500, (local, port, remote, remotePort, d) -> got.add(d));
    var s = network.box(loop).open(a, 500, (local, port, remote, remotePort, d) -> { });
    network.carrier((from, to, d) -> d.length == 1 ? new long[0] : new long[] {1, 2, 3});
    s.send(b, 500, new byte[1]);
    s.send(b, 500, new byte[2]);
    loop.run(10);
    assertEquals(3, got.size());
  }

  @Test
  void anAddressAndPortBelongToOneSocketUntilItIsClosed() throws PortUnavailable {
    var s = network.box(loop).open(a, 500, (local, port, remote, remotePort, d) -> { });
    assertThrows(PortUnavailable.class, () -> network.box(loop).open(a, 500, (l, p, r, rp, d) -> { }));
    s.close();
    s.close();
    network.box(loop).open(a, 500, (l, p, r, rp, d) -> { }).close();
    assertEquals(0, network.sockets());
  }
}
