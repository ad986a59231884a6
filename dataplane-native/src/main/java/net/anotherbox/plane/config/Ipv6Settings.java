package net.anotherbox.plane.config;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import net.anotherbox.runtime.port.Ipv6Port.Autoconfiguration;
import net.anotherbox.runtime.value.Ipv6;
import net.anotherbox.runtime.value.Ipv6Prefix;

/**
 * What the configuration says of IPv6 on one interface.
 *
 * @param enabled {@code ipv6 enable}
 * @param linkLocal the one configured; without it the interface makes one of its identifier
 * @param mtu bytes; empty for that of the link
 * @param attempts of duplicate address detection
 * @param filterIn name of the list that filters arriving packets
 * @param filterOut name of the list that filters leaving packets
 * @param advertisement what hosts on the link are told
 * @param maximumSegment bytes that TCP connections through the interface agree on at most; empty for no limit
 */
record Ipv6Settings(boolean enabled, Optional<Ipv6> linkLocal, List<Assigned> addresses, Autoconfiguration autoconfiguration,
    OptionalInt mtu, int attempts, boolean redirects, boolean unreachables, Optional<String> filterIn,
    Optional<String> filterOut, AdvertisementSettings advertisement, OptionalInt maximumSegment) {
  static final Ipv6Settings NONE = new Ipv6Settings(false, Optional.empty(), List.of(), Autoconfiguration.NONE,
      OptionalInt.empty(), 1, true, true, Optional.empty(), Optional.empty(), AdvertisementSettings.NONE,
      OptionalInt.empty());

  /**
   * An address as it is configured.
   *
   * @param eui64 its last 64 bits are the interface's identifier
   * @param general name of the prefix that it begins with, if it is written so
   */
  record Assigned(Ipv6 address, int length, boolean eui64, boolean anycast, Optional<String> general) {
    Ipv6Prefix prefix() {
      return new Ipv6Prefix(address, length);
    }

    Ipv6 of(long identifier) {
      return eui64 ? prefix().with(identifier) : address;
    }
  }

  /** Whether there is IPv6 on the interface at all. */
  boolean running() {
    return enabled || linkLocal.isPresent() || !addresses.isEmpty() || autoconfiguration != Autoconfiguration.NONE;
  }

  /** Whether it asks something of the packet filter. */
  boolean filtering() {
    return filterIn.isPresent() || filterOut.isPresent() || !redirects || !unreachables;
  }
}
