package net.anotherbox.plane.config;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import net.anotherbox.runtime.port.Ipv6Port;
import net.anotherbox.runtime.port.KernelPort;
import net.anotherbox.runtime.port.PortUnavailable;

/** Links that exist in memory, and what was asked of them. */
final class MemoryKernel implements KernelPort {
  boolean noLoopbacks;

  final Map<String, Link> links = new LinkedHashMap<>();
  final Map<String, List<LinkAddress>> addresses = new LinkedHashMap<>();
  final Map<String, LinkCounters> counters = new LinkedHashMap<>();
  final List<Neighbour> neighbours = new ArrayList<>();
  final Map<String, Long> statistics = new LinkedHashMap<>();
  final MemoryIpv6 ipv6 = new MemoryIpv6();
  private final List<Consumer<Link>> listeners = new ArrayList<>();

  void plug(String name, boolean carrier) {
    change(new Link(name, links.size() + 1, false, carrier, 1500, new byte[] {(byte) 0xc2, 3, 0x0d, (byte) 0xeb, 0,
        (byte) links.size()}));
  }

  void carrier(String name, boolean carrier) {
    Link l = links.get(name);
    change(new Link(name, l.index(), l.up(), carrier, l.mtu(), l.mac()));
  }

  private void change(Link l) {
    links.put(l.name(), l);
    for (var c : listeners) c.accept(l);
  }

  @Override
  public Map<String, Long> statistics() {
    return statistics;
  }

  @Override
  public List<Link> links() {
    return List.copyOf(links.values());
  }

  @Override
  public void onLinkChange(Consumer<Link> listener) {
    listeners.add(listener);
  }

  @Override
  public void admin(String link, boolean up) {
    Link l = links.get(link);
    if (l.up() != up) change(new Link(link, l.index(), up, l.carrier(), l.mtu(), l.mac()));
  }

  @Override
  public void mtu(String link, int mtu) {
    Link l = links.get(link);
    change(new Link(link, l.index(), l.up(), l.carrier(), mtu, l.mac()));
  }

  @Override
  public List<String> addresses(String link, List<LinkAddress> wanted) {
    addresses.put(link, wanted);
    return List.of();
  }

  @Override
  public void addLoopback(String link) throws PortUnavailable {
    if (noLoopbacks) throw new PortUnavailable("Operation not permitted");
    links.put(link, new Link(link, links.size() + 1, false, true, 1500, new byte[0]));
  }

  @Override
  public void dropLoopback(String link) {
    links.remove(link);
  }

  @Override
  public Collection<Route> routes(Collection<Route> wanted) {
    return List.of();
  }

  @Override
  public LinkCounters counters(String link) {
    return counters.getOrDefault(link, new LinkCounters(0, 0, 0, 0, 0, 0, 0, 0, 0, 0));
  }

  @Override
  public Collection<Neighbour> neighbours() {
    return List.copyOf(neighbours);
  }

  @Override
  public void forgetNeighbours(Collection<String> links) {
    neighbours.removeIf(n -> links.contains(n.link()));
  }

  @Override
  public Ipv6Port ipv6() {
    return ipv6;
  }

  @Override
  public void forwarding(boolean on) {}

  @Override
  public void close() {}
}
