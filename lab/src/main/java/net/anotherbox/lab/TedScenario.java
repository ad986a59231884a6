package net.anotherbox.lab;

import java.util.List;
import java.util.Map;
import java.util.Set;
import net.anotherbox.box.Box;
import net.anotherbox.runtime.loop.Loop;
import net.anotherbox.runtime.port.KernelPort.Route;
import net.anotherbox.runtime.port.Randomness;
import net.anotherbox.runtime.release.Platform;
import net.anotherbox.runtime.release.Release;
import net.anotherbox.runtime.value.InterfaceName;
import net.anotherbox.runtime.value.Ipv4;
import net.anotherbox.runtime.value.Ipv4Prefix;
import net.anotherbox.shell.box.Reloader;

/**
 * The TED document: two 2600s that do not know of each other. The router between them stands for both in the document's one
 * network.
 *
 * <pre>
 *  host .14 -- 13.13.13.0/24 -- .13 Daphne 11.11.11.1 -- transit -- 11.11.11.2 fred .12 -- 12.12.12.0/24 -- .13 host
 * </pre>
 */
public final class TedScenario {
  private static final InterfaceName OUTSIDE = InterfaceName.of("FastEthernet0/0");
  private static final InterfaceName INSIDE = InterfaceName.of("FastEthernet0/1");

  private final Loop loop;
  private final Randomness random;
  private final Bench bench;
  private final Wire[] lan;
  private final Wire[] between;

  /** @param delayMillis of each wire */
  public TedScenario(Loop loop, Randomness random, long delayMillis) {
    this.loop = loop;
    this.random = random;
    bench = new Bench(loop, random);
    lan = new Wire[] {new Wire(loop, delayMillis), new Wire(loop, delayMillis)};
    between = new Wire[] {new Wire(loop, delayMillis), new Wire(loop, delayMillis)};
    var transit = new VirtualHost(loop, random).link("d", between[0]).link("f", between[1]);
    transit.admin("d", true);
    transit.admin("f", true);
    transit.proxy("d", Set.of(Ipv4.of("11.11.11.2")));
    transit.proxy("f", Set.of(Ipv4.of("11.11.11.1")));
    transit.routes(List.of(new Route(Ipv4Prefix.of("11.11.11.1/32"), null, "d", 0),
        new Route(Ipv4Prefix.of("11.11.11.2/32"), null, "f", 0),
        new Route(Ipv4Prefix.of("13.13.13.0/24"), Ipv4.of("11.11.11.1"), null, 0),
        new Route(Ipv4Prefix.of("12.12.12.0/24"), Ipv4.of("11.11.11.2"), null, 0)));
    transit.forwarding(true);
  }

  /** The host behind Daphne. */
  public VirtualHost daphnesHost() {
    return bench.end(lan[0], "13.13.13.14/24", "13.13.13.13");
  }

  /** The host behind fred. */
  public VirtualHost fredsHost() {
    return bench.end(lan[1], "12.12.12.13/24", "12.12.12.12");
  }

  /** Daphne, not yet booted. */
  public Box daphne(Reloader reloader) {
    return box("daphne", 0, reloader);
  }

  /** fred, not yet booted. */
  public Box fred(Reloader reloader) {
    return box("fred", 1, reloader);
  }

  private Box box(String name, int side, Reloader reloader) {
    var host = new VirtualHost(loop, random).link("eth0", between[side]).link("eth1", lan[side]);
    host.bind(OUTSIDE, "eth0");
    return bench.box(host, Map.of(OUTSIDE, "eth0", INSIDE, "eth1"), Bench.config("seed-000", name), Platform.C2611XM,
        Release.R12_2, reloader);
  }

  /** What goes between Daphne and the transit router. */
  public Wire atDaphne() {
    return between[0];
  }
}
