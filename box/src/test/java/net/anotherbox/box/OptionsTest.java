package net.anotherbox.box;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OptionsTest {
  @TempDir
  private Path dir;

  private static String complaint(String... args) {
    String said = assertThrows(Options.Usage.class, () -> Options.parse(args, Map.of())).getMessage();
    assertEquals(1, said.lines().count(), said);
    return said;
  }

  @Test
  void wrongOptionsAreNamedInOneLine() {
    assertTrue(complaint("--foo").startsWith("unknown option --foo;"));
    assertTrue(complaint("--state").startsWith("--state needs a value;"));
    assertTrue(complaint("--headless=yes").startsWith("--headless takes no value;"));
    assertTrue(complaint("--ssh", "99999").startsWith("--ssh: no port: 99999"));
    assertTrue(complaint("--release", "11.0").startsWith("no release 11.0;"));
  }

  @Test
  void anUnreadableStartupConfigIsNamedWithTheReason() throws Exception {
    String file = dir.resolve("absent.cfg").toString();
    var absent = Options.parse(new String[] {"--startup-config", file}, Map.of());
    assertEquals("--startup-config " + file + ": no such file",
        assertThrows(IOException.class, absent::readStartupConfig).getMessage());
    var directory = Options.parse(new String[] {"--startup-config", dir.toString()}, Map.of());
    assertEquals("--startup-config " + dir + ": Is a directory",
        assertThrows(IOException.class, directory::readStartupConfig).getMessage());
  }

  @Test
  void aStartupConfigIsReadByteByByte() throws Exception {
    Path file = Files.write(dir.resolve("latin.cfg"), "banner motd #Grüße\3#\n".getBytes(StandardCharsets.ISO_8859_1));
    var options = Options.parse(new String[] {"--startup-config=" + file}, Map.of());
    assertEquals("banner motd #Grüße\3#\n", options.readStartupConfig().orElseThrow());
  }

  @Test
  void theUserIsToldOfAnInternalErrorInOneLineAndTheStackIsKeptPrivately() throws Exception {
    var told = new ByteArrayOutputStream();
    var errors = new InternalErrors(dir, new PrintStream(told, true, StandardCharsets.UTF_8));
    errors.happened(new IllegalStateException("first"));
    errors.happened(new IllegalStateException("second"));
    String said = told.toString(StandardCharsets.UTF_8);
    assertEquals(2, said.lines().count(), said);
    assertFalse(said.contains("at net.anotherbox"), said);
    Path file = dir.resolve("internal-errors.log");
    String kept = Files.readString(file);
    assertTrue(kept.contains("first") && kept.contains("second") && kept.contains("at net.anotherbox"), kept);
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
  }
}
