package net.anotherbox.routing.rib;

import java.util.List;
import java.util.Optional;
import net.anotherbox.runtime.value.InterfaceName;
import net.anotherbox.runtime.value.Ipv6;
import net.anotherbox.runtime.value.Ipv6Prefix;

/**
 * The route of one prefix in the IPv6 table.
 *
 * @param distance administrative distance
 * @param paths at least one, in the order of configuration
 */
public record Ipv6Route(Ipv6Prefix prefix, Source source, int distance, List<Path> paths) {
  /** Where a route comes from: ND is a router that has advertised itself. */
  public enum Source { CONNECTED, LOCAL, ND, STATIC }

  /**
   * One way to the prefix, as configured and as it comes out.
   *
   * @param gateway the neighbour that packets go to, after recursion; empty on a link of its own
   * @param leaves the interface that they leave by; empty if they are discarded
   * @param link its Linux name; "" discards
   */
  public record Path(Optional<Ipv6> nextHop, Optional<InterfaceName> out, Optional<Ipv6> gateway,
      Optional<InterfaceName> leaves, String link) {}

  /** {@code ipv6 route}. It names a next hop, an interface, or both. @param distance 1 to 254 */
  public record Static(Ipv6Prefix prefix, Optional<InterfaceName> out, Optional<Ipv6> nextHop, int distance) {
    boolean discards() {
      return out.filter(o -> o.kind() == InterfaceName.Kind.Null).isPresent();
    }
  }
}
