package net.anotherbox.plane.esp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.SplittableRandom;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import net.anotherbox.plane.Packets;
import net.anotherbox.plane.view.Ipv4View;
import net.anotherbox.plane.view.NetworkOrder;
import net.anotherbox.runtime.port.CryptoPlane.Refusal;
import net.anotherbox.runtime.port.FlowTable.DfBit;
import net.anotherbox.runtime.port.SaSpec;
import net.anotherbox.runtime.port.SaSpec.Cipher;
import net.anotherbox.runtime.port.SaSpec.Integrity;
import net.anotherbox.runtime.port.SaSpec.UdpEncapsulation;
import net.anotherbox.runtime.port.SeededRandomness;
import net.anotherbox.runtime.value.Address;
import net.anotherbox.runtime.value.Ipv4;
import net.anotherbox.runtime.value.Ipv6;
import org.junit.jupiter.api.Test;

/** GCM, GMAC, AH, and ESP in UDP. */
class BundleTest {
  private static final int AT = 64;
  private static final String PING = "45000044000100004001f665c0a80101c0a8020108007a6c00010001000102030405060708090a0b0c0d"
      + "0e0f101112131415161718191a1b1c1d1e1f2021222324252627";
  private final byte[] in = new byte[2400];
  private final byte[] wire = new byte[2400];
  private final byte[] out = new byte[2400];
  private final SplittableRandom random = new SplittableRandom(9);

  private static byte[] key(int bytes) {
    byte[] key = new byte[bytes];
    for (int i = 0; i < bytes; i++) key[i] = (byte) (i + 1);
    return key;
  }

  private static Optional<SaSpec.Esp> esp(Cipher cipher, Integrity integrity) {
    return Optional.of(new SaSpec.Esp(0x1234, cipher, key(cipher.keyBytes), integrity, key(integrity.keyBytes)));
  }

  private static Optional<SaSpec.Ah> ah(Integrity integrity) {
    return Optional.of(new SaSpec.Ah(0x4321, integrity, key(integrity.keyBytes)));
  }

  private static SaSpec spec(boolean inbound, Address one, Address two, boolean tunnel, Optional<SaSpec.Esp> esp,
      Optional<SaSpec.Ah> ah, Optional<UdpEncapsulation> udp) {
    return new SaSpec(1, 1, inbound, inbound ? two : one, inbound ? one : two, tunnel, esp, ah, udp, true, 0, 0, 64, 1500);
  }

  private static SaSpec v4(boolean inbound, boolean tunnel, Optional<SaSpec.Esp> esp, Optional<SaSpec.Ah> ah) {
    return spec(inbound, Ipv4.of("10.0.0.1"), Ipv4.of("10.0.0.2"), tunnel, esp, ah, Optional.empty());
  }

  private int wrap(OutboundBundle sender, byte[] packet) {
    System.arraycopy(packet, 0, in, AT, packet.length);
    return sender.encapsulate(in, AT, packet.length, wire, AT, 7, DfBit.COPY);
  }

  /** What OpenSSL (through python's cryptography) makes of this ping with key 01 02 03 …, salt cafebabe, number 7. */
  private void knownAnswer(Cipher cipher, String esp) {
    byte[] packet = HexFormat.of().parseHex(PING);
    byte[] key = key(cipher.keyBytes);
    System.arraycopy(HexFormat.of().parseHex("cafebabe"), 0, key, key.length - 4, 4);
    Optional<SaSpec.Esp> algorithms = Optional.of(new SaSpec.Esp(0x1234, cipher, key, Integrity.NONE, new byte[0]));
    var sender = new OutboundBundle(v4(false, true, algorithms, Optional.empty()), new SeededRandomness(5));
    sender.sequence(6);
    int length = wrap(sender, packet);
    assertEquals(esp, HexFormat.of().formatHex(wire, AT + 20, AT + length));
  }

