package net.anotherbox.lab;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import net.anotherbox.plane.memory.MemoryPlane;
import net.anotherbox.runtime.loop.Loop;
import net.anotherbox.runtime.port.Ipv6Port;
import net.anotherbox.runtime.port.RouterMessages;
import net.anotherbox.runtime.port.UdpPorts;
import net.anotherbox.runtime.value.Ipv6;
import net.anotherbox.runtime.value.Ipv6Prefix;

/**
 * The IPv6 of a machine in memory: it answers pings, has UDP sockets, takes tunnels' packets, and routers on it advertise
 * themselves. Whoever is on the wire is a neighbour; every address is free.
 */
final class VirtualIpv6 implements Ipv6Port {
  static final int HEADER = 40;
  private static final int UDP = 17;
  private static final int ICMP = 58;
  private static final int ECHO_REQUEST = 128;
  private static final int ECHO_REPLY = 129;
  private static final int HOPS = 64;
  private static final int MOST_HOPS = 255;
  private static final int ROUTER_SOLICITATION = 133;
  private static final int ROUTER_ADVERTISEMENT = 134;

  private final VirtualHost host;
  private final Loop loop;
  private final Map<String, List<Assigned>> addresses = new HashMap<>();
  private final Map<String, UdpPorts.Receiver> sockets = new HashMap<>();
  private final List<Consumer<String>> listeners = new ArrayList<>();
  private final List<Consumer<byte[]>> replies = new ArrayList<>();
  private List<Route> routes = List.of();
  private Optional<RouterMessages.Receiver> hears = Optional.empty();

  VirtualIpv6(VirtualHost host, Loop loop) {
    this.host = host;
    this.loop = loop;
  }

  static Ipv6 source(byte[] p) {
    return Ipv6.of(p, 8);
  }

  static Ipv6 destination(byte[] p) {
    return Ipv6.of(p, 24);
  }

  static boolean is(byte[] p) {
    return p.length >= HEADER && (p[0] & 0xf0) == 0x60 && p.length >= HEADER + Packets.u16(p, 4);
  }

  /** Whether packets to this address are for this link: to one of its own, or to the groups of a link's nodes. */
  boolean has(String link, Ipv6 a) {
    if (a.isMulticast()) return !addresses.getOrDefault(link, List.of()).isEmpty();
    return addresses.getOrDefault(link, List.of()).stream().anyMatch(x -> x.address().equals(a));
  }

  private boolean ours(Ipv6 a) {
    return addresses.values().stream().flatMap(List::stream).anyMatch(x -> x.address().equals(a));
  }

  // ---- packets ----

  void arrived(String link, byte[] p) {
    if (isOfRouters(p)) {
      byte[] message = Arrays.copyOfRange(p, HEADER, HEADER + Packets.u16(p, 4));
      hears.ifPresent(h -> h.received(link, source(p), message));
      return;
    }
    if (!ours(destination(p))) return;
    if (MemoryPlane.isIpsec(p) && host.plane().isForTunnel(p)) host.plane().outOf(p).ifPresent(host::emerged);
    else deliver(link, p);
  }

  /** A router solicitation or advertisement that no router has forwarded. */
  private static boolean isOfRouters(byte[] p) {
    return p[6] == ICMP && (p[7] & 255) == MOST_HOPS && p.length >= HEADER + 8
        && ((p[HEADER] & 255) == ROUTER_SOLICITATION || (p[HEADER] & 255) == ROUTER_ADVERTISEMENT);
  }

  private void deliver(String link, byte[] p) {
    if (p[6] == UDP && p.length >= HEADER + 8) {
      var r = sockets.get(destination(p) + " " + Packets.u16(p, HEADER + 2));
      if (r != null) r.received(destination(p), Packets.u16(p, HEADER + 2), source(p), Packets.u16(p, HEADER),
          Arrays.copyOfRange(p, HEADER + 8, HEADER + Packets.u16(p, HEADER + 4)));
    } else if (p[6] == ICMP && p.length >= HEADER + 8) {
      int type = p[HEADER] & 255;
      if (type == ECHO_REQUEST) {
        byte[] body = Arrays.copyOfRange(p, HEADER, p.length);
        body[0] = (byte) ECHO_REPLY;
        byte[] reply = summed(destination(p), source(p), ICMP, 2, body);
        send(packet(ICMP, p[0] << 4 | (p[1] & 255) >> 4, HOPS, destination(p), source(p), reply),
            source(p).isLinkLocal() ? link : "");
      } else if (type == ECHO_REPLY) {
        for (var c : List.copyOf(replies)) c.accept(p);
      }
    }
  }

  /** Echo replies, whole packets. */
  void onReply(Consumer<byte[]> listener) {
    replies.add(listener);
  }

  /** An echo request. @param key identifier and sequence */
  static byte[] echo(Ipv6 source, Ipv6 destination, int trafficClass, int hops, int key, byte[] data) {
    byte[] m = new byte[8 + data.length];
    m[0] = (byte) ECHO_REQUEST;
    Packets.u16(m, 4, key >>> 16);
    Packets.u16(m, 6, key);
    System.arraycopy(data, 0, m, 8, data.length);
    return packet(ICMP, trafficClass, hops, source, destination, summed(source, destination, ICMP, 2, m));
  }

  private static byte[] packet(int next, int trafficClass, int hops, Ipv6 source, Ipv6 destination, byte[] payload) {
    byte[] p = new byte[HEADER + payload.length];
    p[0] = (byte) (0x60 | trafficClass >> 4 & 15);
    p[1] = (byte) (trafficClass << 4);
    Packets.u16(p, 4, payload.length);
    p[6] = (byte) next;
    p[7] = (byte) hops;
    System.arraycopy(source.bytes(), 0, p, 8, 16);
    System.arraycopy(destination.bytes(), 0, p, 24, 16);
    System.arraycopy(payload, 0, p, HEADER, payload.length);
    return p;
  }

