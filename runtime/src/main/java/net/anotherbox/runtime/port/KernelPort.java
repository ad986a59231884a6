package net.anotherbox.runtime.port;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import net.anotherbox.runtime.value.Ipv4;
import net.anotherbox.runtime.value.Ipv4Prefix;

/**
 * The kernel's links, addresses and routes, as far as they are ours. Everything is said as the whole wish ("these are the
 * addresses"), and the implementation makes the difference; what others put there stays untouched. Linux names throughout.
 */
public interface KernelPort extends AutoCloseable {
  /**
   * A link as the kernel sees it.
   *
   * @param up administratively up
   * @param carrier the line is there (IFF_LOWER_UP)
   * @param mac six bytes, or empty
   */
  record Link(String name, int index, boolean up, boolean carrier, int mtu, byte[] mac) {}

  /** An address on a link. @param primary false for a "secondary" one */
  record LinkAddress(Ipv4 address, int prefixLength, boolean primary) {}

  /**
   * A route of ours.
   *
   * @param nextHop null for a route that only names a link
   * @param link null if the kernel is to find it through the next hop; "" for a discard route (Null0)
   * @param metric the kernel's priority; lower wins
   */
  record Route(Ipv4Prefix prefix, Ipv4 nextHop, String link, int metric) {}

  /** Counters of a link since it exists. */
  record LinkCounters(long packetsIn, long bytesIn, long errorsIn, long dropsIn, long multicastIn, long packetsOut,
      long bytesOut, long errorsOut, long dropsOut, long collisions) {}

  /**
   * A host on one of the links, as ARP knows it.
   *
   * @param mac six bytes, or empty while it is asked for
   * @param ageMillis since it was last heard
   */
  record Neighbour(String link, Ipv4 address, byte[] mac, long ageMillis) {}

  /** Links of this network namespace. */
  List<Link> links();

  /** One of them. */
  default Optional<Link> link(String name) {
    return links().stream().filter(l -> l.name().equals(name)).findFirst();
  }

  /** Called on the loop whenever a link appears, changes or goes ({@code index} 0 for gone). */
  void onLinkChange(Consumer<Link> listener);

  /** Sets a link up or down. What it was before our first touch is put back by {@link #close}. */
  void admin(String link, boolean up);

  void mtu(String link, int mtu);

  /** Our addresses on this link are exactly these. Refusals come as reasons, per address; empty is success. */
  List<String> addresses(String link, List<LinkAddress> wanted);

  /** Gives a link back: our addresses go, and its state and MTU are what they were before our first touch. */
  default void release(String link) {
    addresses(link, List.of());
  }

  /**
   * Makes a link without hardware that carries nothing (for Loopback interfaces); exists until dropped or {@link #close}.
   */
  void addLoopback(String link) throws PortUnavailable;

  void dropLoopback(String link);

  /** Our IPv4 routes are exactly these. Returns those the kernel refuses (next hop not reachable yet). */
  Collection<Route> routes(Collection<Route> wanted);

  LinkCounters counters(String link);

  /** Counters of IPv4, ICMP, UDP and TCP since the machine began, by Linux' names with their family: "IpInReceives". */
  default Map<String, Long> statistics() {
    return Map.of();
  }

  /** The hosts that ARP has found or is asking for, on all links. A network without ARP has none. */
  default Collection<Neighbour> neighbours() {
    return List.of();
  }

  /** Forgets what ARP has found on these links. */
  default void forgetNeighbours(Collection<String> links) {}

  /** Whether packets are forwarded between links (net.ipv4.ip_forward). */
  void forwarding(boolean on);

  /** The same for IPv6. */
  default Ipv6Port ipv6() {
    return Ipv6Port.NONE;
  }

  /** Withdraws all that is ours and puts back what we found. */
  @Override
  void close();
}
