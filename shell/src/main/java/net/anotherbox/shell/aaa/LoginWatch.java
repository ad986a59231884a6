package net.anotherbox.shell.aaa;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import net.anotherbox.runtime.log.Log;
import net.anotherbox.runtime.loop.Loop;
import net.anotherbox.runtime.value.Address;
import net.anotherbox.runtime.value.Ipv4;
import net.anotherbox.runtime.value.Ipv6;
import net.anotherbox.shell.line.LineEditor;
import net.anotherbox.shell.output.Wording;
import net.anotherbox.shell.session.Caller;
import net.anotherbox.shell.session.LineName;

/**
 * Counts logins, reports them, delays those that fail, and shuts the virtual terminals for a while when too many do.
 * Never the console. Belongs to the control thread. What it remembers of callers is bounded: whoever guesses names cannot
 * fill it.
 */
final class LoginWatch {
  /** What {@code show login failures} keeps. */
  static final int REMEMBERED = 50;
  private static final long MINUTE = 60_000;
  private static final int PENALTY_SECONDS = 15;
  private static final int LONGEST_SHOWN = 64;

  /** What the configuration says about logins. All in seconds; 0 for what is not configured. */
  record Settings(int block, int attempts, int within, int delay, Optional<String> quietList, int failuresLogged,
      int successesLogged, int rate, boolean rateLogged) {
    static final Settings NONE = new Settings(0, 0, 0, 0, Optional.empty(), 0, 0, 0, false);

    int delayInForce() {
      return delay > 0 ? delay : block > 0 ? 1 : 0;
    }
  }

  /** Failures of one name from one place. */
  record Failed(String user, String from, int port) {}

  /** @param last the latest */
  record Count(int times, Instant last) {}

  /** Where the rest of the box comes in. */
  interface Outside {
    Settings settings();

    boolean permits(String list, Address from, int port);
  }

  private final Loop loop;
  private final Log log;
  private final Wording words;
  private final Outside outside;
  private final Deque<Long> window = new ArrayDeque<>();
  private final Map<LineName, Deque<Long>> byLine = new HashMap<>();
  private final LinkedHashMap<Failed, Count> failures = new LinkedHashMap<>();
  /** By the clock's milliseconds; 0, which is never later than now, while it is not quiet. */
  private long quietUntil;
  private long total;
  private long failuresSince;
  private long successesSince;

  LoginWatch(Loop loop, Log log, Wording words, Outside outside) {
    this.loop = loop;
    this.log = log;
    this.words = words;
    this.outside = outside;
  }

  // ---- quiet mode ----

  /** Seconds of quiet mode left, 0 if it is not on. */
  long quietSeconds() {
    long left = quietUntil - loop.clock().millis();
    return left <= 0 ? 0 : (left + 999) / 1000;
  }

  /** Whether somebody may not even try. */
  boolean refuses(Caller caller) {
    if (quietSeconds() == 0 || caller.by() == Caller.Transport.CONSOLE) return false;
    Optional<String> list = outside.settings().quietList();
    return list.isEmpty() || !address(caller.from()).map(a -> outside.permits(list.get(), a,
        caller.localPort())).orElse(false);
  }

  static Optional<Address> address(String text) {
    int zone = text.indexOf('%');
    String bare = zone < 0 ? text : text.substring(0, zone);
    return Ipv4.parse(bare).<Address>map(a -> a).or(() -> Ipv6.parse(bare).map(a -> a));
  }

  private void quiet(Settings s, Caller caller, String user) {
    long now = loop.clock().millis();
    long left = window.isEmpty() ? 0 : Math.max(0, s.within() - (now - window.getFirst()) / 1000);
    quietUntil = now + s.block() * 1000L;
    window.clear();
    log.syslog("SEC_LOGIN", 1, "QUIET_MODE_ON", words.say("quiet-on", Map.of("left", left, "user", user,
        "from", from(caller), "port", caller.localPort(), "list", s.quietList().orElse("sl_def_acl"), "time", now())));
    long until = quietUntil;
    loop.after(s.block() * 1000L, () -> {
      if (quietUntil == until) log.syslog("SEC_LOGIN", 5, "QUIET_MODE_OFF", words.say("quiet-off", Map.of("time", now())));
    });
  }

