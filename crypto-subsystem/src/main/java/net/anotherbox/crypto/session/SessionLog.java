package net.anotherbox.crypto.session;

import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import net.anotherbox.crypto.ipsec.sa.SaWatcher;
import net.anotherbox.crypto.trace.Facts;
import net.anotherbox.crypto.trace.Tracer;
import net.anotherbox.runtime.loop.Clock;
import net.anotherbox.runtime.value.Address;

/** Knows since when a session is up, and says when it goes up and down if it is to. Belongs to the control thread. */
public final class SessionLog implements SaWatcher {
  private record Ends(Address local, Address remote) {}

  private final Clock clock;
  private final Tracer tracer;
  private final Map<Ends, Long> since = new HashMap<>();
  private boolean logging;

  public SessionLog(Clock clock, Tracer tracer) {
    this.clock = clock;
    this.tracer = tracer;
  }

  /** {@code crypto logging session}. */
  public void logging(boolean on) {
    logging = on;
  }

  @Override
  public void up(Address local, Address remote, int port) {
    if (since.putIfAbsent(new Ends(local, remote), clock.millis()) == null) say("UP", local, remote, port);
  }

  @Override
  public void down(Address local, Address remote, int port) {
    if (since.remove(new Ends(local, remote)) != null) say("DOWN", local, remote, port);
  }

  private void say(String state, Address local, Address remote, int port) {
    if (logging) tracer.syslog(5, "SESSION_STATUS", Facts.of("state", state, "local", local, "remote", remote, "port", port,
        "id", remote));
  }

  /** How long it has been up; empty if it is not. */
  OptionalLong upMillis(Address local, Address remote) {
    Long at = since.get(new Ends(local, remote));
    return at == null ? OptionalLong.empty() : OptionalLong.of(clock.millis() - at);
  }
}
