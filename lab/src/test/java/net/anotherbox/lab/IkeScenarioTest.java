package net.anotherbox.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import net.anotherbox.box.Box;
import net.anotherbox.crypto.CryptoSubsystem;
import net.anotherbox.crypto.Document;
import net.anotherbox.runtime.loop.VirtualLoop;
import net.anotherbox.runtime.port.SeededRandomness;
import org.junit.jupiter.api.Test;

/** Whole boxes: both routers of the main mode document, in virtual time, line for line with what each of them says. */
class IkeScenarioTest {
  private final VirtualLoop loop = new VirtualLoop(Instant.parse("2013-09-21T08:33:43Z"));
  private final IkeScenario scenario = new IkeScenario(loop, new SeededRandomness(4), 2);
  private final Box r2 = scenario.r2(() -> {});
  private final Box r3 = scenario.r3(() -> {});

  private static List<String> debugging(Box box) {
    var lines = new ArrayList<String>();
    for (var f : CryptoSubsystem.flags())
      if (List.of("crypto isakmp", "crypto ipsec").contains(f.command())) box.log().set(f, true);
    box.log().add((severity, text) -> lines.add(text.replaceFirst("^\\*?[A-Z][a-z]{2} +\\d+ [\\d:.]+: ", "")));
    return lines;
  }

  @Test
  void bothSayWhatTheDocumentSaysAndTheTunnelStands() throws Exception {
    assertEquals(List.of(), r3.boot());
    loop.run(65_000);
    var saidByR3 = debugging(r3);
    var saidByR2 = debugging(r2);
    assertEquals(List.of(), r2.boot());
    loop.run(500);
    Document.of("main-mode/debug-initiator-R2.txt", MainModeDocument.VARYING).assertSaidBy(MainModeDocument.comparable(saidByR2));
    Document.of("main-mode/debug-responder-R3.txt", MainModeDocument.VARYING).assertSaidBy(MainModeDocument.comparable(saidByR3));
    assertEquals(1, r2.crypto().ipsecSaPairs());
    assertTrue(r2.crypto().showIpsecSa().contains("path mtu 1500, ipv6 mtu 1500, ipv6 mtu idb Ethernet0/0\n"));
    assertTrue(scenario.wire().capture().stream().allMatch(VirtualIpv6::is));
  }
}
