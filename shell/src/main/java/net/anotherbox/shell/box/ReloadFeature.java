package net.anotherbox.shell.box;

import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import net.anotherbox.config.feature.Execution;
import net.anotherbox.config.feature.Feature;
import net.anotherbox.config.feature.Session;
import net.anotherbox.config.grammar.Grammar;
import net.anotherbox.config.grammar.Mode;
import net.anotherbox.runtime.log.Log;
import net.anotherbox.runtime.loop.Loop;
import net.anotherbox.runtime.loop.Timer;
import net.anotherbox.shell.output.Wording;

/** {@code reload}, now or later. Whoever sits at the box is told before a reload that was put off. */
final class ReloadFeature implements Feature {
  private static final int PRIVILEGED = 15;

  /** The prompt comes first. */
  private static final long TOLD_AFTER_MILLIS = 100;

  /** How long before the end it is said. */
  private static final List<Duration> WARNINGS =
      List.of(Duration.ofHours(1), Duration.ofMinutes(30), Duration.ofMinutes(5), Duration.ofMinutes(1));

  /** @param deadline milliseconds of the clock */
  private record Scheduled(long deadline, String by, Optional<String> reason, List<Timer> timers) {}

  private final ConfigText text;
  private final CopyFeature copy;
  private final Reloader reloader;
  private final Loop loop;
  private final Log log;
  private final ClockFeature clock;
  private final Wording wording;
  private BiConsumer<String, String> broadcast = (text, except) -> { };
  private Optional<Scheduled> scheduled = Optional.empty();

  ReloadFeature(ConfigText text, CopyFeature copy, Reloader reloader, Loop loop, Log log, ClockFeature clock,
      Wording wording) {
    this.text = text;
    this.copy = copy;
    this.reloader = reloader;
    this.loop = loop;
    this.log = log;
    this.clock = clock;
    this.wording = wording;
  }

  /** @param others how all sessions are told something but the one at the line that comes second */
  void tells(BiConsumer<String, String> others) {
    broadcast = others;
  }

  @Override
  public void declare(Grammar g) {
    g.prefix(Mode.EXEC, "reload", "Halt and perform a cold restart");
    g.exec("reload [LINE:reason]", x -> saveFirst(x, () -> now(x)), "Reason for reload").privilege(PRIVILEGED);
    g.type("hhh:mm", token -> token.matches("(\\d{1,3}:)?\\d{1,3}"));
    g.exec("reload in hhh:mm:delay [LINE:reason]", this::in, "Reload after a time interval",
        "Delay before reload (hh:mm or mm)", "Reason for reload").privilege(PRIVILEGED);
    g.exec("reload at hh:mm:time [{MONTH:month <1-31>:day|<1-31>:day MONTH:month}] [LINE:reason]", this::at,
        "Reload at a specific time/date", "Time to reload (hh:mm)", "Month of the year", "Day of the month",
        "Day of the month", "Month of the year", "Reason for reload").privilege(PRIVILEGED);
    g.exec("reload cancel", this::cancel, "Cancel pending reload").privilege(PRIVILEGED);
    g.exec("show reload", this::show, "Scheduled reload information");
  }

  private void saveFirst(Execution x, Runnable then) {
    if (!text.isModified()) {
      then.run();
      return;
    }
    x.ask(wording.say("reload-modified"), true, answer -> {
      String a = answer.strip().toLowerCase(Locale.ROOT);
      if (a.isEmpty() || !"yes".startsWith(a) && !"no".startsWith(a)) {
        x.print(wording.say("yes-or-no") + "\n");
        saveFirst(x, then);
        return;
      }
      if ("yes".startsWith(a)) copy.write(x);
      then.run();
    });
  }

  private void now(Execution x) {
    x.confirm(wording.say("reload-question"), yes -> {
      if (yes) reload(who(x.session()), x.session().line(), x.command().arg("reason"));
      x.done();
    });
  }

  /** "console", "ada on console", "ada on vty0 (10.0.0.7)". */
  private static String who(Session s) {
    boolean console = s.line().startsWith("con");
    String line = console ? "console" : s.line().replace(" ", "") + " (" + s.from() + ")";
    return s.user().isEmpty() ? line : s.user() + " on " + line;
  }

  private void reload(String who, String line, Optional<String> reason) {
    broadcast.accept(wording.say("reload-shutdown-now"), line);
    log.syslog("SYS", 5, "RELOAD", wording.say("reload-log", Map.of("who", who, "reason", reason(reason))));
    reloader.reload();
  }

  private String reason(Optional<String> given) {
    return given.orElseGet(() -> wording.say("reload-command"));
  }

  // ---- later ----

