package net.anotherbox.runtime.port;

import java.util.List;
import java.util.Map;
import net.anotherbox.runtime.port.PacketFilter.Direction;
import net.anotherbox.runtime.value.Ipv6Match;

/** The IPv6 access lists of interfaces, enforced on packets ({@code ipv6 traffic-filter}), and what is not to be sent. */
public interface Ipv6Filter {
  /** One condition and what becomes of packets that meet it. @param id what its packets are counted under */
  record Rule(String id, boolean permit, Ipv6Match match) {}

  /**
   * The rules of one link and direction: the first that matches decides. Where none does, neighbour solicitations and
   * advertisements pass, without which there is no IPv6 on a link, and nothing else.
   */
  record Chain(String link, Direction direction, List<Rule> rules) {}

  /** ICMPv6 messages of the box's own that are not to leave by a link. */
  record Silence(String link, boolean redirects, boolean unreachables) {}

  /** Exactly these are in force; packets of links and directions that are not among them pass. */
  void filters(List<Chain> chains, List<Silence> silences) throws PortUnavailable;

  /** Packets that each rule has decided about since it was put in, by {@link Rule#id}. */
  Map<String, Long> matches();
}
