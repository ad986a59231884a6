package net.anotherbox.lab;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import net.anotherbox.plane.memory.MemoryPlane;
import net.anotherbox.runtime.loop.Loop;
import net.anotherbox.runtime.port.KernelPort;
import net.anotherbox.runtime.port.PortUnavailable;
import net.anotherbox.runtime.port.Randomness;
import net.anotherbox.runtime.port.TransitPorts;
import net.anotherbox.runtime.port.UdpPorts;
import net.anotherbox.runtime.value.Address;
import net.anotherbox.runtime.value.InterfaceName;
import net.anotherbox.runtime.value.Ipv4;
import net.anotherbox.runtime.value.Ipv6;
import net.anotherbox.runtime.value.Ipv4Prefix;

/**
 * A machine in memory: what Linux is to a box on a site. Forwards IPv4 between its links, answers pings, has UDP sockets,
 * and hands packets to the crypto plane where the kernel's rules would. Belongs to the loop.
 */
public final class VirtualHost implements KernelPort, UdpPorts, TransitPorts, MemoryPlane.Machine {
  private static final int MTU = 1500;

  private final Loop loop;
  private final MemoryPlane plane;
  private final VirtualIpv6 ipv6;
  private final Map<String, VirtualLink> links = new LinkedHashMap<>();
  private final Map<String, InterfaceName> mapped = new HashMap<>();
  private final Map<String, UdpPorts.Receiver> sockets = new HashMap<>();
  private final List<Consumer<Link>> listeners = new ArrayList<>();
  private final List<Consumer<byte[]>> icmp = new ArrayList<>();
  private List<Route> routes = List.of();
  private List<Watch> watches = List.of();
  private TransitPorts.Receiver probes = (link, source, sourcePort, destination, destinationPort, datagram) -> {};
  private boolean forwarding;
  private int identification;

  public VirtualHost(Loop loop, Randomness random) {
    this.loop = loop;
    this.plane = new MemoryPlane(loop, random);
    this.ipv6 = new VirtualIpv6(this, loop);
    plane.on(this);
  }

  public MemoryPlane plane() {
    return plane;
  }

  /** One of its links. */
  final class VirtualLink {
    final String name;
    final Wire wire;
    List<LinkAddress> addresses = List.of();
    Set<Ipv4> proxied = Set.of();
    boolean up;
    int mtu = MTU;
    long packetsIn;
    long bytesIn;
    long packetsOut;
    long bytesOut;
    long dropsOut;
    boolean carrier = true;

    VirtualLink(String name, Wire wire) {
      this.name = name;
      this.wire = wire;
    }

    boolean has(Address a) {
      if (a instanceof Ipv6 six) return up && ipv6.has(name, six);
      return up && (addresses.stream().anyMatch(x -> x.address().equals(a)) || proxied.contains(a));
    }

    void receive(byte[] packet) {
      boolean six = VirtualIpv6.is(packet);
      if (!up || !six && !Packets.wellFormed(packet)) return;
      packetsIn++;
      bytesIn += packet.length;
      if (six) {
        ipv6.arrived(name, packet);
        return;
      }
      arrived(this, Arrays.copyOf(packet, Packets.u16(packet, 2)));
    }

    Link state() {
      return new Link(name, 1 + new ArrayList<>(links.keySet()).indexOf(name), up, up && carrier, mtu, mac(name));
    }
  }

  private static byte[] mac(String name) {
    int h = name.hashCode();
    return new byte[] {(byte) 0xc2, 0x03, (byte) (h >> 24), (byte) (h >> 16), (byte) (h >> 8), (byte) h};
  }

  /** Adds a link on this wire. */
  public VirtualHost link(String name, Wire wire) {
    var l = new VirtualLink(name, wire);
    links.put(name, l);
    wire.join(l);
    return this;
  }

  /** Takes packets for these next hops from a link, and forwards them: what proxy ARP does. */
  public void proxy(String link, Set<Ipv4> hops) {
    links.get(link).proxied = Set.copyOf(hops);
  }

  /** Says which interface of the box a link is, so that its crypto map is found. */
  public void bind(InterfaceName name, String link) {
    mapped.put(link, name);
  }

  // ---- packets ----

  private boolean ours(Ipv4 a) {
    for (VirtualLink l : links.values()) if (l.addresses.stream().anyMatch(x -> x.address().equals(a))) return true;
    return false;
  }

