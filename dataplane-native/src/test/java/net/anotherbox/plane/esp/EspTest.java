package net.anotherbox.plane.esp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Optional;
import java.util.SplittableRandom;
import net.anotherbox.plane.view.Ipv4View;
import net.anotherbox.runtime.port.CryptoPlane.Refusal;
import net.anotherbox.runtime.port.FlowTable.DfBit;
import net.anotherbox.runtime.port.SaSpec;
import net.anotherbox.runtime.port.SaSpec.Cipher;
import net.anotherbox.runtime.port.SaSpec.Integrity;
import net.anotherbox.runtime.port.SeededRandomness;
import net.anotherbox.runtime.value.Ipv4;
import org.junit.jupiter.api.Test;

class EspTest {
  private static final int AT = 64;
  private final SplittableRandom random = new SplittableRandom(4);
  private final byte[] in = new byte[2400];
  private final byte[] wire = new byte[2400];
  private final byte[] out = new byte[2400];

  private static SaSpec spec(boolean inbound, boolean tunnel, Cipher cipher, Integrity integrity) {
    byte[] key = new byte[cipher.keyBytes];
    byte[] mac = new byte[integrity.keyBytes];
    Arrays.fill(key, (byte) 0x5a);
    for (int i = 0; i < key.length; i++) key[i] += (byte) i;
    Arrays.fill(mac, (byte) 0x7e);
    Ipv4 one = Ipv4.of("10.0.0.1");
    Ipv4 two = Ipv4.of("10.0.0.2");
    var esp = new SaSpec.Esp(0x1234, cipher, key, integrity, mac);
    return new SaSpec(1, 1, inbound, inbound ? two : one, inbound ? one : two, tunnel, Optional.of(esp), Optional.empty(),
        Optional.empty(), true, 0, 0, 64, 1500);
  }

  private static OutboundBundle outbound(Cipher cipher, Integrity integrity) {
    return new OutboundBundle(spec(false, true, cipher, integrity), new SeededRandomness(5));
  }

  private static InboundBundle inbound(Cipher cipher, Integrity integrity) {
    return new InboundBundle(spec(true, true, cipher, integrity));
  }

  /** An IPv4 packet with random contents at {@link #AT}. */
  private void packet(int length) {
    byte[] body = new byte[length];
    random.nextBytes(body);
    body[0] = 0x45;
    body[6] = 0x40;
    body[7] = 0;
    System.arraycopy(body, 0, in, AT, length);
    Ipv4View.complete(in, AT, length);
  }

  private int refusal(int result) {
    assertTrue(result < 0, "was taken");
    return InboundBundle.reason(result);
  }

  @Test
  void everyCipherAndLengthComesBackAsItWas() {
    for (Cipher cipher : Cipher.values()) {
      for (Integrity integrity : Integrity.values()) {
        if (cipher.combined() && integrity != Integrity.NONE) continue;
        var sender = outbound(cipher, integrity);
        var receiver = inbound(cipher, integrity);
        for (int length = 20; length < 1480; length += 1 + length / 40) {
          packet(length);
          byte[] original = Arrays.copyOfRange(in, AT, AT + length);
          int wrapped = sender.encapsulate(in, AT, length, wire, AT, 7, DfBit.COPY);
          assertEquals(length, receiver.decapsulate(wire, AT, wrapped, 20, 0, out, AT), cipher + " " + integrity);
          assertArrayEquals(original, Arrays.copyOfRange(out, AT, AT + length));
        }
      }
    }
  }

  @Test
  void transportModeKeepsTheHeaderAndGivesItBack() {
    var sender = new OutboundBundle(
        spec(false, false, Cipher.AES_128, Integrity.HMAC_SHA1_96), new SeededRandomness(5));
    var receiver = new InboundBundle(spec(true, false, Cipher.AES_128, Integrity.HMAC_SHA1_96));
    packet(333);
    byte[] original = Arrays.copyOfRange(in, AT, AT + 333);
    int wrapped = sender.encapsulate(in, AT, 333, wire, AT, 7, DfBit.COPY);
    assertEquals(original[Ipv4View.TTL], wire[AT + Ipv4View.TTL]);
    assertEquals(50, wire[AT + Ipv4View.PROTOCOL]);
    assertEquals(333, receiver.decapsulate(wire, AT, wrapped, 20, 0, out, AT));
    assertArrayEquals(original, Arrays.copyOfRange(out, AT, AT + 333));
  }

  @Test
  void transportModeRefusesFragments() {
    var sender = new OutboundBundle(
        spec(false, false, Cipher.AES_128, Integrity.HMAC_SHA1_96), new SeededRandomness(5));
    packet(100);
    in[AT + 6] = 0x20;
    assertEquals(-1, sender.encapsulate(in, AT, 100, wire, AT, 7, DfBit.COPY));
  }

