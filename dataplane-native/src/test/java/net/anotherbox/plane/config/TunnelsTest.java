package net.anotherbox.plane.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import net.anotherbox.runtime.port.InterfaceTable.State;
import net.anotherbox.runtime.port.KernelPort.Link;
import net.anotherbox.runtime.port.RoutingTable;
import net.anotherbox.runtime.port.TunnelPlane;
import net.anotherbox.runtime.port.TunnelTable.Protected;
import net.anotherbox.runtime.release.Platform;
import net.anotherbox.runtime.release.Release;
import net.anotherbox.runtime.value.Address;
import net.anotherbox.runtime.value.InterfaceName;
import net.anotherbox.runtime.value.Ipv4;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** When a tunnel's line protocol is up, and what is said of it. */
class TunnelsTest implements TunnelPlane, RoutingTable {
  private static final InterfaceName TUNNEL = InterfaceName.of("Tunnel23");
  private static final InterfaceName PORT = InterfaceName.of("FastEthernet0/0");
  private static final String UP = "%LINEPROTO-5-UPDOWN: Line protocol on Interface Tunnel23, changed state to up";
  private static final String DOWN = "%LINEPROTO-5-UPDOWN: Line protocol on Interface Tunnel23, changed state to down";

  private final Map<InterfaceName, Tunnel> tunnels = new HashMap<>();
  private final Map<InterfaceName, Boolean> carriers = new HashMap<>();
  private final Map<Address, InterfaceName> ways = new HashMap<>();
  private final List<InterfaceName> beats = new ArrayList<>();
  private Consumer<InterfaceName> keepalives;
  private Consumer<PathMtu> paths;
  private Runnable routes;
  private Bench b;

  @BeforeEach
  void wire() {
    b = new Bench(Release.R12_4, Platform.C3725);
    b.kernel.plug("eth0", true);
    b.stored.put(PORT, "eth0");
    b.interfaces.tunnels(this, this, name -> name.equals("hub") ? Optional.of(Ipv4.of("10.0.0.2")) : Optional.empty());
    b.exec("port bind FastEthernet0/0 eth0");
    ways.put(Ipv4.of("10.0.0.2"), PORT);
    b.type("interface FastEthernet0/0", "ip address 10.0.0.1 255.255.255.0");
    b.loop.run(2_000);
    b.logged.clear();
  }

  // ---- the plane ----

  @Override
  public Map<InterfaceName, String> tunnels(Collection<Tunnel> wanted) {
    tunnels.keySet().retainAll(wanted.stream().map(Tunnel::name).toList());
    for (Tunnel t : wanted) {
      tunnels.put(t.name(), t);
      b.kernel.links.putIfAbsent(t.device(), new Link(t.device(), 90 + b.kernel.links.size(), false, true, t.mtu(),
          new byte[0]));
    }
    return Map.of();
  }

  @Override
  public void carrier(InterfaceName tunnel, boolean up) {
    carriers.put(tunnel, up);
  }

  @Override
  public Counters counters(InterfaceName tunnel) {
    return Counters.ZERO;
  }

  @Override
  public void keepalive(InterfaceName tunnel) {
    beats.add(tunnel);
  }

  @Override
  public void onKeepalive(Consumer<InterfaceName> listener) {
    keepalives = listener;
  }

  @Override
  public void onPathMtu(Consumer<PathMtu> listener) {
    paths = listener;
  }

  // ---- the routes ----

  @Override
  public void inject(Collection<Injected> injected) {}

  @Override
  public Optional<Ipv4> neighbour(Ipv4 destination) {
    return Optional.empty();
  }

  @Override
  public Optional<InterfaceName> out(Address destination) {
    return Optional.ofNullable(ways.get(destination)).filter(n -> b.interfaces.table().state(n).filter(State::lineUp)
        .isPresent());
  }

  @Override
  public void onChange(Runnable listener) {
    routes = listener;
  }

  private void route(String to, String by) {
    ways.put(Ipv4.of(to), InterfaceName.of(by));
    routes.run();
  }

  private boolean lineUp() {
    return b.interfaces.table().state(TUNNEL).orElseThrow().lineUp();
  }

  private void tunnel(String... more) {
    b.type("interface Tunnel23", "ip address 192.168.23.2 255.255.255.0", "tunnel source FastEthernet0/0",
        "tunnel destination 10.0.0.2");
    for (String line : more) b.type(line);
    b.loop.run(1_000);
  }

  private List<String> said() {
    var all = List.copyOf(b.logged);
    b.logged.clear();
    return all;
  }

