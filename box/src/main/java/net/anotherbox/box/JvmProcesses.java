package net.anotherbox.box;

import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.ThreadInfo;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.anotherbox.runtime.port.ProcessTable;

/** The threads of this process and the memory of its machine: the heap, and the buffers beside it for packets. */
final class JvmProcesses implements ProcessTable {
  private static final String PACKETS = "plane";

  @Override
  public List<Process> processes() {
    var threads = ManagementFactory.getThreadMXBean();
    var found = new ArrayList<Process>();
    for (ThreadInfo t : threads.getThreadInfo(threads.getAllThreadIds())) {
      if (t == null) continue;
      long cpu = Math.max(0, threads.getThreadCpuTime(t.getThreadId())) / 1_000_000;
      found.add(new Process((int) t.getThreadId(), t.getThreadName(), cpu, t.getWaitedCount() + t.getBlockedCount(),
          t.getThreadName().startsWith(PACKETS)));
    }
    found.sort(Comparator.comparingInt(Process::pid));
    return found;
  }

  @Override
  public List<Pool> memory() {
    long total = Runtime.getRuntime().maxMemory();
    long heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    long most = ManagementFactory.getMemoryPoolMXBeans().stream().filter(p -> p.getType() == MemoryType.HEAP)
        .map(MemoryPoolMXBean::getPeakUsage).mapToLong(u -> u.getUsed()).sum();
    long direct = ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
        .filter(p -> p.getName().equals("direct")).mapToLong(BufferPoolMXBean::getMemoryUsed).sum();
    // without another limit the machine gives as much to buffers as to the heap
    return List.of(new Pool("Processor", total, heap, Math.max(heap, Math.min(total, most))),
        new Pool("I/O", total, direct, direct));
  }

  @Override
  public Map<Integer, Long> allocated() {
    if (!(ManagementFactory.getThreadMXBean() instanceof com.sun.management.ThreadMXBean threads)) return Map.of();
    long[] ids = threads.getAllThreadIds();
    long[] bytes = threads.getThreadAllocatedBytes(ids);
    var found = new HashMap<Integer, Long>();
    for (int i = 0; i < ids.length; i++) if (bytes[i] >= 0) found.put((int) ids[i], bytes[i]);
    return found;
  }
}