  @Test
  void theDfBitIsCopiedClearedOrSet() {
    for (DfBit df : DfBit.values()) {
      var sender = new OutboundBundle(spec(false, true, Cipher.NULL, Integrity.NONE), new SeededRandomness(5));
      for (boolean inner : new boolean[] {true, false}) {
        packet(100);
        in[AT + 6] = (byte) (inner ? 0x40 : 0);
        sender.encapsulate(in, AT, 100, wire, AT, 7, df);
        boolean expected = df == DfBit.SET || df == DfBit.COPY && inner;
        assertEquals(expected ? 0x40 : 0, wire[AT + 6], df + " inner " + inner);
      }
    }
  }

  @Test
  void noTwoIvsAreEqualAndThePlaintextDoesNotShow() {
    for (Cipher cipher : new Cipher[] {Cipher.DES, Cipher.AES_128}) {
      var sender = outbound(cipher, Integrity.HMAC_SHA1_96);
      var ivs = new HashSet<String>();
      for (int n = 0; n < 2000; n++) {
        Arrays.fill(in, AT, AT + 100, (byte) 0);
        in[AT] = 0x45;
        sender.encapsulate(in, AT, 100, wire, AT, 7, DfBit.COPY);
        assertTrue(ivs.add(java.util.HexFormat.of().formatHex(wire, AT + 28, AT + 28 + cipher.ivBytes)));
      }
    }
  }

  @Test
  void aFlippedBitAnywhereIsABadMac() {
    var sender = outbound(Cipher.AES_128, Integrity.HMAC_SHA1_96);
    sender.sequence(2);
    packet(60);
    int wrapped = sender.encapsulate(in, AT, 60, wire, AT, 7, DfBit.COPY);
    for (int bit = 20 * 8; bit < wrapped * 8; bit++) {
      var receiver = inbound(Cipher.AES_128, Integrity.HMAC_SHA1_96);
      byte[] bad = wire.clone();
      bad[AT + bit / 8] ^= (byte) (1 << bit % 8);
      assertEquals(Refusal.BAD_MAC.ordinal(), refusal(receiver.decapsulate(bad, AT, wrapped, 20, 0, out, AT)), "bit " + bit);
      assertEquals(60, receiver.decapsulate(wire, AT, wrapped, 20, 0, out, AT), "a forgery moved the window");
    }
  }

  @Test
  void aTruncatedPacketIsRefusedAtEveryLength() {
    var sender = outbound(Cipher.AES_128, Integrity.HMAC_SHA1_96);
    packet(60);
    int wrapped = sender.encapsulate(in, AT, 60, wire, AT, 7, DfBit.COPY);
    var receiver = inbound(Cipher.AES_128, Integrity.HMAC_SHA1_96);
    for (int length = 20; length < wrapped; length++) {
      int reason = refusal(receiver.decapsulate(wire, AT, length, 20, 0, out, AT));
      boolean wholeBlocks = length > 56 && (length - 20 - 8 - 12) % 16 == 0;
      assertEquals((wholeBlocks ? Refusal.BAD_MAC : Refusal.MALFORMED).ordinal(), reason, "length " + length);
    }
  }

  @Test
  void aRepeatedPacketIsAReplay() {
    var sender = outbound(Cipher.TRIPLE_DES, Integrity.HMAC_MD5_96);
    var receiver = inbound(Cipher.TRIPLE_DES, Integrity.HMAC_MD5_96);
    packet(60);
    int wrapped = sender.encapsulate(in, AT, 60, wire, AT, 7, DfBit.COPY);
    assertEquals(60, receiver.decapsulate(wire, AT, wrapped, 20, 0, out, AT));
    assertEquals(Refusal.REPLAY.ordinal(), refusal(receiver.decapsulate(wire, AT, wrapped, 20, 0, out, AT)));
  }

  @Test
  void wrongPaddingAndFalseInnerLengthsAreMalformed() {
    int padLength = 40;
    int[][] damages = {{padLength, 9}, {2, 0x7f}, {0, 0x25}, {0, 0x43}};
    for (int[] damage : damages) {
      var sender = new OutboundBundle(spec(false, true, Cipher.NULL, Integrity.NONE),
          new SeededRandomness(5));
      var receiver = inbound(Cipher.NULL, Integrity.NONE);
      packet(40);
      int wrapped = sender.encapsulate(in, AT, 40, wire, AT, 7, DfBit.COPY);
      int at = damage[0] == padLength ? AT + wrapped - 2 : AT + 28 + damage[0];
      wire[at] = (byte) damage[1];
      assertEquals(Refusal.MALFORMED.ordinal(), refusal(receiver.decapsulate(wire, AT, wrapped, 20, 0, out, AT)),
          Arrays.toString(damage));
    }
  }

