package net.anotherbox.crypto.ipsec.profile;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.anotherbox.runtime.value.Address;
import net.anotherbox.runtime.value.InterfaceName;

/**
 * What is configured to protect tunnels.
 *
 * @param profiles by name
 * @param tunnels in the order of their names
 * @param templates of interfaces that peers get when they call
 */
public record Protection(Map<String, IpsecProfile> profiles, List<ProtectedTunnel> tunnels, List<AccessTemplate> templates) {
  public static final Protection NONE = new Protection(Map.of(), List.of(), List.of());

  /** Whether there is anything to protect, now or when a peer calls. */
  public boolean isEmpty() {
    return tunnels.isEmpty() && templates.isEmpty();
  }

  /** The protected tunnel of that name. */
  public Optional<ProtectedTunnel> of(InterfaceName name) {
    return tunnels.stream().filter(t -> t.name().equals(name)).findFirst();
  }

  /** The first tunnel whose packets leave with this source. */
  public Optional<ProtectedTunnel> from(Address local) {
    return tunnels.stream().filter(t -> t.local().filter(local::equals).isPresent()).findFirst();
  }
}
