package net.anotherbox.routing.rib;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import net.anotherbox.runtime.port.InterfaceTable;
import net.anotherbox.runtime.value.InterfaceName;
import net.anotherbox.runtime.value.Ipv4;

/** Interfaces as a test wishes them to be. */
final class Interfaces implements InterfaceTable {
  private final Map<InterfaceName, State> states = new TreeMap<>();
  private Runnable listener = () -> {};

  /** @param prefix "10.0.0.1/24", or null for an interface without address */
  void set(String name, String prefix, boolean up) {
    var n = InterfaceName.of(name);
    Optional<Ipv4> address = Optional.ofNullable(prefix).map(p -> Ipv4.of(p.split("/")[0]));
    int length = prefix == null ? 0 : Integer.parseInt(prefix.split("/")[1]);
    states.put(n, new State(n, Optional.of(n.brief().toLowerCase(java.util.Locale.ROOT)), address, length, true, up, 1500));
    listener.run();
  }

  @Override
  public Optional<State> state(InterfaceName name) {
    return Optional.ofNullable(states.get(name));
  }

  @Override
  public Collection<State> all() {
    return states.values();
  }

  @Override
  public void onChange(Runnable l) {
    listener = l;
  }
}
