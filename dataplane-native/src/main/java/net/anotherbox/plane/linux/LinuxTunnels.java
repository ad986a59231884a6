package net.anotherbox.plane.linux;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import net.anotherbox.plane.PlaneControl;
import net.anotherbox.plane.TunnelState;
import net.anotherbox.plane.linux.PacketThread.TunnelPort;
import net.anotherbox.runtime.port.PortUnavailable;
import net.anotherbox.runtime.port.TunnelPlane;
import net.anotherbox.runtime.value.InterfaceName;
import net.anotherbox.runtime.value.Ipv4;

/**
 * Tunnels on Linux: a TUN device each, all on the packet thread. What a protected tunnel is wrapped in is kept from the wire
 * in clear by {@link TunnelGuard} as well, which outlives the process. On the control thread.
 */
public final class LinuxTunnels implements TunnelPlane {
  private static final int QUEUE_PACKETS = 1_000;
  private static final int CLOSE_SECONDS = 2;
  /** Room for what is put in front of packets. */
  private static final int MOST = PacketThread.CAPACITY - 256;
  private static final int LEAST = 68;
  private static final int LEAST_IPV6 = 1280;

  private final LinuxKernel kernel;
  private final PlaneControl control;
  private final PacketThread thread;
  private final TunnelGuard guard;
  private final Map<InterfaceName, TunnelPort> ports = new HashMap<>();
  private final Map<InterfaceName, Boolean> carriers = new HashMap<>();
  private List<Tunnel> last = List.of();

  LinuxTunnels(LinuxKernel kernel, PlaneControl control, PacketThread thread, Nftables nft) {
    this.kernel = kernel;
    this.control = control;
    this.thread = thread;
    guard = new TunnelGuard(nft);
  }

  @Override
  public Map<InterfaceName, String> tunnels(Collection<Tunnel> wanted) {
    var problems = new HashMap<InterfaceName, String>();
    try {
      guard.set(wanted);
    } catch (OsError e) {
      // The plane itself lets nothing pass in clear either.
      for (Tunnel t : wanted) if (t.secured()) problems.put(t.name(), e.getMessage());
      wanted = wanted.stream().filter(t -> !t.secured()).toList();
    }
    // Asked for the same again: somebody may have deleted a device under us.
    boolean anew = last.equals(List.copyOf(wanted));
    var before = new HashMap<InterfaceName, Tunnel>();
    for (Tunnel t : last) before.put(t.name(), t);
    last = List.copyOf(wanted);
    var gone = new ArrayList<TunnelPort>();
    var devices = new HashMap<InterfaceName, String>();
    for (Tunnel t : wanted) devices.put(t.name(), t.device());
    ports.entrySet().removeIf(e -> {
      boolean stays = e.getValue().tun().name().equals(devices.get(e.getKey()))
          && (!anew || kernel.link(devices.get(e.getKey())).isPresent());
      if (!stays) gone.add(e.getValue());
      return !stays;
    });
    shut(gone);
    control.tunnels(wanted);
    for (Tunnel t : wanted) {
      try {
        boolean made = ports.containsKey(t.name());
        if (!made) make(t);
        if (!made || !t.equals(before.get(t.name()))) fit(t);
      } catch (OsError e) {
        problems.put(t.name(), t.device() + ": " + e.getMessage());
      }
    }
    carriers.keySet().retainAll(devices.keySet());
    return problems;
  }

