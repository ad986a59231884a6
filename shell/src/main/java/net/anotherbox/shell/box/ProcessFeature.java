package net.anotherbox.shell.box;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.anotherbox.config.feature.Execution;
import net.anotherbox.config.feature.Feature;
import net.anotherbox.config.grammar.Grammar;
import net.anotherbox.config.grammar.Mode;
import net.anotherbox.runtime.loop.Loop;
import net.anotherbox.runtime.port.ProcessTable;
import net.anotherbox.runtime.port.ProcessTable.Process;
import net.anotherbox.runtime.release.Personality;
import net.anotherbox.runtime.release.Screen;

/**
 * {@code show processes cpu}, {@code show processes memory} and {@code show memory}: the threads and the memory of the
 * program that the box is.
 */
final class ProcessFeature implements Feature {
  private final Personality personality;
  private final Load load;
  private final Screen processes = Screen.load(ProcessFeature.class, "show-processes.screen");
  private final Screen held = Screen.load(ProcessFeature.class, "show-processes-memory.screen");
  private final Screen memory = Screen.load(ProcessFeature.class, "show-memory.screen");

  ProcessFeature(Personality personality, Loop loop) {
    this.personality = personality;
    this.load = new Load(loop);
  }

  @Override
  public void declare(Grammar g) {
    g.prefix(Mode.EXEC, "show processes", "Active process statistics");
    g.exec("show processes cpu", x -> cpu(x, Comparator.comparingInt(Process::pid)), "Show CPU use per process");
    g.exec("show processes cpu sorted", x -> cpu(x, Comparator.comparingDouble((Process p) -> -load.lately(p.pid()))
        .thenComparingInt(Process::pid)), "Show CPU use per process", "Show sorted output based on percentage of usage");
    g.exec("show processes memory", x -> held(x, Comparator.comparingInt(Process::pid)), "Show memory use per process");
    g.exec("show processes memory sorted [{allocated|holding}]", x -> held(x, sortedBy(x)), "Show memory use per process",
        "Show sorted output based on memory usage", "Show sorted output based on memory allocated",
        "Show sorted output based on memory holding");
    g.exec("show memory [statistics|summary]", this::memory, "Memory statistics", "Show memory pool statistics",
        "Summary of memory usage per alloc PC").privilege(1);
  }

  Load load() {
    return load;
  }

  private void cpu(Execution x, Comparator<Process> order) {
    List<Map<String, ?>> rows = new ArrayList<>();
    for (Process p : load.table().processes().stream().sorted(order).toList()) {
      var row = new HashMap<String, Object>(load.facts(p.pid()));
      row.putAll(Map.of("pid", p.pid(), "runtime", p.cpuMillis(), "invoked", p.invoked(), "each",
          p.invoked() == 0 ? 0 : p.cpuMillis() * 1000 / p.invoked(), "name",
          p.name().substring(0, Math.min(16, p.name().length()))));
      rows.add(row);
    }
    var facts = new HashMap<String, Object>(load.facts());
    facts.put("processes", rows);
    x.print(processes.render(personality.release(), facts));
  }

  private void memory(Execution x) {
    List<Map<String, ?>> rows = new ArrayList<>();
    for (ProcessTable.Pool p : load.table().memory()) rows.add(Map.of("name", p.name(), "total", p.total(), "used", p.used(),
        "free", p.total() - p.used(), "lowest", p.total() - p.mostUsed(), "largest", p.total() - p.used()));
    x.print(memory.render(personality.release(), Map.of("pools", rows)));
  }

  private Comparator<Process> sortedBy(Execution x) {
    Map<Integer, Long> allocated = load.table().allocated();
    Comparator<Process> byNumber = Comparator.comparingInt(Process::pid);
    // All hold the same, which is nothing: what they have allocated is the box's.
    return x.command().has("holding") ? byNumber
        : Comparator.comparingLong((Process p) -> -allocated.getOrDefault(p.pid(), 0L)).thenComparing(byNumber);
  }

  /** What each has allocated, and the box itself, which holds it all. */
  private void held(Execution x, Comparator<Process> order) {
    Map<Integer, Long> allocated = load.table().allocated();
    long used = 0;
    List<Map<String, ?>> pools = new ArrayList<>();
    for (ProcessTable.Pool p : load.table().memory()) {
      used += p.used();
      pools.add(Map.of("name", p.name(), "total", p.total(), "used", p.used(), "free", p.total() - p.used()));
    }
    long all = allocated.values().stream().mapToLong(Long::longValue).sum();
    List<Map<String, ?>> rows = new ArrayList<>();
    rows.add(Map.of("pid", 0, "allocated", Math.max(all, used), "freed", Math.max(all, used) - used, "holding", used, "name",
        "*Init*"));
    for (Process p : load.table().processes().stream().sorted(order).toList()) {
      long bytes = allocated.getOrDefault(p.pid(), 0L);
      rows.add(Map.of("pid", p.pid(), "allocated", bytes, "freed", bytes, "holding", 0, "name", p.name()));
    }
    x.print(held.render(personality.release(), Map.of("pools", pools, "processes", rows, "total", used)));
  }
}
