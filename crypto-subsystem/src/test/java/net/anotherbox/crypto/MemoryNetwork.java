package net.anotherbox.crypto;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import net.anotherbox.runtime.loop.Loop;
import net.anotherbox.runtime.port.PortUnavailable;
import net.anotherbox.runtime.port.TransitPorts;
import net.anotherbox.runtime.port.UdpPorts;
import net.anotherbox.runtime.value.Address;
import net.anotherbox.runtime.value.Ipv4;

/**
 * Datagrams between boxes of one JVM. Every box gets its own {@link UdpPorts} for its loop; what is sent arrives after the
 * network's delay, as often as the {@link Carrier} says. Safe for boxes whose loops are different threads.
 */
final class MemoryNetwork {
  /** Decides what becomes of each datagram: asked once for each that is sent, on the sender's loop. */
  public interface Carrier {
    /** Delays in milliseconds, one for each copy that arrives; an empty array loses the datagram. */
    long[] carry(Address from, Address to, byte[] datagram);
  }

  private record Endpoint(Address address, int port) {}

  private record Watched(List<TransitPorts.Watch> watches, TransitPorts.Receiver receiver) {}

  private record Bound(Loop loop, UdpPorts.Receiver receiver) {}

  private final Map<Endpoint, Bound> sockets = new ConcurrentHashMap<>();
  private final Map<Address, Nat> nats = new ConcurrentHashMap<>();
  private final AtomicLong sent = new AtomicLong();
  private final AtomicLong delivered = new AtomicLong();
  private final Map<Transit, Watched> watched = new ConcurrentHashMap<>();
  private volatile Carrier carrier;

  /** A network that delivers everything once. @param delayMillis from sending to arrival */
  public MemoryNetwork(long delayMillis) {
    carrier = (from, to, datagram) -> new long[] {delayMillis};
  }

  /** From now on this one decides about loss, delay and copies. */
  public void carrier(Carrier now) {
    carrier = now;
  }

  /** The sockets of the box that this loop belongs to. */
  public UdpPorts box(Loop loop) {
    return (local, localPort, receiver) -> open(loop, new Endpoint(local, localPort), receiver);
  }

  /** How a box on this loop catches and sends probes. A probe goes by every other box that watches for it. */
  public TransitPorts transit(Loop loop) {
    return new Transit(loop);
  }

  private final class Transit implements TransitPorts {
    private final Loop loop;

    Transit(Loop loop) {
      this.loop = loop;
    }

    @Override
    public void intercept(List<Watch> watches, Receiver receiver) {
      if (watches.isEmpty()) watched.remove(this);
      else watched.put(this, new Watched(List.copyOf(watches), receiver));
    }

    @Override
    public void send(String link, Address source, int sourcePort, Address destination, int destinationPort,
        byte[] datagram) {
      sent.incrementAndGet();
      for (long delay : carrier.carry(source, destination, datagram))
        loop.after(delay, () -> watched.forEach((transit, w) -> pass(transit, w, source, sourcePort, destination,
            destinationPort, datagram.clone())));
    }

    private void pass(Transit to, Watched w, Address source, int sourcePort, Address destination, int destinationPort,
        byte[] datagram) {
      if (to == this || (datagram[18] & 255) != PROBE || destinationPort != 500) return;
      for (Watch watch : w.watches)
        if (watch.covers((Ipv4) source, (Ipv4) destination)) {
          delivered.incrementAndGet();
          to.loop.post(() -> w.receiver.received(watch.linuxName(), source, sourcePort, destination, destinationPort,
              datagram));
          return;
        }
    }
  }

  private UdpPorts.Socket open(Loop loop, Endpoint here, UdpPorts.Receiver receiver) throws PortUnavailable {
    var bound = new Bound(loop, receiver);
    if (sockets.putIfAbsent(here, bound) != null) throw new PortUnavailable("Address already in use");
    return new UdpPorts.Socket() {
      @Override
      public void send(Address remote, int remotePort, byte[] datagram) {
        MemoryNetwork.this.send(loop, here, new Endpoint(remote, remotePort), datagram.clone());
      }

      @Override
      public void close() {
        sockets.remove(here, bound);
      }
    };
  }

  private void send(Loop loop, Endpoint from, Endpoint to, byte[] datagram) {
    sent.incrementAndGet();
    var nat = nats.get(from.address);
    var shown = nat == null ? from : nat.outside(from);
    for (long delay : carrier.carry(from.address, to.address, datagram)) {
      loop.after(delay, () -> {
        var behind = nats.values().stream().flatMap(n -> n.inside(to).stream()).findFirst().orElse(to);
        var there = sockets.get(behind);
        if (there != null) there.loop.post(() -> deliver(shown, behind, datagram.clone()));
      });
    }
  }

  /** What stands between a box and the rest of the world. */
  static final class Nat {
    private final Map<Integer, Integer> ports = new ConcurrentHashMap<>();
    private final Address inside;
    private volatile Address outside;
    private int lastPort = 1023;

    private Nat(Address inside, Address outside) {
      this.inside = inside;
      this.outside = outside;
    }

    private Endpoint outside(Endpoint from) {
      return new Endpoint(outside, ports.computeIfAbsent(from.port, p -> ++lastPort));
    }

    private java.util.Optional<Endpoint> inside(Endpoint to) {
      return to.address.equals(outside) ? ports.entrySet().stream().filter(e -> e.getValue() == to.port).findFirst()
          .map(e -> new Endpoint(inside, e.getKey())) : java.util.Optional.empty();
    }

    /** It forgets all: other ports from now on, perhaps of another address. */
    void forget(Address now) {
      ports.clear();
      outside = now;
    }

    /** The ports that it gives out are higher than this one from now on. */
    void startAt(int port) {
      lastPort = port;
    }

    /** The port that others see of this one of the box behind it; 0 if there is none. */
    int port(int of) {
      return ports.getOrDefault(of, 0);
    }
  }

  /** From now on others see the box at the inside address under the outside one. */
  Nat nat(Address inside, Address outside) {
    var nat = new Nat(inside, outside);
    nats.put(inside, nat);
    return nat;
  }

  private void deliver(Endpoint from, Endpoint to, byte[] datagram) {
    var there = sockets.get(to);
    if (there == null) return;
    delivered.incrementAndGet();
    there.receiver.received(to.address, to.port, from.address, from.port, datagram);
  }

  /** Datagrams sent by all boxes so far. */
  public long sent() {
    return sent.get();
  }

  /** Datagrams that reached a socket so far, copies included. */
  public long delivered() {
    return delivered.get();
  }

  /** Sockets open now: leak tests ask. */
  public int sockets() {
    return sockets.size();
  }
}
