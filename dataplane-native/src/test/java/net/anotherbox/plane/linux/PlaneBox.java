package net.anotherbox.plane.linux;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import net.anotherbox.plane.Flows;
import net.anotherbox.runtime.loop.ControlLoop;
import net.anotherbox.runtime.port.AddressTranslation;
import net.anotherbox.runtime.port.CryptoPlane;
import net.anotherbox.runtime.port.EchoPort;
import net.anotherbox.runtime.port.FlowTable;
import net.anotherbox.runtime.port.FlowTable.DfBit;
import net.anotherbox.runtime.port.FlowTable.Entry;
import net.anotherbox.runtime.port.FlowTable.Fragmentation;
import net.anotherbox.runtime.port.FlowTable.InterfaceMap;
import net.anotherbox.runtime.port.FlowTable.Rule;
import net.anotherbox.runtime.port.KernelPort.LinkAddress;
import net.anotherbox.runtime.port.KernelPort.Route;
import net.anotherbox.runtime.port.SaSpec;
import net.anotherbox.runtime.port.SaSpec.Cipher;
import net.anotherbox.runtime.port.SaSpec.Integrity;
import net.anotherbox.runtime.port.StrongRandomness;
import net.anotherbox.runtime.port.TransitPorts;
import net.anotherbox.runtime.port.UdpPorts;
import net.anotherbox.runtime.value.Address;
import net.anotherbox.runtime.value.Ipv4;
import net.anotherbox.runtime.value.Ipv4Prefix;

/** A box without a shell, for tests: a plane in a process of its own that obeys commands, one a line, one answer each. */
final class PlaneBox implements CryptoPlane.Events {
  private final ConcurrentLinkedQueue<String> told = new ConcurrentLinkedQueue<>();
  private final ControlLoop loop = new ControlLoop(e -> told.add("failure " + e));
  private LinuxKernel kernel;
  private LinuxDataplane plane;
  private LinuxUdp udp;
  private LinuxEcho echo;
  private LinuxTransit transit;
  private LinuxPacketFilter filter;
  private UdpPorts.Socket socket;

  public static void main(String[] args) throws Exception {
    var box = new PlaneBox();
    var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    String started = box.onLoop(() -> box.start(args[0]));
    System.out.println(started.equals("ok") ? "ready" : started);
    if (!started.equals("ok")) return;
    for (String line; (line = in.readLine()) != null; ) {
      String command = line;
      System.out.println(line.startsWith("ping ") ? box.ping(line) : box.onLoop(() -> box.obey(command)));
      if (line.equals("close")) return;
    }
  }

  private interface Work {
    String run() throws Exception;
  }

  private String onLoop(Work work) throws Exception {
    var done = new CompletableFuture<String>();
    loop.post(() -> {
      try {
        done.complete(work.run());
      } catch (Exception | AssertionError e) {
        done.complete("error " + e);
      }
    });
    return done.get(20, TimeUnit.SECONDS);
  }

  /** ping source-or-dash destination size ttl df|- timeout. */
  private String ping(String line) throws Exception {
    String[] w = line.split(" ");
    var done = new CompletableFuture<String>();
    var request = new EchoPort.Request(w[1].equals("-") ? null : Ipv4.of(w[1]), Ipv4.of(w[2]), (int) number(w[3]),
        (int) number(w[4]), 0, w[5].equals("df"), 0xabcd, 0, 0, number(w[6]));
    loop.post(() -> echo.send(request, outcome -> done.complete(outcome.toString())));
    return done.get(20, TimeUnit.SECONDS);
  }

  private String start(String journal) throws Exception {
    kernel = new LinuxKernel(loop, Path.of(journal));
    kernel.onLinkChange(link ->
        told.add("link " + link.name() + " " + link.up() + " " + link.carrier() + " " + link.index()));
    plane = new LinuxDataplane(loop, kernel, new StrongRandomness());
    plane.events(this);
    udp = new LinuxUdp(loop);
    echo = new LinuxEcho(loop, new StrongRandomness());
    transit = new LinuxTransit(loop);
    filter = new LinuxPacketFilter(plane::translated);
    return "ok";
  }

