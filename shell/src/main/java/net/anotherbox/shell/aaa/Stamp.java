package net.anotherbox.shell.aaa;

import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import net.anotherbox.runtime.log.Log;

/** A moment as messages about logins write it: "16:25:00 UTC Thu Feb 27 2003". */
final class Stamp {
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);
  private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("EEE MMM d yyyy", Locale.ROOT);

  private Stamp() {}

  static String of(Log log, Instant at) {
    var local = at.atOffset(log.zone().offset(at));
    return TIME.format(local) + " " + log.zone().name(at) + " " + DAY.format(local);
  }
}