  @Test
  void aDummyPacketIsTakenAndEmpty() {
    var sender = outbound(Cipher.NULL, Integrity.NONE);
    var receiver = inbound(Cipher.NULL, Integrity.NONE);
    packet(40);
    int wrapped = sender.encapsulate(in, AT, 40, wire, AT, 7, DfBit.COPY);
    wire[AT + wrapped - 1] = 59;
    assertEquals(InboundBundle.DUMMY, receiver.decapsulate(wire, AT, wrapped, 20, 0, out, AT));
  }

  @Test
  void trafficFlowPaddingBehindTheInnerPacketIsCutOff() {
    var sender = outbound(Cipher.AES_128, Integrity.HMAC_SHA1_96);
    var receiver = inbound(Cipher.AES_128, Integrity.HMAC_SHA1_96);
    packet(40);
    byte[] original = Arrays.copyOfRange(in, AT, AT + 40);
    int wrapped = sender.encapsulate(in, AT, 140, wire, AT, 7, DfBit.COPY);
    assertEquals(40, receiver.decapsulate(wire, AT, wrapped, 20, 0, out, AT));
    assertArrayEquals(original, Arrays.copyOfRange(out, AT, AT + 40));
  }

  @Test
  void theSequenceNumberNeverComesRound() {
    var sender = outbound(Cipher.NULL, Integrity.NONE);
    sender.sequence(-2);
    packet(40);
    sender.encapsulate(in, AT, 40, wire, AT, 7, DfBit.COPY);
    assertTrue(sender.exhausted());
    assertThrows(IllegalStateException.class, () -> sender.encapsulate(in, AT, 40, wire, AT, 7, DfBit.COPY));
  }

  @Test
  void plaintextMtuIsWhatTheRouterShows() {
    var aes = spec(false, true, Cipher.AES_128, Integrity.HMAC_SHA1_96);
    assertEquals(1438, OutboundBundle.plaintextMtu(aes, 1500));
    for (Cipher cipher : Cipher.values()) {
      for (Integrity integrity : Integrity.values()) {
        if (cipher.combined() && integrity != Integrity.NONE) continue;
        var sender = outbound(cipher, integrity);
        int mtu = OutboundBundle.plaintextMtu(spec(false, true, cipher, integrity), 1500);
        packet(mtu);
        assertTrue(sender.encapsulate(in, AT, mtu, wire, AT, 7, DfBit.COPY) <= 1500);
        packet(mtu + 1);
        assertTrue(sender.encapsulate(in, AT, mtu + 1, wire, AT, 7, DfBit.COPY) > 1500);
      }
    }
  }

  @Test
  void theKeysOfTheSpecificationAreWiped() {
    var spec = spec(false, true, Cipher.AES_128, Integrity.HMAC_SHA1_96);
    assertNotEquals(0, spec.esp().orElseThrow().cipherKey()[0]);
    new OutboundBundle(spec, new SeededRandomness(5));
    assertArrayEquals(new byte[16], spec.esp().orElseThrow().cipherKey());
    assertArrayEquals(new byte[20], spec.esp().orElseThrow().integrityKey());
  }

  /** Whatever arrives, decoding ends with a result and never reads or writes beyond the packet's arrays. */
  @Test
  void mutatedPacketsNeverBreakTheDecoder() {
    for (Cipher cipher : Cipher.values()) {
      for (boolean tunnel : new boolean[] {true, false}) {
        var sender = new OutboundBundle(spec(false, tunnel, cipher, Integrity.NONE),
            new SeededRandomness(6));
        var receiver = new InboundBundle(spec(true, tunnel, cipher, Integrity.NONE));
        for (int n = 0; n < 5_000; n++) {
          packet(20 + random.nextInt(200));
          in[AT + 6] = 0;
          int length = sender.encapsulate(in, AT, 20 + random.nextInt(200), wire, AT, 7, DfBit.COPY);
          for (int m = random.nextInt(6); m > 0; m--) wire[AT + 20 + random.nextInt(length - 20)] = (byte) random.nextInt();
          if (random.nextInt(4) == 0) length = 20 + random.nextInt(length - 20);
          int result = receiver.decapsulate(wire, AT, length, 20, 0, out, AT);
          assertTrue(result >= -4 && result <= length, "result " + result);
          assertFalse(result > 0 && result < 20, "result " + result);
        }
      }
    }
  }
}
