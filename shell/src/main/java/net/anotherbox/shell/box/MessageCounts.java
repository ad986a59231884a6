package net.anotherbox.shell.box;

import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import net.anotherbox.runtime.log.Log;
import net.anotherbox.runtime.log.TimestampStyle;
import net.anotherbox.shell.output.Wording;

/** {@code logging count}: how often each message was logged, and when last. */
final class MessageCounts {
  private static final Pattern MESSAGE = Pattern.compile("%([A-Z0-9_]+)-([0-7])-([A-Z0-9_]+): ");

  /** @param last seconds since the box started */
  private record Count(int severity, long occurred, long last) {}

  private final Log log;
  /** By facility, then by name. */
  private final Map<String, Map<String, Count>> counts = new TreeMap<>();

  MessageCounts(Log log) {
    this.log = log;
  }

  void add(String text) {
    var m = MESSAGE.matcher(text);
    if (!m.find()) return;
    counts.computeIfAbsent(m.group(1), f -> new TreeMap<>()).compute(m.group(3), (name, old) ->
        new Count(Integer.parseInt(m.group(2)), old == null ? 1 : old.occurred() + 1, log.uptimeMillis() / 1000));
  }

  String said(Wording wording) {
    var out = new StringBuilder(wording.say("count-head")).append('\n');
    counts.forEach((facility, names) -> {
      names.forEach((name, c) -> out.append(wording.say("count-row", Map.of("facility", facility, "name", name,
          "severity", c.severity(), "occurred", c.occurred(), "last", TimestampStyle.uptime(c.last())))).append('\n'));
      out.append(wording.say("count-total", Map.of("facility", facility + " TOTAL", "total",
          names.values().stream().mapToLong(Count::occurred).sum()))).append('\n');
    });
    return out.toString();
  }
}
