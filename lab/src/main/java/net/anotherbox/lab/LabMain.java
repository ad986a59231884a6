package net.anotherbox.lab;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import net.anotherbox.runtime.loop.ControlLoop;
import net.anotherbox.runtime.port.StrongRandomness;
import net.anotherbox.runtime.release.Release;
import net.anotherbox.shell.access.ConsoleAccess;
import net.anotherbox.shell.session.Shell;

/** {@code ./router lab NAME}: a scenario in real time, with a console on its first router. */
public final class LabMain {
  private LabMain() {}

  public static void main(String[] args) throws Exception {
    if (args.length != 1 || !args[0].equals("seed-003")) {
      System.err.println("Usage: ./router lab seed-003");
      System.exit(2);
    }
    var end = new CountDownLatch(1);
    var loop = new ControlLoop(Throwable::printStackTrace);
    var shell = new CompletableFuture<Shell>();
    loop.post(() -> {
      try {
        shell.complete(linksys(loop, end));
      } catch (RuntimeException e) {
        shell.completeExceptionally(e);
      }
    });
    System.out.println("""
        SITEB, a 3725, and its peer, joined by virtual wires. Hosts: 192.168.100.10 behind SITEB,
            172.18.30.10 behind the peer.
        Try:  enable
              debug crypto isakmp
              ping 172.18.30.10 source FastEthernet1/0
              show crypto isakmp sa
              show crypto ipsec sa""");
    var console = new ConsoleAccess(shell.join(), end::countDown);
    console.start();
    end.await();
    console.close();
    loop.close();
    System.exit(0);
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
