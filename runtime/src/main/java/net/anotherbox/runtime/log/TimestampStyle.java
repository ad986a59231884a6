package net.anotherbox.runtime.log;

import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.TextStyle;
import java.util.Locale;

/**
 * How messages are stamped: {@code service timestamps debug|log …}.
 *
 * @param kind none, uptime or date and time
 * @param millis with {@code msec}
 * @param localtime with {@code localtime}; else UTC
 * @param showTimezone with {@code show-timezone}
 * @param year with {@code year}
 */
public record TimestampStyle(Kind kind, boolean millis, boolean localtime, boolean showTimezone, boolean year) {
  public enum Kind { NONE, UPTIME, DATETIME }

  public static final TimestampStyle NONE = new TimestampStyle(Kind.NONE, false, false, false, false);
  public static final TimestampStyle UPTIME = new TimestampStyle(Kind.UPTIME, false, false, false, false);

  /**
   * The prefix of a message, its colon and blank included.
   *
   * @param synced whether the clock is known to be right; else a "*" goes before a date
   * @param uptimeMillis milliseconds since the box started
   */
  public String prefix(Instant now, LocalZone zone, boolean synced, long uptimeMillis) {
    return switch (kind) {
      case NONE -> "";
      case UPTIME -> uptime(uptimeMillis / 1000) + ": ";
      case DATETIME -> {
        var at = now.atOffset((localtime ? zone : LocalZone.UTC).offset(now));
        var out = new StringBuilder(synced ? "" : "*");
        out.append(at.getMonth().getDisplayName(TextStyle.SHORT, Locale.ROOT)).append(' ');
        out.append(String.format("%2d", at.getDayOfMonth())).append(' ');
        if (year) out.append(at.getYear()).append(' ');
        out.append(DateTimeFormatter.ofPattern(millis ? "HH:mm:ss.SSS" : "HH:mm:ss", Locale.ROOT).format(at));
        if (showTimezone) out.append(' ').append((localtime ? zone : LocalZone.UTC).name(now));
        yield out.append(": ").toString();
      }
    };
  }

  /** "00:27:07", "1d03h", "2w1d": how IOS writes a span of time. */
  public static String uptime(long seconds) {
    long h = seconds / 3600;
    if (h < 24) return String.format("%02d:%02d:%02d", h, seconds / 60 % 60, seconds % 60);
    long d = h / 24;
    if (d < 7) return d + "d" + String.format("%02dh", h % 24);
    return d / 7 + "w" + d % 7 + "d";
  }
}
