package net.anotherbox.plane.config;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.function.Function;
import net.anotherbox.runtime.log.Log;
import net.anotherbox.runtime.port.InterfaceTable.State;
import net.anotherbox.runtime.port.PacketFilter;
import net.anotherbox.runtime.port.PortUnavailable;

/** What {@code ip tcp adjust-mss} and {@code ipv6 tcp adjust-mss} ask of the packet filter. */
final class SegmentLimits {
  private final Interfaces interfaces;
  private final Optional<PacketFilter> filter;
  private final Log log;
  private final Ipv6Interfaces ipv6;
  private Optional<Limits> inForce = Optional.empty();

  /** Bytes by link. */
  private record Limits(Map<String, Integer> ipv4, Map<String, Integer> ipv6) {}

  SegmentLimits(Interfaces interfaces, Ipv6Interfaces ipv6, Optional<PacketFilter> filter, Log log) {
    this.interfaces = interfaces;
    this.ipv6 = ipv6;
    this.filter = filter;
    this.log = log;
  }

  /** Brings the limits in line with the interfaces, if anything has changed. */
  void enforce() {
    if (filter.isEmpty()) return;
    var wanted = new Limits(limits(InterfaceSettings::maximumSegment),
        limits(s -> ipv6.settings(s.name()).maximumSegment()));
    if (inForce.equals(Optional.of(wanted))) return;
    try {
      filter.get().segments(wanted.ipv4, wanted.ipv6);
      inForce = Optional.of(wanted);
    } catch (PortUnavailable e) {
      log.syslog("PORT", 3, "FILTER", interfaces.text("segments-refused", Map.of("reason", e.getMessage())));
    }
  }

  private Map<String, Integer> limits(Function<InterfaceSettings, OptionalInt> of) {
    var found = new TreeMap<String, Integer>();
    for (InterfaceSettings s : interfaces.settings()) of.apply(s).ifPresent(bytes -> interfaces.state(s.name())
        .flatMap(State::linuxName).ifPresent(link -> found.put(link, bytes)));
    return found;
  }
}
