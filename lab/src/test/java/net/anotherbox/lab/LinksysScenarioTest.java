package net.anotherbox.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import net.anotherbox.box.Box;
import net.anotherbox.crypto.CryptoSubsystem;
import net.anotherbox.crypto.Document;
import net.anotherbox.crypto.LinksysCaller;
import net.anotherbox.runtime.loop.VirtualLoop;
import net.anotherbox.runtime.port.EchoPort;
import net.anotherbox.runtime.port.KernelPort.LinkAddress;
import net.anotherbox.runtime.port.KernelPort.Route;
import net.anotherbox.runtime.port.SeededRandomness;
import net.anotherbox.runtime.release.Release;
import net.anotherbox.runtime.value.Ipv4;
import net.anotherbox.runtime.value.Ipv4Prefix;
import org.junit.jupiter.api.Test;

/** Whole boxes with the Linksys document's configuration, on virtual wires and in virtual time. */
class LinksysScenarioTest {
  private final VirtualLoop loop = new VirtualLoop(Instant.parse("2005-02-06T21:43:00Z"));
  private final SeededRandomness random = new SeededRandomness(3);
  private final LinksysScenario scenario = new LinksysScenario(loop, random, 4);

  private Box siteB(Release release) {
    String config = LinksysScenario.config("siteb").replace("version 12.3", "version " + release);
    Box box = scenario.box(scenario.siteB(), "FastEthernet1/0", config, release, () -> {});
    assertEquals(List.of(), box.boot());
    loop.run(2_000);
    return box;
  }

  @Test
  void theBoxSaysWhatTheDocumentSaysWhenTheLinksysCalls() throws Exception {
    Box box = siteB(Release.R12_3);
    CryptoSubsystem.flags().stream().filter(f -> !f.command().contains("engine")).forEach(f -> box.log().set(f, true));
    var lines = new ArrayList<String>();
    box.log().add((severity, text) -> lines.add(text.replaceFirst("^\\*?[A-Z][a-z]{2} +\\d+ [\\d:.]+: ", "")));
    var linksys = scenario.siteA();
    linksys.admin("eth0", true);
    linksys.addresses("eth0", List.of(new LinkAddress(Ipv4.of("200.100.1.1"), 24, true)));
    linksys.routes(List.of(new Route(Ipv4Prefix.of("0.0.0.0/0"), Ipv4.of("200.100.1.2"), null, 0)));
    var caller = new LinksysCaller(loop, linksys);
    caller.call();
    caller.quick();
    Document.of("linksys/debug-responder.txt", LinksysCaller.VARYING).assertSaidBy(lines);
    Document.of("linksys/show-crypto-isakmp-sa.txt", LinksysCaller.VARYING).without("xxxxxx.*")
        .assertSaidBy(List.of(box.crypto().showIsakmpSa().split("\n")));
  }

  /** What becomes of echoes from one host to another, one after the other. */
  private List<EchoPort.Result> ping(VirtualHost from, String to, int count) {
    var echo = new VirtualEcho(from, loop);
    var results = new ArrayList<EchoPort.Result>();
    for (int i = 0; i < count; i++) {
      echo.send(new EchoPort.Request(null, Ipv4.of(to), 100, 255, 0, false, 0xabcd, 7, i, 2_000), results::add);
      loop.run(2_100);
    }
    return results;
  }

  private static long replies(List<EchoPort.Result> r) {
    return r.stream().filter(EchoPort.Result.Reply.class::isInstance).count();
  }

  @Test
  void hostsPingThroughTheTunnelAndNothingGoesInClear() {
    Box b = siteB(Release.R12_4);
    Box a = scenario.box(scenario.siteA(), "FastEthernet0/0", LinksysScenario.config("sitea"), Release.R12_3, () -> {});
    assertEquals(List.of(), a.boot());
    loop.run(2_000);
    VirtualHost hostA = scenario.hostA();
    VirtualHost hostB = scenario.hostB();
    assertEquals(4, replies(ping(hostA, "172.18.30.10", 5)));
    assertEquals(5, replies(ping(hostB, "192.168.100.10", 5)));
    for (byte[] p : scenario.internet().capture()) {
      boolean esp = Packets.protocol(p) == Packets.ESP;
      boolean ike = Packets.protocol(p) == Packets.UDP && Packets.u16(p, Packets.headerLength(p)) == 500;
      assertTrue(esp || ike, "protocol " + Packets.protocol(p));
    }
    String sas = b.crypto().showIpsecSa();
    assertTrue(sas.contains("#pkts encaps: 9, #pkts encrypt: 9"), sas);
    assertTrue(sas.contains("#pkts decaps: 9, #pkts decrypt: 9"), sas);
  }

  @Test
  void aTunnelIsRekeyedUnderPingsWithoutLoss() {
    Box b = siteB(Release.R12_4);
    Box a = scenario.box(scenario.siteA(), "FastEthernet0/0", LinksysScenario.config("sitea"), Release.R12_3, () -> {});
    a.boot();
    loop.run(2_000);
    VirtualHost hostA = scenario.hostA();
    scenario.hostB();
    ping(hostA, "172.18.30.10", 1);
    String before = b.crypto().showIpsecSa();
    int pings = 2_000; // 70 minutes: more than one lifetime
    assertEquals(pings, replies(ping(hostA, "172.18.30.10", pings)));
    String after = b.crypto().showIpsecSa();
    assertTrue(!spi(before).equals(spi(after)), before + after);
  }

  private static String spi(String sas) {
    var m = java.util.regex.Pattern.compile("current outbound spi: (\\S+)").matcher(sas);
    assertTrue(m.find(), sas);
    return m.group(1);
  }
}
