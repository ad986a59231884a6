package net.anotherbox.shell.box;

import java.util.ArrayList;

/** Spans of time in IOS's words. */
final class Uptime {
  private static final long[] MINUTES = {60 * 24 * 7 * 52, 60 * 24 * 7, 60 * 24, 60};
  private static final String[] UNITS = {"year", "week", "day", "hour"};

  private Uptime() {}

  /** "4 weeks, 2 days, 56 minutes": units of which there are none are left out, minutes never. */
  static String said(long millis) {
    long minutes = millis / 60_000;
    var parts = new ArrayList<String>();
    for (int i = 0; i < UNITS.length; i++) {
      long n = minutes / MINUTES[i];
      minutes %= MINUTES[i];
      if (n > 0) parts.add(counted(n, UNITS[i]));
    }
    parts.add(counted(minutes, "minute"));
    return String.join(", ", parts);
  }

  static String counted(long n, String unit) {
    return n + " " + unit + (n == 1 ? "" : "s");
  }
}
