package net.anotherbox.runtime.port;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.anotherbox.runtime.value.PacketMatch;

/** The access lists of interfaces, enforced on packets ({@code ip access-group}). */
public interface PacketFilter {
  enum Direction {
    /** Packets that arrive by the link, for the box itself as well. */
    IN,
    /** Packets that are forwarded out by the link; the box's own are not filtered. */
    OUT
  }

  /**
   * One condition and what becomes of packets that meet it.
   *
   * @param id what its packets are counted under, e.g. "Firewall 20"; several rules may share one
   */
  record Rule(String id, boolean permit, PacketMatch match) {}

  /**
   * The rules of one link and direction: the first that matches decides, no match denies. Never empty.
   *
   * @param decrypted whether packets that the link's crypto map has decrypted are held against them as well, of those that
   *     arrive
   */
  record Chain(String link, Direction direction, List<Rule> rules, boolean decrypted) {
    /** One that meets packets as they stand on the wire. */
    public Chain(String link, Direction direction, List<Rule> rules) {
      this(link, direction, rules, false);
    }
  }

  /** The filters in force are exactly these; packets of links and directions that are not among them pass. */
  void filters(List<Chain> chains) throws PortUnavailable;

  /**
   * TCP connections that are opened across these links, in either direction, agree on segments no longer than this
   * ({@code ip tcp adjust-mss}, {@code ipv6 tcp adjust-mss}): bytes by link, and none for others.
   */
  default void segments(Map<String, Integer> ipv4, Map<String, Integer> ipv6) throws PortUnavailable {}

  /** Packets that each rule has decided about since it was put in, by {@link Rule#id}. */
  Map<String, Long> matches();

  /** The same for IPv6, or empty where nothing enforces it. */
  default Optional<Ipv6Filter> forIpv6() {
    return Optional.empty();
  }
}
