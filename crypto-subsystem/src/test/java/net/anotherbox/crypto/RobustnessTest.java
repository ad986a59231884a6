package net.anotherbox.crypto;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import net.anotherbox.crypto.isakmp.keys.DhGroup;
import net.anotherbox.crypto.isakmp.keys.IsakmpCipher;
import net.anotherbox.crypto.isakmp.keys.Prf;
import net.anotherbox.crypto.isakmp.message.Attribute;
import net.anotherbox.crypto.isakmp.message.ExchangeType;
import net.anotherbox.crypto.isakmp.message.IsakmpHeader;
import net.anotherbox.crypto.isakmp.message.IsakmpReader;
import net.anotherbox.crypto.isakmp.message.IsakmpWriter;
import net.anotherbox.crypto.isakmp.message.NotifyType;
import net.anotherbox.crypto.isakmp.message.Payload;
import net.anotherbox.crypto.isakmp.message.Proposal;
import net.anotherbox.crypto.isakmp.message.Transform;
import net.anotherbox.runtime.loop.VirtualLoop;
import net.anotherbox.runtime.port.UdpPorts;
import net.anotherbox.runtime.release.Release;
import net.anotherbox.runtime.value.Ipv4;
import net.anotherbox.runtime.wire.DecodeError;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.CsvSource;

/** Packets that peers should not send. */
class RobustnessTest {
  private static final int MESSAGE_ID = 0x1234567;

  private final VirtualLoop loop = new VirtualLoop(Instant.EPOCH);
  private final MemoryNetwork network = new MemoryNetwork(1);
  private final TestBox box = new TestBox(loop, network, "192.0.2.1", Release.R12_4, 5);
  private ScriptedPeer peer;

  @BeforeEach
  void start() throws Exception {
    box.key("k", "192.0.2.0/24").list("L", "permit 10.1.0.0/16 10.2.0.0/16").entry(10, "L", 0, "192.0.2.2").apply();
    box.lines.clear();
    peer = new ScriptedPeer(loop, network.box(loop), "192.0.2.2", "192.0.2.1", Prf.SHA, IsakmpCipher.TRIPLE_DES,
        DhGroup.MODP_1024,
        "k");
  }

  private static Transform offer() {
    return ScriptedPeer.phaseOne(1, Attribute.of(1, 5), Attribute.of(2, 2), Attribute.of(4, 2), Attribute.of(3, 1),
        Attribute.of(11, 1), Attribute.variable(12, 86400));
  }

  private void phaseOne() throws Exception {
    peer.send(peer.first(List.of(offer())));
    peer.second();
    peer.send(peer.third());
    peer.fourth();
    peer.send(peer.fifth(Payload.Id.of(peer.local, 17, 500)));
    peer.sixth();
  }

  private static Payload.Sa esp(int spi, Attribute... attributes) {
    var t = new Transform(1, 3, List.of(attributes));
    return new Payload.Sa(1, 1, List.of(new Proposal(1, 3, ByteBuffer.allocate(4).putInt(spi).array(), List.of(t))),
        new byte[0]);
  }

  private static Payload.Sa good(int spi) {
    return esp(spi, Attribute.of(4, 1), Attribute.of(1, 1), Attribute.of(2, 3600), Attribute.of(5, 2));
  }

  private static Payload.Id id(String network) {
    byte[] b = Arrays.copyOf(Ipv4.of(network).bytes(), 8);
    b[4] = b[5] = (byte) 255;
    return new Payload.Id(4, 0, 0, b);
  }

  private void phaseTwo(int mid, int spi) throws Exception {
    peer.send(peer.quickFirst(mid, good(spi), null, id("10.2.0.0"), id("10.1.0.0")));
    peer.quickSecond(mid);
    peer.send(peer.quickThird(mid));
  }

