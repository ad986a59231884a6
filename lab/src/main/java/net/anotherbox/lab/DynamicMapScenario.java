package net.anotherbox.lab;

import java.util.Map;
import net.anotherbox.box.Box;
import net.anotherbox.runtime.loop.Loop;
import net.anotherbox.runtime.port.Randomness;
import net.anotherbox.runtime.release.Platform;
import net.anotherbox.runtime.release.Release;
import net.anotherbox.runtime.value.InterfaceName;
import net.anotherbox.shell.box.Reloader;

/**
 * The dynamic map document: a router that waits for peers it does not know, and one that calls it.
 *
 * <pre>
 *  host .10 -- 10.2.1.0/24 -- .1 Router 192.168.1.2 -- internet -- 172.16.1.1 peer .2 -- 10.1.1.0/24 -- .10 host
 * </pre>
 */
public final class DynamicMapScenario {
  private final Loop loop;
  private final Randomness random;
  private final Bench bench;
  private final Wire lanRouter;
  private final Wire internetRouter;
  private final Wire internetPeer;
  private final Wire lanPeer;

  /** @param delayMillis of each wire */
  public DynamicMapScenario(Loop loop, Randomness random, long delayMillis) {
    this.loop = loop;
    this.random = random;
    bench = new Bench(loop, random);
    lanRouter = new Wire(loop, delayMillis);
    internetRouter = new Wire(loop, delayMillis);
    internetPeer = new Wire(loop, delayMillis);
    lanPeer = new Wire(loop, delayMillis);
    var internet = new VirtualHost(loop, random).link("r", internetRouter).link("p", internetPeer);
    Bench.put(internet, "r", "192.168.1.1/24");
    Bench.put(internet, "p", "172.16.1.2/24");
    internet.forwarding(true);
  }

  /** The host behind the router. */
  public VirtualHost routersHost() {
    return bench.end(lanRouter, "10.2.1.10/24", "10.2.1.1");
  }

  /** The host behind the peer. */
  public VirtualHost peersHost() {
    return bench.end(lanPeer, "10.1.1.10/24", "10.1.1.2");
  }

  /** The document's router, not yet booted. */
  public Box router(Reloader reloader) {
    return box("router", internetRouter, "Ethernet0/0", lanRouter, "FastEthernet1/0", Platform.C3640, reloader);
  }

  /** Another box in the place of the document's PIX, not yet booted. */
  public Box peer(Reloader reloader) {
    return box("peer", internetPeer, "FastEthernet0/1", lanPeer, "FastEthernet0/0", Platform.C3725, reloader);
  }

  private Box box(String name, Wire outside, String outsideName, Wire inside, String insideName, Platform platform,
      Reloader reloader) {
    var host = new VirtualHost(loop, random).link("eth0", outside).link("eth1", inside);
    host.bind(InterfaceName.of(outsideName), "eth0");
    return bench.box(host, Map.of(InterfaceName.of(outsideName), "eth0", InterfaceName.of(insideName), "eth1"),
        Bench.config("seed-004", name), platform, Release.R12_4, reloader);
  }

  /** What goes between the router and the internet. */
  public Wire atRouter() {
    return internetRouter;
  }
}
