package net.anotherbox.lab.live;

import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;

/** An SSH session to the router that stays open: a line is typed, and what it shows is read up to the next prompt. */
final class BoxConsole implements AutoCloseable {
  private static final Pattern PROMPT = Pattern.compile("(?:^|\n)(?:Router|SITEB)(?:\\([\\w-]+\\))?# ?$");
  private static final List<String> ERRORS =
      List.of("% Invalid", "% Incomplete", "% Ambiguous", "% Unknown", "% Bad", "Bad mask", "ERROR:");

  /** Longer than any command takes: one that asks something back is an error of the test's. */
  private static final long MOST_NANOS = 90_000_000_000L;
  private static final long LOOK_NANOS = 2_000_000;

  private final Process ssh;
  private final InputStream from;
  private final OutputStream to;

  BoxConsole(Namespaces net, String namespace) throws IOException {
    ssh = new ProcessBuilder(net.inside(namespace, "sshpass", "-p", "lab-only", "ssh", "-tt", "-q", "-o",
        "StrictHostKeyChecking=no", "-o", "UserKnownHostsFile=/dev/null", "-p", "2222", "admin@127.0.0.1"))
            .redirectErrorStream(true).start();
    from = ssh.getInputStream();
    to = ssh.getOutputStream();
    untilPrompt();
    type("terminal length 0");
  }

  /** Types a line and returns what stood between it and the next prompt. */
  String type(String line) throws IOException {
    to.write((line + "\n").getBytes(StandardCharsets.UTF_8));
    to.flush();
    String shown = untilPrompt();
    return shown.substring(Math.min(shown.length(), shown.indexOf('\n') + 1)).replaceFirst(PROMPT.pattern(), "\n");
  }

  /** Types a line that is answered with a question. */
  void send(String line) throws IOException {
    to.write((line + "\n").getBytes(StandardCharsets.UTF_8));
    to.flush();
  }

  /** {@link #type} for the words of a failure. */
  String shows(String line) {
    try {
      return type(line);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Types configuration lines; each must be taken. */
  void configure(String lines) throws IOException {
    type("configure terminal");
    for (String l : lines.split("\n")) {
      String shown = type(l);
      for (String e : ERRORS) assertFalse(shown.contains(e), () -> l + "\n" + shown);
    }
    type("end");
  }

  private String untilPrompt() throws IOException {
    var out = new StringBuilder();
    var part = new byte[8192];
    long end = System.nanoTime() + MOST_NANOS;
    do {
      while (from.available() == 0 && ssh.isAlive()) {
        if (System.nanoTime() > end) throw new IOException("no prompt: " + out);
        LockSupport.parkNanos(LOOK_NANOS);
      }
      int n = from.read(part);
      if (n < 0) throw new IOException("the session ended: " + out);
      out.append(new String(part, 0, n, StandardCharsets.UTF_8).replace("\r", ""));
    } while (!PROMPT.matcher(out).find());
    return out.toString();
  }

  @Override
  public void close() throws IOException {
    to.close();
    try {
      if (!ssh.waitFor(2, TimeUnit.SECONDS)) ssh.destroyForcibly();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
