package net.anotherbox.plane.linux;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import net.anotherbox.runtime.port.AddressTranslation;
import net.anotherbox.runtime.port.Ipv6Filter;
import net.anotherbox.runtime.port.PacketFilter;
import net.anotherbox.runtime.port.PortUnavailable;

/**
 * Access lists of interfaces and address translation by nftables. What a process that died has left stays in force until the
 * first call of either method replaces it; {@link #close} takes everything away. On the control thread.
 */
public final class LinuxPacketFilter implements PacketFilter, AddressTranslation, AutoCloseable {
  private final Nftables nft;
  private Map<String, String> counters = Map.of();
  private final Map<String, Long> earlier = new HashMap<>();
  private Tally tallied = new Tally(0, 0);
  private final Consumer<List<Overload>> listener;
  private boolean translating;
  private final LinuxIpv6Filter ipv6;

  /**
   * @param listener told each change of translations
   * @throws PortUnavailable without libnftables
   */
  public LinuxPacketFilter(Consumer<List<Overload>> listener) throws PortUnavailable {
    this.listener = listener;
    try {
      nft = new Nftables();
      ipv6 = new LinuxIpv6Filter(nft);
    } catch (OsError | UnsatisfiedLinkError e) {
      throw new PortUnavailable(e.getMessage());
    }
  }

  @Override
  public void filters(List<Chain> chains) throws PortUnavailable {
    Map<String, Long> until = matches();
    run(FilterRules.filter(chains));
    counters = FilterRules.counters(chains);
    earlier.putAll(until);
    earlier.keySet().retainAll(counters.keySet());
  }

  @Override
  public Optional<Ipv6Filter> forIpv6() {
    return Optional.of(ipv6);
  }

  @Override
  public void segments(Map<String, Integer> ipv4, Map<String, Integer> ipv6) throws PortUnavailable {
    run(FilterRules.segments(ipv4, ipv6));
  }

  @Override
  public Map<String, Long> matches() {
    var found = new HashMap<>(earlier);
    if (counters.isEmpty()) return found;
    try {
      Map<String, Long> now = FilterRules.packets(nft.run("list counters table " + FilterRules.FILTER));
      counters.forEach((id, name) -> found.merge(id, now.getOrDefault(name, 0L), Long::sum));
    } catch (OsError e) {
      // Somebody took the table away: what it had counted is lost, what was counted before is known.
      return found;
    }
    return found;
  }

  @Override
  public void translations(List<Overload> overloads) throws PortUnavailable {
    Tally until = tally();
    run(FilterRules.translation(overloads));
    tallied = until;
    listener.accept(overloads);
    translating = !overloads.isEmpty();
  }

  @Override
  public Tally tally() {
    if (!translating) return tallied;
    try {
      Map<String, Long> now = FilterRules.packets(nft.run("list counters table " + FilterRules.NAT));
      return new Tally(tallied.hits() + now.getOrDefault(FilterRules.HITS, 0L),
          tallied.misses() + now.getOrDefault(FilterRules.MISSES, 0L));
    } catch (OsError e) {
      return tallied;
    }
  }

  @Override
  public List<Active> active() {
    try (var connections = new Conntrack()) {
      return connections.translated();
    } catch (OsError e) {
      // Without the kernel's table of connections nothing can be translated either.
      return List.of();
    }
  }

  @Override
  public void forget(List<Active> translations) {
    try (var connections = new Conntrack()) {
      connections.end(translations);
    } catch (OsError e) {
      throw new IllegalStateException("connections: " + e.getMessage(), e);
    }
  }

  private void run(String commands) throws PortUnavailable {
    try {
      nft.run(commands);
    } catch (OsError e) {
      throw new PortUnavailable(e.getMessage());
    }
  }

  @Override
  public void close() {
    try {
      nft.run(FilterRules.filter(List.of()) + FilterRules.translation(List.of())
          + Ipv6FilterRules.filter(List.of(), List.of()) + FilterRules.segments(Map.of(), Map.of()));
    } catch (OsError e) {
      throw new IllegalStateException("the filter stays in the kernel: " + e.getMessage(), e);
    } finally {
      nft.close();
    }
  }
}
