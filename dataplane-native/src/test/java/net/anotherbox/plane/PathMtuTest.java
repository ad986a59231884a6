package net.anotherbox.plane;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Optional;
import java.util.SplittableRandom;
import net.anotherbox.plane.view.NetworkOrder;
import net.anotherbox.runtime.port.SaSpec.Cipher;
import net.anotherbox.runtime.port.SaSpec.Integrity;
import net.anotherbox.runtime.port.SeededRandomness;
import net.anotherbox.runtime.value.Ipv4;
import net.anotherbox.runtime.value.Ipv6;
import org.junit.jupiter.api.Test;

class PathMtuTest {
  private static final Ipv4 LOCAL = Ipv4.of("192.0.2.1");
  private static final Ipv4 REMOTE = Ipv4.of("198.51.100.1");

  private static final Ipv6 LOCAL6 = Ipv6.of("2001:DB8::1");
  private static final Ipv6 REMOTE6 = Ipv6.of("2001:DB8:1::1");

  private static void header(byte[] p, int at, int protocol, int length, Ipv4 source, Ipv4 destination) {
    p[at] = 0x45;
    p[at + 9] = (byte) protocol;
    NetworkOrder.u16(p, at + 2, length);
    System.arraycopy(source.bytes(), 0, p, at + 12, 4);
    System.arraycopy(destination.bytes(), 0, p, at + 16, 4);
  }

  /** What a router at 203.0.113.1 says of a packet of 1400 bytes; 40 bytes of it are quoted. */
  private static byte[] said(int protocol, int spi, int mtu) {
    byte[] p = new byte[20 + 8 + 40];
    header(p, 0, 1, p.length, Ipv4.of("203.0.113.1"), LOCAL);
    p[20] = 3;
    p[21] = 4;
    NetworkOrder.u16(p, 26, mtu);
    header(p, 28, protocol, 1400, LOCAL, REMOTE);
    NetworkOrder.i32(p, 48 + (protocol == 17 ? 8 : protocol == 51 ? 4 : 0), spi);
    return p;
  }

  private static Optional<PathMtu> of(byte[] p) {
    return PathMtu.of(p, p.length);
  }

  @Test
  void readsWhatIsSaidOfEspAndAhAndEspInUdp() {
    assertEquals(Optional.of(new PathMtu(LOCAL, REMOTE, 50, 0x1001, 1300)), of(said(50, 0x1001, 1300)));
    assertEquals(Optional.of(new PathMtu(LOCAL, REMOTE, 51, 0x1001, 1300)), of(said(51, 0x1001, 1300)));
    assertEquals(Optional.of(new PathMtu(LOCAL, REMOTE, 50, 0x1001, 1300)), of(said(17, 0x1001, 1300)));
    assertEquals(Optional.empty(), of(said(6, 0x1001, 1300)));
  }

  /** ICMPv6 about a packet of 1400 bytes, or about the fragment of one that began at this offset. */
  private static byte[] saidOfIpv6(int protocol, int fragmentAt, int spi, int mtu) {
    byte[] p = new byte[8 + 40 + 16];
    p[0] = 2;
    NetworkOrder.i32(p, 4, mtu);
    p[8] = 0x60;
    p[14] = (byte) (fragmentAt < 0 ? protocol : 44);
    System.arraycopy(LOCAL6.bytes(), 0, p, 16, 16);
    System.arraycopy(REMOTE6.bytes(), 0, p, 32, 16);
    if (fragmentAt >= 0) {
      p[48] = (byte) protocol;
      NetworkOrder.u16(p, 50, fragmentAt | 1);
    }
    NetworkOrder.i32(p, 48 + (fragmentAt < 0 ? 0 : 8) + (protocol == 51 ? 4 : 0), spi);
    return p;
  }

  private static Optional<PathMtu> ofIpv6(byte[] p) {
    return PathMtu.ofIpv6(p, p.length);
  }