  @Test
  void gcmGivesOpenSslsAnswer() {
    knownAnswer(Cipher.AES_GCM_128, "00001234000000070000000000000007addf05fe10950d3b307c6679d9281180d8126afad8f488703de918"
        + "24f97c255f5304ac82a65c96e6aa2f9be2ff4e8ba3f3845176271117ac12fe919c7f878a6df8083afa8c6002aaf780a3182197d3d4c39e6e"
        + "b7d97e7922");
    knownAnswer(Cipher.AES_GCM_256, "00001234000000070000000000000007b42d0e3b5736962b8427ad00094036ab7676310aa4819930bd33aa"
        + "97afe17c9f7ae180b98c0235515146d4f7ddd1e0da42e3e2d325accc1174665de8000058ef53145dc8ebb87a4baa727ae25f56bb978aeab1"
        + "3096f15c01");
  }

  @Test
  void gmacGivesOpenSslsAnswer() {
    String clear = "0000123400000007000000000000000745000044000100004001f665c0a80101c0a8020108007a6c000100010001020304050607"
        + "08090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f202122232425262701020204";
    knownAnswer(Cipher.AES_GMAC_128, clear + "480a4830a1744f55d7945174af891827");
    knownAnswer(Cipher.AES_GMAC_256, clear + "89840245b8df2e49b8d5a0a36fb2795a");
  }

  @Test
  void gcmOfAnyLengthIsWhatTheProviderMakes() throws Exception {
    var sender = new OutboundBundle(v4(false, true, esp(Cipher.AES_GCM_192, Integrity.NONE), Optional.empty()),
        new SeededRandomness(5));
    byte[] key = key(Cipher.AES_GCM_192.keyBytes);
    for (int length = 28; length < 1500; length += 1 + random.nextInt(40)) {
      int wrapped = wrap(sender, Packets.udp("10.1.0.1", 1, "10.2.0.1", 2, length));
      var jce = javax.crypto.Cipher.getInstance("AES/GCM/NoPadding");
      byte[] nonce = Arrays.copyOfRange(key, 24, 36);
      System.arraycopy(wire, AT + 28, nonce, 4, 8);
      jce.init(javax.crypto.Cipher.DECRYPT_MODE, new SecretKeySpec(key, 0, 24, "AES"), new GCMParameterSpec(128, nonce));
      jce.updateAAD(wire, AT + 20, 8);
      byte[] plain = jce.doFinal(wire, AT + 36, wrapped - 36);
      int total = NetworkOrder.u16(plain, 2);
      assertArrayEquals(Arrays.copyOfRange(in, AT, AT + total), Arrays.copyOf(plain, total));
      assertEquals(4, plain[plain.length - 1]);
    }
  }

  @Test
  void aFlippedBitAnywhereIsABadMacToGcmGmacAndAh() {
    for (var e : java.util.List.of(esp(Cipher.AES_GCM_128, Integrity.NONE), esp(Cipher.AES_GMAC_256, Integrity.NONE),
        Optional.<SaSpec.Esp>empty())) {
      Optional<SaSpec.Ah> ah = e.isPresent() ? Optional.empty() : ah(Integrity.HMAC_SHA256_128);
      var sender = new OutboundBundle(v4(false, true, copy(e), ah), new SeededRandomness(5));
      var receiver = new InboundBundle(v4(true, true, copy(e), ah.map(a -> ah(a.integrity()).orElseThrow())));
      int length = wrap(sender, Packets.udp("10.1.0.1", 1, "10.2.0.1", 2, 41));
      for (int bit = 26 * 8; bit < length * 8; bit++) {
        byte[] bad = wire.clone();
        bad[AT + bit / 8] ^= (byte) (1 << bit % 8);
        int result = receiver.decapsulate(bad, AT, length, 20, 0, out, AT);
        assertTrue(result < 0 && InboundBundle.reason(result) != Refusal.BAD_IDENTITY.ordinal(), e + " bit " + bit);
      }
      assertEquals(41, receiver.decapsulate(wire, AT, length, 20, 0, out, AT), "a forgery moved the window: " + e);
    }
  }

  private static Optional<SaSpec.Esp> copy(Optional<SaSpec.Esp> e) {
    return e.map(x -> new SaSpec.Esp(x.spi(), x.cipher(), x.cipherKey().clone(), x.integrity(), x.integrityKey().clone()));
  }