  /** Puts the checksum into its place, over the pseudo-header of RFC 8200 section 8.1. */
  private static byte[] summed(Ipv6 source, Ipv6 destination, int next, int place, byte[] body) {
    Packets.u16(body, place, 0);
    byte[] pseudo = Arrays.copyOf(packet(next, 0, 0, source, destination, body), HEADER + body.length);
    // Length and next header have the place of the first eight bytes.
    Arrays.fill(pseudo, 0, 8, (byte) 0);
    Packets.u16(pseudo, 2, body.length);
    pseudo[7] = (byte) next;
    int sum = Packets.checksum(pseudo, 0, pseudo.length);
    Packets.u16(body, place, sum == 0 ? 0xffff : sum);
    return body;
  }

  /** The link that a packet leaves by, and the neighbour that it goes to. */
  record Way(String link, Ipv6 hop) {}

  /** How packets to this address leave. @param link the only one that will do; "" for any; what is link-local needs one */
  Optional<Way> way(Ipv6 to, String link) {
    if (to.isLinkLocal()) return host.isUp(link) ? Optional.of(new Way(link, to)) : Optional.empty();
    Way best = null;
    int length = -1;
    for (var e : addresses.entrySet())
      for (Assigned a : e.getValue())
        if (a.prefixLength() > length && usable(e.getKey(), link) && !a.address().isLinkLocal()
            && new Ipv6Prefix(a.address(), a.prefixLength()).contains(to)) {
          best = new Way(e.getKey(), to);
          length = a.prefixLength();
        }
    for (Route r : routes)
      if (r.prefix().length() > length && r.prefix().contains(to) && (r.link().isEmpty() || usable(r.link(), link))) {
        best = new Way(r.link(), r.nextHop().equals(Ipv6.ANY) ? to : r.nextHop());
        length = r.prefix().length();
      }
    return Optional.ofNullable(best).filter(w -> !w.link().isEmpty());
  }

  private boolean usable(String link, String wanted) {
    return (wanted.isEmpty() || wanted.equals(link)) && host.isUp(link);
  }

  /** The address that a packet of ours takes: of the link that it leaves by, or else one that is known beyond links. */
  Optional<Ipv6> sourceFor(Ipv6 to, String link) {
    if (ours(to)) return Optional.of(to);
    return way(to, link).flatMap(w -> sourceOn(addresses.getOrDefault(w.link(), List.of()), to).or(() ->
        to.isLinkLocal() ? Optional.empty() : sourceOn(addresses.values().stream().flatMap(List::stream).toList(), to)));
  }

  private static Optional<Ipv6> sourceOn(List<Assigned> from, Ipv6 to) {
    return from.stream().filter(a -> !a.anycast()).map(Assigned::address).filter(a -> a.isLinkLocal() == to.isLinkLocal())
        .findFirst();
  }

  /** Sends a packet of ours, or loses it where there is no way. @param link as for {@link #way} */
  void send(byte[] p, String link) {
    Ipv6 to = destination(p);
    if (ours(to)) loop.post(() -> deliver(link, p));
    else way(to, link).ifPresent(w -> host.transmit6(w.link(), w.hop(), p));
  }

  UdpPorts.Socket open(Ipv6 local, int localPort, UdpPorts.Receiver receiver) {
    String key = local + " " + localPort;
    sockets.put(key, receiver);
    return new UdpPorts.Socket() {
      @Override
      public void send(net.anotherbox.runtime.value.Address remote, int remotePort, byte[] datagram) {
        if (!(remote instanceof Ipv6 to)) return;
        byte[] d = new byte[8 + datagram.length];
        Packets.u16(d, 0, localPort);
        Packets.u16(d, 2, remotePort);
        Packets.u16(d, 4, d.length);
        System.arraycopy(datagram, 0, d, 8, datagram.length);
        VirtualIpv6.this.send(packet(UDP, 0, HOPS, local, to, summed(local, to, UDP, 6, d)), "");
      }

      @Override
      public void close() {
        sockets.remove(key);
      }
    };
  }

  // ---- Ipv6Port ----

  @Override
  public List<String> link(String link, Wish wish) {
    addresses.put(link, wish.running() ? wish.addresses() : List.of());
    loop.post(() -> listeners.forEach(l -> l.accept(link)));
    return List.of();
  }

  @Override
  public List<OnLink> addresses(String link) {
    return addresses.getOrDefault(link, List.of()).stream().map(a -> new OnLink(a.address(), a.prefixLength(), false, false,
        false, Long.MAX_VALUE, Long.MAX_VALUE)).toList();
  }

  @Override
  public void onAddressChange(Consumer<String> listener) {
    listeners.add(listener);
  }

  @Override
  public Collection<Route> routes(Collection<Route> wanted) {
    routes = List.copyOf(wanted);
    return List.of();
  }

  @Override
  public Collection<Neighbour> neighbours() {
    return List.of();
  }

  @Override
  public void forgetNeighbours(Collection<String> links) {}

  @Override
  public RouterMessages routerMessages() {
    return new RouterMessages() {
      @Override
      public void listen(Receiver receiver) {
        hears = Optional.of(receiver);
      }

      @Override
      public boolean send(String link, Ipv6 source, Ipv6 destination, byte[] message) {
        byte[] body = summed(source, destination, ICMP, 2, message.clone());
        host.transmit6(link, destination, packet(ICMP, 0, MOST_HOPS, source, destination, body));
        return true;
      }
    };
  }

  @Override
  public void forwarding(boolean on) {}

  @Override
  public Map<String, Long> statistics() {
    return Map.of();
  }
}