  /** {@code no login block-for} while it is quiet. */
  void settle() {
    if (outside.settings().block() > 0 || quietSeconds() == 0) return;
    quietUntil = 0;
    log.syslog("SEC_LOGIN", 5, "QUIET_MODE_OFF", words.say("quiet-off-cleared",
        Map.of("what", "Login Quiet Mode was disabled", "time", now())));
  }

  // ---- what happened ----

  /** @return seconds for which the caller is to be held up */
  int happened(Caller caller, String typed, boolean in) {
    Settings s = outside.settings();
    String user = shown(typed);
    if (in) {
      if (s.successesLogged() > 0 && ++successesSince >= s.successesLogged()) {
        successesSince = 0;
        log.syslog("SEC_LOGIN", 5, "LOGIN_SUCCESS", words.say("login-success", facts(caller, user)));
      }
      return 0;
    }
    total++;
    remember(new Failed(user, from(caller), caller.localPort()));
    if (s.failuresLogged() > 0 && ++failuresSince >= s.failuresLogged()) {
      failuresSince = 0;
      log.syslog("SEC_LOGIN", 4, "LOGIN_FAILED", words.say("login-failed", facts(caller, user)));
    }
    boolean console = caller.by() == Caller.Transport.CONSOLE;
    if (s.block() > 0 && !console && quietSeconds() == 0) {
      count(window, s.within() * 1000L);
      if (window.size() >= s.attempts()) quiet(s, caller, user);
    }
    return s.delayInForce() + penalty(s, caller);
  }

  private int penalty(Settings s, Caller caller) {
    if (s.rate() == 0) return 0;
    Deque<Long> line = byLine.computeIfAbsent(caller.line(), k -> new ArrayDeque<>());
    count(line, MINUTE);
    if (line.size() < s.rate()) return 0;
    line.clear();
    if (s.rateLogged()) {
      log.syslog("LOGIN", 3, "TOOMANY_AUTHFAILS", words.say("too-many", Map.of("line", caller.line().number())));
    }
    return PENALTY_SECONDS;
  }

  private void count(Deque<Long> times, long within) {
    long now = loop.clock().millis();
    while (!times.isEmpty() && times.getFirst() <= now - within) times.removeFirst();
    times.addLast(now);
  }

  private void remember(Failed f) {
    Count before = failures.remove(f);
    failures.put(f, new Count(before == null ? 1 : before.times + 1, loop.clock().wall()));
    Iterator<Failed> oldest = failures.keySet().iterator();
    if (failures.size() > REMEMBERED) {
      oldest.next();
      oldest.remove();
    }
  }

  private Map<String, Object> facts(Caller caller, String user) {
    return Map.of("user", user, "from", from(caller), "port", caller.localPort(), "time", now());
  }

  private static String from(Caller c) {
    return c.from().isEmpty() ? "LOCAL" : c.from();
  }

  private String now() {
    return Stamp.of(log, loop.clock().wall());
  }

  /**
   * A name as it may stand in a message: whoever logs in chooses it, and must not write to the log or its readers'
   * screens.
   */
  static String shown(String name) {
    var out = new StringBuilder();
    for (int i = 0; i < name.length() && out.length() < LONGEST_SHOWN; i++) {
      char c = name.charAt(i);
      out.append(c >= 127 && c < 160 ? "." : c == '\t' ? "^I" : LineEditor.visible(c));
    }
    return out.toString();
  }

  // ---- for the shows ----

  long total() {
    return total;
  }

  int inWindow() {
    trim();
    return window.size();
  }

  /** Seconds until the oldest failure counts no more; the whole window if there is none. */
  long windowSeconds() {
    trim();
    int within = outside.settings().within();
    return window.isEmpty() ? within : Math.max(0, within - (loop.clock().millis() - window.getFirst()) / 1000);
  }

  private void trim() {
    long from = loop.clock().millis() - outside.settings().within() * 1000L;
    while (!window.isEmpty() && window.getFirst() <= from) window.removeFirst();
  }

  /** Oldest first. */
  Map<Failed, Count> failures() {
    return failures;
  }

  Settings settings() {
    return outside.settings();
  }
}
