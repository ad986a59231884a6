package net.anotherbox.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import net.anotherbox.box.Box;
import net.anotherbox.crypto.CryptoSubsystem;
import net.anotherbox.crypto.Document;
import net.anotherbox.runtime.loop.VirtualLoop;
import net.anotherbox.runtime.port.EchoPort;
import net.anotherbox.runtime.port.SeededRandomness;
import net.anotherbox.runtime.value.Ipv4;
import org.junit.jupiter.api.Test;

/** Whole boxes with the configurations of the TED document, a router between them, in virtual time. */
class TedScenarioTest {
  private static final int DISCOVERY = 240;

  private final VirtualLoop loop = new VirtualLoop(Instant.parse("1993-03-01T02:07:18Z"));
  private final TedScenario scenario = new TedScenario(loop, new SeededRandomness(5), 2);
  private final VirtualHost host = scenario.daphnesHost();
  private final VirtualHost other = scenario.fredsHost();
  private final Box daphne = scenario.daphne(() -> {});
  private final Box fred = scenario.fred(() -> {});

  private void boot() {
    assertEquals(List.of(), daphne.boot());
    assertEquals(List.of(), fred.boot());
    loop.run(2_000);
  }

  private static List<String> saidBy(Box box) {
    CryptoSubsystem.flags().forEach(f -> box.log().set(f, true));
    var lines = new ArrayList<String>();
    box.log().add((severity, text) -> lines.add(text.replaceFirst("^\\*?[A-Z][a-z]{2} +\\d+ [\\d:.]+: ", "")));
    return lines;
  }

  private EchoPort.Result ping(VirtualHost from, String to) {
    var results = new ArrayList<EchoPort.Result>();
    new VirtualEcho(from, loop).send(new EchoPort.Request(null, Ipv4.of(to), 100, 255, 0, false, 0xabcd, 7, 0, 2_000),
        results::add);
    loop.run(2_100);
    return results.get(0);
  }

  /** As in the document, message 2 of main mode is slow: what is purged after a second is gone by then. */
  private static long delay(byte[] p) {
    boolean second = Packets.protocol(p) == Packets.UDP && p[28 + 18] == 2 && p[28 + 16] == 1
        && Packets.source(p).equals(Ipv4.of("11.11.11.2"));
    return second ? 1_600 : 0;
  }

  @Test
  void hostsBehindRoutersThatDoNotKnowEachOtherPing() {
    boot();
    assertInstanceOf(EchoPort.Result.Timeout.class, ping(host, "12.12.12.13"));
    for (int i = 0; i < 9; i++) assertInstanceOf(EchoPort.Result.Reply.class, ping(host, "12.12.12.13"));
    assertInstanceOf(EchoPort.Result.Reply.class, ping(other, "13.13.13.14"));
    for (byte[] p : scenario.atDaphne().capture()) {
      boolean esp = Packets.protocol(p) == Packets.ESP;
      boolean ike = Packets.protocol(p) == Packets.UDP && Packets.u16(p, Packets.headerLength(p)) == 500;
      assertTrue(esp || ike, "protocol " + Packets.protocol(p));
    }
  }

  @Test
  void theProbeGoesFromHostToHostAndItsAnswerFromRouterToRouter() {
    boot();
    ping(host, "12.12.12.13");
    var probes = scenario.atDaphne().capture().stream().filter(p -> Packets.protocol(p) == Packets.UDP
        && (p[28 + 18] & 255) >= DISCOVERY).map(p -> (p[28 + 18] & 255) + " " + Packets.source(p) + " "
        + Packets.destination(p)).toList();
    assertEquals(List.of("240 13.13.13.14 12.12.12.13", "241 11.11.11.2 11.11.11.1"), probes);
  }

  @Test
  void aProbeThatNobodyAnswersIsRepeatedAndTheHostLeftAloneForAWhile() {
    assertEquals(List.of(), daphne.boot());
    loop.run(2_000);
    var said = saidBy(daphne);
    ping(host, "12.12.12.99");
    assertTrue(daphne.crypto().showIsakmpSa().contains("12.12.12.99     13.13.13.14") || daphne.crypto().showIsakmpSa()
        .contains("PEER_DISCOVERY"), daphne.crypto().showIsakmpSa());
    loop.run(60_000);
    assertEquals(1, said.stream().filter(l -> l.contains("Death by retransmission P1")).count(), () -> "" + said);
    assertEquals(5, said.stream().filter(l -> l.contains("retransmitting phase 1 PEER_DISCOVERY...")).count());
    loop.run(2_000);
    assertEquals(0, daphne.crypto().discoveries());
    ping(host, "12.12.12.99");
    assertEquals(0, daphne.crypto().discoveries());
    loop.run(30_000);
    ping(host, "12.12.12.99");
    assertEquals(1, daphne.crypto().discoveries());
  }

  @Test
  void theTemporaryEntryGoesWithItsSas() {
    boot();
    ping(host, "12.12.12.13");
    assertTrue(daphne.crypto().showCryptoMap().contains("\"tedtag\" 11 "), daphne.crypto().showCryptoMap());
    assertTrue(fred.crypto().showCryptoMap().contains("\"tedtag\" 11 "), fred.crypto().showCryptoMap());
    daphne.crypto().clearSa();
    loop.run(1_000);
    assertTrue(!daphne.crypto().showCryptoMap().contains("\"tedtag\" 11 "), daphne.crypto().showCryptoMap());
    assertTrue(!fred.crypto().showCryptoMap().contains("\"tedtag\" 11 "), fred.crypto().showCryptoMap());
    ping(other, "13.13.13.14");
    assertInstanceOf(EchoPort.Result.Reply.class, ping(other, "13.13.13.14"));
  }

  @Test
  void bothSayWhatTheDocumentSays() throws Exception {
    boot();
    var daphneSaid = saidBy(daphne);
    var fredSaid = saidBy(fred);
    scenario.atDaphne().delays(TedScenarioTest::delay);
    ping(host, "12.12.12.13");
    loop.run(5_000);
    String varying = "2000|2001|-?\\d{9,10}|0x[0-9A-F]{8}|82687F70|2349E0";
    Document.of("ted/debug-daphne-initiator.txt", varying).assertSaidBy(daphneSaid);
    Document.of("ted/debug-fred-responder.txt", varying).assertSaidBy(fredSaid);
  }

  @Test
  void daphneShowsWhatTheDocumentShows() throws Exception {
    boot();
    for (int i = 0; i < 10; i++) ping(host, "12.12.12.13");
    shows("isakmp-sa", "none", daphne.crypto().showIsakmpSa());
    shows("engine-connections-active", "200[01]", daphne.crypto().showEngineConnectionsActive());
    shows("ipsec-sa", "0x[0-9A-F]{8}|[0-9A-F]{8}|\\d{10}|4414715|2524|200[01]", daphne.crypto().showIpsecSa());
    shows("map", "none", daphne.crypto().showCryptoMap());
  }

  private static void shows(String what, String varying, String shown) throws Exception {
    Document.of("ted/show-crypto-" + what + "-daphne.txt", varying).assertSaidBy(List.of(shown.split("\n")));
  }
}
