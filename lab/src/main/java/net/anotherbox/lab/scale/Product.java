package net.anotherbox.lab.scale;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import net.anotherbox.box.Main;

/** The product as a process of its own, with the JVM and the options of this process. */
final class Product implements AutoCloseable {
  private static final String READY = "READY ssh=127.0.0.1:";
  private static final double CLOCK_TICKS = 100;
  private static final int UTIME = 11;

  private final Process process;
  private final BufferedReader out;
  /** Milliseconds from the start of the process until sessions were accepted. */
  final long bootMillis;
  /** Seconds of CPU time in all threads until then. */
  final double bootCpu;
  final int port;

  /**
   * Starts it and waits until it accepts sessions. @param options further ones, as for {@code ./router}; @param nanos a
   * clock
   */
  Product(Path state, List<String> options, LongSupplier nanos) throws IOException {
    this(List.of(), state, options, nanos);
  }

  /** The same behind a program that becomes it. @param before its words, e.g. {@code unshare --net} */
  Product(List<String> before, Path state, List<String> options, LongSupplier nanos) throws IOException {
    var command = new ArrayList<>(before);
    command.add(ProcessHandle.current().info().command().orElseThrow());
    command.addAll(java.lang.management.ManagementFactory.getRuntimeMXBean().getInputArguments());
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName(), "--state",
        state.toString(), "--ssh", "127.0.0.1:0", "--headless", "--print-ready"));
    command.addAll(options);
    long begun = nanos.getAsLong();
    process = new ProcessBuilder(command).redirectErrorStream(true).start();
    out = process.inputReader(StandardCharsets.UTF_8);
    port = ready();
    bootMillis = (nanos.getAsLong() - begun) / 1_000_000;
    bootCpu = cpuSeconds();
  }

  private int ready() throws IOException {
    for (String line; (line = out.readLine()) != null; ) {
      if (line.startsWith(READY)) return Integer.parseInt(line.substring(READY.length()));
      System.out.println("router: " + line);
    }
    throw new IOException("the router has ended");
  }

  /** CPU time of all its threads so far. */
  double cpuSeconds() throws IOException {
    return cpuSeconds(process.pid());
  }

  /** Of any process. */
  static double cpuSeconds(long pid) throws IOException {
    String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
    String[] field = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
    return (Long.parseLong(field[UTIME]) + Long.parseLong(field[UTIME + 1])) / CLOCK_TICKS;
  }

  long pid() {
    return process.pid();
  }

  /** Threads of the JVM and of the program. */
  int threads() throws IOException {
    try (var tasks = Files.list(proc("task"))) {
      return (int) tasks.count();
    }
  }

  /** A row of /proc/PID/status in MB, e.g. VmRSS or VmHWM (the most it ever was). */
  long megabytes(String row) throws IOException {
    for (String line : Files.readAllLines(proc("status")))
      if (line.startsWith(row + ":")) return Long.parseLong(line.replaceAll("\\D", "")) / 1024;
    throw new IOException("no " + row);
  }

  private Path proc(String file) {
    return Path.of("/proc", Long.toString(process.pid()), file);
  }

  @Override
  public void close() throws IOException {
    process.destroy();
    try {
      if (!process.waitFor(60, TimeUnit.SECONDS)) process.destroyForcibly().waitFor();
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
    out.close();
  }
}
