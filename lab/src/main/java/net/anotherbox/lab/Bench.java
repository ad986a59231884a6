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

/** What scenarios are put together from: machines with addresses, and boxes on them. */
record Bench(Loop loop, Randomness random) {
  /** Brings a link up with this address, "192.0.2.1/24". */
  static void put(VirtualHost host, String link, String address) {
    Ipv4Prefix p = Ipv4Prefix.of(address);
    host.admin(link, true);
    host.addresses(link, List.of(new LinkAddress(Ipv4.of(address.substring(0, address.indexOf('/'))), p.length(), true)));
  }

  /** A machine with one link, "eth0", that sends everything to its gateway. */
  VirtualHost end(Wire wire, String address, String gateway) {
    var h = new VirtualHost(loop, random).link("eth0", wire);
    put(h, "eth0", address);
    h.routes(List.of(new Route(Ipv4Prefix.of("0.0.0.0/0"), Ipv4.of(gateway), null, 0)));
    return h;
  }

  /** A router on this machine, with this startup-config and its interfaces on these links. To be booted on the loop. */
  Box box(VirtualHost host, Map<InterfaceName, String> ports, String config, Platform platform, Release release,
      Reloader reloader) {
    var outside = new Outside(loop, random, host, host, host.plane(), new VirtualEcho(host, loop), Optional.empty(),
        Optional.empty()).carrying(host.plane()).with(host);
    return new Box(outside, Memory.volatileWith(config, ports, loop.clock()::wall), new Personality(release, platform),
        new BootFacts("power-on", 0x2102, Box.built()), reloader);
  }

  /** A configuration of a scenario's. */
  static String config(String scenario, String name) {
    try (var in = Bench.class.getResourceAsStream(scenario + "/" + name + ".cfg")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
