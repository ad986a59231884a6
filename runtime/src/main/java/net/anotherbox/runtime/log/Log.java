package net.anotherbox.runtime.log;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import net.anotherbox.runtime.loop.Clock;

/** Where every message of the box goes through. Belongs to the control thread. */
public final class Log {
  public static final int DEBUGGING = 7;

  private final Clock clock;
  private final long bootMillis;
  private final Set<DebugFlag> on = new LinkedHashSet<>();
  private final List<LogSink> sinks = new CopyOnWriteArrayList<>();
  private TimestampStyle debugStyle = TimestampStyle.NONE;
  private TimestampStyle logStyle = TimestampStyle.NONE;
  private LocalZone zone = LocalZone.UTC;
  private boolean synced = true;

  public Log(Clock clock) {
    this.clock = clock;
    this.bootMillis = clock.millis();
  }

  public boolean isOn(DebugFlag flag) {
    return on.contains(flag);
  }

  /** @return whether that changed anything */
  public boolean set(DebugFlag flag, boolean wanted) {
    return wanted ? on.add(flag) : on.remove(flag);
  }

  public void allOff() {
    on.clear();
  }

  /** The switches that are on, in the order in which they were set. */
  public Set<DebugFlag> flags() {
    return Set.copyOf(on);
  }

  /** One debug message, rendered only if the switch is on. A null or empty text says nothing. */
  public void debug(DebugFlag flag, Supplier<String> text) {
    if (!on.contains(flag)) return;
    String t = text.get();
    if (t != null) emit(DEBUGGING, debugStyle, t);
  }

  /**
   * A syslog message: {@code %FACILITY-SEVERITY-MNEMONIC: text}.
   *
   * @param severity 0 to 7
   */
  public void syslog(String facility, int severity, String mnemonic, String text) {
    emit(severity, logStyle, "%" + facility + "-" + severity + "-" + mnemonic + ": " + text);
  }

  private void emit(int severity, TimestampStyle style, String text) {
    String line = style.prefix(clock.wall(), zone, synced, clock.millis() - bootMillis) + text;
    for (LogSink s : sinks) s.message(severity, line);
  }

  public void add(LogSink sink) {
    sinks.add(sink);
  }

  public void remove(LogSink sink) {
    sinks.remove(sink);
  }

  public void debugStyle(TimestampStyle style) {
    debugStyle = style;
  }

  public void logStyle(TimestampStyle style) {
    logStyle = style;
  }

  /** Time zone for {@code localtime}, and whether the clock is trusted. */
  public void zone(LocalZone zone, boolean synced) {
    this.zone = zone;
    this.synced = synced;
  }

  /** The time zone that was set. */
  public LocalZone zone() {
    return zone;
  }

  /** Whether the clock is trusted. */
  public boolean synced() {
    return synced;
  }

  /** Milliseconds since the box started. */
  public long uptimeMillis() {
    return clock.millis() - bootMillis;
  }
}
