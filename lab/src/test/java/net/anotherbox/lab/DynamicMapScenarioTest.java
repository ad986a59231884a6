package net.anotherbox.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import net.anotherbox.box.Box;
import net.anotherbox.runtime.loop.VirtualLoop;
import net.anotherbox.runtime.port.EchoPort;
import net.anotherbox.runtime.port.SeededRandomness;
import net.anotherbox.runtime.value.Ipv4;
import org.junit.jupiter.api.Test;

/** Whole boxes: the router of the dynamic map document and one that calls it, in virtual time. */
class DynamicMapScenarioTest {
  private final VirtualLoop loop = new VirtualLoop(Instant.parse("2008-02-22T13:51:57Z"));
  private final DynamicMapScenario scenario = new DynamicMapScenario(loop, new SeededRandomness(6), 2);
  private final VirtualHost own = scenario.routersHost();
  private final VirtualHost others = scenario.peersHost();
  private final Box router = scenario.router(() -> {});
  private final Box peer = scenario.peer(() -> {});

  private EchoPort.Result ping(VirtualHost from, String to) {
    var results = new ArrayList<EchoPort.Result>();
    new VirtualEcho(from, loop).send(new EchoPort.Request(null, Ipv4.of(to), 100, 255, 0, false, 0xabcd, 7, 0, 2_000),
        results::add);
    loop.run(2_100);
    return results.get(0);
  }

  @Test
  void thePeerCallsAndBothSidesTalkThenAndTheRouterDoesNotBegin() {
    assertEquals(List.of(), router.boot());
    assertEquals(List.of(), peer.boot());
    loop.run(2_000);
    assertInstanceOf(EchoPort.Result.Timeout.class, ping(own, "10.1.1.10"));
    assertEquals(0, router.crypto().isakmpSas());
    assertInstanceOf(EchoPort.Result.Timeout.class, ping(others, "10.2.1.10"));
    assertInstanceOf(EchoPort.Result.Reply.class, ping(others, "10.2.1.10"));
    assertInstanceOf(EchoPort.Result.Reply.class, ping(own, "10.1.1.10"));
    String sas = router.crypto().showIpsecSa();
    assertTrue(sas.contains("PERMIT, flags={}"), sas);
    assertTrue(sas.contains("#pkts encaps: 2, #pkts encrypt: 2"), sas);
    assertTrue(router.crypto().showCryptoMap().contains("dynamic (created from dynamic map DYN/10)"));
  }
}
