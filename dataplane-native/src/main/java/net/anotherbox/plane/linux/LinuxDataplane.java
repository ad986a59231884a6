package net.anotherbox.plane.linux;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import net.anotherbox.plane.PathMtu;
import net.anotherbox.plane.PlaneControl;
import net.anotherbox.plane.linux.NftRules.Translation;
import net.anotherbox.plane.linux.PacketThread.Device;
import net.anotherbox.plane.linux.Rtnetlink.Hop;
import net.anotherbox.plane.linux.Rtnetlink.KernelRoute;
import net.anotherbox.plane.linux.Rtnetlink.MarkRule;
import net.anotherbox.runtime.loop.Loop;
import net.anotherbox.runtime.port.AddressTranslation.Overload;
import net.anotherbox.runtime.port.CryptoPlane;
import net.anotherbox.runtime.port.FlowTable;
import net.anotherbox.runtime.port.FlowTable.InterfaceMap;
import net.anotherbox.runtime.port.PortUnavailable;
import net.anotherbox.runtime.port.Randomness;
import net.anotherbox.runtime.port.SaSpec;
import net.anotherbox.runtime.port.TunnelPlane;
import net.anotherbox.runtime.value.Address;
import net.anotherbox.runtime.value.Ipv4;
import net.anotherbox.runtime.value.Ipv4Prefix;

/**
 * The crypto plane on Linux; the package's essay says how. On the control thread. What a process that died has left in the
 * kernel (rules, tables) stays in force until the first call of {@link #flows} and is replaced by it, so that nothing
 * leaks in between; {@link #close} takes everything away.
 */
public final class LinuxDataplane implements CryptoPlane, AutoCloseable {
  private static final int FIRST_TABLE = 18_900;
  private static final int RULE_PRIORITY = 189;
  private static final int TUN_METRIC = 10;
  private static final int BLACKHOLE_METRIC = 0x7fffffff;
  private static final int LEAST_IPV6 = 1_280;
  private static final int QUEUE_PACKETS = 1_000;

  /** 127.143.0.0. */
  private static final int SILENT_ADDRESS = 127 << 24 | 143 << 16;
  private static final int CLOSE_SECONDS = 2;
  private static final long PATH_MTU_MILLIS = 600_000;
  private static final long COUNTERS_MILLIS = 250;
  private static final Ipv4Prefix DEFAULT = Ipv4Prefix.of("0.0.0.0/0");
  private static final Pattern COUNTER = Pattern.compile("counter (\\w+) \\{\\s*packets (\\d+)");

  /** A mapped interface as it is in the kernel. */
  private record Placed(FlowTable.Place place, String link, Device device) {}

  private final Loop loop;
  private final LinuxKernel kernel;
  private final PlaneControl control;
  private final Nftables nft;
  private final PacketThread thread;
  private final LinuxTunnels tunnels;
  private final Ipv6Steering ipv6;
  private final Optional<ClearLog> clearLog;
  private final TooBigReceiver tooBig;
  private final Map<Integer, Placed> placed = new HashMap<>();
  /** The MTUs last given to TUN devices, by map number. */
  private final Map<Integer, Integer> fitted = new HashMap<>();
  private Events listener;
  private NftRules rules;
  private List<Overload> overloads = List.of();
  private Map<String, Long> counters = Map.of();
  private long countersMillis = Long.MIN_VALUE / 2;

  /**
   * Opens the sockets of ESP and AH and starts the threads; nothing in the kernel changes before {@link #flows}.
   *
   * @throws PortUnavailable without the privilege or the library; {@link LinuxHost#missing} tells before
   */
  public LinuxDataplane(Loop loop, LinuxKernel kernel, Randomness random) throws PortUnavailable {
    this.loop = loop;
    this.kernel = kernel;
    control = new PlaneControl(random);
    try {
      nft = new Nftables();
    } catch (OsError | UnsatisfiedLinkError e) {
      throw new PortUnavailable(e.getMessage());
    }
    try {
      thread = new PacketThread(control, loop);
    } catch (OsError e) {
      nft.close();
      throw new PortUnavailable(e.getMessage());
    }
    tunnels = new LinuxTunnels(kernel, control, thread, nft);
    ipv6 = new Ipv6Steering(kernel.rtnetlink(), nft, control, FIRST_TABLE);
    clearLog = listen();
    try {
      tooBig = new TooBigReceiver(said -> loop.post(() -> narrow(said)));
    } catch (OsError e) {
      thread.close();
      clearLog.ifPresent(ClearLog::close);
      nft.close();
      throw new PortUnavailable(e.getMessage());
    }
    kernel.onLinkChange(link -> {
      if (placed.values().stream().anyMatch(p -> p.link().equals(link.name()))) fit();
    });
  }