  private void arrived(VirtualLink from, byte[] packet) {
    Ipv4 to = Packets.destination(packet);
    boolean local = ours(to);
    if (probe(from, packet)) return;
    InterfaceName name = mapped.get(from.name);
    if (name != null && !plane.admits(name.toString(), packet, local ? to : null)) return;
    if (local && (isTunnelled(packet) || MemoryPlane.isIpsec(packet) && plane.isForTunnel(packet))) {
      plane.outOf(packet).ifPresent(this::emerged);
    } else if (local && MemoryPlane.isIpsec(packet)) plane.unwrap(packet).ifPresent(this::routed);
    else if (local) deliver(packet);
    else if (forwarding && Packets.hop(packet)) send(packet);
  }

  private static boolean isTunnelled(byte[] packet) {
    int protocol = Packets.protocol(packet);
    return protocol == 47 || protocol == 4 || protocol == 41;
  }

  /** A packet has come out of a tunnel. */
  void emerged(MemoryPlane.Payload p) {
    if (links.containsKey(p.device())) links.get(p.device()).receive(p.packet());
  }

  private void routed(byte[] packet) {
    if (ours(Packets.destination(packet))) deliver(packet);
    else if (forwarding && Packets.hop(packet)) send(packet);
  }

  private void deliver(byte[] p) {
    int at = Packets.headerLength(p);
    if (Packets.protocol(p) == Packets.UDP && p.length >= at + 8) {
      UdpPorts.Receiver r = sockets.get(Packets.destination(p) + " " + Packets.u16(p, at + 2));
      int length = Math.min(Packets.u16(p, at + 4), p.length - at);
      if (r != null && length >= 8) r.received(Packets.destination(p), Packets.u16(p, at + 2), Packets.source(p),
          Packets.u16(p, at), Arrays.copyOfRange(p, at + 8, at + length));
    } else if (Packets.protocol(p) == Packets.ICMP && p.length >= at + 8) {
      if (p[at] == 8) echoReply(p, at);
      else for (Consumer<byte[]> c : icmp) c.accept(p);
    }
  }

  private void echoReply(byte[] p, int at) {
    int rest = Packets.u16(p, at + 4) << 16 | Packets.u16(p, at + 6);
    byte[] answer = Packets.icmp(0, 0, rest, Arrays.copyOfRange(p, at + 8, p.length));
    send(Packets.ip(Packets.ICMP, p[1], 255, (p[6] & 0x40) != 0, nextId(), Packets.destination(p), Packets.source(p),
        answer));
  }

  int nextId() {
    return identification = identification + 1 & 0xffff;
  }

  /** ICMP messages other than echo requests that come for this host, whole packets. */
  void onIcmp(Consumer<byte[]> listener) {
    icmp.add(listener);
  }

  /** The link and next hop that a packet for this address takes, or null. */
  private Map.Entry<VirtualLink, Ipv4> way(Ipv4 to) {
    for (VirtualLink l : links.values())
      for (LinkAddress a : l.addresses) if (l.up && l.carrier && new Ipv4Prefix(a.address(), a.prefixLength())
          .contains(to)) return Map.entry(l, to);
    Route best = null;
    for (Route r : routes) if (r.prefix().contains(to) && (best == null || r.prefix().length() > best.prefix()
        .length())) best = r;
    if (best == null || "".equals(best.link())) return null;
    if (best.nextHop() == null) return links.containsKey(best.link()) ? Map.entry(links.get(best.link()), to) : null;
    return best.nextHop().equals(to) ? null : way(best.nextHop());
  }

  /** The address a packet of ours takes if it has none: that of the link it leaves by. Null if there is no way. */
  Ipv4 sourceFor(Ipv4 to) {
    if (ours(to)) return to;
    var way = way(to);
    return way == null || way.getKey().addresses.isEmpty() ? null : way.getKey().addresses.get(0).address();
  }

