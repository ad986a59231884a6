package net.anotherbox.shell.box;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import net.anotherbox.config.commit.RollbackStore;
import net.anotherbox.config.commit.RollbackStore.Pending;
import net.anotherbox.config.feature.Session;
import net.anotherbox.runtime.log.Log;
import net.anotherbox.runtime.loop.Loop;
import net.anotherbox.runtime.loop.Timer;
import net.anotherbox.shell.output.Wording;

/**
 * The change that goes back by itself unless it is confirmed. It needs nobody's session. The old configuration and the
 * deadline, a time of day, are in nvram from before the change: a box that was killed meanwhile goes back when its time has
 * come, or at once if it is over. A clean end withdraws it: what comes then is the startup-config.
 */
final class Rollback {
  private static final long WARNING = Duration.ofMinutes(1).toMillis();

  private final RollbackStore store;
  private final Replacement replacement;
  private final Loop loop;
  private final Log log;
  private final Function<Instant, String> clock;
  private final Wording wording;
  private Optional<Pending> pending = Optional.empty();
  private Function<String, OptionalLong> idleMillis = line -> OptionalLong.empty();
  private Timer timer;
  private Timer warning;

  /** @param clock how a moment is written */
  Rollback(RollbackStore store, Replacement replacement, Loop loop, Log log, Function<Instant, String> clock,
      Wording wording) {
    this.store = store;
    this.replacement = replacement;
    this.loop = loop;
    this.log = log;
    this.clock = clock;
    this.wording = wording;
  }

  /** @param of how long nobody has pressed a key at a line ("console", "vty0"); empty if nobody is there */
  void idle(Function<String, OptionalLong> of) {
    idleMillis = of;
  }

  Optional<Pending> pending() {
    return pending;
  }

  String said(Instant at) {
    return clock.apply(at);
  }

  /** After a boot: goes on where a killed process stopped. */
  void resume() {
    pending = store.pending();
    pending.ifPresent(p -> {
      syslog("RESUMED", Map.of("url", p.called(), "at", clock.apply(p.deadline())));
      schedule(p);
    });
  }

  /** From here on the way back is sure. Durable when it returns. @param user as the journal names him */
  void begin(Session by, String user, int minutes, boolean idle, String called, String before) {
    Instant now = loop.clock().wall();
    var p = new Pending(now, now.plus(Duration.ofMinutes(minutes)), minutes, idle, user, called, before);
    store.pending(p);
    pending = Optional.of(p);
    syslog("BACKUP", Map.of("url", called));
    started(by, p);
    schedule(p);
  }

  private void started(Session by, Pending p) {
    syslog(p.idle() ? "START_IDLETIMER" : "START_ABSTIMER", Map.of("user", Who.parse(p.user()).user(), "level",
        by.privilege(),
        "url", p.called(), "minutes", p.minutes()));
  }

  private void schedule(Pending p) {
    if (timer != null) timer.cancel();
    if (warning != null) warning.cancel();
    long left = Math.max(0, Duration.between(loop.clock().wall(), p.deadline()).toMillis());
    timer = loop.after(left, () -> expired(p));
    if (left >= WARNING) warning = loop.after(left - WARNING, () -> warn(p));
  }

  private void warn(Pending p) {
    if (goesOn(p)) return;
    syslog(p.idle() ? "WARNING_IDLETIMER" : "WARNING_ABSTIMER", Map.of("url", p.called()));
  }

  private void expired(Pending p) {
    if (goesOn(p)) return;
    now(p.user());
  }

  /** Goes back. @return what a terminal is told about it */
  String now(String user) {
    Pending p = pending.orElseThrow();
    syslog("ROLLBACK_START", Map.of("url", p.called()));
    Replacement.Result r = replacement.replace(p.text(), user);
    boolean whole = r.isWhole();
    settle();
    String result = whole ? wording.say("rollback-done", Map.of("passes", r.passes()))
        : r.refusal().orElse("") + wording.say("rollback-aborted", Map.of("passes", Math.max(1, r.passes())));
    if (!whole) syslog("ROLLBACK_FAILED", Map.of("url", p.called()));
    else syslog("ROLLBACK_DONE", Map.of("url", p.called()));
    return result + "\n";
  }

  void confirm(Session by) {
    syslog("CONFIRM", Map.of("user", by.user().isEmpty() ? "console" : by.user()));
    settle();
  }

  /** Other terms for what is pending. */
  void again(Session by, int minutes, boolean idle) {
    Pending p = pending.orElseThrow();
    Instant now = loop.clock().wall();
    renew(new Pending(now, now.plus(Duration.ofMinutes(minutes)), minutes, idle, p.user(), p.called(), p.text()));
    started(by, pending.orElseThrow());
  }

  /** Where idleness counts: whoever began has pressed a key since, and the time goes on from there. */
  private boolean goesOn(Pending p) {
    if (!p.idle()) return false;
    OptionalLong idle = idleMillis.apply(Who.parse(p.user()).line());
    Instant deadline = idle.isEmpty() ? p.deadline()
        : loop.clock().wall().minusMillis(idle.getAsLong()).plus(Duration.ofMinutes(p.minutes()));
    if (!deadline.isAfter(p.deadline())) return false;
    renew(new Pending(p.since(), deadline, p.minutes(), true, p.user(), p.called(), p.text()));
    return true;
  }

  /** Somebody has typed a line: where idleness counts, the time begins anew. */
  void busy() {
    pending.filter(Pending::idle).ifPresent(p -> renew(new Pending(p.since(),
        loop.clock().wall().plus(Duration.ofMinutes(p.minutes())), p.minutes(), true, p.user(), p.called(), p.text())));
  }

  private void renew(Pending p) {
    store.pending(p);
    pending = Optional.of(p);
    schedule(p);
  }

  /** There is nothing to go back from any more. */
  void settle() {
    store.settled();
    pending = Optional.empty();
    if (timer != null) timer.cancel();
    if (warning != null) warning.cancel();
  }

  private void syslog(String what, Map<String, ?> facts) {
    log.syslog("ARCHIVE_DIFF", 5, "ROLLBK_CNFMD_CHG_" + what,
        wording.say("rollback-log-" + what.toLowerCase(java.util.Locale.ROOT).replace('_', '-'), facts));
  }
}
