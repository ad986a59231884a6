package net.anotherbox.runtime.port;

import java.util.Collection;
import java.util.Optional;
import net.anotherbox.runtime.value.Address;
import net.anotherbox.runtime.value.InterfaceName;
import net.anotherbox.runtime.value.Ipv4;
import net.anotherbox.runtime.value.Ipv4Prefix;
import net.anotherbox.runtime.value.Ipv6;

/** The routing table as those see it who add routes to it. Called on the control thread. */
public interface RoutingTable {
  /**
   * A route that no line of the configuration makes. It counts as a static one.
   *
   * @param nextHop empty for a route into a tunnel
   * @param out the tunnel's interface
   * @param tag 0 for none
   */
  record Injected(Ipv4Prefix prefix, Optional<Ipv4> nextHop, Optional<InterfaceName> out, long tag) {
    public Injected(Ipv4Prefix prefix, Ipv4 nextHop, long tag) {
      this(prefix, Optional.of(nextHop), Optional.empty(), tag);
    }

    public Injected(Ipv4Prefix prefix, InterfaceName out, long tag) {
      this(prefix, Optional.empty(), Optional.of(out), tag);
    }
  }

  /** Exactly these are in the table from now on, as long as their next hops can be reached. */
  void inject(Collection<Injected> routes);

  /** The neighbour to whom a packet for this address goes: itself, if it is on a link; empty if there is no way. */
  Optional<Ipv4> neighbour(Ipv4 destination);

  /**
   * The interface by which a packet for this address leaves; empty if there is no way, or if the way ends in Null0.
   */
  default Optional<InterfaceName> out(Address destination) {
    return Optional.empty();
  }

  /** Called on the loop after the table has changed. */
  default void onChange(Runnable listener) {}

  /** The same for IPv6, for addresses that are good beyond their link. */
  default Optional<Ipv6> neighbour(Ipv6 destination) {
    return Optional.empty();
  }

  /** Where nothing is routed. */
  RoutingTable NONE = new RoutingTable() {
    @Override
    public void inject(Collection<Injected> routes) {}

    @Override
    public Optional<Ipv4> neighbour(Ipv4 destination) {
      return Optional.empty();
    }
  };
}