  @ParameterizedTest
  @CsvFileSource(resources = "/vectors/attacks.csv")
  void knownAttacksAreRefused(String hex, String reason) {
    peer.send(HexFormat.of().parseHex(hex));
    assertEquals(java.util.Map.of(reason, 1L), box.crypto.refusals());
    assertEquals(0, box.crypto.isakmpSas());
    assertTrue(peer.arrived.isEmpty());
  }

  @Test
  void headersThatLieAreRefused() throws Exception {
    byte[] d = peer.first(List.of(offer()));
    record Lie(String reason, byte[] datagram) {}
    var lies = new ArrayList<Lie>();
    lies.add(new Lie("length", Arrays.copyOf(d, d.length + 4)));
    lies.add(new Lie("length beyond the datagram", Arrays.copyOf(d, d.length - 4)));
    lies.add(new Lie("length", changed(d, 24, 0, 0, 0, 0)));
    lies.add(new Lie("initiator cookie", changed(d, 0, 0, 0, 0, 0, 0, 0, 0, 0)));
    lies.add(new Lie("version", changed(d, 17, 0x11)));
    lies.add(new Lie("exchange type", changed(d, 18, 33)));
    lies.add(new Lie("no SA", changed(d, 8, 1)));
    lies.add(new Lie("no SA", changed(d, 19, 1)));
    lies.add(new Lie("no SA", changed(d, 23, 1)));
    lies.add(new Lie("payload length", changed(d, 30, 0, 3)));
    lies.add(new Lie("payload beyond the end", changed(d, 30, 7, 3)));
    lies.add(new Lie("number of transforms", changed(d, 47, 2)));
    lies.add(new Lie("number of transforms", changed(d, 47, 0)));
    lies.add(new Lie("proposal length", changed(d, 42, 0, 3)));
    lies.add(new Lie("DOI", changed(d, 35, 255)));
    for (Lie l : lies) {
      long before = box.crypto.refusals().getOrDefault(l.reason, 0L);
      peer.send(l.datagram);
      assertEquals(before + 1, box.crypto.refusals().getOrDefault(l.reason, 0L),
          () -> l.reason + " " + box.crypto.refusals());
      assertEquals(0, box.crypto.isakmpSas());
    }
    assertTrue(peer.arrived.isEmpty());
    assertFalse(box.lines.isEmpty());
    phaseOne();
  }

  private static byte[] changed(byte[] d, int at, int... to) {
    byte[] c = d.clone();
    for (int i = 0; i < to.length; i++) c[at + i] = (byte) to[i];
    return c;
  }

  @Test
  void aNewMajorVersionIsAnsweredOnceASecond() throws Exception {
    byte[] d = changed(peer.first(List.of(offer())), 17, 0x20);
    for (int i = 0; i < 5; i++) peer.send(d);
    assertEquals(1, peer.arrived.size());
    assertEquals(NotifyType.INVALID_MAJOR_VERSION, peer.clear().the(Payload.Notification.class).what());
  }

  @ParameterizedTest
  @CsvSource({"0", "1", "2"})
  void weakPublicValuesEndTheNegotiation(int kind) throws Exception {
    peer.send(peer.first(List.of(offer())));
    peer.second();
    byte[] value = new byte[kind == 2 ? 96 : 128];
    if (kind == 1) value[127] = 1;
    var payloads = List.<Payload>of(new Payload.Ke(value), new Payload.Nonce(new byte[20]));
    peer.send(IsakmpWriter.clear(IsakmpHeader.of(peer.cookie, peer.responderCookie, ExchangeType.MAIN, false, 0), payloads));
    assertEquals(NotifyType.INVALID_KEY_INFORMATION, peer.clear().the(Payload.Notification.class).what());
    assertTrue(box.crypto.showIsakmpSa().contains("deleted"));
  }

