package net.anotherbox.crypto.isakmp.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import net.anotherbox.crypto.isakmp.message.Attribute;
import net.anotherbox.crypto.isakmp.message.ExchangeType;
import net.anotherbox.crypto.isakmp.message.IsakmpHeader;
import net.anotherbox.crypto.isakmp.message.IsakmpMessage;
import net.anotherbox.crypto.isakmp.message.Payload;
import net.anotherbox.crypto.isakmp.message.Proposal;
import net.anotherbox.crypto.isakmp.message.Protocol;
import net.anotherbox.crypto.isakmp.message.Transform;
import net.anotherbox.runtime.value.Ipv4;
import org.junit.jupiter.api.Test;

class OriginalAddressesTest {
  private static final Ipv4 HERE = Ipv4.of("192.0.2.2");
  private static final Ipv4 OUTSIDE = Ipv4.of("192.0.2.200");
  private static final Ipv4 INNER = Ipv4.of("10.9.9.9");
  private static final int TUNNEL = 3;
  private static final int TRANSPORT = 4;

  private static SaFacts facts(boolean behind, boolean peerBehind) {
    var f = new SaFacts(1, 0, HERE, 4500, OUTSIDE, 1024, false);
    f.nat(NatTraversal.RFC, behind, peerBehind, 21);
    return f;
  }

  private static Proxy host(Ipv4 address) {
    return new Proxy(address, 32, 47, 0);
  }

  /** A message of quick mode that offers this mode and says these addresses. */
  private static IsakmpMessage message(int mode, String... bodies) {
    var payloads = new ArrayList<Payload>();
    var transform = new Transform(1, 3, List.of(Attribute.of(Suite.ENCAPSULATION, mode)));
    payloads.add(new Payload.Sa(1, 1, List.of(new Proposal(1, Protocol.ESP, new byte[4], List.of(transform))), new byte[0]));
    for (String b : bodies) payloads.add(new Payload.Other(21, HexFormat.of().parseHex(b)));
    return new IsakmpMessage(IsakmpHeader.of(1, 2, ExchangeType.QUICK, true, 3), List.copyOf(payloads), new byte[0]);
  }

  private static String body(Ipv4 address) {
    return "01000000" + HexFormat.of().formatHex(address.bytes());
  }

  @Test
  void aCallersOwnAddressIsTheOneItIsKnownByHere() {
    var facts = facts(false, true);
    var said = OriginalAddresses.in(message(TRANSPORT, body(INNER), body(HERE)), facts, false);
    assertEquals(host(OUTSIDE), said.remote(host(INNER)));
    assertEquals(host(HERE), said.local(host(HERE)));
    assertEquals(host(OUTSIDE), OriginalAddresses.in(message(TRANSPORT), facts, false).remote(host(INNER)));
  }

  @Test
  void anAnswerThatNamesUsByTheAddressOutsideMeansUs() {
    var said = OriginalAddresses.in(message(TRANSPORT, body(INNER), body(OUTSIDE)), facts(true, false), true);
    assertEquals(host(HERE), said.local(host(INNER)));
    assertEquals(host(OUTSIDE), said.remote(host(OUTSIDE)));
  }

  @Test
  void whatIsNotItsOwnAddressOrHasNotBeenTranslatedStays() {
    var other = host(Ipv4.of("10.9.9.8"));
    var network = new Proxy(Ipv4.of("10.9.9.0"), 24, 47, 0);
    var said = OriginalAddresses.in(message(TRANSPORT, body(INNER), body(HERE)), facts(false, true), false);
    assertEquals(other, said.remote(other));
    assertEquals(network, said.remote(network));
    assertEquals(host(INNER), OriginalAddresses.in(message(TRANSPORT, body(INNER)), facts(true, false), false).remote(
        host(INNER)));
    assertEquals(host(INNER), OriginalAddresses.in(message(TUNNEL, body(INNER)), facts(false, true), false).remote(
        host(INNER)));
  }

  @Test
  void bothEndsAreSaidTheInitiatorsFirstAndOnlyWithTransportModeBehindANat() {
    var facts = facts(false, true);
    var bodies = OriginalAddresses.of(facts, false, true).stream().map(p -> HexFormat.of().formatHex(((Payload.Other) p)
        .body())).toList();
    assertEquals(List.of(body(OUTSIDE), body(HERE)), bodies);
    assertEquals(List.of(), OriginalAddresses.of(facts, false, false));
    assertEquals(List.of(), OriginalAddresses.of(new SaFacts(1, 0, HERE, 500, OUTSIDE, 500, false), false, true));
  }

  @Test
  void whatIsNoAddressSaysNothing() {
    var facts = facts(false, true);
    for (String bad : List.of("", "01", "01000000", "01000000c00002", body(HERE) + "ff", "02000000c00002c8",
        "05000000c0a80001"))
      assertEquals(host(OUTSIDE), OriginalAddresses.in(message(TRANSPORT, bad), facts, false).remote(host(INNER)), bad);
  }
}