  @Test
  void readsWhatIsSaidOfIpv6AndOfItsFragments() {
    var esp = Optional.of(new PathMtu(LOCAL6, REMOTE6, 50, 0x1001, 1400));
    assertEquals(esp, ofIpv6(saidOfIpv6(50, -1, 0x1001, 1400)));
    assertEquals(esp, ofIpv6(saidOfIpv6(50, 0, 0x1001, 1400)));
    assertEquals(Optional.empty(), ofIpv6(saidOfIpv6(50, 1352, 0x1001, 1400)), "no SPI in there");
    assertEquals(51, ofIpv6(saidOfIpv6(51, -1, 0x1001, 1400)).orElseThrow().protocol());
    assertEquals(Optional.empty(), ofIpv6(saidOfIpv6(47, -1, 0x1001, 1400)));
    assertEquals(1280, ofIpv6(saidOfIpv6(50, -1, 1, 100)).orElseThrow().mtu());
    byte[] whole = saidOfIpv6(50, 0, 1, 1400);
    for (int length = 0; length < 60; length++)
      assertEquals(Optional.empty(), PathMtu.ofIpv6(Arrays.copyOf(whole, length), length));
  }

  @Test
  void anOldRoutersSilenceMeansTheNextPlateauAndNothingIsBelievedBelow552() {
    assertEquals(1006, of(said(50, 1, 0)).orElseThrow().mtu());
    assertEquals(552, of(said(50, 1, 68)).orElseThrow().mtu());
  }

  @Test
  void takesNothingElseAndStandsAnyBytes() {
    byte[] unreachable = said(50, 1, 1300);
    unreachable[21] = 1;
    assertEquals(Optional.empty(), of(unreachable));
    byte[] whole = said(50, 1, 1300);
    for (int length = 0; length < 52; length++) assertEquals(Optional.empty(), PathMtu.of(Arrays.copyOf(whole, length), length));
    var random = new SplittableRandom(1);
    int taken = 0;
    for (int i = 0; i < 20_000; i++) {
      byte[] p = Arrays.copyOf(whole, random.nextInt(whole.length + 1));
      for (int k = 0; k < 3 && p.length > 0; k++) p[random.nextInt(p.length)] = (byte) random.nextInt();
      taken += PathMtu.of(p, p.length).filter(m -> m.mtu() >= 552).isPresent() ? 1 : 0;
    }
    assertTrue(taken > 100, "" + taken);
  }

  @Test
  void onlyWhoKnowsTheSpiIsBelievedAndTheNextSaOfThePeerInherits() {
    var control = new PlaneControl(new SeededRandomness(1));
    control.install(Flows.sa(1, 1, false, 0x1001, "192.0.2.1", "198.51.100.1", Cipher.AES_128, Integrity.HMAC_SHA1_96));
    assertTrue(control.narrow(of(said(50, 0x1002, 1300)).orElseThrow()).isEmpty());
    assertEquals(0, control.pathMtu(1));
    Runnable later = control.narrow(of(said(50, 0x1001, 1300)).orElseThrow()).orElseThrow();
    assertEquals(1300, control.pathMtu(1));
    assertTrue(control.narrow(of(said(50, 0x1001, 1400)).orElseThrow()).isEmpty(), "no wider for being told so");
    control.install(Flows.sa(2, 1, false, 0x1003, "192.0.2.1", "198.51.100.1", Cipher.AES_128, Integrity.HMAC_SHA1_96));
    control.install(Flows.sa(3, 1, false, 0x1004, "192.0.2.1", "198.51.100.2", Cipher.AES_128, Integrity.HMAC_SHA1_96));
    assertEquals(1300, control.pathMtu(2));
    assertEquals(0, control.pathMtu(3), "another peer");
    assertTrue(control.narrow(of(said(50, 0x1003, 900)).orElseThrow()).isPresent());
    later.run();
    assertEquals(900, control.pathMtu(2), "what was learned since holds");
  }
}
