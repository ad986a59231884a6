package net.anotherbox.plane.config;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import net.anotherbox.runtime.port.Ipv6Port;
import net.anotherbox.runtime.port.RouterMessages;
import net.anotherbox.runtime.value.Ipv6;

/** IPv6 of links that exist in memory: addresses are tentative until a test says which are free. */
final class MemoryIpv6 implements Ipv6Port {
  /** What was sent to hosts and routers. */
  record Sent(String link, Ipv6 source, Ipv6 destination, byte[] message) {}

  final Map<String, Wish> wishes = new LinkedHashMap<>();
  final Map<String, List<OnLink>> standing = new LinkedHashMap<>();
  final List<Neighbour> neighbours = new ArrayList<>();
  final Map<String, Long> statistics = new LinkedHashMap<>();
  final List<Sent> sent = new ArrayList<>();
  List<Fixed> fixed = List.of();
  Optional<RouterMessages.Receiver> hears = Optional.empty();
  private final List<Consumer<String>> listeners = new ArrayList<>();

  @Override
  public List<String> link(String link, Wish wish) {
    wishes.put(link, wish);
    standing.put(link, wish.addresses().stream().map(a -> on(a.address(), a.prefixLength(), true, false)).toList());
    return List.of();
  }

  private static OnLink on(Ipv6 address, int length, boolean tentative, boolean duplicate) {
    return new OnLink(address, length, tentative, duplicate, false, Long.MAX_VALUE, Long.MAX_VALUE);
  }

  /** All addresses of the link turn out to be free but this one. */
  void settle(String link, Ipv6 taken) {
    standing.computeIfPresent(link, (l, all) -> all.stream()
        .map(a -> on(a.address(), a.prefixLength(), false, a.address().equals(taken))).toList());
    listeners.forEach(c -> c.accept(link));
  }

  @Override
  public List<OnLink> addresses(String link) {
    return standing.getOrDefault(link, List.of());
  }

  @Override
  public void onAddressChange(Consumer<String> listener) {
    listeners.add(listener);
  }

  @Override
  public Collection<Route> routes(Collection<Route> wanted) {
    return List.of();
  }

  @Override
  public Collection<Neighbour> neighbours() {
    return List.copyOf(neighbours);
  }

  @Override
  public void forgetNeighbours(Collection<String> links) {
    neighbours.removeIf(n -> links.contains(n.link()) && !n.fixed());
  }

  @Override
  public List<String> fixed(Collection<Fixed> wanted) {
    fixed = List.copyOf(wanted);
    return List.of();
  }

  @Override
  public RouterMessages routerMessages() {
    return new RouterMessages() {
      @Override
      public void listen(Receiver receiver) {
        hears = Optional.of(receiver);
      }

      @Override
      public boolean send(String link, Ipv6 source, Ipv6 destination, byte[] message) {
        sent.add(new Sent(link, source, destination, message));
        return true;
      }
    };
  }

  @Override
  public void forwarding(boolean on) {}

  @Override
  public Map<String, Long> statistics() {
    return Map.copyOf(statistics);
  }
}
