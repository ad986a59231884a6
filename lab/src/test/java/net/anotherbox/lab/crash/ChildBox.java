package net.anotherbox.lab.crash;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The product in a process of its own, its console on a pipe. Meant to be killed. */
final class ChildBox implements AutoCloseable {
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(60);

  private final Process process;
  private final OutputStream keys;
  private final Thread reader;
  private final StringBuilder said = new StringBuilder();
  private boolean ended;

  /** @param before what the command begins with: the way into a network namespace, or nothing */
  ChildBox(List<String> before, Path state, String... options) throws IOException {
    var command = new ArrayList<>(before);
    command.addAll(List.of(System.getProperty("java.home") + "/bin/java", "-XX:TieredStopAtLevel=1", "-Xshare:auto",
        "-XX:+UseSerialGC",
        "-Xmx256m", "--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow", "-cp",
            System.getProperty("java.class.path"),
        "net.anotherbox.box.Main", "--state", state.toString(), "--ssh", "off"));
    command.addAll(List.of(options));
    process = new ProcessBuilder(command).redirectErrorStream(true).start();
    keys = process.getOutputStream();
    reader = Thread.ofPlatform().daemon().start(this::read);
  }

  private void read() {
    byte[] some = new byte[8192];
    try (InputStream in = process.getInputStream()) {
      for (int n; (n = in.read(some)) >= 0; ) hear(new String(some, 0, n, StandardCharsets.ISO_8859_1));
    } catch (IOException killed) {
      // what it said until then counts
    }
    synchronized (said) {
      ended = true;
      said.notifyAll();
    }
  }

  private void hear(String text) {
    synchronized (said) {
      said.append(text.replace("\r", ""));
      said.notifyAll();
    }
  }

  /** Types it. What a dying box does not read is lost, as it should be. */
  void type(String text) {
    try {
      keys.write(text.getBytes(StandardCharsets.ISO_8859_1));
      keys.flush();
    } catch (IOException e) {
      // it has been killed
    }
  }

  String said() {
    synchronized (said) {
      return said.toString();
    }
  }

  /** Waits until it has said this. @return where that ends in all it said, or -1 if it ended without */
  int await(String regex, int from) throws InterruptedException {
    Pattern p = Pattern.compile(regex);
    long end = System.nanoTime() + PATIENCE_NANOS;
    synchronized (said) {
      while (true) {
        Matcher m = p.matcher(said);
        if (m.find(from)) return m.end();
        if (ended) return -1;
        long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
        if (left <= 0) throw new AssertionError("no \"" + regex + "\" after\n" + said.substring(from));
        said.wait(left);
      }
    }
  }

  /** {@code kill -9}, at once or after a while. @return all that it had said */
  String kill(long afterNanos) throws InterruptedException {
    if (afterNanos > 20_000_000) {
      if (process.waitFor(afterNanos, TimeUnit.NANOSECONDS)) throw new AssertionError("it ended by itself\n" + said());
    } else {
      for (long end = System.nanoTime() + afterNanos; System.nanoTime() < end; ) Thread.onSpinWait();
    }
    process.destroyForcibly();
    int status = process.waitFor();
    reader.join();
    if (status != 137) throw new AssertionError("status " + status + "\n" + said());
    return said();
  }

  /** No more keys: the console has gone, and with it the box, cleanly. */
  void hangUp() throws InterruptedException, IOException {
    keys.close();
    if (!process.waitFor(PATIENCE_NANOS, TimeUnit.NANOSECONDS)) throw new AssertionError("it does not end\n" + said());
    reader.join();
    if (process.exitValue() != 0) throw new AssertionError("status " + process.exitValue() + "\n" + said());
  }

  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }
}
