package net.anotherbox.crypto.ipsec.sa;

import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import net.anotherbox.crypto.trace.Behaviour;
import net.anotherbox.runtime.port.RoutingTable;
import net.anotherbox.runtime.port.RoutingTable.Injected;
import net.anotherbox.runtime.value.Ipv4;

/**
 * Reverse route injection: routes to what the peers of an entry protect. Up to 12.4 those of an entry with an access list
 * stand as long as it does; later ones, and those of dynamic maps, as long as there are SAs, unless the line says
 * {@code static}.
 */
final class ReverseRoutes {
  private final RoutingTable routes;
  private final Behaviour behaviour;
  private Set<Injected> last = Set.of();

  ReverseRoutes(RoutingTable routes, Behaviour behaviour) {
    this.routes = routes;
    this.behaviour = behaviour;
  }

  /** Idents or SAs have come or gone. */
  void update(IdentTable idents) {
    var now = new LinkedHashSet<Injected>();
    for (Ident i : idents.all()) route(i).ifPresent(now::add);
    if (now.equals(last)) return;
    last = now;
    routes.inject(now);
  }

  private Optional<Injected> route(Ident i) {
    var wish = i.entry().terms().reverseRoute();
    if (wish.isEmpty() || i.isTemplate() || !(i.remoteProxy().address() instanceof Ipv4)) return Optional.empty();
    // A tunnel is for everything unless its peer has asked for less: that much is routed to it.
    if (i.isTunnel()) return i.newest().isEmpty() || i.remoteProxy().prefixLength() == 0 ? Optional.empty()
        : Optional.of(new Injected(i.remoteProxy().prefix(), i.interfaces().getFirst(), wish.get().tag()));
    boolean always = wish.get().always() || i.dynamic().isEmpty() && behaviour.is("reverse-route-always");
    if (!always && i.newest().isEmpty()) return Optional.empty();
    var peer = i.newest().map(p -> p.sas().remote()).orElseGet(i::peer);
    var hop = wish.get().nextHop().or(() -> peer instanceof Ipv4 p ? Optional.of(p) : Optional.empty());
    return hop.map(h -> new Injected(i.remoteProxy().prefix(), h, wish.get().tag()));
  }
}
