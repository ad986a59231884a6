package net.anotherbox.crypto;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.anotherbox.crypto.isakmp.message.ExchangeType;
import net.anotherbox.crypto.isakmp.message.IsakmpHeader;
import net.anotherbox.crypto.isakmp.message.IsakmpMessage;
import net.anotherbox.crypto.isakmp.message.IsakmpReader;
import net.anotherbox.crypto.isakmp.message.IsakmpWriter;
import net.anotherbox.crypto.isakmp.message.Payload;
import net.anotherbox.runtime.port.SeededRandomness;
import net.anotherbox.runtime.port.TransitPorts;
import net.anotherbox.runtime.value.Ipv4;
import net.anotherbox.runtime.value.PacketMatch;
import net.anotherbox.runtime.wire.DecodeError;
import org.junit.jupiter.api.Test;

/** Discovery on both sides: what is answered, what is believed, and what is not. */
class TunnelDiscoveryTest {
  private static final Ipv4 HOST = Ipv4.of("10.1.0.5");
  private static final Ipv4 OTHER = Ipv4.of("10.2.0.7");

  private final Pair pair = new Pair();
  private final List<byte[]> probes = new ArrayList<>();

  private Pair discovering() {
    pair.left.dynamic(10, "TED", true, "L", 0);
    pair.right.dynamic(10, "TED", true, "L", 0);
    return pair.apply();
  }

  /** A gateway between, that writes down the probes and lets a test answer them. */
  private TransitPorts listen() throws Exception {
    var transit = pair.network.transit(pair.loop);
    var rule = new TransitPorts.Rule(true, ((PacketMatch) pair.right.lists.get("L").get(0).match()).mirrored());
    transit.intercept(List.of(new TransitPorts.Watch("eth9", List.of(rule))), (link, s, sp, d, dp, datagram) ->
        probes.add(datagram));
    return transit;
  }

  private static IsakmpMessage read(byte[] d) throws DecodeError {
    return IsakmpReader.clear(IsakmpHeader.read(d), d);
  }

  private static byte[] answer(byte[] probe, Payload... payloads) throws DecodeError {
    var h = IsakmpHeader.of(read(probe).header().initiatorCookie(), 77, ExchangeType.TED_ANSWER, false, 0);
    return IsakmpWriter.clear(h, List.of(payloads));
  }

  private static Payload.Id gateway(String address) {
    return Payload.Id.of(Ipv4.of(address), 17, 500);
  }

  private static Payload.Id network(String address, int length) {
    byte[] b = Arrays.copyOf(Ipv4.of(address).bytes(), 8);
    System.arraycopy(Ipv4.mask(length).bytes(), 0, b, 4, 4);
    return new Payload.Id(Payload.Id.IPV4_ADDR_SUBNET, 0, 0, b);
  }

  @Test
  void findsThePeerAndAgreesOnWhatBothProtect() {
    pair.right.list("L", "permit 10.2.0.0/24 10.0.0.0/8");
    discovering();
    pair.left.packet("10.1.0.5", "10.2.0.7");
    pair.loop.run(2_000);
    pair.assertMatching();
    String rule = "permit ip 10.1.0.0 0.0.255.255 10.2.0.0 0.0.0.255";
    assertTrue(pair.left.crypto.showCryptoMap().contains(rule), pair.left.crypto.showCryptoMap());
    pair.assertNothingLeft();
    assertEquals(0, pair.left.crypto.discoveries() + pair.right.crypto.discoveries());
  }

  @Test
  void bothMayDiscoverEachOtherAtTheSameTime() {
    discovering();
    pair.left.packet("10.1.0.5", "10.2.0.7");
    pair.right.packet("10.2.0.7", "10.1.0.5");
    pair.loop.run(5_000);
    assertTrue(pair.isUp());
    pair.assertNothingLeft();
  }

  @Test
  void believesAnAnswerInTheDraftsForm() throws Exception {
    pair.left.dynamic(10, "TED", true, "L", 0);
    pair.right.entry(10, "L", 0, "192.0.2.1");
    pair.apply();
    listen();
    pair.left.packet("10.1.0.5", "10.2.0.7");
    pair.loop.run(10);
    assertEquals(1, probes.size());
    pair.left.crypto.receive(pair.left.local, 500, Ipv4.of("192.0.2.2"), 500, answer(probes.get(0), gateway("192.0.2.2"),
        network("10.2.0.0", 16)));
    pair.loop.run(2_000);
    pair.assertMatching();
    pair.assertNothingLeft();
  }

  @Test
  void theProbeHasTheGatewayFirstAndThenWhatItProtects() throws Exception {
    pair.left.dynamic(10, "TED", true, "L", 0).apply();
    listen();
    pair.left.packet("10.1.0.5", "10.2.0.7");
    pair.loop.run(10);
    var m = read(probes.get(0));
    assertEquals(240, m.header().exchange());
    assertEquals(0, m.header().messageId());
    assertEquals(0, m.header().responderCookie());
    assertEquals(List.of(13, 5, 5, 13), m.payloads().stream().map(Payload::type).toList());
    assertEquals(gateway("192.0.2.1").address(), m.all(Payload.Id.class).get(0).address());
  }

