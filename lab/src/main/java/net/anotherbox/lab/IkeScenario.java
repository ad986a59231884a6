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
 * The main mode document: two routers with a wire of IPv6 between them, and a virtual tunnel interface over it.
 *
 * <pre>
 *  FE80::23:2 R2 2001:DB8::2 -- 2001:DB8::/64 -- 2001:DB8::3 R3 FE80::23:3
 * </pre>
 */
public final class IkeScenario {
  private static final InterfaceName OUTSIDE = InterfaceName.of("Ethernet0/0");

  private final Loop loop;
  private final Randomness random;
  private final Bench bench;
  private final Wire wire;

  /** @param delayMillis of the wire */
  public IkeScenario(Loop loop, Randomness random, long delayMillis) {
    this.loop = loop;
    this.random = random;
    bench = new Bench(loop, random);
    wire = new Wire(loop, delayMillis);
  }

  /** R2, who begins, not yet booted. */
  public Box r2(Reloader reloader) {
    return box("r2", reloader);
  }

  /** R3, not yet booted. */
  public Box r3(Reloader reloader) {
    return box("r3", reloader);
  }

  private Box box(String name, Reloader reloader) {
    var host = new VirtualHost(loop, random).link("eth0", wire);
    host.bind(OUTSIDE, "eth0");
    return bench.box(host, Map.of(OUTSIDE, "eth0"), Bench.config("seed-001", name), Platform.C3640, Release.R15_2, reloader);
  }

  /** All that goes between the two. */
  public Wire wire() {
    return wire;
  }
}
