package net.anotherbox.crypto.isakmp.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import net.anotherbox.crypto.isakmp.message.Payload;
import net.anotherbox.runtime.value.Ipv4;
import org.junit.jupiter.api.Test;

class OriginalAddressesTest {
  private static final Ipv4 HERE = Ipv4.of("192.0.2.2");
  private static final Ipv4 OUTSIDE = Ipv4.of("192.0.2.200");
  private static final Ipv4 INNER = Ipv4.of("10.9.9.9");

  private static SaFacts facts(boolean behind, boolean peerBehind) {
    var f = new SaFacts(1, 0, HERE, 4500, OUTSIDE, 1024, false);
    f.nat(NatTraversal.RFC, behind, peerBehind, 21);
    return f;
  }

  private static Proxy host(Ipv4 address) {
    return new Proxy(address, 32, 47, 0);
  }

  @Test
  void aCallersOwnAddressIsTheOneItIsKnownByHere() {
    var said = new OriginalAddresses(Optional.of(INNER), Optional.of(HERE));
    assertEquals(host(OUTSIDE), said.initiators(host(INNER), facts(false, true)));
    assertEquals(host(OUTSIDE), new OriginalAddresses(Optional.empty(), Optional.empty()).initiators(host(INNER),
        facts(false, true)));
    assertEquals(host(HERE), new OriginalAddresses(Optional.of(OUTSIDE), Optional.of(INNER)).responders(host(INNER),
        facts(true, false)));
  }

  @Test
  void whatIsNotItsOwnAddressOrHasNotBeenTranslatedStays() {
    var said = new OriginalAddresses(Optional.of(INNER), Optional.of(HERE));
    var other = host(Ipv4.of("10.9.9.8"));
    assertEquals(other, said.initiators(other, facts(false, true)));
    var network = new Proxy(Ipv4.of("10.9.9.0"), 24, 47, 0);
    assertEquals(network, said.initiators(network, facts(false, true)));
    assertEquals(host(INNER), said.initiators(host(INNER), facts(true, false)));
    assertEquals(host(HERE), said.responders(host(HERE), facts(false, true)));
  }

  @Test
  void whatIsSaidIsReadBackAndWhatIsNoAddressIsNothing() {
    var facts = facts(false, true);
    var payloads = OriginalAddresses.of(facts, false, true);
    assertEquals("01000000c00002c8", HexFormat.of().formatHex(((Payload.Other) payloads.get(0)).body()));
    var read = OriginalAddresses.in(payloads.stream().map(p -> (Payload.Other) p).toList(), facts);
    assertEquals(new OriginalAddresses(Optional.of(OUTSIDE), Optional.of(HERE)), read);
    assertEquals(List.of(), OriginalAddresses.of(facts, false, false));
    for (String bad : List.of("", "01", "01000000", "01000000c00002", "01000000c00002c8ff", "02000000c00002c8",
        "05000000c0a80001"))
      assertEquals(Optional.empty(), OriginalAddresses.in(List.of(new Payload.Other(21, HexFormat.of().parseHex(bad))), facts)
          .initiator(), bad);
  }
}
