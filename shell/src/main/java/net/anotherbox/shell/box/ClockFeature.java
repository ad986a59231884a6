package net.anotherbox.shell.box;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import net.anotherbox.config.commit.Participant;
import net.anotherbox.config.feature.Execution;
import net.anotherbox.config.feature.Feature;
import net.anotherbox.config.grammar.Grammar;
import net.anotherbox.config.grammar.Line;
import net.anotherbox.config.grammar.Mode;
import net.anotherbox.config.tree.Entry;
import net.anotherbox.config.tree.Section;
import net.anotherbox.runtime.log.LocalZone;
import net.anotherbox.runtime.log.Log;
import net.anotherbox.runtime.loop.Clock;
import net.anotherbox.shell.output.Wording;

/**
 * The clock: the host's time, or what {@code clock set} made of it, in the zone that {@code clock timezone} and {@code
 * clock summer-time} name.
 */
final class ClockFeature implements Feature, Participant {
  private static final List<String> MONTHS = List.of("January", "February", "March", "April", "May", "June", "July",
      "August", "September",
      "October", "November", "December");
  private static final List<String> DAYS = List.of("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday",
      "Sunday");
  private static final DateTimeFormatter SHOWN = DateTimeFormatter.ofPattern("HH:mm:ss.SSS", Locale.ROOT);
  private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("EEE MMM d yyyy", Locale.ROOT);

  private final Clock clock;
  private final Log log;
  private final Wording wording;
  private Line timezone;
  private Line summer;

  ClockFeature(Clock clock, Log log, Wording wording) {
    this.clock = clock;
    this.log = log;
    this.wording = wording;
  }

  @Override
  public void declare(Grammar g) {
    g.type("hh:mm", token -> token.matches("([01]?\\d|2[0-3]):[0-5]\\d"));
    g.type("hh:mm:ss", token -> token.matches("([01]?\\d|2[0-3]):[0-5]\\d(:[0-5]\\d)?"));
    g.type("MONTH", new OneOf(MONTHS));
    g.type("DAY", new OneOf(DAYS));
    g.type("SIGNED", token -> token.matches("[+-]?\\d{1,2}"));
    g.prefix(Mode.CONFIG, "clock", "Configure time-of-day clock");
    timezone = g.line(Mode.CONFIG, "clock timezone WORD:name SIGNED:hours [<0-59>:minutes]", "Configure time zone",
        "name of time zone",
        "Hours offset from UTC, -23 to 23", "Minutes offset from UTC").slot("clock timezone").clearsOnNo().active()
        .printed("12.2 |clock timezone {name} {hours}{minutes-shown}|",
        "15.1 |clock timezone {name} {hours} {minutes-value}|")
        .rewrite(m -> m.has("name") ? m.with("minutes-value", m.arg("minutes").orElse("0"))
            .with("minutes-shown", m.arg("minutes").filter(x -> !x.equals("0")).map(x -> " " + x).orElse("")) : m)
        .check((s, m) -> m.negated() || Math.abs(Integer.parseInt(m.required("hours"))) <= 18 ? Optional.empty()
            : Optional.of(wording.say("zone-bad") + "\n"));
    summer = g.line(Mode.CONFIG,
        "clock summer-time WORD:name recurring [{<1-4>|first|last}:from-week DAY:from-day MONTH:from-month "
        + "hh:mm:from-time {<1-4>|first|last}:to-week DAY:to-day MONTH:to-month hh:mm:to-time [<1-1440>:offset]]",
        "Configure summer (daylight savings) time", "name of time zone in summer", "Configure recurring summer time",
        "Week number to start", "First week of the month", "Last week of the month", "Weekday to start", "Month to start",
        "Time to start (hh:mm)", "Week number to end", "First week of the month", "Last week of the month", "Weekday to end",
        "Month to end", "Time to end (hh:mm)", "Offset to add in minutes").slot("clock summer-time").clearsOnNo().active();
    g.line(Mode.CONFIG,
        "clock summer-time WORD:name date {MONTH:from-month <1-31>:from-day|<1-31>:from-day MONTH:from-month} "
        + "<1993-2035>:from-year hh:mm:from-time {MONTH:to-month <1-31>:to-day|<1-31>:to-day MONTH:to-month} "
        + "<1993-2035>:to-year hh:mm:to-time [<1-1440>:offset]",
        "Configure summer (daylight savings) time", "name of time zone in summer", "Configure absolute summer time",
        "Month to start", "Date to start", "Date to start", "Month to start", "Year to start", "Time to start (hh:mm)",
        "Month to end", "Date to end", "Date to end", "Month to end", "Year to end", "Time to end (hh:mm)",
        "Offset to add in minutes").slot("clock summer-time").clearsOnNo()
        .printed("12.2 |clock summer-time {name} date {from-month} {from-day} {from-year} {from-time} {to-month} {to-day} "
            + "{to-year} {to-time}{offset-shown}|")
        .rewrite(m -> m.has("name") ? m.with("offset-shown", m.arg("offset").filter(x -> !x.equals("60")).map(x -> " " + x)
            .orElse("")) : m)
        .partial("the summer time of one year is not kept: the zone's own time is told all the year");
    g.line(Mode.CONFIG, "clock calendar-valid", "Calendar time is authoritative").kept("the clock is the host's");
    g.exec("show clock [detail]:detail", this::show, "Display the system clock", "Display detailed information");
    g.exec("show calendar", x -> x.print(seconds(clock.machine()) + "\n"), "Display the hardware calendar");
    g.prefix(Mode.EXEC, "clock", "Manage the system clock");
    g.exec("clock read-calendar", x -> clock.ahead(Duration.ZERO),
        "Read the hardware calendar into the clock").privilege(15);
    g.exec("clock update-calendar", x -> {
      if (!clock.wall().truncatedTo(ChronoUnit.SECONDS).equals(clock.machine().truncatedTo(ChronoUnit.SECONDS))) {
        x.print(wording.say("clock-is-the-hosts") + "\n");
      }
    }, "Update the hardware calendar from the clock").privilege(15);
    g.exec("clock set hh:mm:ss:time {<1-31>:day MONTH:month|MONTH:month <1-31>:day} <1993-2035>:year", this::set,
        "Set the time and date", "Current Time", "Day of the month", "Month of the year", "Month of the year",
        "Day of the month",
        "Year").privilege(15);
  }

