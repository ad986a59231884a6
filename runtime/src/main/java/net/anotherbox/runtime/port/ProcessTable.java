package net.anotherbox.runtime.port;

import java.util.List;
import java.util.Map;

/** What the box is made of as it runs: its threads, which are its processes, and its memory. */
public interface ProcessTable {
  /**
   * @param cpuMillis time it has had on a processor since it began
   * @param invoked how often it has waited and gone on
   * @param interrupt whether it moves packets, which a router does at interrupt level
   */
  record Process(int pid, String name, long cpuMillis, long invoked, boolean interrupt) {}

  /**
   * @param name "Processor" or "I/O"
   * @param total bytes there can be
   * @param mostUsed bytes at the worst moment so far
   */
  record Pool(String name, long total, long used, long mostUsed) {}

  /** Nothing runs. */
  ProcessTable NONE = new ProcessTable() {
    @Override
    public List<Process> processes() {
      return List.of();
    }

    @Override
    public List<Pool> memory() {
      return List.of();
    }
  };

  /** By number. */
  List<Process> processes();

  List<Pool> memory();

  /**
   * Bytes of memory that each process has asked for since it began, by its number; those of which it is not known are
   * absent.
   */
  default Map<Integer, Long> allocated() {
    return Map.of();
  }
}
