package net.anotherbox.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the start script does with the cache of linked classes, on a product of two classes: one that does not fit is
 * nobody's.
 */
class AotCacheTest {
  private static final String MAIN = """
      package net.anotherbox.box;
      public final class Main {
        public static void main(String[] args) throws Exception {
          System.out.println("READY ssh=none");
          if (args.length > 1) Thread.currentThread().join();
        }
      }
      """;

  private static final String REHEARSAL = """
      package net.anotherbox.lab.scale;
      public final class Rehearsal {
        public static void main(String[] args) throws Exception {
          net.anotherbox.box.Main.main(args);
        }
      }
      """;

  @TempDir
  static Path root;

  private static Path jar;

  @BeforeAll
  static void make() throws Exception {
    Files.createDirectories(root.resolve("scripts"));
    Files.copy(Path.of("..", "scripts", "java25"), root.resolve("scripts/java25"));
    Path sources = Files.createDirectories(root.resolve("src"));
    assertEquals(0, ToolProvider.getSystemJavaCompiler().run(null, null, null, "-d", sources.toString(),
        Files.writeString(sources.resolve("Main.java"), MAIN).toString(),
        Files.writeString(sources.resolve("Rehearsal.java"), REHEARSAL).toString()));
    jar = Files.createDirectories(root.resolve("lab/target/lib")).resolve("box.jar");
    jar(jar);
    bash("classes; make_cache");
    assertEquals(1, caches().size(), "a cache was made");
  }

  private static void jar(Path to) throws IOException {
    try (OutputStream file = Files.newOutputStream(to); var out = new JarOutputStream(file)) {
      for (String entry : List.of("net/anotherbox/box/Main.class", "net/anotherbox/lab/scale/Rehearsal.class")) {
        out.putNextEntry(new JarEntry(entry));
        out.write(Files.readAllBytes(root.resolve("src").resolve(entry)));
      }
    }
  }

  private static List<Path> caches() throws IOException {
    try (var files = Files.list(root.resolve("lab/target"))) {
      return files.filter(f -> f.toString().endsWith(".aot")).toList();
    }
  }

  private static String bash(String commands) throws IOException, InterruptedException {
    var builder = new ProcessBuilder("bash", "-c", "set -eu; . scripts/java25; " + commands).directory(root.toFile())
        .redirectErrorStream(true);
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    Process p = builder.start();
    p.getOutputStream().close();
    String out = new String(p.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, p.waitFor(), out);
    return out;
  }

  /** Starts the product as ./router does. @return whether with the cache; it must run without a word of complaint */
  private static boolean startsWithCache(String before) throws IOException, InterruptedException {
    String out = bash(before + " use_cache; echo \"${JVM[@]}\"; \"$JAVA\" \"${JVM[@]}\" -cp \"$CLASSES\" "
        + "net.anotherbox.box.Main");
    List<String> lines = out.lines().toList();
    assertEquals("READY ssh=none", lines.getLast(), out);
    assertEquals(2, lines.size(), out);
    return lines.getFirst().contains("-XX:AOTCache=");
  }

  @Test
  void startsWithTheCacheOfItsClassesAndWithoutAnyOther() throws Exception {
    assertTrue(startsWithCache(""));
    Path cache = caches().getFirst();
    byte[] good = Files.readAllBytes(cache);
    FileTime made = Files.getLastModifiedTime(jar);

    Files.setLastModifiedTime(jar, FileTime.fromMillis(made.toMillis() + 60_000));
    assertFalse(startsWithCache(""), "another jar");
    Files.setLastModifiedTime(jar, made);
    assertTrue(startsWithCache(""), "the same jar again");

    Files.write(cache, List.of("this is no cache"));
    assertFalse(startsWithCache(""), "another file in its place");
    Files.write(cache, java.util.Arrays.copyOf(good, good.length / 2));
    assertFalse(startsWithCache(""), "half of it");
    Files.write(cache, good);
    assertTrue(startsWithCache(""), "whole again");

    assertFalse(startsWithCache("JVM+=(-XX:-UseCompressedOops);"), "options it was not made with");
    Files.delete(cache);
    assertFalse(startsWithCache(""), "none");
  }
}
