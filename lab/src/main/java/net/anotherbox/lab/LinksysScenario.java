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
 * The Linksys document: host A - 3725 - the internet - its peer - host B.
 *
 * <pre>
 *  hostA .10 -- 192.168.100.0/24 -- .1 SITEB 200.56.4.1 -- internet -- 200.100.1.1 peer .1 -- 172.18.30.0/24 -- .10 hostB
 * </pre>
 */
public final class LinksysScenario {
  private static final InterfaceName OUTSIDE = InterfaceName.of("FastEthernet0/1");

  private final Loop loop;
  private final Randomness random;
  private final Bench bench;
  private final Wire internetB;
  private final Wire internetA;
  private final Wire lanB;
  private final Wire lanA;

  /** @param delayMillis of each wire */
  public LinksysScenario(Loop loop, Randomness random, long delayMillis) {
    this.loop = loop;
    this.random = random;
    bench = new Bench(loop, random);
    lanB = new Wire(loop, delayMillis);
    internetB = new Wire(loop, delayMillis);
    internetA = new Wire(loop, delayMillis);
    lanA = new Wire(loop, delayMillis);
    var internet = new VirtualHost(loop, random).link("b", internetB).link("a", internetA);
    Bench.put(internet, "b", "200.56.4.2/30");
    Bench.put(internet, "a", "200.100.1.2/24");
    internet.forwarding(true);
  }

  /** The host behind the 3725. */
  public VirtualHost hostA() {
    return bench.end(lanB, "192.168.100.10/24", "192.168.100.1");
  }

  /** The host behind the peer. */
  public VirtualHost hostB() {
    return bench.end(lanA, "172.18.30.10/24", "172.18.30.1");
  }

  /** The wire at the 3725's outside: all that goes between the gateways. */
  public Wire internet() {
    return internetB;
  }

  /** The machine under the 3725. */
  public VirtualHost siteB() {
    var h = new VirtualHost(loop, random).link("eth0", internetB).link("eth1", lanB);
    h.bind(OUTSIDE, "eth0");
    return h;
  }

  /** The machine under its peer. */
  public VirtualHost siteA() {
    var h = new VirtualHost(loop, random).link("eth0", internetA).link("eth1", lanA);
    h.bind(OUTSIDE, "eth0");
    return h;
  }

  /** A 3725 on this machine, with this startup-config. To be booted on the loop. */
  public Box box(VirtualHost host, String inside, String config, Release release, Reloader reloader) {
    return bench.box(host, Map.of(OUTSIDE, "eth0", InterfaceName.of(inside), "eth1"), config, Platform.C3725, release,
        reloader);
  }

  /** One of the scenario's configurations: "siteb" or "sitea". */
  public static String config(String name) {
    return Bench.config("seed-003", name);
  }
}
