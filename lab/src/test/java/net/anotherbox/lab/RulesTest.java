package net.anotherbox.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The rules of CONTRIBUTING that a machine can check, over the sources of all modules. */
class RulesTest {
  /** What may stand only in certain files: a pattern, and what the path of a file that may have it contains. */
  private static final Map<String, List<String>> ONLY_IN = Map.of(
      "System\\.(nanoTime|currentTimeMillis)\\(", List.of("runtime/loop/", "plane/linux/", "Bench", "bench/",
          "lab/SharedLoop"),
      "Instant\\.now\\(|LocalDateTime\\.now\\(", List.of("runtime/loop/", "box/InternalErrors"),
      "new (Secure)?Random\\(|ThreadLocalRandom|Math\\.random", List.of("runtime/port/StrongRandomness"),
      "Thread\\.sleep\\(", List.of(),
      "com\\.sun\\.jna", List.of("plane/linux/"),
      "DatagramChannel|DatagramSocket|ServerSocket|SocketChannel", List.of("shell/access/"),
      "org\\.h2|java\\.sql", List.of("nvram/"),
      "System\\.exit\\(|Runtime\\.getRuntime\\(\\)\\.(exit|halt)", List.of("box/Main", "lab/LabMain"),
      "release\\(\\)\\.atLeast|\\.atLeast\\(Release", List.of("runtime/release/", "config/grammar/", "config/text/",
          "plane/config/Hardware"));

  private static Path root() {
    Path p = Path.of("").toAbsolutePath();
    return Files.exists(p.resolve("lab")) ? p : p.getParent();
  }

  /** The path below net/anotherbox/: what lies above it must not decide anything. */
  private static String place(Path file) {
    String whole = file.toString();
    return whole.substring(whole.indexOf("net/anotherbox/") + "net/anotherbox/".length());
  }

  private static List<Path> sources(String kind) throws IOException {
    var found = new ArrayList<Path>();
    try (var modules = Files.list(root())) {
      for (Path m : modules.toList()) {
        Path src = m.resolve("src").resolve(kind).resolve("java");
        if (!Files.isDirectory(src)) continue;
        try (var files = Files.walk(src)) {
          files.filter(f -> f.toString().endsWith(".java")).forEach(found::add);
        }
      }
    }
    return found;
  }

  @Test
  void theOutsideIsTouchedOnlyBehindThePorts() throws IOException {
    List<Path> files = sources("main");
    assertTrue(files.size() > 100, "sources found: " + files.size());
    var broken = new ArrayList<String>();
    for (Path f : files) {
      String text = Files.readString(f);
      ONLY_IN.forEach((pattern, places) -> {
        if (places.stream().anyMatch(place(f)::contains)) return;
        var m = Pattern.compile(pattern).matcher(text);
        if (m.find()) broken.add(root().relativize(f) + ": " + m.group());
      });
    }
    assertEquals(List.of(), broken);
  }

  @Test
  void noTestSleeps() throws IOException {
    var broken = new ArrayList<String>();
    for (Path f : sources("test")) if (!f.endsWith("RulesTest.java") && Files.readString(f)
        .contains("Thread.sleep(")) broken.add(f.toString());
    assertEquals(List.of(), broken);
  }

  @Test
  void filesStayReadable() throws IOException {
    var broken = new ArrayList<String>();
    for (Path f : sources("main")) {
      long lines;
      try (var l = Files.lines(f)) {
        lines = l.count();
      }
      if (lines > 600) broken.add(root().relativize(f) + ": " + lines + " lines");
    }
    assertEquals(List.of(), broken);
  }

  @Test
  void everyPackageOpensWithAnEssay() throws IOException {
    var broken = new ArrayList<String>();
    for (Path f : sources("main")) if (!Files.exists(f.resolveSibling("package-info.java"))) broken.add(root()
        .relativize(f.getParent()).toString());
    assertEquals(List.of(), broken.stream().distinct().toList());
  }
}
