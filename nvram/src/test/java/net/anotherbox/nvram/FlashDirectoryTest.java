package net.anotherbox.nvram;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import net.anotherbox.runtime.port.FileError;
import net.anotherbox.runtime.port.FileError.Reason;
import net.anotherbox.runtime.port.Flash;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

class FlashDirectoryTest {
  @TempDir
  Path state;
  private FlashDirectory flash;

  @BeforeEach
  void open() {
    flash = new FlashDirectory(state);
  }

  private void write(String path, String text) throws FileError {
    try (Flash.Upload u = flash.write(path, 1000)) {
      u.write(text.getBytes(), 0, text.length());
      u.keep();
    }
  }

  private static void refused(Reason reason, Executable what) {
    assertEquals(reason, assertThrows(FileError.class, what).reason());
  }

  @Test
  void keepsAFileInADirectory() throws Exception {
    flash.makeDirectory("a");
    write("a/x", "text");
    assertArrayEquals("text".getBytes(), flash.read("a/x").readAllBytes());
    assertEquals(List.of("a"), flash.list("").stream().map(Flash.Stat::name).toList());
    assertEquals(4, flash.stat("a/x").bytes());
    assertEquals(4, flash.used());
    flash.rename("a/x", "y");
    refused(Reason.NO_SUCH_FILE, () -> flash.stat("a/x"));
    flash.removeDirectory("a");
    flash.remove("y");
    assertEquals(0, flash.used());
  }

  @Test
  void leadsNowhereElse() throws Exception {
    Files.writeString(state.resolve("secret"), "x");
    Files.createSymbolicLink(state.resolve("flash/link"), state.resolve("secret"));
    Files.createSymbolicLink(state.resolve("flash/dir"), state);
    for (String path : List.of("../secret", "..", "a/../../secret", ".", "/secret", "a//b", "x\0", "back\\slash", "sp ace",
        "x".repeat(64))) {
      refused(Reason.INVALID_NAME, () -> flash.read(path));
      refused(Reason.INVALID_NAME, () -> flash.write(path, 9));
      refused(Reason.INVALID_NAME, () -> flash.makeDirectory(path));
      refused(Reason.INVALID_NAME, () -> flash.rename(path, "z"));
    }
    for (String path : List.of("link", "dir", "dir/secret")) refused(Reason.NO_SUCH_FILE, () -> flash.read(path));
    refused(Reason.NO_SUCH_FILE, () -> flash.write("dir/new", 9));
    refused(Reason.NO_SUCH_FILE, () -> flash.list("dir"));
    refused(Reason.NO_SUCH_FILE, () -> flash.remove("link"));
    assertEquals(List.of(), flash.list(""));
    assertEquals("x", Files.readString(state.resolve("secret")));
  }

  @Test
  void aFileIsNotThereBeforeItIsWhole() throws Exception {
    write("x", "old");
    Flash.Upload u = flash.write("x", 1000);
    u.write("new and longer".getBytes(), 0, 14);
    assertArrayEquals("old".getBytes(), flash.read("x").readAllBytes());
    u.close();
    assertArrayEquals("old".getBytes(), flash.read("x").readAllBytes());
    assertTrue(isEmpty(state.resolve("flash.tmp")));
  }

  @Test
  void whatACrashLeftBehindGoesAtTheNextStart() throws Exception {
    flash.write("x", 1000).write(new byte[10], 0, 10);
    new FlashDirectory(state);
    assertTrue(isEmpty(state.resolve("flash.tmp")));
    assertEquals(List.of(), flash.list(""));
  }

  @Test
  void takesNoMoreThanItWasGranted() throws Exception {
    try (Flash.Upload u = flash.write("x", 10)) {
      u.write(new byte[10], 0, 10);
      refused(Reason.NO_SPACE, () -> u.write(new byte[1], 0, 1));
    }
    refused(Reason.NO_SUCH_FILE, () -> flash.stat("x"));
  }

  @Test
  void saysWhyItRefuses() throws Exception {
    flash.makeDirectory("d");
    write("d/x", "");
    write("y", "");
    refused(Reason.EXISTS, () -> flash.makeDirectory("d"));
    refused(Reason.NOT_EMPTY, () -> flash.removeDirectory("d"));
    refused(Reason.IS_DIRECTORY, () -> flash.remove("d"));
    refused(Reason.IS_DIRECTORY, () -> flash.read("d"));
    refused(Reason.IS_DIRECTORY, () -> flash.write("d", 1));
    refused(Reason.NOT_DIRECTORY, () -> flash.read("y/z"));
    refused(Reason.EXISTS, () -> flash.rename("y", "d/x"));
    refused(Reason.INVALID_NAME, () -> flash.rename("d", "d/e"));
    refused(Reason.PERMISSION, () -> flash.removeDirectory(""));
  }

  private static boolean isEmpty(Path dir) throws IOException {
    try (var all = Files.list(dir)) {
      return all.findAny().isEmpty();
    }
  }
}
