package net.anotherbox.shell.box;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import net.anotherbox.runtime.loop.Loop;
import net.anotherbox.runtime.port.ProcessTable;

/** How busy the box has been: a sample every five seconds, for five minutes. Belongs to the control thread. */
final class Load {
  static final long PERIOD_MILLIS = 5_000;
  private static final int SAMPLES = 60;
  private static final int MINUTE = 12;

  /** @param at milliseconds of the clock; @param cpu milliseconds by process */
  private record Sample(long at, Map<Integer, Long> cpu, long interrupt, long all) {}

  private final Loop loop;
  private ProcessTable table = ProcessTable.NONE;
  private final Deque<Sample> samples = new ArrayDeque<>();

  Load(Loop loop) {
    this.loop = loop;
  }

  /** Begins to look at these. */
  void start(ProcessTable processes) {
    table = processes;
    again();
  }

  private void again() {
    sample();
    loop.after(PERIOD_MILLIS, this::again);
  }

  ProcessTable table() {
    return table;
  }

  private void sample() {
    var cpu = new HashMap<Integer, Long>();
    long interrupt = 0;
    long all = 0;
    for (var p : table.processes()) {
      cpu.put(p.pid(), p.cpuMillis());
      all += p.cpuMillis();
      if (p.interrupt()) interrupt += p.cpuMillis();
    }
    samples.addLast(new Sample(loop.clock().millis(), cpu, interrupt, all));
    if (samples.size() > SAMPLES + 1) samples.removeFirst();
  }

  private interface Part {
    long of(Sample s);
  }

  /** Per cent of one processor over the last so many samples, 0 to 100. */
  private double share(int count, Part part) {
    if (samples.size() < 2) return 0;
    Sample last = samples.getLast();
    Sample first = samples.stream().skip(Math.max(0, samples.size() - 1 - count)).findFirst().orElseThrow();
    long millis = last.at() - first.at();
    return millis <= 0 ? 0 : Math.clamp(100.0 * (part.of(last) - part.of(first)) / millis, 0, 100);
  }

  /** The facts "five", "interrupt", "one" and "fives" (five minutes) of the whole box. */
  Map<String, Object> facts() {
    return Map.of("five", Math.round(share(1, Sample::all)), "interrupt", Math.round(share(1, Sample::interrupt)),
        "one", Math.round(share(MINUTE, Sample::all)), "fives", Math.round(share(SAMPLES, Sample::all)));
  }

  /** The same of one process, with two decimals. */
  Map<String, Object> facts(int pid) {
    Part own = s -> s.cpu().getOrDefault(pid, 0L);
    return Map.of("five", said(share(1, own)), "one", said(share(MINUTE, own)), "fives", said(share(SAMPLES, own)));
  }

  double lately(int pid) {
    return share(1, s -> s.cpu().getOrDefault(pid, 0L));
  }

  private static String said(double percent) {
    return String.format(java.util.Locale.ROOT, "%.2f%%", percent);
  }
}
