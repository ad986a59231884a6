package net.anotherbox.lab.scale;

import java.time.Instant;
import java.util.Optional;
import net.anotherbox.box.Box;
import net.anotherbox.lab.LinksysScenario;
import net.anotherbox.lab.VirtualEcho;
import net.anotherbox.runtime.loop.VirtualLoop;
import net.anotherbox.runtime.port.EchoPort;
import net.anotherbox.runtime.port.SeededRandomness;
import net.anotherbox.runtime.release.Release;
import net.anotherbox.runtime.value.Ipv4;

/** Two boxes of the Linksys document on wires of memory, in virtual time, that make the same tunnel again and again. */
final class TwoBoxes {
  private final VirtualLoop loop = new VirtualLoop(Instant.parse("2005-02-06T21:43:04Z"));
  private final VirtualEcho echo;
  private final Box near;
  private int tunnels;

  TwoBoxes() {
    var scenario = new LinksysScenario(loop, new SeededRandomness(1), 2);
    echo = new VirtualEcho(scenario.hostA(), loop);
    scenario.hostB();
    near = scenario.box(scenario.siteB(), "FastEthernet1/0", LinksysScenario.config("siteb"), Release.R12_3, () -> {});
    Box far = scenario.box(scenario.siteA(), "FastEthernet0/0", LinksysScenario.config("sitea"), Release.R12_3, () -> {});
    near.boot();
    far.boot();
    loop.run(2_000);
  }

  /** Main mode, quick mode and a packet, where there was nothing. @throws IllegalStateException if no SAs come of it */
  void tunnel() {
    near.crypto().clearSession(Optional.empty(), Optional.empty(), Optional.empty());
    loop.run(100);
    echo.send(new EchoPort.Request(Ipv4.of("192.168.100.10"), Ipv4.of("172.18.30.10"), 100, 64, 0, false, 0xabcd, 7,
        ++tunnels, 1_500), r -> {});
    loop.run(2_000);
    if (near.crypto().ipsecSaPairs() == 0) throw new IllegalStateException("no SAs, tunnel " + tunnels);
  }
}
