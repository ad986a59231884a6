package net.anotherbox.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.anotherbox.box.Box;
import net.anotherbox.box.Memory;
import net.anotherbox.box.Outside;
import net.anotherbox.runtime.loop.Loop;
import net.anotherbox.runtime.port.KernelPort.LinkAddress;
import net.anotherbox.runtime.port.KernelPort.Route;
import net.anotherbox.runtime.port.Randomness;
import net.anotherbox.runtime.release.Personality;
import net.anotherbox.runtime.release.Platform;
import net.anotherbox.runtime.release.Release;
import net.anotherbox.runtime.value.InterfaceName;
import net.anotherbox.runtime.value.Ipv4;
import net.anotherbox.runtime.value.Ipv4Prefix;
import net.anotherbox.shell.box.BootFacts;
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
  private final Wire internetB;
  private final Wire internetA;
  private final Wire lanB;
  private final Wire lanA;

  /** @param delayMillis of each wire */
  public LinksysScenario(Loop loop, Randomness random, long delayMillis) {
    this.loop = loop;
    this.random = random;
    lanB = new Wire(loop, delayMillis);
    internetB = new Wire(loop, delayMillis);
    internetA = new Wire(loop, delayMillis);
    lanA = new Wire(loop, delayMillis);
    var internet = new VirtualHost(loop, random).link("b", internetB).link("a", internetA);
    put(internet, "b", "200.56.4.2/30");
    put(internet, "a", "200.100.1.2/24");
    internet.forwarding(true);
  }

  private static void put(VirtualHost host, String link, String address) {
    Ipv4Prefix p = Ipv4Prefix.of(address);
    host.admin(link, true);
    host.addresses(link, List.of(new LinkAddress(Ipv4.of(address.substring(0, address.indexOf('/'))), p.length(), true)));
  }

  private VirtualHost end(Wire wire, String address, String gateway) {
    var h = new VirtualHost(loop, random).link("eth0", wire);
    put(h, "eth0", address);
    h.routes(List.of(new Route(Ipv4Prefix.of("0.0.0.0/0"), Ipv4.of(gateway), null, 0)));
    return h;
  }

  /** The host behind the 3725. */
  public VirtualHost hostA() {
    return end(lanB, "192.168.100.10/24", "192.168.100.1");
  }

  /** The host behind the peer. */
  public VirtualHost hostB() {
    return end(lanA, "172.18.30.10/24", "172.18.30.1");
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
    var outside = new Outside(loop, random, host, host, host.plane(), new VirtualEcho(host, loop), Optional.empty(),
        Optional.empty());
    var memory = Memory.volatileWith(config, Map.of(OUTSIDE, "eth0", InterfaceName.of(inside), "eth1"),
        loop.clock()::wall);
    return new Box(outside, memory, new Personality(release, Platform.C3725),
        new BootFacts("power-on", 0x2102, Box.built()), reloader);
  }

  /** One of the scenario's configurations: "siteb" or "sitea". */
  public static String config(String name) {
    try (var in = LinksysScenario.class.getResourceAsStream("seed-003/" + name + ".cfg")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