  @Test
  void oddAttributesAreNotAcceptable() throws Exception {
    box.debug("crypto isakmp");
    peer.send(peer.first(List.of(
        ScriptedPeer.phaseOne(1, Attribute.of(1, 7), Attribute.of(14, 65535), Attribute.of(2, 2), Attribute.of(3, 1),
            Attribute.of(4, 2)),
        ScriptedPeer.phaseOne(2, new Attribute(1, false, new byte[0]), Attribute.of(2, 2), Attribute.of(3, 1),
            Attribute.of(4, 2)),
        ScriptedPeer.phaseOne(3, Attribute.of(1, 5), Attribute.of(2, 2), Attribute.of(3, 1), Attribute.of(4, 2),
            Attribute.of(12, 3600)),
        ScriptedPeer.phaseOne(4, Attribute.of(1, 5), Attribute.of(2, 2), Attribute.of(3, 1), Attribute.of(4, 2),
            Attribute.of(11, 1), new Attribute(12, false, new byte[40])))));
    assertEquals(1, box.said("no offers accepted!").size());
    assertEquals(NotifyType.NO_PROPOSAL_CHOSEN, peer.clear().the(Payload.Notification.class).what());
  }

  @Test
  void aReplayedFirstMessageLeavesTheEstablishedSaAlone() throws Exception {
    byte[] first = peer.first(List.of(offer()));
    peer.send(first);
    peer.second();
    peer.send(peer.third());
    peer.fourth();
    peer.send(peer.fifth(Payload.Id.of(peer.local, 17, 500)));
    peer.sixth();
    phaseTwo(MESSAGE_ID, 0x1000);
    for (int i = 0; i < 20; i++) peer.send(first);
    peer.send(changed(first, 3, 77));
    assertTrue(box.isUp());
    loop.run(200_000);
    assertTrue(box.isUp());
    assertEquals(1, box.crypto.isakmpSas());
  }

  @Test
  void aFloodOfFirstMessagesIsHeldInBounds() throws Exception {
    phaseOne();
    phaseTwo(MESSAGE_ID, 0x1000);
    byte[] first = peer.first(List.of(offer()));
    for (int i = 0; i < 2000; i++) {
      byte[] d = first.clone();
      ByteBuffer.wrap(d).putInt(i + 1);
      flood(d, i);
    }
    assertTrue(box.crypto.isakmpSas() <= 258, () -> "" + box.crypto.isakmpSas());
    assertTrue(box.isUp());
    assertTrue(box.crypto.showIsakmpSa().contains("QM_IDLE"));
    loop.run(300_000);
    assertEquals(1, box.crypto.isakmpSas());
    box.crypto.close();
    loop.run(10);
    assertEquals(0, loop.timers());
  }

  private void flood(byte[] d, int i) throws Exception {
    if (flooder == null) flooder = network.box(loop).open(Ipv4.of("192.0.2.99"), 500, (l, lp, r, rp, x) -> { });
    flooder.send(box.local, 500, d);
    if (i % 100 == 99) loop.run(2);
  }

  private UdpPorts.Socket flooder;

  @Test
  void quickModeBeforePhaseOneIsRefused() throws Exception {
    peer.send(peer.first(List.of(offer())));
    peer.second();
    peer.send(peer.third());
    peer.fourth();
    peer.send(peer.quickFirst(MESSAGE_ID, good(0x1000), null, id("10.2.0.0"), id("10.1.0.0")));
    assertEquals(1, box.said("%CRYPTO-6-IKMP_SA_NOT_AUTH: Cannot accept Quick Mode exchange from 192.0.2.2 if SA is not authenticated").size());
    peer.send(peer.fifth(Payload.Id.of(peer.local, 17, 500)));
    peer.sixth();
  }

  @Test
  void clearTextWhereItMustBeEncryptedChangesNothing() throws Exception {
    phaseOne();
    phaseTwo(MESSAGE_ID, 0x1000);
    var delete = new Payload.Delete(1, 1, 16, List.of(peer.cookies()));
    peer.send(IsakmpWriter.clear(IsakmpHeader.of(peer.cookie, peer.responderCookie, ExchangeType.INFORMATIONAL, false, 7),
        List.of(delete)));
    assertEquals(1, box.said("%CRYPTO-6-IKMP_NOT_ENCRYPTED: IKE packet from 192.0.2.2 was not encrypted and it should've been.").size());
    assertTrue(box.crypto.showIsakmpSa().contains("QM_IDLE"));
    assertTrue(box.isUp());
  }

