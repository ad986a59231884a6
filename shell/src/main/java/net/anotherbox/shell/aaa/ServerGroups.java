package net.anotherbox.shell.aaa;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import net.anotherbox.runtime.log.Log;
import net.anotherbox.runtime.loop.Loop;
import net.anotherbox.runtime.value.Address;
import net.anotherbox.shell.output.Wording;

/** Asks the servers of a group one after another until one answers; those that do not are passed over for a while. */
final class ServerGroups {
  /** One question to one server. */
  interface Question {
    ServerAnswer ask(AaaServer server, Optional<Address> source);
  }

  private final Loop loop;
  private final Log log;
  private final Wording wording;
  private final Function<String, Optional<Address>> addressOf;
  /** Until when servers are passed over, by the clock's milliseconds. */
  private final Map<String, Long> dead = new ConcurrentHashMap<>();

  /** @param addressOf asked from any thread */
  ServerGroups(Loop loop, Log log, Wording wording, Function<String, Optional<Address>> addressOf) {
    this.loop = loop;
    this.log = log;
    this.wording = wording;
    this.addressOf = addressOf;
  }

  ServerAnswer ask(List<AaaServer> servers, int deadSeconds, Question question) {
    for (AaaServer s : living(servers)) {
      Optional<Address> source = s.sourceInterface().isEmpty() ? Optional.empty() : addressOf.apply(s.sourceInterface());
      ServerAnswer a = question.ask(s, source);
      boolean silent = a instanceof ServerAnswer.Silence;
      mark(s, silent, deadSeconds);
      if (!silent) return a;
    }
    return new ServerAnswer.Silence();
  }

  /** Those not known to be dead; all of them if none is left. */
  private List<AaaServer> living(List<AaaServer> servers) {
    long now = loop.clock().millis();
    var alive = new ArrayList<AaaServer>();
    for (AaaServer s : servers) if (dead.getOrDefault(s.toString(), Long.MIN_VALUE) <= now) alive.add(s);
    return alive.isEmpty() ? servers : alive;
  }

  private void mark(AaaServer s, boolean silent, int deadSeconds) {
    boolean radius = s.protocol() == AaaServer.Protocol.RADIUS;
    if (silent) {
      if (deadSeconds > 0) dead.put(s.toString(), loop.clock().millis() + deadSeconds * 1000L);
      if (radius) say("RADIUS", 4, "RADIUS_DEAD", "radius-dead", s);
    } else if (dead.remove(s.toString()) != null && radius) {
      say("RADIUS", 6, "SERVERALIVE", "radius-alive", s);
    }
  }

  private void say(String facility, int severity, String mnemonic, String message, AaaServer s) {
    String text = wording.say(message, Map.of("address", s.address(), "port", s.port(), "accounting", s.accountingPort()));
    loop.post(() -> log.syslog(facility, severity, mnemonic, text));
  }
}
