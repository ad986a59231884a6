package net.anotherbox.crypto.ipsec.sa;

import java.util.HashSet;
import java.util.Set;
import net.anotherbox.crypto.trace.Facts;
import net.anotherbox.crypto.trace.Tracer;
import net.anotherbox.runtime.value.Address;

/** {@code crypto logging session}: says when the first SA with a peer comes into force and when the last one has gone. */
final class SessionLog {
  private record Ends(Address local, Address remote) {}

  private final Tracer tracer;
  private final Set<Ends> up = new HashSet<>();
  private boolean on;

  SessionLog(Tracer tracer) {
    this.tracer = tracer;
  }

  void configure(boolean isOn) {
    on = isOn;
  }

  /** @param port UDP, as ISAKMP uses it; sas in force with this peer now */
  void changed(Address local, Address remote, int port, long sas) {
    var ends = new Ends(local, remote);
    boolean changes = sas > 0 ? up.add(ends) : up.remove(ends);
    if (changes && on)
      tracer.syslog(5, "SESSION_STATUS", Facts.of("state", sas > 0 ? "UP" : "DOWN", "remote", remote, "port", port));
  }
}
