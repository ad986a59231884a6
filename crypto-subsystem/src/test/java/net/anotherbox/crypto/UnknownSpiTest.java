package net.anotherbox.crypto;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import net.anotherbox.crypto.isakmp.liveness.Liveness;
import net.anotherbox.runtime.value.Ipv4;
import org.junit.jupiter.api.Test;

/** What becomes of ESP whose SA is not there, and what is said of sessions. */
class UnknownSpiTest {
  private static final Liveness RECOVERY = new Liveness(Optional.empty(), 0, true, true, true);

  /** A box that has lost everything, while its peer has not. */
  private static Pair halfLost(Liveness right) {
    var p = new Pair().entries(0, 0);
    p.right.liveness = right;
    p.apply().packet(1000).assertMatching();
    p.network.carrier((from, to, d) -> new long[0]);
    p.right.crypto.close();
    p.right.plane.installed.clear();
    p.network.carrier((from, to, d) -> new long[] {4});
    p.right.debug("crypto isakmp").apply();
    p.left.debug("crypto isakmp").debug("crypto ipsec");
    p.right.lines.clear();
    p.left.lines.clear();
    return p;
  }

  private static void lostPacket(Pair p) {
    p.right.plane.events.invalidSpi(p.right.local, p.left.local, p.left.plane.newest(false).orElseThrow().spi());
    p.loop.run(1000);
  }

  @Test
  void recoversByAnIsakmpSaMadeForTheNotification() {
    var p = halfLost(RECOVERY);
    lostPacket(p);
    assertEquals(1, p.right.said("%CRYPTO-4-RECVD_PKT_INV_SPI: decaps: rec'd IPSEC packet has invalid spi for").size());
    assertEquals(1, p.right.said("Sending NOTIFY INVALID_SPI protocol 3").size());
    assertFalse(p.left.isUp());
    p.packet(1000).assertMatching();
    p.assertNothingLeft();
  }

  @Test
  void saysNothingWithoutAnSaUnlessConfigured() {
    var p = halfLost(Liveness.DEFAULT);
    long sent = p.network.sent();
    lostPacket(p);
    assertEquals(sent, p.network.sent());
    assertTrue(p.left.isUp());
  }

  @Test
  void tellsThePeerUnderTheSaThatIsThere() {
    var p = new Pair().entries(0, 0);
    p.right.debug("crypto isakmp");
    p.left.debug("crypto isakmp");
    p.apply().packet(1000);
    for (int i = 0; i < 5; i++) {
      p.right.plane.events.invalidSpi(p.right.local, p.left.local, 0x1000 + i);
      p.loop.run(1500);
    }
    assertEquals(1, p.right.said("Sending NOTIFY INVALID_SPI").size());
    assertEquals(1, p.left.said("processing NOTIFY INVALID_SPI protocol 3").size());
    p.assertMatching();
  }

  @Test
  void strangersDrawNoAnswer() {
    var p = halfLost(RECOVERY);
    long sent = p.network.sent();
    for (int i = 1; i < 200; i++) p.right.plane.events.invalidSpi(p.right.local, Ipv4.of("192.0.2." + (i + 2 & 255)), i);
    p.loop.run(1000);
    assertEquals(sent, p.network.sent());
  }

  @Test
  void sessionsAreLoggedWhenTheyComeAndGo() {
    var p = new Pair().entries(0, 0);
    p.left.liveness = RECOVERY;
    p.apply().packet(1000);
    assertEquals(List.of("%CRYPTO-5-SESSION_STATUS: Crypto tunnel is UP  .  Peer 192.0.2.2:500       Id: 192.0.2.2"),
        p.left.said("SESSION_STATUS"));
    p.left.plane.events.softExpired(p.left.plane.newest(false).orElseThrow().handle());
    p.loop.run(40_000);
    assertEquals(1, p.left.said("SESSION_STATUS").size());
    p.left.crypto.clearSa();
    assertEquals("%CRYPTO-5-SESSION_STATUS: Crypto tunnel is DOWN.  Peer 192.0.2.2:500       Id: 192.0.2.2",
        p.left.said("SESSION_STATUS").getLast());
    assertEquals(0, p.right.said("SESSION_STATUS").size());
  }
}
