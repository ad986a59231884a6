package net.anotherbox.crypto.trace;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import net.anotherbox.runtime.log.Log;
import net.anotherbox.runtime.loop.Clock;
import net.anotherbox.runtime.release.Catalogue;
import net.anotherbox.runtime.release.Personality;

/** Says what happens, in the words of the release: debugs and syslog messages. Belongs to the control thread. */
public final class Tracer {
  private static final Map<Switch, Catalogue> CATALOGUES = new EnumMap<>(Switch.class);
  private static final Map<Switch, Set<String>> ERRORS = new EnumMap<>(Switch.class);
  private static final Catalogue SYSLOG = Catalogue.load(Tracer.class, "syslog.msg");
  private static final Catalogue ENDINGS = Catalogue.load(Tracer.class, "endings.msg");
  private static final int MOST_LIMITS = 100;

  static {
    for (Switch s : Switch.values()) {
      CATALOGUES.put(s, Catalogue.load(Tracer.class, s.file()));
      ERRORS.put(s, Set.copyOf(s.errorMessages()));
    }
  }

  private final Log log;
  private final Clock clock;
  private final Personality personality;
  private final Conditions conditions = new Conditions();
  private final Map<String, Long> lastSaid = new HashMap<>();

  public Tracer(Log log, Clock clock, Personality personality) {
    this.log = log;
    this.clock = clock;
    this.personality = personality;
  }

  /**
   * A debug message; nothing is rendered unless its switch is on, or that for errors if it is about one, and the conditions
   * let it pass: they look at the facts "remote", "local", "conn", "spi", which therefore belong to every message.
   */
  public void debug(Switch on, String message, Map<String, ?> facts) {
    boolean whole = log.isOn(on.flag());
    if (!whole && !(ERRORS.get(on).contains(message) && errorsOn(on)) || !conditions.pass(on, facts)) return;
    log.debug(whole ? on.flag() : on.errorFlag().orElseThrow(),
        () -> CATALOGUES.get(on).render(personality.release(), message, facts).orElse(null));
  }

  private boolean errorsOn(Switch s) {
    return s.errorFlag().filter(log::isOn).isPresent();
  }

  /** Why something ends, in the release's words. */
  public String words(Ending why) {
    return ENDINGS.render(personality.release(), why.name(), Map.of()).orElse("");
  }

  /** Whether a message of this kind may be shown at all. */
  public boolean isOn(Switch s) {
    return log.isOn(s.flag()) || errorsOn(s);
  }

  /** Which messages are shown of those that are switched on. */
  public Conditions conditions() {
    return conditions;
  }

  /** {@code %CRYPTO-severity-MNEMONIC}; the mnemonic is also the text's name in the catalogue. */
  public void syslog(int severity, String mnemonic, Map<String, ?> facts) {
    SYSLOG.render(personality.release(), mnemonic, facts).ifPresent(t -> log.syslog("CRYPTO", severity, mnemonic, t));
  }

  /** The same, but at most once a second for each mnemonic and subject: peers can cause as many as they like. */
  public void limitedSyslog(int severity, String mnemonic, Object subject, Map<String, ?> facts) {
    String key = mnemonic + " " + subject;
    long now = clock.millis();
    Long last = lastSaid.get(key);
    if (last != null && now - last < 1000) return;
    if (lastSaid.size() >= MOST_LIMITS) lastSaid.values().removeIf(at -> now - at >= 1000);
    if (lastSaid.size() >= MOST_LIMITS) return;
    lastSaid.put(key, now);
    syslog(severity, mnemonic, facts);
  }
}