  /** A name that may be shortened to three letters, kept as those. */
  private record OneOf(List<String> names) implements net.anotherbox.config.grammar.ArgumentType {
    @Override
    public boolean accepts(String token) {
      return token.length() >= 3 && names.stream().anyMatch(n -> n.toLowerCase(Locale.ROOT)
          .startsWith(token.toLowerCase(Locale.ROOT)));
    }

    @Override
    public String canonical(String token) {
      return token.substring(0, 1).toUpperCase(Locale.ROOT) + token.substring(1, 3).toLowerCase(Locale.ROOT);
    }
  }

  @Override
  public void apply(Section before, Section now) {
    if (before.one(timezone).equals(now.one(timezone)) && before.one(summer).equals(now.one(summer))) return;
    log.zone(zone(now), log.synced());
  }

  private LocalZone zone(Section root) {
    ZoneOffset standard = root.one(timezone).map(e -> offset(e.required("hours"), e.required("minutes-value")))
        .orElse(ZoneOffset.UTC);
    String name = root.value(timezone, "name").orElse("UTC");
    return root.one(summer).<LocalZone>map(e -> new SummerTime(standard, name, e)).orElse(LocalZone.fixed(standard, name));
  }

  private static ZoneOffset offset(String hours, String minutes) {
    int seconds = Math.abs(Integer.parseInt(hours)) * 3600 + Integer.parseInt(minutes) * 60;
    return ZoneOffset.ofTotalSeconds(hours.startsWith("-") ? -seconds : seconds);
  }

  /** Standard time, and summer time between two moments of each year. Without moments: those of the United States. */
  private record SummerTime(ZoneOffset standard, String name, Entry rule) implements LocalZone {
    private Instant moment(String which, int year) {
      if (rule.arg(which + "-day").isEmpty()) {
        LocalDateTime us = which.equals("from") ? at(year, 3, "2", "Sun", "2:00") : at(year, 11, "1", "Sun", "2:00");
        return us.toInstant(which.equals("from") ? standard : summer());
      }
      int month = 1 + index(MONTHS, rule.required(which + "-month"));
      LocalDateTime t = at(year, month, rule.required(which + "-week"), rule.required(which + "-day"),
          rule.required(which + "-time"));
      return t.toInstant(which.equals("from") ? standard : summer());
    }

    private static int index(List<String> names, String shortName) {
      return names.indexOf(names.stream().filter(n -> n.startsWith(shortName)).findFirst().orElseThrow());
    }

