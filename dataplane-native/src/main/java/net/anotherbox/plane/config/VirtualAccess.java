package net.anotherbox.plane.config;

import java.util.Optional;
import java.util.TreeMap;
import net.anotherbox.runtime.value.Address;
import net.anotherbox.runtime.value.InterfaceName;
import net.anotherbox.runtime.value.InterfaceName.Kind;
import org.pcollections.PSortedMap;

/** Interfaces that no line configures: each is made for a peer, after a template whose changes it follows. */
final class VirtualAccess {
  private record Clone(InterfaceName template, Address local, Address remote) {}

  private final TreeMap<InterfaceName, Clone> clones = new TreeMap<>();

  /** A new one. The number is the lowest that is free. */
  InterfaceName add(InterfaceSettings template, Address local, Address remote) {
    int n = 1;
    while (clones.containsKey(name(n))) n++;
    clones.put(name(n), new Clone(template.name(), local, remote));
    return name(n);
  }

  private static InterfaceName name(int n) {
    return new InterfaceName(Kind.Virtual_Access, String.valueOf(n));
  }

  Optional<InterfaceName> template(InterfaceName name) {
    return Optional.ofNullable(clones.get(name)).map(Clone::template);
  }

  void remove(InterfaceName name) {
    clones.remove(name);
  }

  /** What is configured and the clones of it; the same object if there are none. */
  PSortedMap<InterfaceName, InterfaceSettings> with(PSortedMap<InterfaceName, InterfaceSettings> configured) {
    var made = new TreeMap<InterfaceName, InterfaceSettings>();
    clones.forEach((name, c) -> Optional.ofNullable(configured.get(c.template())).ifPresent(t -> made.put(name,
        t.named(name, t.tunnel().map(s -> s.between(c.local(), c.remote()))))));
    return made.isEmpty() ? configured : configured.plusAll(made);
  }
}
