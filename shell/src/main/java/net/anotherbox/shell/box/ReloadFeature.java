package net.anotherbox.shell.box;

import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZonedDateTime;
import java.util.Locale;
import java.util.Map;
import net.anotherbox.config.feature.Execution;
import net.anotherbox.config.feature.Feature;
import net.anotherbox.config.grammar.Grammar;
import net.anotherbox.config.grammar.Mode;
import net.anotherbox.runtime.log.Log;
import net.anotherbox.runtime.loop.Loop;
import net.anotherbox.runtime.loop.Timer;
import net.anotherbox.shell.output.Wording;

/** {@code reload}, now or later. */
final class ReloadFeature implements Feature {
  private static final int PRIVILEGED = 15;

  private final ConfigText text;
  private final CopyFeature copy;
  private final Reloader reloader;
  private final Loop loop;
  private final Log log;
  private final ClockFeature clock;
  private final Wording wording;
  private Timer timer;
  private long deadline;

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

  @Override
  public void declare(Grammar g) {
    g.prefix(Mode.EXEC, "reload", "Halt and perform a cold restart");
    g.exec("reload [LINE:reason]", x -> saveFirst(x, () -> now(x)), "Reason for reload").privilege(PRIVILEGED);
    g.type("hhh:mm", token -> token.matches("(\\d{1,3}:)?\\d{1,3}"));
    g.exec("reload in hhh:mm:delay [LINE:reason]", this::in, "Reload after a time interval",
        "Delay before reload (hh:mm or mm)",
        "Reason for reload").privilege(PRIVILEGED);
    g.exec("reload at hh:mm:time [LINE:reason]", this::at, "Reload at a specific time/date", "Time to reload (hh:mm)",
        "Reason for reload").privilege(PRIVILEGED);
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
      if (yes) reload(who(x));
      x.done();
    });
  }

  private static String who(Execution x) {
    return x.session().user().isEmpty() ? "console" : x.session().user();
  }

  private void reload(String who) {
    log.syslog("SYS", 5, "RELOAD", wording.say("reload-log", Map.of("who", who)));
    reloader.reload();
  }

  private void in(Execution x) {
    String[] p = x.command().required("delay").split(":");
    schedule(x, Duration.ofMinutes(p.length == 2 ? Long.parseLong(p[0]) * 60 + Long.parseLong(p[1]) : Long.parseLong(p[0])));
  }

  private void at(Execution x) {
    var zone = log.zone().offset(loop.clock().wall());
    ZonedDateTime now = loop.clock().wall().atZone(zone);
    ZonedDateTime then = LocalTime.parse(padded(x.command().required("time"))).atDate(LocalDate.from(now)).atZone(zone);
    schedule(x, Duration.between(now, then.isAfter(now) ? then : then.plusDays(1)));
  }

  private static String padded(String time) {
    return time.length() == 4 ? "0" + time : time;
  }

  private void schedule(Execution x, Duration delay) {
    saveFirst(x, () -> {
      long at = loop.clock().millis() + delay.toMillis();
      x.print(wording.say("reload-scheduled-for", Map.of("time", clock.said(loop.clock().wall().plus(delay)), "span",
          span(delay))) + "\n");
      x.confirm(wording.say("reload-question"), yes -> {
        if (yes) {
          if (timer != null) timer.cancel();
          deadline = at;
          String who = who(x);
          timer = loop.after(Math.max(0, at - loop.clock().millis()), () -> reload(who));
        }
        x.done();
      });
    });
  }

  private void cancel(Execution x) {
    if (timer == null) {
      x.print(wording.say("reload-none-pending") + "\n");
      return;
    }
    timer.cancel();
    timer = null;
    x.print(wording.say("reload-aborted") + "\n");
  }

  private void show(Execution x) {
    if (timer == null) {
      x.print(wording.say("reload-none") + "\n");
      return;
    }
    Duration left = Duration.ofMillis(deadline - loop.clock().millis());
    x.print(wording.say("reload-scheduled-for", Map.of("time", clock.said(loop.clock().wall().plus(left)), "span",
        span(left))) + "\n");
  }

  /** "1 hour and 5 minutes". */
  private static String span(Duration d) {
    long h = d.toHours();
    long m = d.toMinutesPart();
    if (h == 0) return Uptime.counted(m, "minute");
    return Uptime.counted(h, "hour") + (m == 0 ? "" : " and " + Uptime.counted(m, "minute"));
  }
}