  private String obey(String line) throws Exception {
    String[] w = line.split(" ");
    return switch (w[0]) {
      case "flows" -> {
        plane.flows(table(line.substring(6)));
        yield "ok";
      }
      case "sa" -> {
        var sa = Flows.sa(number(w[1]), number(w[2]), w[3].equals("in"), (int) number(w[4]), w[5], w[6],
            Cipher.valueOf(w[7]), Integrity.valueOf(w[8]));
        plane.install(wrapping(Flows.with(sa, !w[9].equals("transport"), 0, 0), w));
        yield "ok";
      }
      case "move" -> {
        plane.move(number(w[1]), Ipv4.of(w[2]), (int) number(w[3]));
        yield "ok";
      }
      case "remove" -> plane.remove(number(w[1])).toString();
      case "path" -> String.valueOf(plane.pathMtu(number(w[1])));
      case "counters" -> plane.counters(number(w[1])).toString();
      case "ident" -> plane.counters(w[1], number(w[2])).toString();
      case "leaks" -> String.valueOf(plane.leaksPrevented(w[1]));
      case "events" -> String.join(", ", told);
      case "forwarding" -> {
        kernel.forwarding(w[1].equals("on"));
        yield "ok";
      }
      case "addresses" -> kernel.addresses(w[1], Arrays.stream(w).skip(2).map(PlaneBox::address).toList()).toString();
      case "routes" -> kernel.routes(Arrays.stream(w).skip(1).map(PlaneBox::route).toList()).toString();
      case "admin" -> {
        kernel.admin(w[1], w[2].equals("up"));
        yield "ok";
      }
      case "release" -> {
        kernel.release(w[1]);
        yield "ok";
      }
      case "mtu" -> {
        kernel.mtu(w[1], (int) number(w[2]));
        yield "ok";
      }
      case "loopback" -> {
        kernel.addLoopback(w[1]);
        yield "ok";
      }
      case "noloopback" -> {
        kernel.dropLoopback(w[1]);
        yield "ok";
      }
      case "udp" -> {
        socket = udp.open(Address.of(Ipv4.of(w[1]).bytes()), (int) number(w[2]), (local, port, remote, remotePort,
            datagram) -> told.add("udp " + remote + " " + remotePort + " " + new String(datagram, StandardCharsets.UTF_8)));
        yield "ok";
      }
      case "datagram" -> {
        socket.send(Ipv4.of(w[1]), (int) number(w[2]), w[3].getBytes(StandardCharsets.UTF_8));
        yield "ok " + udp.sendFailures();
      }
      case "watch" -> {
        var match = Flows.match(0, w[2], 0, w[3], 0);
        transit.intercept(List.of(new TransitPorts.Watch(w[1], List.of(new TransitPorts.Rule(true, match)))),
            (link, source, port, destination, destinationPort, datagram) -> told.add("probe " + link + " " + source + " "
                + port + " " + destination + " " + destinationPort + " " + datagram.length));
        yield "ok";
      }
      case "nat" -> {
        var rules = new ArrayList<AddressTranslation.Rule>();
        for (int i = 3; i < w.length; i += 3) {
          rules.add(new AddressTranslation.Rule(w[i].equals("permit"), Flows.match(0, w[i + 1], 0, w[i + 2], 0)));
        }
        filter.translations(List.of(new AddressTranslation.Overload(w[1], List.of(w[2]), rules)));
        yield "ok";
      }
      case "unwatch" -> {
        transit.intercept(List.of(), (link, source, port, destination, destinationPort, datagram) -> {});
        yield "ok";
      }
      case "probe" -> {
        byte[] probe = new byte[200];
        probe[18] = (byte) number(w[4]);
        transit.send(w[1], Ipv4.of(w[2]), 500, Ipv4.of(w[3]), 500, probe);
        yield "ok " + transit.sendFailures();
      }
      case "noudp" -> {
        socket.close();
        yield "ok";
      }
      case "linkcounters" -> kernel.counters(w[1]).toString();
      case "allocated" -> String.valueOf(allocatedByPacketThread());
      case "links" -> kernel.links().stream().map(l -> l.name() + "/" + l.up() + "/" + l.mtu()).toList().toString();
      case "close" -> {
        plane.close();
        udp.close();
        echo.close();
        transit.close();
        filter.close();
        kernel.close();
        yield "ok " + kernel.lost();
      }
      default -> "error " + line;
    };
  }