  @Test
  void everyBundleComesBackWholeInBothModes() {
    Address[][] ends = {{Ipv4.of("10.0.0.1"), Ipv4.of("10.0.0.2")}, {Ipv6.of("fd00::1"), Ipv6.of("fd00::2")}};
    for (Address[] end : ends) {
      for (Integrity integrity : Integrity.values()) {
        if (integrity == Integrity.NONE) continue;
        for (int kind = 0; kind < 3; kind++) {
          boolean tunnel = kind < 2 || end[0] instanceof Ipv6;
          for (boolean withEsp : new boolean[] {false, true}) {
            Cipher cipher = kind == 0 ? Cipher.AES_128 : Cipher.AES_GCM_256;
            Optional<SaSpec.Esp> none = Optional.empty();
            var sender = new OutboundBundle(spec(false, end[0], end[1], tunnel, withEsp ? esp(cipher, Integrity.NONE) : none,
                ah(integrity), Optional.empty()), new SeededRandomness(5));
            var receiver = new InboundBundle(spec(true, end[0], end[1], tunnel, withEsp ? esp(cipher, Integrity.NONE) : none,
                ah(integrity), Optional.empty()));
            byte[] packet = Packets.udp("10.0.0.1", 1, "10.0.0.2", 2, 333);
            int header = end[0] instanceof Ipv4 ? 20 : 40;
            int length = wrap(sender, packet);
            assertEquals(51, wire[AT + (header == 20 ? 9 : 6)]);
            // What routers on the way change.
            if (header == 20) wire[AT + Ipv4View.TTL] = 3;
            else wire[AT + 7] = 3;
            assertEquals(packet.length, receiver.decapsulate(wire, AT, length, header, 0, out, AT), integrity + " " + kind);
            if (tunnel) assertArrayEquals(packet, Arrays.copyOfRange(out, AT, AT + packet.length));
            else assertArrayEquals(Arrays.copyOfRange(packet, 20, 200), Arrays.copyOfRange(out, AT + 20, AT + 200));
            assertEquals(Refusal.REPLAY.ordinal(),
                InboundBundle.reason(receiver.decapsulate(wire, AT, length, header, 0, out, AT)));
          }
        }
      }
    }
  }

  /** RFC 4302 section 3.3.3 done by hand with a MAC of the JDK. */
  @Test
  void ahCoversTheHeaderButForWhatRoutersChange() throws Exception {
    var sender = new OutboundBundle(v4(false, false, Optional.empty(), ah(Integrity.HMAC_SHA1_96)), new SeededRandomness(5));
    byte[] packet = Packets.udp("10.0.0.1", 1, "10.0.0.2", 2, 50);
    packet[1] = (byte) 0xb8;
    Ipv4View.complete(packet, 0, packet.length);
    int length = wrap(sender, packet);
    assertEquals(packet.length + 24, length);
    byte[] covered = Arrays.copyOfRange(wire, AT, AT + length);
    for (int zeroed : new int[] {1, 6, 7, 8, 10, 11}) covered[zeroed] = 0;
    Arrays.fill(covered, 32, 44, (byte) 0);
    var mac = Mac.getInstance("HmacSHA1");
    mac.init(new SecretKeySpec(key(20), "HmacSHA1"));
    assertArrayEquals(Arrays.copyOf(mac.doFinal(covered), 12), Arrays.copyOfRange(wire, AT + 32, AT + 44));
    assertEquals("11040000000043210000000" + "1", HexFormat.of().formatHex(wire, AT + 20, AT + 32));
  }

  @Test
  void ahInUdpCannotBe() {
    assertThrows(IllegalArgumentException.class, () -> new OutboundBundle(spec(false, Ipv4.of("10.0.0.1"),
        Ipv4.of("10.0.0.2"), true, Optional.empty(), ah(Integrity.HMAC_MD5_96), Optional.of(new UdpEncapsulation(4500, 4500))),
        new SeededRandomness(5)));
  }

