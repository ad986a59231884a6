package net.anotherbox.box;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import net.anotherbox.plane.memory.MemoryPlane;
import net.anotherbox.runtime.loop.Loop;
import net.anotherbox.runtime.port.AddressTranslation;
import net.anotherbox.runtime.port.Datagrams;
import net.anotherbox.runtime.port.EchoPort;
import net.anotherbox.runtime.port.Ipv6Filter;
import net.anotherbox.runtime.port.KernelPort;
import net.anotherbox.runtime.port.PacketFilter;
import net.anotherbox.runtime.port.PortUnavailable;
import net.anotherbox.runtime.port.Randomness;
import net.anotherbox.runtime.port.TransitPorts;
import net.anotherbox.runtime.port.TunnelPlane;
import net.anotherbox.runtime.port.UdpPorts;
import net.anotherbox.runtime.value.Address;
import net.anotherbox.shell.access.HostServers;
import net.anotherbox.shell.file.RemoteCopy;
import net.anotherbox.shell.session.OtherMachines;

/**
 * What is left of the world without privileges: no link, no socket, no packet. The control plane runs on it all the same.
 */
public final class NoNetwork implements KernelPort, UdpPorts, EchoPort, PacketFilter,
    AddressTranslation {
  private final Loop loop;

  private NoNetwork(Loop loop) {
    this.loop = loop;
  }

  public static Outside outside(Loop loop, Randomness random) {
    var none = new NoNetwork(loop);
    return new Outside(loop, random, none, none, new MemoryPlane(loop, random), none, Optional.empty(), Optional.empty(),
        Datagrams.NONE, RemoteCopy.NONE, new HostServers(loop.clock()),
        OtherMachines.NONE, false, TransitPorts.NONE, TunnelPlane.NONE);
  }

  /** The same, in the part of a site: all that a configuration can ask for is there and does nothing. For reports. */
  public static Outside inPlaceOfASite(Loop loop, Randomness random) {
    var none = new NoNetwork(loop);
    return new Outside(loop, random, none, none, new MemoryPlane(loop, random), none, Optional.of(none), Optional.of(none));
  }

  @Override
  public void filters(List<Chain> chains) {}

  @Override
  public Map<String, Long> matches() {
    return Map.of();
  }

  @Override
  public Optional<Ipv6Filter> forIpv6() {
    return Optional.of(new Ipv6Filter() {
      @Override
      public void filters(List<Chain> chains, List<Silence> silences) {}

      @Override
      public Map<String, Long> matches() {
        return Map.of();
      }
    });
  }

  @Override
  public void translations(List<Overload> overloads) {}

  @Override
  public void send(Request request, Consumer<Result> result) {
    loop.post(() -> result.accept(new Result.NotSent("Operation not permitted")));
  }

  @Override
  public Socket open(Address local, int localPort, Receiver receiver) throws PortUnavailable {
    throw new PortUnavailable("Operation not permitted");
  }

  @Override
  public List<Link> links() {
    return List.of();
  }

  @Override
  public void onLinkChange(Consumer<Link> listener) {}

  @Override
  public void admin(String link, boolean up) {}

  @Override
  public void mtu(String link, int mtu) {}

  @Override
  public List<String> addresses(String link, List<LinkAddress> wanted) {
    return List.of();
  }

  @Override
  public void addLoopback(String link) throws PortUnavailable {
    throw new PortUnavailable("Operation not permitted");
  }

  @Override
  public void dropLoopback(String link) {}

  @Override
  public Collection<Route> routes(Collection<Route> wanted) {
    return List.of();
  }

  @Override
  public LinkCounters counters(String link) {
    return new LinkCounters(0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
  }

  @Override
  public void forwarding(boolean on) {}

  @Override
  public void close() {}
}