    private static LocalDateTime at(int year, int month, String week, String day, String time) {
      DayOfWeek d = DayOfWeek.of(1 + index(DAYS, day));
      int[] hm = Arrays.stream(time.split(":")).mapToInt(Integer::parseInt).toArray();
      var first = java.time.LocalDate.of(year, month, 1);
      var date = week.equals("last") ? first.with(TemporalAdjusters.lastInMonth(d))
          : first.with(TemporalAdjusters.dayOfWeekInMonth(week.equals("first") ? 1 : Integer.parseInt(week), d));
      return LocalDateTime.of(date, LocalTime.of(hm[0], hm[1]));
    }

    ZoneOffset summer() {
      int minutes = rule.arg("offset").map(Integer::parseInt).orElse(60);
      return ZoneOffset.ofTotalSeconds(standard.getTotalSeconds() + minutes * 60);
    }

    /** When it begins or ends next. */
    Instant next(String which, Instant after) {
      int year = after.atOffset(standard).getYear();
      Instant at = moment(which, year);
      return at.isAfter(after) ? at : moment(which, year + 1);
    }

    private boolean isSummer(Instant at) {
      int year = at.atOffset(standard).getYear();
      Instant from = moment("from", year);
      Instant to = moment("to", year);
      return from.isBefore(to) ? !at.isBefore(from) && at.isBefore(to) : !at.isBefore(from) || at.isBefore(to);
    }

    @Override
    public ZoneOffset offset(Instant at) {
      return isSummer(at) ? summer() : standard;
    }

    @Override
    public String name(Instant at) {
      return isSummer(at) ? rule.required("name") : name;
    }
  }

  /** Sets the box's own time of day, in its zone. The machine's stays as it is, and is what the box starts with. */
  private void set(Execution x) {
    var m = x.command();
    Optional<LocalDate> day = date(Integer.parseInt(m.required("year")), m.required("month"), m.required("day"));
    if (day.isEmpty()) {
      x.invalid("day");
      return;
    }
    int[] hms = Arrays.stream((m.required("time") + ":0").split(":")).mapToInt(Integer::parseInt).toArray();
    LocalDateTime local = day.get().atTime(hms[0], hms[1], hms[2]);
    Instant before = clock.wall();
    // the offset of summer is known of a moment, and the moment by its offset: the second guess is right
    Instant guess = local.toInstant(log.zone().offset(before));
    Instant at = local.toInstant(log.zone().offset(guess));
    clock.ahead(Duration.between(clock.machine(), at));
    log.syslog("SYS", 6, "CLOCKUPDATE", wording.say("clock-updated", Map.of("before", seconds(before), "after", seconds(at),
        "by", Who.configured(x.session()))));
  }

  private void show(Execution x) {
    x.print(wording.say("clock-line", Map.of("mark", log.synced() ? "" : "*", "time", said(clock.wall()))) + "\n");
    if (!x.command().has("detail")) return;
    x.print(wording.say("clock-source") + "\n");
    if (log.zone() instanceof SummerTime s) {
      Instant now = clock.wall();
      x.print(wording.say("summer-starts", Map.of("time", seconds(s.next("from", now), s.standard(), s.name())))
          + "\n" + wording.say("summer-ends", Map.of("time", seconds(s.next("to", now), s.summer(),
          s.rule().required("name")))) + "\n");
    }
  }

  /** "18:57:38.347 UTC Mon Oct 19 2015". */
  String said(Instant at) {
    var local = at.atOffset(log.zone().offset(at));
    return SHOWN.format(local) + " " + log.zone().name(at) + " " + DATE.format(local);
  }

  private static String seconds(Instant at, ZoneOffset offset, String zone) {
    var local = at.atOffset(offset);
    return DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT).format(local) + " " + zone + " " + DATE.format(local);
  }

  /** The same without the fraction: "18:57:38 UTC Mon Oct 19 2015". */
  String seconds(Instant at) {
    return said(at).replaceFirst("\\.\\d{3}", "");
  }

  /** A day by its month's short name, or empty if the month has no such day. */
  Optional<LocalDate> date(int year, String month, String day) {
    int m = 1 + MONTHS.indexOf(MONTHS.stream().filter(n -> n.startsWith(month)).findFirst().orElseThrow());
    int d = Integer.parseInt(day);
    return d <= YearMonth.of(year, m).lengthOfMonth() ? Optional.of(LocalDate.of(year, m, d))
        : Optional.empty();
  }
}