  @Test
  void comesUpWithSourceAndDestinationAndARoute() {
    b.type("interface Tunnel23");
    b.loop.run(1_000);
    assertEquals(List.of(DOWN), said(), "one without ends is down");
    tunnel();
    assertEquals(List.of(UP), said());
    assertTrue(lineUp());
    assertEquals(Map.of(TUNNEL, true), carriers);
    Tunnel t = tunnels.get(TUNNEL);
    assertEquals(1476, t.mtu());
    assertEquals("Tunnel23", t.device());
    assertEquals(Optional.of(Ipv4.of("10.0.0.1")), t.local());
    ways.clear();
    routes.run();
    assertEquals(List.of(DOWN), said(), "without a route");
    assertTrue(b.exec("show ip interface brief").out.toString().contains(
        "Tunnel23                   192.168.23.2    YES NVRAM  up                    down    "));
  }

  @Test
  void followsItsSource() {
    tunnel();
    said();
    b.kernel.carrier("eth0", false);
    assertEquals(List.of("%LINK-3-UPDOWN: Interface FastEthernet0/0, changed state to down", DOWN), said());
    b.kernel.carrier("eth0", true);
    assertTrue(lineUp());
    b.loop.run(1_000);
    said();
    b.type("interface FastEthernet0/0", "ip address 10.0.0.9 255.255.255.0");
    assertEquals(Optional.of(Ipv4.of("10.0.0.9")), tunnels.get(TUNNEL).local());
    b.type("interface Tunnel23", "tunnel source 10.0.0.1");
    assertEquals(List.of(DOWN), said(), "an address that is not ours");
  }

  @Test
  void saysHardwareThenLineProtocolWhenShutAndOpened() {
    tunnel();
    said();
    b.type("shutdown");
    b.loop.run(1_000);
    assertEquals(List.of("%LINK-5-CHANGED: Interface Tunnel23, changed state to administratively down", DOWN), said());
    b.type("no shutdown");
    assertEquals(List.of("%LINK-3-UPDOWN: Interface Tunnel23, changed state to up", UP), said());
  }

  @Test
  void aDestinationRoutedThroughTheTunnelTakesItDownForAMinute() {
    tunnel();
    said();
    route("10.0.0.2", "Tunnel23");
    b.loop.run(1_000);
    assertEquals(List.of("%TUN-5-RECURDOWN: Tunnel23 temporarily disabled due to recursive routing", DOWN), said());
    route("10.0.0.2", "FastEthernet0/0");
    b.loop.run(58_000);
    assertEquals(List.of(), said());
    b.loop.run(2_000);
    assertEquals(List.of(UP), said());
  }

  @Test
  void tunnelsThatLeadThroughEachOtherGoDown() {
    tunnel();
    b.type("interface Tunnel24", "tunnel source FastEthernet0/0", "tunnel destination 10.0.0.3");
    ways.put(Ipv4.of("10.0.0.3"), TUNNEL);
    routes.run();
    said();
    route("10.0.0.2", "Tunnel24");
    assertTrue(said().contains("%TUN-5-RECURDOWN: Tunnel23 temporarily disabled due to recursive routing"));
  }

  @Test
  void keepalivesThatAreLostTakeTheLineDownUntilOneComesBack() {
    tunnel("keepalive 5 2");
    said();
    b.loop.run(10_000);
    assertEquals(2, beats.size());
    keepalives.accept(TUNNEL);
    b.loop.run(10_000);
    assertEquals(List.of(), said());
    b.loop.run(5_000);
    assertEquals(List.of(DOWN), said(), "the third in a row");
    b.loop.run(20_000);
    assertEquals(9, beats.size(), "asked for on");
    keepalives.accept(TUNNEL);
    assertEquals(List.of(UP), said());
    b.type("no keepalive");
    b.loop.run(60_000);
    assertEquals(9, beats.size());
  }

  @Test
  void aVirtualTunnelInterfaceIsUpWithSasOnly() {
    tunnel("tunnel mode ipsec ipv4", "tunnel protection ipsec profile P");
    assertEquals(DOWN, said().getLast());
    var seen = List.copyOf(b.interfaces.tunnels().protectedTunnels());
    assertEquals(List.of(new Protected(TUNNEL, Encapsulation.IPSEC, 4, Optional.of(Ipv4.of("10.0.0.1")),
        Optional.of(Ipv4.of("10.0.0.2")), Optional.of(PORT), "P", false, true, "Tunnel23")), seen);
    assertTrue(tunnels.get(TUNNEL).secured());
    b.interfaces.tunnels().secured(TUNNEL, true);
    assertEquals(List.of(UP), said(), "at once");
    b.interfaces.tunnels().secured(TUNNEL, false);
    assertEquals(List.of(DOWN), said());
  }

  @Test
  void tellsWhoProtectsItWhatHasChanged() {
    var told = new ArrayList<Optional<Address>>();
    b.interfaces.tunnels().onChange(() -> told.add(b.interfaces.tunnels().protectedTunnels().iterator().next().local()));
    tunnel("tunnel protection ipsec profile P shared");
    b.type("interface FastEthernet0/0", "ip address 10.0.0.9 255.255.255.0");
    assertEquals(Optional.of(Ipv4.of("10.0.0.9")), told.getLast());
  }