  private static SaSpec natted(boolean inbound, boolean tunnel) {
    return spec(inbound, Ipv4.of("10.0.0.1"), Ipv4.of("10.0.0.2"), tunnel, esp(Cipher.AES_128, Integrity.HMAC_SHA1_96),
        Optional.empty(), Optional.of(new UdpEncapsulation(4500, 4500)));
  }

  @Test
  void espInUdpHasNoChecksumAndFollowsThePeer() {
    var sender = new OutboundBundle(natted(false, true), new SeededRandomness(5));
    var receiver = new InboundBundle(natted(true, true));
    byte[] packet = Packets.udp("10.1.0.1", 1, "10.2.0.1", 2, 100);
    int length = wrap(sender, packet);
    assertEquals("11941194%04x0000".formatted(length - 20), HexFormat.of().formatHex(wire, AT + 20, AT + 28));
    assertEquals(17, wire[AT + Ipv4View.PROTOCOL]);
    assertEquals(packet.length, receiver.decapsulate(wire, AT, length, 28, 8, out, AT));
    sender.move(Ipv4.of("192.0.2.77"), 61000);
    wrap(sender, packet);
    assertEquals(Ipv4.of("192.0.2.77"), Ipv4.of(wire, AT + Ipv4View.DESTINATION));
    assertEquals(61000, NetworkOrder.u16(wire, AT + 22));
    assertEquals(2, sender.sequence());
  }

  @Test
  void encapsulationThatWasNotAgreedOnIsRefused() {
    var sender = new OutboundBundle(natted(false, true), new SeededRandomness(5));
    var plain = new InboundBundle(v4(true, true, esp(Cipher.AES_128, Integrity.HMAC_SHA1_96), Optional.empty()));
    int length = wrap(sender, Packets.udp("10.1.0.1", 1, "10.2.0.1", 2, 100));
    assertEquals(Refusal.MALFORMED.ordinal(), InboundBundle.reason(plain.decapsulate(wire, AT, length, 28, 8, out, AT)));
  }

  @Test
  void theChecksumInsideIsMadeAnewWhenANatHasChangedTheAddresses() {
    var sender = new OutboundBundle(natted(false, false), new SeededRandomness(5));
    var receiver = new InboundBundle(natted(true, false));
    byte[] packet = Packets.udp("10.0.0.1", 1, "10.0.0.2", 2, 101);
    int field = 26;
    NetworkOrder.u16(packet, field, 0xbeef);
    int length = wrap(sender, packet);
    System.arraycopy(Ipv4.of("203.0.113.9").bytes(), 0, wire, AT + Ipv4View.SOURCE, 4);
    Ipv4View.complete(wire, AT, length);
    assertEquals(packet.length, receiver.decapsulate(wire, AT, length, 28, 8, out, AT));
    int segment = packet.length - 20;
    byte[] pseudo = new byte[12 + segment];
    System.arraycopy(out, AT + 12, pseudo, 0, 8);
    pseudo[9] = 17;
    NetworkOrder.u16(pseudo, 10, segment);
    System.arraycopy(out, AT + 20, pseudo, 12, segment);
    assertEquals(0, NetworkOrder.checksum(pseudo, 0, pseudo.length));
  }

  @Test
  void plaintextMtuCountsAhAndUdp() {
    int esp = OutboundBundle.plaintextMtu(v4(true, true, esp(Cipher.NULL, Integrity.HMAC_MD5_96), Optional.empty()), 1500);
    assertEquals(esp - 24, OutboundBundle.plaintextMtu(
        v4(true, true, esp(Cipher.NULL, Integrity.HMAC_MD5_96), ah(Integrity.HMAC_MD5_96)), 1500));
    int udp = OutboundBundle.plaintextMtu(natted(true, true), 1500);
    assertEquals(1422, udp);
    assertEquals(1446, OutboundBundle.plaintextMtu(v4(true, true, esp(Cipher.AES_GCM_256, Integrity.NONE),
        Optional.empty()), 1500));
    assertEquals(1456, OutboundBundle.plaintextMtu(v4(true, true, Optional.empty(), ah(Integrity.HMAC_SHA1_96)), 1500));
  }
}
