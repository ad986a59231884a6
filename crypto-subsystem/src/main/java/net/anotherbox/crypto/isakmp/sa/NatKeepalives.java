package net.anotherbox.crypto.isakmp.sa;

import java.util.HashMap;
import java.util.Map;
import net.anotherbox.runtime.loop.Timer;
import net.anotherbox.runtime.value.Address;

/**
 * {@code crypto isakmp nat keepalive}: as long as there is anything in force with a peer, and this end is behind the NAT, a
 * byte goes to it at this interval.
 */
final class NatKeepalives {
  private record Ends(Address local, Address remote, int port) {}

  private final Ground ground;
  private final IkeEngine engine;
  private final Map<Ends, Timer> timers = new HashMap<>();

  NatKeepalives(Ground ground, IkeEngine engine) {
    this.ground = ground;
    this.engine = engine;
  }

  /** An SA has come into force. */
  void begin(IsakmpSa sa) {
    if (sa.facts().behindNat() && engine.liveness().natKeepaliveSeconds() > 0)
      timers.computeIfAbsent(new Ends(sa.local(), sa.remote(), sa.facts().remotePort()), this::set);
  }

  private Timer set(Ends e) {
    int seconds = Math.max(1, engine.liveness().natKeepaliveSeconds());
    return ground.loop().after(seconds * 1000L, () -> send(e));
  }

  private void send(Ends e) {
    timers.remove(e);
    boolean inForce = ground.ipsec().pairsWith(e.remote) > 0 || ground.table().with(e.local, e.remote).stream()
        .anyMatch(IsakmpSa::usable);
    if (!inForce || engine.liveness().natKeepaliveSeconds() == 0) return;
    ground.sockets().keepAwake(e.local, e.remote, e.port);
    timers.put(e, set(e));
  }

  void close() {
    timers.values().forEach(Timer::cancel);
    timers.clear();
  }
}