  private void in(Execution x) {
    String[] p = x.command().required("delay").split(":");
    var delay = Duration.ofMinutes(p.length == 2 ? Long.parseLong(p[0]) * 60 + Long.parseLong(p[1]) : Long.parseLong(p[0]));
    schedule(x, () -> delay);
  }

  private void at(Execution x) {
    var zone = log.zone().offset(loop.clock().wall());
    ZonedDateTime now = loop.clock().wall().atZone(zone);
    LocalTime time = LocalTime.parse(padded(x.command().required("time")));
    Optional<LocalDate> day = x.command().arg("month").flatMap(m -> clock.date(now.getYear(), m,
        x.command().required("day")));
    if (x.command().has("month") && day.isEmpty()) {
      x.invalid("day");
      return;
    }
    ZonedDateTime next = time.atDate(day.orElse(LocalDate.from(now))).atZone(zone);
    ZonedDateTime then = next.isAfter(now) ? next : day.isPresent() ? next.plusYears(1) : next.plusDays(1);
    // The question about saving takes its time, which does not make it later.
    schedule(x, () -> Duration.between(loop.clock().wall(), then.toInstant()));
  }

  private static String padded(String time) {
    return time.length() == 4 ? "0" + time : time;
  }

  /** @param delay asked for when nothing stands between it and the reload but the confirmation */
  private void schedule(Execution x, Supplier<Duration> delay) {
    saveFirst(x, () -> {
      var planned = new Scheduled(loop.clock().millis() + Math.max(0, delay.get().toMillis()), who(x.session()),
          x.command().arg("reason"),
          new ArrayList<>());
      x.print(said(planned, false));
      x.confirm(wording.say("reload-question"), yes -> {
        if (yes) set(planned);
        x.done();
      });
    });
  }

  private void set(Scheduled s) {
    forget();
    scheduled = Optional.of(s);
    long left = Math.max(0, s.deadline() - loop.clock().millis());
    for (Duration w : WARNINGS) if (w.toMillis() <= left) s.timers().add(loop.after(left - w.toMillis(), () ->
        broadcast.accept(wording.say("reload-shutdown-in", Map.of("left", clockwise(w))), "")));
    s.timers().add(loop.after(left, () -> reload(s.by(), "", s.reason())));
    String event = wording.say("reload-scheduled-log", Map.of("when", clock.seconds(loop.clock().wall().plusMillis(left)),
        "now", clock.seconds(loop.clock().wall()), "by", s.by(), "reason", reason(s.reason())));
    if (!event.isEmpty()) log.syslog("SYS", 5, "SCHEDULED_RELOAD", event);
  }

  private static String clockwise(Duration d) {
    return String.format("%d:%02d:%02d", d.toHours(), d.toMinutesPart(), d.toSecondsPart());
  }

  private void forget() {
    scheduled.ifPresent(s -> s.timers().forEach(Timer::cancel));
    scheduled = Optional.empty();
  }

  private void cancel(Execution x) {
    if (scheduled.isEmpty()) {
      x.print(wording.say("reload-none-pending") + "\n");
      return;
    }
    forget();
    loop.after(TOLD_AFTER_MILLIS, () -> {
      broadcast.accept(wording.say("reload-aborted"), "");
      String event = wording.say("reload-cancelled-log", Map.of("now", clock.seconds(loop.clock().wall())));
      if (!event.isEmpty()) log.syslog("SYS", 5, "SCHEDULED_RELOAD_CANCELLED", event);
    });
  }

  private void show(Execution x) {
    x.print(scheduled.map(s -> said(s, true)).orElseGet(() -> wording.say("reload-none") + "\n"));
  }

  private String said(Scheduled s, boolean exactly) {
    Duration left = Duration.ofMillis(s.deadline() - loop.clock().millis());
    String line = wording.say(log.synced() ? "reload-scheduled-for" : "reload-scheduled-in", Map.of("time",
        clock.seconds(loop.clock().wall().plus(left)), "span", span(left, exactly), "by", s.by()));
    String why = s.reason().isPresent() ? wording.say("reload-reason", Map.of("reason", s.reason().get()))
        : wording.say("reload-reason-default");
    return line + "\n" + (why.isEmpty() ? "" : why + "\n");
  }

  /** "1 hour and 5 minutes", and where it is exact "4 minutes and 12 seconds". */
  private static String span(Duration d, boolean exactly) {
    long h = d.toHours();
    long m = d.toMinutesPart();
    long s = d.toSecondsPart();
    if (h > 0) return Uptime.counted(h, "hour") + (m == 0 ? "" : " and " + Uptime.counted(m, "minute"));
    if (m > 0) return Uptime.counted(m, "minute") + (!exactly || s == 0 ? "" : " and " + Uptime.counted(s, "second"));
    return Uptime.counted(s, "second");
  }
}
