package net.anotherbox.lab.scale;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;

/**
 * How long a box takes with a configuration of 14,000 lines: to boot with it, to show it, to save it, to take it as a paste;
 * and its memory. To be run as root in a network namespace of its own, as {@code ./bench} does: it makes a link there.
 */
public final class ScaleBench {
  private static final String LINK = "scale0";
  private static final String PROMPT = "\r\nLarge#";
  private static final int ROUNDS = 3;
  private static final List<String> PORT = List.of("--port", "FastEthernet0/0=" + LINK);
  private static final String USER = "bench";
  private static final String PASSWORD = "bench";

  private final Path scratch;
  private final List<String> lines = LargeConfiguration.USUAL.lines(USER, PASSWORD);

  private ScaleBench(Path scratch) {
    this.scratch = scratch;
  }

  /** @param args {@code boot} or {@code paste} for that part alone */
  public static void main(String[] args) throws IOException {
    Path scratch = Files.createTempDirectory("anotherbox-scale");
    try {
      link();
      new ScaleBench(scratch).run(List.of(args));
    } finally {
      remove(scratch);
    }
  }

  private void run(List<String> parts) throws IOException {
    System.out.printf("%n%,d lines of configuration, of which %,d say something%n", lines.size(), lines.stream()
        .filter(l -> !l.equals("!")).count());
    if (parts.isEmpty() || parts.contains("boot")) boots();
    if (parts.isEmpty() || parts.contains("paste")) pasted();
  }

  private void boots() throws IOException {
    Path startup = Files.write(scratch.resolve("startup"), lines, StandardCharsets.US_ASCII);
    Path state = scratch.resolve("state");
    closed("first boot, from a file", box(state, with(PORT, "--startup-config", startup.toString())));
    for (int i = 1; i < ROUNDS; i++) closed("boot", box(state, List.of()));
    try (var box = box(state, List.of())) {
      row("boot", box);
      commands(box);
    }
  }

  private void pasted() throws IOException {
    try (var box = box(scratch.resolve("empty"), with(PORT, "--startup-config",
        Files.write(scratch.resolve("user"), lines.subList(0, 4), StandardCharsets.US_ASCII).toString()))) {
      paste(box);
    }
  }

  private static Product box(Path state, List<String> options) throws IOException {
    return new Product(state, options, System::nanoTime);
  }

  private static void closed(String what, Product box) throws IOException {
    try (box) {
      row(what, box);
    }
  }

  private static void row(String what, Product box) throws IOException {
    row(what, box.bootMillis, String.format(Locale.ROOT, "%.1f s of CPU, %d MB", box.bootCpu, box.megabytes("VmHWM")));
  }

  private static void row(String what, long millis, String more) {
    System.out.printf(Locale.ROOT, "%-28s %7.2f s   %s%n", what, millis / 1000.0, more);
  }

  private static List<String> with(List<String> some, String... more) {
    var all = new ArrayList<>(some);
    all.addAll(List.of(more));
    return all;
  }

  private void commands(Product box) throws IOException {
    try (var user = new Station(box.port, USER, PASSWORD)) {
      user.type("", PROMPT);
      user.type("terminal length 0\r", PROMPT);
      for (int i = 0; i < ROUNDS; i++) timed(user, "show running-config", PROMPT);
      for (int i = 0; i < ROUNDS; i++) timed(user, "write memory", "[OK]" + PROMPT);
      System.out.printf("%-28s %7d MB, at most %d MB%n", "memory", box.megabytes("VmRSS"), box.megabytes("VmHWM"));
    }
  }

  private static void timed(Station user, String command, String until) throws IOException {
    long begun = System.nanoTime();
    String answer = user.type(command + "\r", until);
    row(command, (System.nanoTime() - begun) / 1_000_000, answer.length() / 1024 + " KB came");
  }

  private void paste(Product box) throws IOException {
    try (var user = new Station(box.port, USER, PASSWORD)) {
      user.type("", PROMPT);
      user.type("terminal length 0\r", PROMPT);
      user.type("configure terminal\r", "(config)#");
      long begun = System.nanoTime();
      double cpu = box.cpuSeconds();
      String answer = user.type(String.join("\r", lines) + "\rend\r", PROMPT);
      row("paste over SSH", (System.nanoTime() - begun) / 1_000_000, String.format(Locale.ROOT,
          "%.1f s of CPU, %d lines refused", box.cpuSeconds() - cpu, answer.lines().filter(l -> l.startsWith("%")).count()));
      var there = new HashSet<String>();
      for (String l : Station.lines(user.type("show running-config\r", PROMPT))) there.add(words(l));
      long lost = lines.stream().filter(l -> !there.contains(words(l))).count();
      System.out.printf("%-28s %7d%n", "lines lost by the paste", lost);
      System.out.printf("%-28s %7d MB, at most %d MB%n", "memory", box.megabytes("VmRSS"), box.megabytes("VmHWM"));
    }
  }

  private static String words(String line) {
    return String.join(" ", line.strip().split(" +"));
  }

  /** A link that is up and leads nowhere. */
  private static void link() throws IOException {
    for (String command : List.of("ip link set lo up", "ip link add " + LINK + " type veth peer name far",
        "ip link set far up", "ip link set " + LINK + " up")) {
      var p = new ProcessBuilder(command.split(" ")).inheritIO().start();
      try {
        if (p.waitFor() != 0) throw new IOException(command + ": status " + p.exitValue());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static void remove(Path tree) throws IOException {
    Files.walkFileTree(tree, new SimpleFileVisitor<>() {
      @Override
      public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
        Files.delete(file);
        return FileVisitResult.CONTINUE;
      }

      @Override
      public FileVisitResult postVisitDirectory(Path dir, IOException e) throws IOException {
        Files.delete(dir);
        return FileVisitResult.CONTINUE;
      }
    });
  }
}