  /** Sends a packet of ours, or one in transit, the way routing says, through the crypto map of the interface. */
  @Override
  public void send(byte[] packet) {
    Ipv4 to = Packets.destination(packet);
    if (ours(to)) {
      loop.post(() -> deliver(packet));
      return;
    }
    var way = way(to);
    if (way == null) return;
    VirtualLink out = way.getKey();
    if (intoTunnel(out, packet)) return;
    InterfaceName name = mapped.get(out.name);
    if (name == null || exempt(packet)) {
      transmit(out, way.getValue(), packet);
      return;
    }
    switch (plane.outgoing(name.toString(), packet, out.mtu)) {
      case MemoryPlane.Outgoing.Clear c -> transmit(out, way.getValue(), packet);
      case MemoryPlane.Outgoing.Protected p -> {
        var outer = way(Packets.destination(p.packet()));
        if (outer != null) transmit(outer.getKey(), outer.getValue(), p.packet());
      }
      case MemoryPlane.Outgoing.Dropped d -> out.dropsOut++;
      case MemoryPlane.Outgoing.TooBig t -> tooBig(packet, t.mtu());
      case MemoryPlane.Outgoing.Wrapped w -> throw new IllegalStateException("a crypto map only encrypts");
    }
  }

  /** Whether the link is a tunnel's, which then has taken the packet. */
  private boolean intoTunnel(VirtualLink out, byte[] packet) {
    if (!VirtualIpv6.is(packet) && out.carrier && packet.length > out.mtu && (packet[6] & 0x40) != 0) {
      tooBig(packet, out.mtu);
      return true;
    }
    var became = out.up && out.carrier ? plane.into(out.name, packet) : Optional.<MemoryPlane.Outgoing>empty();
    if (became.isEmpty()) return false;
    out.packetsOut++;
    out.bytesOut += packet.length;
    switch (became.get()) {
      case MemoryPlane.Outgoing.Wrapped w -> {
        if (VirtualIpv6.is(w.packet())) ipv6.send(w.packet(), "");
        else send(w.packet());
      }
      case MemoryPlane.Outgoing.Protected p -> sendOuter(p.packet());
      default -> out.dropsOut++;
    }
    return true;
  }

  // ---- the tunnels' devices ----

  @Override
  public void device(String link, int mtu) {
    links.computeIfAbsent(link, l -> new VirtualLink(l, new Wire(loop, 0))).mtu = mtu;
  }

  @Override
  public void gone(String link) {
    links.remove(link);
  }

  @Override
  public void carrier(String link, boolean up) {
    if (links.containsKey(link)) links.get(link).carrier = up;
  }

  boolean isUp(String link) {
    VirtualLink l = links.get(link);
    return l != null && l.up && l.carrier;
  }

  /** Sends a packet of IPv6 out by a link, a tunnel's perhaps. */
  void transmit6(String link, Ipv6 nextHop, byte[] packet) {
    VirtualLink out = links.get(link);
    if (out == null || intoTunnel(out, packet)) return;
    if (!out.up || !out.carrier || packet.length > out.mtu) {
      out.dropsOut++;
      return;
    }
    out.packetsOut++;
    out.bytesOut += packet.length;
    out.wire.carry(out, nextHop, packet);
  }

  /** Sends what a tunnel has made of a packet. */
  private void sendOuter(byte[] packet) {
    if (VirtualIpv6.is(packet)) {
      ipv6.send(packet, "");
      return;
    }
    var outer = way(Packets.destination(packet));
    if (outer != null) transmit(outer.getKey(), outer.getValue(), packet);
  }

  /** What IKE itself sends is never encrypted by a map. */
  private boolean exempt(byte[] p) {
    int at = Packets.headerLength(p);
    return Packets.protocol(p) == Packets.UDP && ours(Packets.source(p)) && p.length >= at + 8 && Packets.u16(p, at) == 500;
  }

  private void tooBig(byte[] packet, int mtu) {
    Ipv4 from = sourceFor(Packets.source(packet));
    if (from == null || ours(Packets.source(packet))) return;
    byte[] quoted = Arrays.copyOf(packet, Math.min(packet.length, Packets.headerLength(packet) + 8));
    send(Packets.ip(Packets.ICMP, 0, 255, false, nextId(), from, Packets.source(packet), Packets.icmp(3, 4, mtu, quoted)));
  }

  private void transmit(VirtualLink out, Ipv4 nextHop, byte[] packet) {
    if (!out.up || !out.carrier || packet.length > out.mtu) {
      out.dropsOut++;
      return;
    }
    out.packetsOut++;
    out.bytesOut += packet.length;
    out.wire.carry(out, nextHop, packet);
  }

  // ---- TransitPorts ----

