package net.anotherbox.plane.linux;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.anotherbox.runtime.port.Ipv6Filter;
import net.anotherbox.runtime.port.PortUnavailable;

/** IPv6 access lists by nftables, in a table of their own. What a process that died has left stays until the first call. */
final class LinuxIpv6Filter implements Ipv6Filter {
  private final Nftables nft;
  private Map<String, String> counters = Map.of();
  private final Map<String, Long> earlier = new HashMap<>();

  LinuxIpv6Filter(Nftables nft) {
    this.nft = nft;
  }

  @Override
  public void filters(List<Chain> chains, List<Silence> silences) throws PortUnavailable {
    Map<String, Long> until = matches();
    try {
      nft.run(Ipv6FilterRules.filter(chains, silences));
    } catch (OsError e) {
      throw new PortUnavailable(e.getMessage());
    }
    counters = Ipv6FilterRules.counters(chains);
    earlier.putAll(until);
    earlier.keySet().retainAll(counters.keySet());
  }

  @Override
  public Map<String, Long> matches() {
    var found = new HashMap<>(earlier);
    if (counters.isEmpty()) return found;
    try {
      Map<String, Long> now = FilterRules.packets(nft.run("list counters table " + Ipv6FilterRules.TABLE));
      counters.forEach((id, name) -> found.merge(id, now.getOrDefault(name, 0L), Long::sum));
    } catch (OsError e) {
      // Somebody took the table away: what it had counted is lost, what was counted before is known.
      return found;
    }
    return found;
  }
}
