package net.anotherbox.crypto;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import net.anotherbox.runtime.port.TunnelPlane.Encapsulation;
import net.anotherbox.runtime.port.TunnelTable;
import net.anotherbox.runtime.value.Address;
import net.anotherbox.runtime.value.InterfaceName;
import net.anotherbox.runtime.value.Ipv4;
import net.anotherbox.runtime.value.Ipv6;

/** Tunnels as a test says they are; writes down what they are told. */
final class HandMadeTunnels implements TunnelTable {
  static final InterfaceName UNDERLAY = InterfaceName.of("Ethernet0/0");

  final Map<InterfaceName, Protected> all = new TreeMap<>();
  final List<String> told = new ArrayList<>();
  private Runnable changed = () -> {};

  private static Address address(String text) {
    return text.indexOf(':') < 0 ? Ipv4.of(text) : Ipv6.of(text);
  }

  void put(String name, Encapsulation encapsulation, int payload, String local, String remote, boolean shared, boolean up) {
    var n = InterfaceName.of(name);
    all.put(n, new Protected(n, encapsulation, payload, local.isEmpty() ? Optional.empty() : Optional.of(address(local)),
        remote.isEmpty() ? Optional.empty() : Optional.of(address(remote)), Optional.of(UNDERLAY), "PRO", shared, up,
        name.toLowerCase(java.util.Locale.ROOT)));
  }

  /** A virtual tunnel interface that is up but for its SAs. */
  void vti(String name, int payload, String local, String remote) {
    put(name, Encapsulation.IPSEC, payload, local, remote, false, true);
  }

  /** A GRE tunnel that is up. */
  void gre(String name, String local, String remote) {
    put(name, Encapsulation.GRE, 0, local, remote, false, true);
  }

  @Override
  public Collection<Protected> protectedTunnels() {
    return all.values();
  }

  @Override
  public void onChange(Runnable listener) {
    changed = listener;
  }

  @Override
  public void secured(InterfaceName tunnel, boolean up) {
    told.add(tunnel + (up ? " up" : " down"));
  }

  @Override
  public Optional<InterfaceName> access(InterfaceName template, Address local, Address remote) {
    var name = InterfaceName.of("Virtual-Access" + (all.size() + 1));
    put(name.toString(), Encapsulation.IPSEC, 4, local.toString(), remote.toString(), false, true);
    changed.run();
    return Optional.of(name);
  }

  @Override
  public void dropAccess(InterfaceName access) {
    all.remove(access);
    told.add(access + " dropped");
    changed.run();
  }
}
