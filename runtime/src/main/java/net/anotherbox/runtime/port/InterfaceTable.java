package net.anotherbox.runtime.port;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import net.anotherbox.runtime.value.InterfaceName;
import net.anotherbox.runtime.value.Ipv4;
import net.anotherbox.runtime.value.Ipv6;

/** The box's interfaces as they stand at this moment: what routing and crypto need to know of them. */
public interface InterfaceTable {
  /**
   * One interface.
   *
   * @param linuxName the link behind it, or empty while the port is not bound
   * @param address primary address, if any
   * @param prefixLength of that address
   * @param adminUp not {@code shutdown}
   * @param lineUp administratively up, bound, and the kernel sees a carrier
   * @param mtu IP MTU in bytes
   */
  record State(InterfaceName name, Optional<String> linuxName, Optional<Ipv4> address, int prefixLength, boolean adminUp,
      boolean lineUp, int mtu) {}

  Optional<State> state(InterfaceName name);

  /** In the order of {@code show ip interface brief}. */
  Collection<State> all();

  /** An IPv6 address of an interface. @param tentative while duplicate address detection has not spoken for it */
  record Ipv6On(Ipv6 address, int prefixLength, boolean tentative) {}

  /** IPv6 addresses of an interface: global ones in the order of the configuration, then the link-local one. */
  default List<Ipv6On> ipv6(InterfaceName name) {
    return List.of();
  }

  /**
   * The router on an interface's link that it takes for its default, having heard that one advertise; if it may have one.
   */
  default Optional<Ipv6> defaultRouter(InterfaceName name) {
    return Optional.empty();
  }

  /** Whether the interface borrows its address from another ({@code ip unnumbered}): no network is connected by it. */
  default boolean isUnnumbered(InterfaceName name) {
    return false;
  }

  /** Whether an address is one of the box's own primary ones. */
  default boolean owns(Ipv4 address) {
    return all().stream().anyMatch(s -> s.address().filter(address::equals).isPresent());
  }

  /** The same of an IPv6 address, whether the interface is up or not. */
  default boolean owns(Ipv6 address) {
    return all().stream().anyMatch(s -> ipv6(s.name()).stream().anyMatch(a -> a.address().equals(address)));
  }

  /** Called on the loop after any of them has changed. */
  void onChange(Runnable listener);
}