  @Test
  void aNameIsLookedUpAndOverheadIsCounted() {
    tunnel("tunnel destination hub", "tunnel key 5", "tunnel checksum", "tunnel sequence-datagrams");
    assertTrue(lineUp());
    assertEquals(1464, tunnels.get(TUNNEL).mtu());
    b.type("ip mtu 1400");
    assertEquals(1400, tunnels.get(TUNNEL).mtu());
    b.type("no ip mtu", "tunnel mode ipip");
    assertEquals(1480, tunnels.get(TUNNEL).mtu());
  }

  @Test
  void whatARouterSaysOfThePathHoldsForItsAge() {
    tunnel();
    paths.accept(new PathMtu(TUNNEL, 1300));
    assertEquals(1476, tunnels.get(TUNNEL).mtu(), "nobody asked");
    b.type("tunnel path-mtu-discovery");
    paths.accept(new PathMtu(TUNNEL, 80));
    assertEquals(1476, tunnels.get(TUNNEL).mtu(), "too little to be believed");
    paths.accept(new PathMtu(TUNNEL, 1300));
    assertEquals(1276, tunnels.get(TUNNEL).mtu());
    assertTrue(b.exec("show interfaces Tunnel23").out.toString().contains(
        "  Path MTU Discovery, ager 10 mins, min MTU 92, MTU 1276, expires 00:10:00\n"));
    b.loop.run(600_000);
    assertEquals(1476, tunnels.get(TUNNEL).mtu());
  }

  @Test
  void anUnnumberedTunnelBorrowsItsAddress() {
    b.type("interface Tunnel23", "ip unnumbered FastEthernet0/0", "tunnel source FastEthernet0/0",
        "tunnel destination 10.0.0.2");
    State s = b.interfaces.table().state(TUNNEL).orElseThrow();
    assertEquals(Optional.of(Ipv4.of("10.0.0.1")), s.address());
    assertTrue(b.interfaces.table().isUnnumbered(TUNNEL));
    assertEquals("[LinkAddress[address=10.0.0.1, prefixLength=32, primary=true]]", b.kernel.addresses.get("Tunnel23")
        .toString());
    b.type("interface FastEthernet0/0", "ip address 10.0.0.9 255.255.255.0");
    assertEquals("[LinkAddress[address=10.0.0.9, prefixLength=32, primary=true]]", b.kernel.addresses.get("Tunnel23")
        .toString());
    assertTrue(b.exec("show ip interface Tunnel23").out.toString().contains(
        "  Interface is unnumbered. Using address of FastEthernet0/0 (10.0.0.9)\n"));
  }

  @Test
  void aVirtualAccessInterfaceIsMadeAfterItsTemplate() {
    b.type("interface Virtual-Template1 type tunnel", "ip unnumbered FastEthernet0/0", "tunnel mode ipsec ipv4",
        "tunnel protection ipsec profile P");
    var made = b.interfaces.tunnels().access(InterfaceName.of("Virtual-Template1"), Ipv4.of("10.0.0.1"),
        Ipv4.of("10.0.0.2")).orElseThrow();
    assertEquals("Virtual-Access1", made.toString());
    b.interfaces.tunnels().secured(made, true);
    assertTrue(b.interfaces.table().state(made).orElseThrow().lineUp());
    assertEquals(Optional.of(Ipv4.of("10.0.0.2")), tunnels.get(made).remote());
    b.interfaces.tunnels().dropAccess(made);
    assertEquals(Map.of(), tunnels);
    assertEquals(Optional.empty(), b.interfaces.tunnels().access(InterfaceName.of("Loopback0"), Ipv4.of("10.0.0.1"),
        Ipv4.of("10.0.0.2")));
  }

  @Test
  void showsWhatThisReleaseShows() {
    tunnel("tunnel key 17", "keepalive 10 3", "tunnel bandwidth transmit 500");
    String shown = b.exec("show interfaces Tunnel23").out.toString();
    for (String row : """
        Keepalive set (10 sec), retries 3
        Tunnel source 10.0.0.1 (FastEthernet0/0), destination 10.0.0.2
        Tunnel protocol/transport GRE/IP
          Key 0x11, sequencing disabled
          Checksumming of packets disabled
        Tunnel TTL 255
        Fast tunneling enabled
        Tunnel transmit bandwidth 500 (kbps)
        Tunnel receive bandwidth 8000 (kbps)
        Last input never, output never, output hang never
        """.split("\n")) assertTrue(shown.contains("\n  " + row + "\n"), row + " in\n" + shown);
  }
}