  /** Behind the mode: "ah INTEGRITY", "only-ah INTEGRITY", "udp LOCALPORT REMOTEPORT", or nothing. */
  private static SaSpec wrapping(SaSpec sa, String[] w) {
    if (w.length < 11) return sa;
    return switch (w[10]) {
      case "ah" -> Flows.inAh(sa, Integrity.valueOf(w[11]));
      case "only-ah" -> Flows.ahOnly(sa, Integrity.valueOf(w[11]));
      case "udp" -> Flows.inUdp(sa, (int) number(w[11]), (int) number(w[12]));
      default -> throw new IllegalArgumentException(w[10]);
    };
  }

  private static long allocatedByPacketThread() {
    var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    for (var info : threads.getThreadInfo(threads.getAllThreadIds())) {
      if (info != null && info.getThreadName().equals("plane-0")) return threads.getThreadAllocatedBytes(info.getThreadId());
    }
    throw new IllegalStateException("no packet thread");
  }

  private static long number(String s) {
    return Long.decode(s);
  }

  /** "10.0.0.1/24", or "10.0.0.1/24:s" for a secondary one. */
  private static LinkAddress address(String s) {
    boolean secondary = s.endsWith(":s");
    String[] a = s.replace(":s", "").split("/");
    return new LinkAddress(Ipv4.of(a[0]), Integer.parseInt(a[1]), !secondary);
  }

  /** "prefix,nexthop or -,link or - or null0,metric". */
  private static Route route(String s) {
    String[] r = s.split(",");
    return new Route(Ipv4Prefix.of(r[0]), r[1].equals("-") ? null : Ipv4.of(r[1]),
        r[2].equals("-") ? null : r[2].equals("null0") ? "" : r[2], Integer.parseInt(r[3]));
  }

  /**
   * "map NAME LINK LOCAL [DF before|after] ; entry ; permit IDENT PROTO SRC SPORT DST DPORT ; deny PROTO …", in any
   * number; "none".
   */
  private static FlowTable table(String text) {
    var maps = new ArrayList<InterfaceMap>();
    List<Entry> entries = null;
    List<Rule> rules = null;
    for (String item : text.split(" ; ")) {
      String[] w = item.split(" ");
      switch (w[0]) {
        case "map" -> {
          entries = new ArrayList<>();
          maps.add(new InterfaceMap(w[1], w[2].equals("-") ? null : w[2], "MAP", Ipv4.of(w[3]), entries,
              w.length > 4 ? new Fragmentation(DfBit.valueOf(w[4]), w[5].equals("before")) : Fragmentation.DEFAULT));
        }
        case "entry" -> {
          rules = new ArrayList<>();
          entries.add(new Entry(entries.size() * 10 + 10, rules));
        }
        case "permit" -> rules.add(Flows.permit(number(w[1]), match(w, 2)));
        case "deny" -> rules.add(Flows.deny(match(w, 1)));
        case "none" -> maps.clear();
        default -> throw new IllegalArgumentException(item);
      }
    }
    return new FlowTable(maps);
  }

  private static net.anotherbox.runtime.value.PacketMatch match(String[] w, int at) {
    return Flows.match((int) number(w[at]), w[at + 1], (int) number(w[at + 2]), w[at + 3], (int) number(w[at + 4]));
  }

  @Override
  public void acquire(long ident, Address source, Address destination, int protocol) {
    told.add("acquire " + ident + " " + source + " " + destination + " " + protocol);
  }

  @Override
  public void softExpired(long handle) {
    told.add("soft " + handle);
  }

  @Override
  public void hardExpired(long handle) {
    told.add("hard " + handle);
  }

  @Override
  public void invalidSpi(Address local, Address remote, int spi) {
    told.add("spi " + local + " " + remote + " " + spi);
  }

  @Override
  public void refused(long handle, CryptoPlane.Refusal reason, int sequence, long count) {
    told.add("refused " + handle + " " + reason);
  }

  @Override
  public void moved(long handle, Address remote, int remotePort) {
    told.add("moved " + handle + " " + remote + " " + remotePort);
  }

  @Override
  public void notIpsec(String interfaceName, Address source, Address destination, int protocol) {
    told.add("clear " + interfaceName + " " + source + " " + destination + " " + protocol);
  }
}