  private void shut(List<TunnelPort> gone) {
    for (TunnelPort p : gone) {
      carriers.remove(control.tunnels().name(p.state()));
      thread.shut(p);
    }
    try {
      for (TunnelPort p : gone) p.closed().await(CLOSE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void make(Tunnel t) throws OsError {
    if (kernel.link(t.device()).isPresent()) throw new OsError("TUNSETIFF", OsError.EEXIST, LibC.reason(OsError.EEXIST));
    var tun = new Tun(t.device(), thread.tunnelBuffer());
    try {
      tun.carrier(carriers.getOrDefault(t.name(), false));
      settings(t.device());
      int index = kernel.rtnetlink().link(t.device()).index();
      kernel.rtnetlink().queueLength(index, QUEUE_PACKETS);
      TunnelState state = control.tunnels().state(t.name()).orElseThrow();
      var port = new TunnelPort(tun, state, new CountDownLatch(1));
      thread.open(port);
      ports.put(t.name(), port);
    } catch (OsError e) {
      tun.close();
      throw e;
    }
  }

  /**
   * A route through a tunnel that is down is none, as on IOS. What arrives may come from anywhere, and nobody on the
   * other end tells this box what addresses to use.
   */
  private static void settings(String name) throws OsError {
    boolean filtering = !Sysctl.read("ipv4/conf/all/rp_filter").orElse("0").equals("0");
    Sysctl.write("ipv4/conf/" + name + "/rp_filter", filtering ? "2" : "0");
    Sysctl.write("ipv4/conf/" + name + "/send_redirects", "0");
    Sysctl.write("ipv4/conf/" + name + "/ignore_routes_with_linkdown", "1");
    for (var setting : List.of("accept_ra=0", "addr_gen_mode=1", "ignore_routes_with_linkdown=1")) {
      String[] s = setting.split("=");
      String key = "ipv6/conf/" + name + "/" + s[0];
      if (Sysctl.read(key).isPresent()) Sysctl.write(key, s[1]);
    }
  }

  /** Lets the devices of all protected tunnels follow what their SAs leave of the path. */
  void fit() {
    fit(ports.keySet());
  }

  /** Those that this flow protects alone. */
  void fit(long ident) {
    fit(control.tunnels().guardedBy(ident));
  }

  private void fit(Collection<InterfaceName> names) {
    for (InterfaceName name : names) {
      if (!ports.containsKey(name)) continue;
      control.tunnels().tunnel(name).filter(Tunnel::secured).ifPresent(t -> {
        try {
          fit(t);
        } catch (OsError e) {
          throw new IllegalStateException(t.device() + ": " + e.getMessage(), e);
        }
      });
    }
  }

  private void fit(Tunnel t) throws OsError {
    int mtu = t.mtu();
    boolean v4 = t.local().filter(a -> !(a instanceof Ipv4)).isEmpty();
    if (t.secured() && (t.encapsulation() == Encapsulation.IPSEC || !v4)) {
      int fits = control.tunnelPlaintextMtu(t.name(), t.linkMtu()) - control.tunnels().overhead(t.name());
      // Linux has no IPv6 on narrower links: then what is sealed goes in fragments.
      mtu = Math.min(mtu, t.payload() == 4 ? fits : Math.max(fits, LEAST_IPV6));
    }
    mtu = Math.max(LEAST, Math.min(mtu, MOST));
    var link = kernel.rtnetlink().link(t.device());
    if (link.mtu() != mtu) kernel.rtnetlink().mtu(link.index(), mtu);
  }

  @Override
  public void carrier(InterfaceName tunnel, boolean up) {
    carriers.put(tunnel, up);
    TunnelPort p = ports.get(tunnel);
    if (p == null) return;
    try {
      p.tun().carrier(up);
    } catch (OsError e) {
      throw new IllegalStateException(p.tun().name() + ": " + e.getMessage(), e);
    }
  }

  @Override
  public Counters counters(InterfaceName tunnel) {
    Counters c = control.tunnels().counters(tunnel);
    Optional<Tunnel> t = control.tunnels().tunnel(tunnel);
    long kept = t.isEmpty() ? 0 : guard.dropped(t.get());
    return new Counters(c.unsecured() + kept, c.checksumErrors(), c.outOfOrder(), c.tooBig(), c.sendErrors());
  }

  @Override
  public void keepalive(InterfaceName tunnel) {
    control.tunnels().state(tunnel).ifPresent(thread::keepalive);
  }

  @Override
  public void onKeepalive(Consumer<InterfaceName> listener) {
    control.tunnels().onKeepalive(listener);
  }

  @Override
  public void onPathMtu(Consumer<PathMtu> listener) {
    control.tunnels().onPathMtu(listener);
  }

  /** Takes the guard away; the devices go with the packet thread. */
  void close() throws PortUnavailable {
    try {
      guard.close();
    } catch (OsError e) {
      throw new PortUnavailable(e.getMessage());
    }
    ports.clear();
  }
}