  /** What a router says of the path holds for ten minutes (RFC 1191 section 6.3): then it may be wider again. */
  private void narrow(PathMtu said) {
    control.narrow(said).ifPresent(end -> {
      tunnels.fit();
      loop.after(PATH_MTU_MILLIS, () -> {
        end.run();
        tunnels.fit();
      });
    });
  }

  @Override
  public int pathMtu(long handle) {
    return control.pathMtu(handle);
  }

  /** Without NFLOG in the kernel clear text is dropped and counted all the same, only not told of. */
  private Optional<ClearLog> listen() {
    try {
      return Optional.of(new ClearLog((map, source, destination, protocol) -> loop.post(() -> {
        Placed p = placed.get(map);
        if (p != null && listener != null) listener.notIpsec(p.place().interfaceName(), source, destination, protocol);
      })));
    } catch (OsError e) {
      return Optional.empty();
    }
  }

  @Override
  public void events(Events listener) {
    this.listener = listener;
    control.events(listener);
  }

  @Override
  public void flows(FlowTable table) {
    control.flows(table);
    try {
      var kept = new HashMap<Integer, Placed>();
      for (InterfaceMap map : table.maps()) {
        int number = control.number(map.place());
        Placed before = placed.get(number);
        boolean same = before != null && before.place().equals(map.place())
            && before.link().equals(map.linuxName());
        if (same) kept.put(number, before);
      }
      unplace(kept.keySet());
      for (InterfaceMap map : table.maps()) {
        int number = control.number(map.place());
        boolean possible = map.linuxName() != null && (!map.ipv6() || Ipv6Steering.isPossible());
        if (possible && !placed.containsKey(number)) place(number, map);
      }
      fit();
      steer(NftRules.of(table, control::number, translations()));
      ipv6.steer(table);
      sweep();
      tunnels.fit();
    } catch (OsError e) {
      throw new IllegalStateException("flows: " + e.getMessage(), e);
    }
  }

  /** The tunnels, which share the packet thread with the crypto maps. */
  public TunnelPlane tunnels() {
    return tunnels;
  }

  /** Source addresses are translated so from now on: crypto maps see packets behind that. */
  public void translated(List<Overload> next) {
    overloads = next;
    if (rules == null) return;
    try {
      steer(NftRules.of(control.table(), control::number, translations()));
    } catch (OsError e) {
      throw new IllegalStateException("flows: " + e.getMessage(), e);
    }
  }

  /** The translations with the addresses that they give now: those of their links. */
  private List<Translation> translations() throws OsError {
    var found = new ArrayList<Translation>();
    for (Overload o : overloads) {
      int index = kernel.link(o.outside()).map(l -> l.index()).orElse(0);
      for (var address : kernel.rtnetlink().addresses(index)) {
        if (address.secondary() || address.index() != index) continue;
        found.add(new Translation(o, address.address()));
        break;
      }
    }
    return found;
  }

