package net.anotherbox.plane.linux;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** A {@link PlaneBox} running in a namespace, seen from the test. */
final class BoxProcess implements AutoCloseable {
  private final Process process;
  private final BufferedReader answers;

  BoxProcess(NetNs ns, Path journal) {
    this(ns, PlaneBox.class, journal.toString());
  }

  /** Another program that says "ready" and then answers each line with a line. */
  BoxProcess(NetNs ns, Class<?> program, String argument) {
    try {
      process = new ProcessBuilder("ip", "netns", "exec", ns.name(), Path.of(System.getProperty("java.home"), "bin", "java")
          .toString(), "-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "--enable-native-access=ALL-UNNAMED",
              "-cp",
          System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")), program.getName(),
          argument).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    answers = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    expect("ready");
  }

  private void expect(String answer) {
    String got = line();
    if (!answer.equals(got)) throw new AssertionError(got);
  }

  private String line() {
    try {
      return answers.readLine();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Gives a command and returns its answer. */
  String ask(String command) {
    try {
      process.getOutputStream().write((command + "\n").getBytes(StandardCharsets.UTF_8));
      process.getOutputStream().flush();
    } catch (IOException e) {
      throw new UncheckedIOException(command, e);
    }
    String answer = line();
    if (answer == null || answer.startsWith("error")) throw new AssertionError(command + ": " + answer);
    return answer;
  }

  /** kill -9, and waits until it is dead. */
  void kill() {
    process.destroyForcibly();
    end();
  }

  private void end() {
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) throw new AssertionError("does not end");
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {
    if (!process.isAlive()) return;
    ask("close");
    end();
  }
}
