package net.anotherbox.routing.rib;

import java.util.Optional;
import net.anotherbox.runtime.value.InterfaceName;
import net.anotherbox.runtime.value.Ipv4;
import net.anotherbox.runtime.value.Ipv4Prefix;

/**
 * {@code ip route}. It names a next hop, an interface, or both.
 *
 * @param distance administrative distance, 1 to 255; 255 is never used
 */
public record StaticRoute(Ipv4Prefix prefix, Optional<InterfaceName> out, Optional<Ipv4> nextHop, int distance) {
  boolean discards() {
    return out.filter(o -> o.kind() == InterfaceName.Kind.Null).isPresent();
  }
}
