package net.anotherbox.plane.config;

import java.util.List;
import java.util.Map;
import net.anotherbox.runtime.log.DebugFlag;
import net.anotherbox.runtime.log.Log;
import net.anotherbox.runtime.release.Catalogue;
import net.anotherbox.runtime.release.Personality;

/** What {@code debug tunnel} and {@code debug tunnel keepalive} tell. */
final class TunnelDebug {
  static final DebugFlag TUNNEL = new DebugFlag("tunnel", "Tunnel", "Tunnel Interface debugging");
  static final DebugFlag KEEPALIVE = new DebugFlag("tunnel keepalive", "Tunnel", "Tunnel keepalive debugging");
  static final List<DebugFlag> FLAGS = List.of(TUNNEL, KEEPALIVE);

  private final Log log;
  private final Personality personality;
  private final Catalogue texts = Catalogue.load(TunnelDebug.class, "tunnel.msg");

  TunnelDebug(Log log, Personality personality) {
    this.log = log;
    this.personality = personality;
  }

  private void say(DebugFlag flag, String text, Map<String, ?> facts) {
    log.debug(flag, () -> texts.render(personality.release(), text, facts).orElse(""));
  }

  /** What keeps the line protocol down has changed. */
  void state(TunnelStanding t, TunnelStanding.Why now) {
    String why = now.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    say(TUNNEL, why, Map.of("interface", t.name, "local", t.local.map(Object::toString).orElse("0.0.0.0"), "remote",
        t.remote.map(Object::toString).orElse("0.0.0.0")));
  }

  void asking(TunnelStanding t) {
    if (t.local.isEmpty() || t.remote.isEmpty()) return;
    say(KEEPALIVE, "keepalive-sent", facts(t));
  }

  void answered(TunnelStanding t) {
    if (t.local.isEmpty() || t.remote.isEmpty()) return;
    say(KEEPALIVE, "keepalive-received", facts(t));
  }

  private static Map<String, ?> facts(TunnelStanding t) {
    return Map.of("interface", t.name, "local", t.local.get(), "remote", t.remote.get(), "length",
        t.tunnel.overhead() + (t.tunnel.key().isPresent() ? 28 : 24), "counter", t.unanswered);
  }
}