  /** Closes the devices of maps that are gone or have moved. Their tables keep the blackhole until {@link #sweep}. */
  private void unplace(Set<Integer> kept) {
    var closing = new ArrayList<Placed>();
    placed.forEach((number, p) -> {
      if (!kept.contains(number)) closing.add(p);
    });
    if (closing.isEmpty()) return;
    placed.keySet().retainAll(kept);
    publish();
    try {
      for (Placed p : closing) p.device().closed().await(CLOSE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void publish() {
    var devices = new Device[PlaneControl.MOST_MAPS + 1];
    placed.forEach((number, p) -> devices[number] = p.device());
    thread.devices(devices);
  }

  private void place(int number, InterfaceMap map) throws OsError {
    String name = map.ipv6() ? Nft6Rules.tunName(map.linuxName(), number) : NftRules.tunName(map.linuxName(), number);
    var tun = new Tun(name, PacketThread.CAPACITY);
    try {
      int index = kernel.rtnetlink().link(name).index();
      if (map.ipv6()) Ipv6Steering.settings(name);
      else settings(name);
      if (!map.ipv6()) kernel.rtnetlink().addHostAddress(index, new Ipv4(SILENT_ADDRESS | number));
      kernel.rtnetlink().queueLength(index, QUEUE_PACKETS);
      kernel.rtnetlink().up(index, true);
      if (map.ipv6()) ipv6.place(number, index, TUN_METRIC, BLACKHOLE_METRIC, rule(number));
      else route(number, index);
    } catch (OsError e) {
      tun.close();
      throw e;
    }
    int linkMtu = kernel.mtu(map.linuxName());
    placed.put(number, new Placed(map.place(), map.linuxName(),
        new Device(tun, number, linkMtu, new CountDownLatch(1))));
    publish();
  }

  private void route(int number, int index) throws OsError {
    addRoute(blackhole(number));
    addRoute(new KernelRoute(FIRST_TABLE + number, DEFAULT, TUN_METRIC, Rtnetlink.PROTOCOL, List.of(new Hop(null, index))));
    MarkRule rule = rule(number);
    if (!kernel.rtnetlink().ourRules(LibC.AF_INET).contains(rule)) kernel.rtnetlink().addRule(rule, LibC.AF_INET);
  }

  /**
   * Decrypted packets come in by a device that no route to their sources leads to, which strict reverse path filtering would
   * not stand. The loose kind does, but only on a device with an address, so each gets one that means nothing to anybody.
   */
  private static void settings(String name) throws OsError {
    boolean filtering = !Sysctl.read("ipv4/conf/all/rp_filter").orElse("0").equals("0");
    Sysctl.write("ipv4/conf/" + name + "/rp_filter", filtering ? "2" : "0");
    Sysctl.write("ipv4/conf/" + name + "/send_redirects", "0");
    String noIpv6 = "ipv6/conf/" + name + "/disable_ipv6";
    if (Sysctl.read(noIpv6).isPresent()) Sysctl.write(noIpv6, "1");
  }

  private static KernelRoute blackhole(int number) {
    return new KernelRoute(FIRST_TABLE + number, DEFAULT, BLACKHOLE_METRIC, Rtnetlink.PROTOCOL, List.of());
  }

  private static MarkRule rule(int number) {
    return new MarkRule(RULE_PRIORITY, NftRules.mark(number), NftRules.MAP_MASK, FIRST_TABLE + number);
  }

  private void addRoute(KernelRoute route) throws OsError {
    try {
      kernel.rtnetlink().addRoute(route);
    } catch (OsError e) {
      if (e.errno() != OsError.EEXIST) throw e;
    }
  }

  /** Lets the TUN devices' MTUs follow those of their links and of the SAs. */
  private void fit() {
    boolean changed = false;
    for (var entry : placed.entrySet()) {
      Placed p = entry.getValue();
      int linkMtu = kernel.mtu(p.link());
      try {
        var link = kernel.rtnetlink().link(p.device().tun().name());
        int mtu = mtu(p, linkMtu);
        if (link.mtu() != mtu) kernel.rtnetlink().mtu(link.index(), mtu);
        fitted.put(entry.getKey(), mtu);
      } catch (OsError e) {
        throw new IllegalStateException(p.device().tun().name() + ": " + e.getMessage(), e);
      }
      if (linkMtu != p.device().linkMtu()) {
        Device d = p.device();
        entry.setValue(new Placed(p.place(), p.link(), new Device(d.tun(), d.number(), linkMtu, d.closed())));
        changed = true;
      }
    }
    if (changed) publish();
  }

  /** Linux has no IPv6 on narrower links: then what is sealed goes in fragments. */
  private int mtu(Placed p, int linkMtu) {
    int fits = control.plaintextMtu(p.place(), linkMtu);
    return Math.min(p.place().ipv6() ? Math.max(fits, LEAST_IPV6) : fits, PacketThread.CAPACITY);
  }

  /** The same when only SAs have changed: the kernel is not asked if that makes no difference, as it hardly ever does. */
  private void refit() {
    for (var entry : placed.entrySet()) {
      int mtu = mtu(entry.getValue(), entry.getValue().device().linkMtu());
      if (!Integer.valueOf(mtu).equals(fitted.get(entry.getKey()))) {
        fit();
        return;
      }
    }
  }

  /** Brings the kernel's rules up to date in one transaction; nothing happens if they are. */
  private void steer(NftRules next) throws OsError {
    if (next.equals(rules)) return;
    if (rules != null) {
      try {
        nft.run(next.change(rules));
        rules = next;
        return;
      } catch (OsError e) {
        // Somebody else has taken our chains away or added to them; what follows does not build on them.
        rules = null;
      }
    }
    nft.run(next.replacement());
    rules = next;
  }

  /** Takes away rules and tables of ours that no map needs any more. */
  private void sweep() throws OsError {
    var needed = new HashSet<MarkRule>();
    var needed6 = new HashSet<MarkRule>();
    var tables = new HashSet<Integer>();
    placed.forEach((number, p) -> {
      (p.place().ipv6() ? needed6 : needed).add(rule(number));
      if (!p.place().ipv6()) tables.add(FIRST_TABLE + number);
    });
    ipv6.sweep(needed6);
    for (MarkRule r : kernel.rtnetlink().ourRules(LibC.AF_INET))
      if (!needed.contains(r)) kernel.rtnetlink().deleteRule(r, LibC.AF_INET);
    for (KernelRoute r : kernel.rtnetlink().ourRoutes()) {
      boolean ours = r.table() > FIRST_TABLE && r.table() <= FIRST_TABLE + PlaneControl.MOST_MAPS;
      if (ours && !tables.contains(r.table())) kernel.rtnetlink().deleteRoute(r);
    }
  }

  @Override
  public void install(SaSpec sa) {
    control.install(sa);
    if (sa.inbound()) return;
    refit();
    tunnels.fit(sa.ident());
  }

  @Override
  public void move(long handle, Address remote, int remotePort) {
    control.move(handle, remote, remotePort);
  }

  @Override
  public SaCounters remove(long handle) {
    OptionalLong ident = control.identOf(handle);
    SaCounters last = control.remove(handle);
    refit();
    ident.ifPresent(tunnels::fit);
    return last;
  }

  @Override
  public SaCounters counters(long handle) {
    return control.counters(handle);
  }

  @Override
  public IdentCounters counters(String interfaceName, long ident) {
    var counted = control.counters(interfaceName, ident);
    int number = control.placeOf(interfaceName, ident).map(control::number).orElse(0);
    return new IdentCounters(counted.noSaDrops(), number == 0 ? 0 : kernelCounter(NftRules.counter(number, ident)));
  }

  /** Packets that a crypto map wanted encrypted and that would have left this interface in clear; they were dropped. */
  public long leaksPrevented(String interfaceName) {
    return Stream.of(false, true).mapToInt(v6 -> control.number(new FlowTable.Place(interfaceName, v6)))
        .mapToLong(number -> number == 0 ? 0 : kernelCounter(NftRules.leakCounter(number))).sum();
  }

  private long kernelCounter(String name) {
    long now = loop.clock().millis();
    if (now - countersMillis >= COUNTERS_MILLIS) {
      var read = new HashMap<String, Long>();
      try {
        var m = COUNTER.matcher(rules == null ? "" : nft.run("list counters table " + NftRules.TABLE) + ipv6.counters());
        while (m.find()) read.put(m.group(1), Long.parseLong(m.group(2)));
        if (rules != null) read.putAll(rules.pairs().counted(nft.run("list sets table " + NftRules.TABLE)));
      } catch (OsError e) {
        return counters.getOrDefault(name, 0L);
      }
      counters = read;
      countersMillis = now;
    }
    return counters.getOrDefault(name, 0L);
  }

  /** Withdraws rules, routes and devices and wipes all keys. */
  @Override
  public void close() {
    control.clear();
    thread.close();
    clearLog.ifPresent(ClearLog::close);
    tooBig.close();
    placed.clear();
    try {
      sweep();
      tunnels.close();
      nft.run("add table " + NftRules.TABLE + "\ndelete table " + NftRules.TABLE + "\n");
      ipv6.close();
    } catch (OsError | PortUnavailable e) {
      throw new IllegalStateException("close: " + e.getMessage(), e);
    } finally {
      nft.close();
    }
  }
}
