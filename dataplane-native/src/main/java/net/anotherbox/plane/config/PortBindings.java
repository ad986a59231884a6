package net.anotherbox.plane.config;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import net.anotherbox.runtime.port.PortStore;
import net.anotherbox.runtime.value.InterfaceName;

/** Which Linux link stands behind which interface, as the administrator said it. Each link at most once. */
final class PortBindings {
  private final PortStore store;
  private final TreeMap<InterfaceName, String> links;

  PortBindings(PortStore store) {
    this.store = store;
    this.links = new TreeMap<>(store.load());
  }

  Optional<String> link(InterfaceName name) {
    return Optional.ofNullable(links.get(name));
  }

  Optional<InterfaceName> holder(String link) {
    return links.entrySet().stream().filter(e -> e.getValue().equals(link)).map(Map.Entry::getKey).findFirst();
  }

  Map<InterfaceName, String> all() {
    return Map.copyOf(links);
  }

  void bind(InterfaceName name, String link) {
    links.put(name, link);
    store.save(all());
  }

  void unbind(InterfaceName name) {
    links.remove(name);
    store.save(all());
  }
}
