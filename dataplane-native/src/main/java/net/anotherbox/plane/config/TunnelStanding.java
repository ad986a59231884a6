package net.anotherbox.plane.config;

import java.util.Optional;
import net.anotherbox.runtime.log.TimestampStyle;
import net.anotherbox.runtime.loop.Clock;
import net.anotherbox.runtime.loop.Timer;
import net.anotherbox.runtime.port.TunnelPlane.Tunnel;
import net.anotherbox.runtime.value.Address;
import net.anotherbox.runtime.value.InterfaceName;

/** One tunnel as it stands at this moment. The control loop's. */
final class TunnelStanding {
  /** What keeps a tunnel's line protocol down, in the order in which it is asked. */
  enum Why { SHUTDOWN, NO_DEVICE, NOT_CARRIED, NO_SOURCE, SOURCE_DOWN, NO_DESTINATION, NO_ROUTE, RECURSIVE, KEEPALIVE,
      NO_SA, NOTHING }

  final InterfaceName name;
  final String device;
  InterfaceSettings settings;
  TunnelSettings tunnel;
  Optional<Address> local = Optional.empty();
  Optional<Address> remote = Optional.empty();
  Optional<InterfaceName> underlay = Optional.empty();
  int linkMtu = Tunnels.USUAL_MTU;

  /** Whether its device is there. */
  boolean made;
  Why why = Why.SHUTDOWN;

  /** Whether SAs stand for it. */
  boolean secured;

  /** Its destination was routed through itself; waits until this ends. */
  Optional<Timer> backOff = Optional.empty();

  /** Keepalives since the last that came back. */
  int unanswered;
  boolean silent;
  Optional<Timer> beat = Optional.empty();

  /** What a router on the path has said, bytes, or 0. */
  int pathMtu;
  Optional<Timer> aging = Optional.empty();
  long pathMtuUntil;
  private final Clock clock;

  /** What has been said of the line protocol: empty for nothing yet. */
  Optional<Boolean> said = Optional.empty();

  TunnelStanding(InterfaceName name, InterfaceSettings settings, Clock clock) {
    this.clock = clock;
    this.name = name;
    this.device = Tunnels.deviceName(name);
    this.settings = settings;
    this.tunnel = settings.tunnel().orElse(TunnelSettings.PLAIN);
  }

  /** How long what was learned of the path is believed, as "00:09:12". */
  String pathMtuExpires() {
    return TimestampStyle.uptime((pathMtuUntil - clock.millis()) / 1000);
  }

  boolean lineUp() {
    return why == Why.NOTHING;
  }

  /** Whether all but its SAs is there for it to come up. */
  boolean ready() {
    return why == Why.NOTHING || why == Why.NO_SA || why == Why.KEEPALIVE;
  }

  /** The longest packet that fits the path once it is wrapped, IPsec not counted. */
  int transportMtu() {
    return (pathMtu > 0 ? Math.min(pathMtu, linkMtu) : linkMtu) - tunnel.overhead();
  }

  Tunnel wanted() {
    int mtu = settings.ipMtu().orElse(transportMtu());
    var t = tunnel;
    boolean carried = t.mode() != TunnelSettings.Mode.OTHER;
    return new Tunnel(name, device, t.mode().encapsulation, t.mode().payload, carried ? local : Optional.empty(),
        t.pointToPoint() ? remote : Optional.empty(), t.key(), t.checksum(), t.sequence(), t.tos().orElse(-1),
        t.ttl().orElse(Tunnels.TTL), t.pathMtu(), mtu, linkMtu, t.protection().isPresent());
  }

  void stopTimers() {
    backOff.ifPresent(Timer::cancel);
    beat.ifPresent(Timer::cancel);
    aging.ifPresent(Timer::cancel);
    backOff = Optional.empty();
    beat = Optional.empty();
    aging = Optional.empty();
  }
}
