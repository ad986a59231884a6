package net.anotherbox.plane.config;

import java.util.List;
import java.util.Map;
import net.anotherbox.config.feature.Execution;
import net.anotherbox.config.grammar.Grammar;
import net.anotherbox.config.grammar.Mode;
import net.anotherbox.runtime.log.DebugFlag;
import net.anotherbox.runtime.log.Log;
import net.anotherbox.runtime.release.Catalogue;
import net.anotherbox.runtime.release.Personality;

/** What {@code debug tunnel} and {@code debug tunnel keepalive} tell. */
final class TunnelDebug {
  static final DebugFlag TUNNEL = new DebugFlag("tunnel", "Tunnel", "Tunnel Interface debugging");
  static final DebugFlag KEEPALIVE = new DebugFlag("tunnel keepalive", "Tunnel", "Tunnel keepalive debugging");
  static final List<DebugFlag> FLAGS = List.of(TUNNEL, KEEPALIVE);

  private static final int ENABLED = 15;

  private final Log log;
  private final Personality personality;
  private final Catalogue texts = Catalogue.load(TunnelDebug.class, "tunnel.msg");

  TunnelDebug(Log log, Personality personality) {
    this.log = log;
    this.personality = personality;
  }

  void declare(Grammar g) {
    String help = "Tunnel interface information";
    g.prefix(Mode.EXEC, "no", "Disable debugging informations");
    for (String way : List.of("debug", "undebug", "no debug")) {
      boolean on = way.equals("debug");
      g.prefix(Mode.EXEC, way, "Debugging functions (see also '" + (on ? "undebug" : "debug") + "')");
      g.prefix(Mode.EXEC, way + " tunnel", help);
      g.exec(way + " tunnel", x -> set(x, TUNNEL, on)).privilege(ENABLED);
      g.exec(way + " tunnel keepalive", x -> set(x, KEEPALIVE, on), "Tunnel keepalives").privilege(ENABLED);
    }
  }

  private void set(Execution x, DebugFlag flag, boolean on) {
    log.set(flag, on);
    x.print(flag.item() + (on ? " is on" : " is off") + "\n");
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
