package net.anotherbox.plane.config;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import net.anotherbox.runtime.log.Log;
import net.anotherbox.runtime.port.InterfaceTable.State;
import net.anotherbox.runtime.port.PacketFilter;
import net.anotherbox.runtime.port.PortUnavailable;

/** What {@code ip tcp adjust-mss} asks of the packet filter. */
final class SegmentLimits {
  private final Interfaces interfaces;
  private final Optional<PacketFilter> filter;
  private final Log log;
  private Map<String, Integer> inForce;

  SegmentLimits(Interfaces interfaces, Optional<PacketFilter> filter, Log log) {
    this.interfaces = interfaces;
    this.filter = filter;
    this.log = log;
  }

  /** Brings the limits in line with the interfaces, if anything has changed. */
  void enforce() {
    if (filter.isEmpty()) return;
    var wanted = new TreeMap<String, Integer>();
    for (InterfaceSettings s : interfaces.settings()) s.maximumSegment().ifPresent(bytes -> interfaces.state(s.name())
        .flatMap(State::linuxName).ifPresent(link -> wanted.put(link, bytes)));
    if (wanted.equals(inForce)) return;
    try {
      filter.get().segments(wanted);
      inForce = wanted;
    } catch (PortUnavailable e) {
      log.syslog("PORT", 3, "FILTER", interfaces.text("segments-refused", Map.of("reason", e.getMessage())));
    }
  }
}
