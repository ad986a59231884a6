package net.anotherbox.runtime.port;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Consumer;
import net.anotherbox.runtime.value.Ipv6;
import net.anotherbox.runtime.value.Ipv6Prefix;

/**
 * The kernel's IPv6, as far as it is ours. As with {@link KernelPort}, which this belongs to, everything is said as the
 * whole wish, with the names that links have in Linux, on the control thread.
 */
public interface Ipv6Port {
  /**
   * An address to be put on a link. @param anycast one of several routers': never a source, never asked whether it is
   * free
   */
  record Assigned(Ipv6 address, int prefixLength, boolean anycast) {}

  /** Whether a link makes itself addresses of what routers advertise on it, and whether one of those may be its default. */
  enum Autoconfiguration { NONE, ADDRESSES, ADDRESSES_AND_DEFAULT_ROUTE }

  /**
   * How IPv6 runs on a link.
   *
   * @param running false: it does not, the link has no address and takes no packet
   * @param addresses the link-local one first
   * @param mtu bytes, at least 1280; empty for the link's own
   * @param attempts how often is asked for each address whether somebody has it; 0 for never
   * @param manners how the link speaks with its neighbours
   */
  record Wish(boolean running, List<Assigned> addresses, Autoconfiguration autoconfiguration, OptionalInt mtu, int attempts,
      Manners manners) {
    public static final Wish OFF = new Wish(false, List.of(), Autoconfiguration.NONE, OptionalInt.empty(), 1);

    /** One with the usual manners. */
    public Wish(boolean running, List<Assigned> addresses, Autoconfiguration autoconfiguration, OptionalInt mtu, int attempts) {
      this(running, addresses, autoconfiguration, mtu, attempts, Manners.USUAL);
    }
  }

  /**
   * Numbers of neighbour discovery (RFC 4861 section 6.2.1) and of what is sent.
   *
   * @param reachableMillis how long a neighbour that was heard is taken to be there
   * @param retransmitMillis between two questions for a neighbour
   * @param hopLimit of packets of our own
   */
  record Manners(int reachableMillis, int retransmitMillis, int hopLimit) {
    public static final Manners USUAL = new Manners(30_000, 1_000, 64);
  }

  /** A neighbour that need not be asked for. @param mac six bytes */
  record Fixed(String link, Ipv6 address, byte[] mac) {
    @Override
    public boolean equals(Object o) {
      return o instanceof Fixed f && link.equals(f.link) && address.equals(f.address) && Arrays.equals(mac, f.mac);
    }

    @Override
    public int hashCode() {
      return address.hashCode();
    }
  }

  /**
   * An address as it stands on a link.
   *
   * @param tentative not to be used yet: it is being asked for whether somebody has it
   * @param duplicate not to be used: somebody has it
   * @param learned made of what a router advertises
   * @param validSeconds how long it holds; Long.MAX_VALUE for ever
   * @param preferredSeconds how long it is used for what is new
   */
  record OnLink(Ipv6 address, int prefixLength, boolean tentative, boolean duplicate, boolean learned, long validSeconds,
      long preferredSeconds) {}

  /**
   * A route of ours.
   *
   * @param nextHop {@link Ipv6#ANY} for a route that only names a link
   * @param link "" for a discard route (Null0)
   * @param metric the kernel's priority; lower wins
   */
  record Route(Ipv6Prefix prefix, Ipv6 nextHop, String link, int metric) {}

  /** What is known of a neighbour's reachability (RFC 4861 section 7.3.2). */
  enum Reachability { INCOMPLETE, REACHABLE, STALE, DELAY, PROBE }

  /**
   * A neighbour on a link. @param mac six bytes, or empty while it is asked for; @param ageMillis since it was last heard
   */
  record Neighbour(String link, Ipv6 address, byte[] mac, Reachability reachability, boolean fixed, long ageMillis) {}

  /** IPv6 of this link is exactly so from now on. Refusals come as reasons, per address; empty is success. */
  List<String> link(String link, Wish wish);

  /** What stands on the link, the learned ones included. */
  List<OnLink> addresses(String link);

  /** Called on the loop, with the link's name, when an address has come, has gone or has turned out free or taken. */
  void onAddressChange(Consumer<String> listener);

  /** Our routes are exactly these. Returns those the kernel refuses. */
  Collection<Route> routes(Collection<Route> wanted);

  Collection<Neighbour> neighbours();

  /** Forgets the neighbours on these links that were found by asking. */
  void forgetNeighbours(Collection<String> links);

  /** The neighbours that are known without being asked for are exactly these. Refusals come as reasons; empty is success. */
  default List<String> fixed(Collection<Fixed> wanted) {
    return List.of();
  }

  /** Whether packets are forwarded between links. */
  void forwarding(boolean on);

  /** What routers and hosts say to each other on the links. */
  default RouterMessages routerMessages() {
    return RouterMessages.NONE;
  }

  /** The kernel's own counters of IPv6, ICMPv6 and UDP over it, by their names in RFC 4293 ("Ip6InReceives"). */
  Map<String, Long> statistics();

  /** Where there is no IPv6: addresses are taken for granted, nothing passes. */
  Ipv6Port NONE = new Ipv6Port() {
    @Override
    public List<String> link(String link, Wish wish) {
      return List.of();
    }

    @Override
    public List<OnLink> addresses(String link) {
      return List.of();
    }

    @Override
    public void onAddressChange(Consumer<String> listener) {}

    @Override
    public Collection<Route> routes(Collection<Route> wanted) {
      return List.of();
    }

    @Override
    public Collection<Neighbour> neighbours() {
      return List.of();
    }

    @Override
    public void forgetNeighbours(Collection<String> links) {}

    @Override
    public void forwarding(boolean on) {}

    @Override
    public Map<String, Long> statistics() {
      return Map.of();
    }
  };
}