  @Test
  void aWrongHashChangesNothing() throws Exception {
    phaseOne();
    phaseTwo(MESSAGE_ID, 0x1000);
    byte[] good = peer.informational(77, new Payload.Delete(1, 1, 16, List.of(peer.cookies())));
    for (int at = 28; at < good.length; at++) peer.send(changed(good, at, good[at] ^ 1));
    assertTrue(box.isUp());
    assertTrue(box.crypto.showIsakmpSa().contains("QM_IDLE"));
    peer.send(good);
    assertTrue(box.crypto.showIsakmpSa().contains("deleted"));
    assertTrue(box.isUp());
    peer.send(good);
  }

  @Test
  void deletesOfWhatIsNotThereAndOddOnesDoNoHarm() throws Exception {
    phaseOne();
    phaseTwo(MESSAGE_ID, 0x1000);
    peer.send(peer.informational(1, new Payload.Delete(1, 3, 4, List.of(new byte[] {1, 2, 3, 4}))));
    peer.send(peer.informational(2, new Payload.Other(12, HexFormat.of().parseHex("0000000103040000"))));
    peer.send(peer.informational(3, new Payload.Other(12, HexFormat.of().parseHex("000000010304ffff00001000"))));
    peer.send(peer.informational(4, new Payload.Other(12, HexFormat.of().parseHex("000000010108000100001000"))));
    peer.send(peer.informational(5, new Payload.Notification(1, 255, new byte[0], 65535, new byte[3])));
    assertTrue(box.isUp());
    byte[] delete = peer.informational(6, new Payload.Delete(1, 3, 4, List.of(new byte[] {0, 0, 0x10, 0})));
    peer.send(delete);
    assertFalse(box.isUp());
    phaseTwo(MESSAGE_ID + 1, 0x1000);
    assertTrue(box.isUp());
    peer.send(delete);
    assertTrue(box.isUp(), "a Delete that was recorded must not work again");
    assertEquals(1L, box.crypto.refusals().get("message ID used before"));
  }

  @Test
  void deadPeerDetectionIsAnswered() throws Exception {
    phaseOne();
    byte[] sequence = {0, 0, 0, 42};
    peer.send(peer.informational(9, new Payload.Notification(1, 1, peer.cookies(), NotifyType.R_U_THERE, sequence)));
    var n = peer.opened().the(Payload.Notification.class);
    assertEquals(NotifyType.R_U_THERE_ACK, n.what());
    assertTrue(Arrays.equals(sequence, n.data()));
    peer.send(peer.informational(10, new Payload.Notification(1, 1, new byte[16], NotifyType.R_U_THERE, sequence)));
    assertTrue(peer.arrived.isEmpty());
  }

  @ParameterizedTest
  @CsvSource({"04, 01020304", "01, 010203", "05, 01", "07, 0a0200050a020009", "09, 3003020100", "02, 6162"})
  void identitiesThatAreNoNetworkAreRefused(String type, String data) throws Exception {
    phaseOne();
    var odd = new Payload.Id(Integer.parseInt(type), 0, 0, HexFormat.of().parseHex(data));
    peer.send(peer.quickFirst(MESSAGE_ID, good(0x1000), null, odd, id("10.1.0.0")));
    assertFalse(box.isUp());
    assertEquals(0, box.crypto.ipsecSaPairs());
    peer.arrived.clear();
    phaseTwo(MESSAGE_ID + 1, 0x1001);
    assertTrue(box.isUp());
  }

