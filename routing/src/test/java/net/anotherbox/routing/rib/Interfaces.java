package net.anotherbox.routing.rib;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import net.anotherbox.runtime.port.InterfaceTable;
import net.anotherbox.runtime.value.InterfaceName;
import net.anotherbox.runtime.value.Ipv4;
import net.anotherbox.runtime.value.Ipv6;

/** Interfaces as a test wishes them to be. */
final class Interfaces implements InterfaceTable {
  private final Map<InterfaceName, State> states = new TreeMap<>();
  private final Map<InterfaceName, List<Ipv6On>> ipv6 = new TreeMap<>();
  private final Map<InterfaceName, Ipv6> routers = new TreeMap<>();
  private final List<Runnable> listeners = new ArrayList<>();

  /** @param prefix "10.0.0.1/24", or null for an interface without address */
  void set(String name, String prefix, boolean up) {
    var n = InterfaceName.of(name);
    Optional<Ipv4> address = Optional.ofNullable(prefix).map(p -> Ipv4.of(p.split("/")[0]));
    int length = prefix == null ? 0 : Integer.parseInt(prefix.split("/")[1]);
    states.put(n, new State(n, Optional.of(n.brief().toLowerCase(java.util.Locale.ROOT)), address, length, true, up, 1500));
    listeners.forEach(Runnable::run);
  }

  void ipv6(String name, boolean tentative, String... addresses) {
    ipv6.put(InterfaceName.of(name), Stream.of(addresses).map(a -> new Ipv6On(Ipv6.of(a.substring(0, a.indexOf('/'))),
        Integer.parseInt(a.substring(a.indexOf('/') + 1)), tentative)).toList());
    listeners.forEach(Runnable::run);
  }

  @Override
  public List<Ipv6On> ipv6(InterfaceName name) {
    return ipv6.getOrDefault(name, List.of());
  }

  void router(String name, String address) {
    routers.put(InterfaceName.of(name), Ipv6.of(address));
    listeners.forEach(Runnable::run);
  }

  @Override
  public Optional<Ipv6> defaultRouter(InterfaceName name) {
    return Optional.ofNullable(routers.get(name));
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
    listeners.add(l);
  }
}
