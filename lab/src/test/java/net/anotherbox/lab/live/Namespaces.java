package net.anotherbox.lab.live;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Network namespaces of one test, and what runs in them. All names carry the test's own prefix; all is gone after close. */
final class Namespaces implements AutoCloseable {
  /** What a command printed and returned. */
  record Ran(int status, String out) {}

  private final String prefix = "ab" + ProcessHandle.current().pid() % 100_000;
  private final Deque<Runnable> undo = new ConcurrentLinkedDeque<>();
  private final Path scratch;

  Namespaces() throws IOException {
    scratch = Files.createTempDirectory("anotherbox-live");
  }

  static boolean isRoot() {
    return "root".equals(System.getProperty("user.name"));
  }

  Path scratch() {
    return scratch;
  }

  /** The whole name of a namespace. */
  String ns(String name) {
    return prefix + name;
  }

  /** Something to take back at the end, before the namespaces go. */
  void undo(Runnable r) {
    undo.push(r);
  }

  void make(String... names) throws Exception {
    for (String n : names) {
      must("ip", "netns", "add", ns(n));
      undo.push(() -> run(10, "ip", "netns", "del", ns(n)));
      in(n, "ip", "link", "set", "lo", "up");
    }
  }

  /** A veth pair between two namespaces; addresses may be empty. */
  void join(String a, String linkA, String addressA, String b, String linkB, String addressB) throws Exception {
    must("ip", "link", "add", linkA, "netns", ns(a), "type", "veth", "peer", "name", linkB, "netns", ns(b));
    end(a, linkA, addressA);
    end(b, linkB, addressB);
  }

  private void end(String n, String link, String address) throws Exception {
    if (address.isEmpty()) return;
    in(n, "ip", "addr", "add", address, "dev", link);
    in(n, "ip", "link", "set", link, "up");
  }

  /** Runs a command in a namespace; a failure fails the test. */
  String in(String name, String... command) throws Exception {
    return must(inside(name, command));
  }

  String[] inside(String name, String... command) {
    var c = new ArrayList<String>(List.of("ip", "netns", "exec", ns(name)));
    c.addAll(List.of(command));
    return c.toArray(String[]::new);
  }

  static String must(String... command) {
    Ran r = run(120, command);
    if (r.status != 0) throw new AssertionError(String.join(" ", command) + " -> " + r.status + "\n" + r.out);
    return r.out;
  }

  /** Runs a command with nothing to read; standard error is part of what it printed. */
  static Ran run(int seconds, String... command) {
    return feed(seconds, "", command);
  }

  static Ran feed(int seconds, String input, String... command) {
    try {
      Process p = new ProcessBuilder(command).redirectErrorStream(true).start();
      try (var in = p.getOutputStream()) {
        in.write(input.getBytes(StandardCharsets.UTF_8));
      } catch (IOException e) {
        // It does not read; what it prints says why.
      }
      var out = new StringBuilder();
      var reader = Thread.ofPlatform().daemon().start(() -> {
        try {
          out.append(new String(p.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
          out.append(e);
        }
      });
      boolean ended = p.waitFor(seconds, TimeUnit.SECONDS);
      if (!ended) p.destroyForcibly().waitFor();
      reader.join();
      return new Ran(ended ? p.exitValue() : -1, out.toString());
    } catch (IOException e) {
      return new Ran(127, e.toString());
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** Something that may fail. */
  interface Work {
    void run() throws Exception;
  }

  /** Does two things at a time, since most of what they do is waiting. Returns when both are done. */
  void together(Work one, Work other) throws Exception {
    var task = new FutureTask<>((Callable<Void>) () -> {
      one.run();
      return null;
    });
    Thread.ofPlatform().start(task);
    try {
      other.run();
    } finally {
      finish(task);
    }
  }

  private static void finish(FutureTask<Void> task) throws Exception {
    try {
      task.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Error error) throw error;
      throw (Exception) e.getCause();
    }
  }

  /** Starts something that goes on; it is stopped at the end. Returns when a line with this text has been printed. */
  Process start(String ready, File log, String... command) throws Exception {
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    Process p = builder.start();
    undo.push(() -> stop(p));
    var seen = new java.util.concurrent.CountDownLatch(1);
    Thread.ofPlatform().daemon().start(() -> {
      try (var r = new BufferedReader(new InputStreamReader(p.getInputStream(),
          StandardCharsets.UTF_8)); var w = Files.newBufferedWriter(log.toPath())) {
        for (String l; (l = r.readLine()) != null; ) {
          w.write(l);
          w.newLine();
          w.flush();
          if (l.contains(ready)) seen.countDown();
        }
      } catch (IOException e) {
        // The process has gone.
      }
    });
    if (!seen.await(60, TimeUnit.SECONDS)) throw new AssertionError("no \"" + ready + "\" from "
        + String.join(" ", command) + "\n" + Files.readString(log.toPath()));
    return p;
  }

  static void stop(Process p) {
    p.destroy();
    try {
      if (!p.waitFor(20, TimeUnit.SECONDS)) p.destroyForcibly().waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Waits for something that another process does. */
  static void await(int seconds, String what, BooleanSupplier is) {
    long end = System.nanoTime() + seconds * 1_000_000_000L;
    while (!is.getAsBoolean()) {
      if (System.nanoTime() > end) throw new AssertionError("not within " + seconds + " s: " + what);
      java.util.concurrent.locks.LockSupport.parkNanos(50_000_000);
    }
  }

  @Override
  public void close() throws IOException {
    while (!undo.isEmpty()) undo.pop().run();
    run(10, "rm", "-rf", scratch.toString());
  }
}