  @Test
  void proposalsWeCannotDoAreRefusedByNotify() throws Exception {
    phaseOne();
    peer.send(peer.quickFirst(MESSAGE_ID, esp(0x1000, Attribute.of(4, 3), Attribute.of(5, 9), Attribute.of(2, 0)), null,
        id("10.2.0.0"), id("10.1.0.0")));
    assertEquals(NotifyType.NO_PROPOSAL_CHOSEN, peer.opened().the(Payload.Notification.class).what());
    var ah = new Payload.Sa(1, 1, List.of(new Proposal(1, 2, new byte[4], List.of(new Transform(1, 3,
        List.of(Attribute.of(4, 1), Attribute.of(5, 2))))),
        good(0x1000).proposals().get(0)), new byte[0]);
    peer.send(peer.quickFirst(MESSAGE_ID + 1, ah, null, id("10.2.0.0"), id("10.1.0.0")));
    assertEquals(NotifyType.NO_PROPOSAL_CHOSEN, peer.opened().the(Payload.Notification.class).what());
    peer.send(peer.quickFirst(MESSAGE_ID + 2, esp(0x1000, Attribute.of(4, 1), Attribute.of(5, 2), Attribute.of(3, 2)), null,
        id("10.2.0.0"), id("10.1.0.0")));
    assertEquals(NotifyType.NO_PROPOSAL_CHOSEN, peer.opened().the(Payload.Notification.class).what());
    assertEquals(0, box.crypto.ipsecSaPairs());
  }

  @Test
  void twentyThousandMutationsDoNotHurt() throws Exception {
    phaseOne();
    phaseTwo(MESSAGE_ID, 0x1000);
    var real = new ArrayList<byte[]>();
    real.add(peer.first(List.of(offer(), offer())));
    real.add(peer.third());
    real.add(peer.informational(900, new Payload.Delete(1, 1, 16, List.of(peer.cookies()))));
    real.add(peer.quickFirst(901, good(0x2000), null, id("10.2.0.0"), id("10.1.0.0")));
    var r = new SplittableRandom(1);
    int readable = 0;
    for (int i = 0; i < 20_000; i++) {
      byte[] original = real.get(i % real.size());
      byte[] d = mutated(original.clone(), r);
      // the flags are not under any hash: what differs in nothing else is the real thing
      if (d.length == original.length && Arrays.equals(changed(d, 19, original[19]), original)) continue;
      try {
        var m = IsakmpReader.clear(IsakmpHeader.read(d), d);
        assertTrue(m.payloads().size() <= IsakmpReader.MOST);
        readable++;
      } catch (DecodeError e) {
        assertFalse(e.field().isEmpty());
      }
      peerSocket(d);
      if (i % 500 == 499) loop.run(20);
    }
    loop.run(100);
    assertTrue(readable > 500, "the mutations should not all be obvious: " + readable);
    assertTrue(box.isUp());
    assertTrue(box.crypto.showIsakmpSa().contains("QM_IDLE"));
    assertTrue(box.crypto.isakmpSas() < 600);
    loop.run(300_000);
    box.crypto.close();
    loop.run(1);
    assertEquals(0, loop.timers());
  }

  private void peerSocket(byte[] d) {
    box.crypto.receive(box.local, 500, peer.local, 500, d);
  }

  private static byte[] mutated(byte[] d, SplittableRandom r) {
    int kind = r.nextInt(4);
    for (int n = r.nextInt(1, 5); n > 0; n--) {
      int at = kind == 0 ? r.nextInt(d.length) : kind == 1 ? 28 + r.nextInt(Math.min(40, d.length - 28)) : r.nextInt(16,
          d.length);
      d[at] = kind == 2 ? (byte) (d[at] ^ 1 << r.nextInt(8)) : (byte) r.nextInt(256);
    }
    if (kind == 3) {
      d = Arrays.copyOf(d, r.nextInt(1, d.length + 20));
      if (d.length >= 28) ByteBuffer.wrap(d).putInt(24, d.length);
    }
    return d;
  }
}