  @Test
  void answersWithoutThatProbesCookieOrWithProxiesNotOursAreNothing() throws Exception {
    pair.left.dynamic(10, "TED", true, "L", 0).apply();
    listen();
    pair.left.packet("10.1.0.5", "10.2.0.7");
    pair.loop.run(10);
    byte[] good = answer(probes.get(0), gateway("192.0.2.2"), network("10.2.0.0", 16));
    byte[] otherCookie = good.clone();
    otherCookie[7] ^= 1;
    for (byte[] bad : List.of(otherCookie, answer(probes.get(0), gateway("192.0.2.2"), network("10.3.0.0", 16)),
        answer(probes.get(0), gateway("192.0.2.2"), network("10.2.1.0", 24)), answer(probes.get(0), gateway("192.0.2.2")),
        answer(probes.get(0), gateway("192.0.2.1"), network("10.2.0.0", 16)),
        answer(probes.get(0), network("10.2.0.0", 16), network("10.2.0.0", 16)))) {
      pair.left.crypto.receive(pair.left.local, 500, Ipv4.of("192.0.2.2"), 500, bad);
      pair.loop.run(10);
      assertEquals(0, pair.left.crypto.isakmpSas());
    }
    assertEquals(1, pair.left.crypto.discoveries());
    pair.left.crypto.receive(pair.left.local, 500, Ipv4.of("192.0.2.2"), 500, good);
    assertEquals(1, pair.left.crypto.isakmpSas());
  }

  @Test
  void probesForWhatItDoesNotProtectAreNotAnswered() throws Exception {
    pair.right.dynamic(10, "TED", true, "L", 0).list("L", "deny 10.2.0.7/32 10.1.0.0/16", "permit 10.2.0.0/16 10.1.0.0/16")
        .apply();
    var transit = pair.network.transit(pair.loop);
    var probe = IsakmpWriter.clear(IsakmpHeader.of(5, 0, ExchangeType.TED_PROBE, false, 0), List.of(gateway("192.0.2.1"),
        network("10.1.0.0", 16)));
    transit.send("eth9", HOST, 500, Ipv4.of("10.3.0.1"), 500, probe);
    transit.send("eth9", HOST, 500, OTHER, 500, probe);
    pair.loop.run(100);
    assertEquals(0, pair.right.crypto.discoveries());
    transit.send("eth9", HOST, 500, Ipv4.of("10.2.0.8"), 500, probe);
    pair.loop.run(100);
    assertEquals(1, pair.right.crypto.discoveries());
  }

  @Test
  void withoutDiscoverNoProbeIsSentOrAnswered() throws Exception {
    pair.left.dynamic(10, "DYN", false, "L", 0);
    pair.right.dynamic(10, "DYN", false, "L", 0);
    pair.apply();
    listen();
    pair.left.packet("10.1.0.5", "10.2.0.7");
    pair.loop.run(1_000);
    assertEquals(List.of(), probes);
    assertEquals(0, pair.left.crypto.discoveries());
  }

  @Test
  void aFloodOfProbesMakesOnlySoManyAnswers() throws Exception {
    discovering();
    var transit = pair.network.transit(pair.loop);
    for (int i = 1; i < 1_000; i++)
      transit.send("eth9", HOST, 500, OTHER, 500, IsakmpWriter.clear(IsakmpHeader.of(i, 0, ExchangeType.TED_PROBE, false, 0),
          List.of(gateway("192.0.2.1"), network("10.1.0.0", 16))));
    pair.loop.run(500);
    assertEquals(64, pair.right.crypto.discoveries());
    pair.loop.run(2_000);
    assertEquals(0, pair.right.crypto.discoveries());
    pair.assertNothingLeft();
  }

  @Test
  void damagedProbesAndAnswersAreRefusedAndCounted() throws Exception {
    discovering();
    listen();
    pair.left.packet("10.1.0.5", "10.2.0.7");
    pair.loop.run(1_000);
    assertTrue(pair.isUp());
    var transit = pair.network.transit(pair.loop);
    var random = new SeededRandomness(42);
    byte[] good = probes.get(0);
    for (int i = 0; i < 2_000; i++) {
      byte[] bad = Arrays.copyOf(good, 28 + Integer.remainderUnsigned(random.nextInt(), good.length - 27));
      for (int n = 0; n < 3; n++)
        bad[Integer.remainderUnsigned(random.nextInt(), bad.length)] = (byte) random.nextInt();
      bad[18] = (byte) ExchangeType.TED_PROBE;
      transit.send("eth9", HOST, 500, OTHER, 500, bad);
      bad = bad.clone();
      bad[18] = (byte) ExchangeType.TED_ANSWER;
      pair.left.crypto.receive(pair.left.local, 500, Ipv4.of("192.0.2.2"), 500, bad);
      pair.loop.run(10);
    }
    assertTrue(pair.right.crypto.refusals().keySet().stream().filter(k -> k.startsWith("discovery: ")).count() > 3,
        () -> "" + pair.right.crypto.refusals());
    assertTrue(pair.isUp());
    pair.assertNothingLeft();
  }
}
