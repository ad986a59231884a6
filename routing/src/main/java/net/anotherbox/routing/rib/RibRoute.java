package net.anotherbox.routing.rib;

import java.util.List;
import java.util.Optional;
import net.anotherbox.runtime.value.InterfaceName;
import net.anotherbox.runtime.value.Ipv4;
import net.anotherbox.runtime.value.Ipv4Prefix;

/**
 * The route of one prefix in the table.
 *
 * @param distance administrative distance
 * @param paths at least one, in the order of configuration
 */
public record RibRoute(Ipv4Prefix prefix, Source source, int distance, List<Path> paths) {
  /** Where a route comes from. LOCAL are the box's own addresses. */
  public enum Source { CONNECTED, LOCAL, STATIC }

  /**
   * One way to the prefix, as configured and as it comes out.
   *
   * @param gateway the neighbour that packets go to, after recursion; empty on a link of its own
   * @param link Linux name; "" discards
   */
  public record Path(Optional<Ipv4> nextHop, Optional<InterfaceName> out, Optional<Ipv4> gateway, String link) {}
}
