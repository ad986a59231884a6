package net.anotherbox.lab;

import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import net.anotherbox.runtime.loop.ControlLoop;
import net.anotherbox.runtime.port.EchoPort;
import net.anotherbox.runtime.port.StrongRandomness;
import net.anotherbox.runtime.release.Release;
import net.anotherbox.runtime.value.Ipv4;
import net.anotherbox.shell.access.ConsoleAccess;
import net.anotherbox.shell.session.Shell;

/** {@code ./router lab NAME}: a scenario in real time, with a console on its first router. */
public final class LabMain {
  private static final long CALL_MILLIS = 5_000;

  private LabMain() {}

  /** A scenario by name. */
  private enum Scenario {
    TED("seed-000", """
        Daphne, a 2611XM, and fred, who do not know of each other, joined by virtual wires and a router between them.
        Hosts: 13.13.13.14 behind Daphne, 12.12.12.13 behind fred.
        Try:  enable                      (password cisco)
              debug crypto isakmp
              ping                        (extended: 12.12.12.13 from 13.13.13.13)
              show crypto isakmp sa
              show crypto map"""),
    IKE("seed-001", """
        R2 and R3, with a wire of IPv6 between them and a virtual tunnel interface over it.
        Try:  enable
              debug crypto isakmp
              debug crypto ipsec
              clear crypto session
              show crypto ipsec sa
              show crypto sockets
              ping fe80::23:3             (Output Interface: tunnel23)"""),
    LINKSYS("seed-003", """
        SITEB, a 3725, and its peer, joined by virtual wires. Hosts: 192.168.100.10 behind SITEB,
            172.18.30.10 behind the peer.
        Try:  enable
              debug crypto isakmp
              ping 172.18.30.10 source FastEthernet1/0
              show crypto isakmp sa
              show crypto ipsec sa"""),
    DYNAMIC_MAP("seed-004", """
        Router, a 3640 with a dynamic crypto map, joined by virtual wires with a peer that it does not know.
        Hosts: 10.2.1.10 behind Router, 10.1.1.10 behind the peer, who pings 10.2.1.10 every five seconds.
        Try:  enable
              debug crypto isakmp
              show crypto isakmp sa
              show crypto ipsec sa
              show crypto map""");

    final String word;
    final String greeting;

    Scenario(String word, String greeting) {
      this.word = word;
      this.greeting = greeting;
    }
  }

  public static void main(String[] args) throws Exception {
    var scenario = Arrays.stream(Scenario.values()).filter(s -> args.length == 1 && s.word.equals(args[0])).findFirst();
    if (scenario.isEmpty()) {
      System.err.println("Usage: ./router lab {seed-000|seed-001|seed-003|seed-004}");
      System.exit(2);
    }
    var end = new CountDownLatch(1);
    var loop = new ControlLoop(Throwable::printStackTrace);
    var shell = new CompletableFuture<Shell>();
    loop.post(() -> {
      try {
        shell.complete(switch (scenario.get()) {
          case TED -> ted(loop, end);
          case IKE -> ike(loop, end);
          case LINKSYS -> linksys(loop, end);
          case DYNAMIC_MAP -> dynamicMap(loop, end);
        });
      } catch (RuntimeException e) {
        shell.completeExceptionally(e);
      }
    });
    System.out.println(scenario.get().greeting);
    var console = new ConsoleAccess(shell.join(), end::countDown);
    console.start();
    end.await();
    console.close();
    loop.close();
    System.exit(0);
  }

  private static Shell ted(ControlLoop loop, CountDownLatch end) {
    var scenario = new TedScenario(loop, new StrongRandomness(), 2);
    scenario.daphnesHost();
    scenario.fredsHost();
    var daphne = scenario.daphne(end::countDown);
    daphne.boot();
    scenario.fred(end::countDown).boot();
    return daphne.shell();
  }

  private static Shell ike(ControlLoop loop, CountDownLatch end) {
    var scenario = new IkeScenario(loop, new StrongRandomness(), 2);
    scenario.r3(end::countDown).boot();
    var r2 = scenario.r2(end::countDown);
    r2.boot();
    return r2.shell();
  }

  private static Shell dynamicMap(ControlLoop loop, CountDownLatch end) {
    var scenario = new DynamicMapScenario(loop, new StrongRandomness(), 2);
    scenario.routersHost();
    var caller = new VirtualEcho(scenario.peersHost(), loop);
    var router = scenario.router(end::countDown);
    router.boot();
    scenario.peer(end::countDown).boot();
    call(loop, caller, 0);
    return router.shell();
  }

  private static void call(ControlLoop loop, VirtualEcho caller, int sequence) {
    caller.send(new EchoPort.Request(null, Ipv4.of("10.2.1.10"), 100, 255, 0, false, 0xabcd, 1, sequence & 0xffff, 2_000),
        r -> {});
    loop.after(CALL_MILLIS, () -> call(loop, caller, sequence + 1));
  }

  private static Shell linksys(ControlLoop loop, CountDownLatch end) {
    var scenario = new LinksysScenario(loop, new StrongRandomness(), 2);
    scenario.hostA();
    scenario.hostB();
    var siteB = scenario.box(scenario.siteB(), "FastEthernet1/0", LinksysScenario.config("siteb"), Release.R12_3,
        end::countDown);
    var siteA = scenario.box(scenario.siteA(), "FastEthernet0/0", LinksysScenario.config("sitea"), Release.R12_3,
        end::countDown);
    siteB.boot();
    siteA.boot();
    return siteB.shell();
  }
}
