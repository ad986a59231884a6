package net.anotherbox.lab.transcript;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import net.anotherbox.box.Box;
import net.anotherbox.box.Memory;
import net.anotherbox.box.Outside;
import net.anotherbox.lab.IkeScenario;
import net.anotherbox.lab.SharedLoop;
import net.anotherbox.lab.VirtualEcho;
import net.anotherbox.lab.VirtualHost;
import net.anotherbox.lab.Wire;
import net.anotherbox.runtime.port.KernelPort.LinkAddress;
import net.anotherbox.runtime.port.SeededRandomness;
import net.anotherbox.runtime.port.ServerPort;
import net.anotherbox.runtime.port.TransitPorts;
import net.anotherbox.runtime.release.Personality;
import net.anotherbox.runtime.release.Platform;
import net.anotherbox.runtime.release.Release;
import net.anotherbox.runtime.value.InterfaceName;
import net.anotherbox.runtime.value.Ipv4;
import net.anotherbox.shell.box.BootFacts;
import net.anotherbox.shell.session.Identity;
import net.anotherbox.shell.session.LineName;
import net.anotherbox.shell.session.OtherMachines;

/** A booted box with a neighbour, and terminals at it. The test's thread is its control thread. */
final class Site implements AutoCloseable {
  private static final Instant EPOCH = Instant.parse("2002-03-01T00:00:00Z");

  private final SharedLoop loop = new SharedLoop(EPOCH);
  private final Map<String, Station> stations = new LinkedHashMap<>();
  private final Box box;

  Site(Release release, Platform platform, String startup) {
    var random = new SeededRandomness(1);
    var wire = new Wire(loop, 2);
    var neighbour = new VirtualHost(loop, random).link("eth0", wire);
    neighbour.admin("eth0", true);
    neighbour.addresses("eth0", List.of(new LinkAddress(Ipv4.of("10.1.1.2"), 24, true)));
    var first = InterfaceName.of(platform.ports().getFirst());
    var host = new VirtualHost(loop, random).link("eth0", wire);
    host.bind(first, "eth0");
    var files = new FileServer();
    box = new Box(new Outside(loop, random, host, host, host.plane(), new VirtualEcho(host, loop), Optional.empty(),
        Optional.empty(), files, files, ServerPort.NONE, OtherMachines.NONE, true, TransitPorts.NONE, host.plane()),
        Memory.volatileWith(startup, Map.of(first, "eth0"), loop.clock()::wall),
            new Personality(release, platform),
        new BootFacts("power-on", 0x2102, EPOCH), () -> { });
    var rejected = box.boot();
    if (!rejected.isEmpty()) throw new AssertionError("not taken from the startup-config: " + rejected);
    settle();
  }

  /** R2 of the main mode document, with R3 at its wire: the scenario of this name. */
  Site(String scenario) {
    if (!scenario.equals("seed-001")) throw new AssertionError("no scenario " + scenario);
    var both = new IkeScenario(loop, new SeededRandomness(1), 2);
    var r3 = both.r3(() -> { });
    box = both.r2(() -> { });
    var rejected = List.of(r3.boot(), box.boot());
    if (!rejected.equals(List.of(List.of(), List.of()))) throw new AssertionError("not taken: " + rejected);
    settle();
  }

  void open(LineName line, Identity who, int width, int length) {
    stations.put(line.joined(), new Station(box.shell(), loop.clock(), line, who, width, length));
    settle();
  }

  Station station(String name) {
    Station s = stations.get(name.equals("con") ? "con0" : name);
    if (s == null) throw new AssertionError("nobody sits at " + name);
    return s;
  }

  Iterable<Map.Entry<String, Station>> stations() {
    return stations.entrySet();
  }

  /** Lets everything happen that happens without time. */
  void settle() {
    loop.settle(() -> stations.values().stream().allMatch(Station::isWaiting), stations.values()::toString);
  }

  /** Lets come what others than sessions and the control thread are at. */
  void until(BooleanSupplier come) {
    SharedLoop.until(come, this::settle);
  }

  void pass(long millis) {
    long step = millis > 20_000 ? 100 : 1;
    for (long done = 0; done < millis; done += step) {
      loop.run(step);
      settle();
    }
  }

  @Override
  public void close() {
    stations.values().forEach(Station::hangUp);
    loop.settle(() -> stations.values().stream().allMatch(Station::isOver), stations.values()::toString);
    box.close();
  }
}