  /** Whether it is a probe that is watched for; then it goes to the receiver. */
  private boolean probe(VirtualLink from, byte[] p) {
    int at = Packets.headerLength(p);
    if (Packets.protocol(p) != Packets.UDP || p.length < at + 8 + 28 || Packets.u16(p, at + 2) != 500
        || (p[at + 8 + 18] & 255) != PROBE) return false;
    Ipv4 source = Packets.source(p);
    Ipv4 destination = Packets.destination(p);
    if (watches.stream().noneMatch(w -> w.linuxName().equals(from.name) && w.covers(source, destination))) return false;
    byte[] datagram = Arrays.copyOfRange(p, at + 8, p.length);
    probes.received(from.name, source, Packets.u16(p, at), destination, 500, datagram);
    return true;
  }

  @Override
  public void intercept(List<Watch> wanted, TransitPorts.Receiver receiver) {
    watches = List.copyOf(wanted);
    probes = receiver;
  }

  @Override
  public void send(String link, Address source, int sourcePort, Address destination, int destinationPort,
      byte[] datagram) {
    VirtualLink out = links.get(link);
    if (out == null || !(source instanceof Ipv4 from) || !(destination instanceof Ipv4 to)) return;
    var way = way(to);
    byte[] d = Packets.udp(from, sourcePort, to, destinationPort, datagram);
    transmit(out, way == null || way.getKey() != out ? to : way.getValue(), Packets.ip(Packets.UDP, 0xc0, 255, false,
        nextId(), from, to, d));
  }

  // ---- UdpPorts ----

  @Override
  public Socket open(Address local, int localPort, UdpPorts.Receiver receiver) throws PortUnavailable {
    String key = local + " " + localPort;
    if (local instanceof Ipv6 six) return ipv6.open(six, localPort, receiver);
    if (!(local instanceof Ipv4 address)) throw new PortUnavailable("Address family not supported");
    if (sockets.putIfAbsent(key, receiver) != null) throw new PortUnavailable("Address already in use");
    return new Socket() {
      @Override
      public void send(Address remote, int remotePort, byte[] datagram) {
        if (remote instanceof Ipv4 to) {
          byte[] d = Packets.udp(address, localPort, to, remotePort, datagram);
          VirtualHost.this.send(Packets.ip(Packets.UDP, 0xc0, 255, false, nextId(), address, to, d));
        }
      }

      @Override
      public void close() {
        sockets.remove(key);
      }
    };
  }

  // ---- KernelPort ----

  @Override
  public List<Link> links() {
    return links.values().stream().map(VirtualLink::state).toList();
  }

  @Override
  public void onLinkChange(Consumer<Link> listener) {
    listeners.add(listener);
  }

  @Override
  public void admin(String link, boolean up) {
    VirtualLink l = links.get(link);
    if (l == null || l.up == up) return;
    l.up = up;
    Link now = l.state();
    loop.post(() -> listeners.forEach(c -> c.accept(now)));
  }

  @Override
  public void mtu(String link, int mtu) {
    if (links.containsKey(link)) links.get(link).mtu = mtu;
  }

  @Override
  public List<String> addresses(String link, List<LinkAddress> wanted) {
    if (!links.containsKey(link)) return List.of(link + ": no such link");
    links.get(link).addresses = List.copyOf(wanted);
    return List.of();
  }

  @Override
  public void addLoopback(String link) {
    links.putIfAbsent(link, new VirtualLink(link, new Wire(loop, 0)));
    links.get(link).up = true;
  }

  @Override
  public void dropLoopback(String link) {
    links.remove(link);
  }

  @Override
  public Collection<Route> routes(Collection<Route> wanted) {
    routes = List.copyOf(wanted);
    return List.of();
  }

  @Override
  public VirtualIpv6 ipv6() {
    return ipv6;
  }

  @Override
  public LinkCounters counters(String link) {
    VirtualLink l = links.get(link);
    return l == null ? new LinkCounters(0, 0, 0, 0, 0, 0, 0, 0, 0, 0)
        : new LinkCounters(l.packetsIn, l.bytesIn, 0, 0, 0, l.packetsOut, l.bytesOut, 0, l.dropsOut, 0);
  }

  @Override
  public void forwarding(boolean on) {
    forwarding = on;
  }

  @Override
  public void close() {
    links.values().forEach(l -> l.up = false);
    sockets.clear();
  }
}
