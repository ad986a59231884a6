package net.anotherbox.nvram;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.anotherbox.config.commit.CommitLog;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class H2NvramTest {
  private static final Instant T = Instant.parse("2002-03-01T00:00:00.123Z");

  @TempDir Path dir;

  @Test
  void keepsTheStartupConfigurationOverAnEnd() {
    try (var n = H2Nvram.open(dir.resolve("state"))) {
      assertEquals(Optional.empty(), n.load());
      n.save("hostname a\n");
      n.save("hostname b\n");
    }
    try (var n = H2Nvram.open(dir.resolve("state"))) {
      assertEquals(Optional.of("hostname b\n"), n.load());
      assertTrue(n.saved().isPresent());
      n.erase();
      assertEquals(Optional.empty(), n.load());
    }
  }

  /** The file of a killed box, with a boot that has no clean end in it. */
  @Test
  void aFileThatHasGrownIsWrittenAnewWithAllThatIsInIt() throws Exception {
    Process p = Child.start(dir, "many", "300");
    p.getInputStream().readAllBytes();
    assertEquals(137, p.waitFor());
    Path file = dir.resolve("nvram.mv.db");
    long before = Files.size(file);
    H2Nvram.rewriteIfOver(file, before);
    assertEquals(before, Files.size(file));
    H2Nvram.rewriteIfOver(file, before - 1);
    assertTrue(Files.size(file) < before / 4, before + " bytes have become " + Files.size(file));
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
    try (var n = H2Nvram.open(dir)) {
      assertEquals("note 300", n.last(1).get(0).line());
      assertEquals(300, n.recovered().orElseThrow().since().size());
      H2Nvram.rewriteIfOver(file, 0);
      n.save("it goes on\n");
    }
    try (var n = H2Nvram.open(dir)) {
      assertEquals(Optional.of("it goes on\n"), n.load());
    }
  }

  @Test
  void onlyTheOwnerMayRead() throws IOException {
    Path state = dir.resolve("state");
    try (var n = H2Nvram.open(state)) {
      n.save("enable password cisco");
      assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(state)));
      try (var files = Files.list(state)) {
        for (Path f : files.toList()) assertEquals("rw-------",
            PosixFilePermissions.toString(Files.getPosixFilePermissions(f)), f.toString());
      }
    }
  }

  @Test
  void aSecondProcessIsToldInOneLine() throws Exception {
    try (var n = H2Nvram.open(dir)) {
      n.save("x");
      Process p = Child.start(dir, "open");
      String said = new String(p.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
      p.waitFor();
      assertEquals("refused: state directory " + dir + " is in use by another process\n", said);
    }
  }

  @Test
  void aFileThatIsNoStoreIsToldInOneLine() throws IOException {
    Files.writeString(dir.resolve("nvram.mv.db"),
        "this is no database at all, but it is longer than a header\n".repeat(300));
    var e = assertThrows(NvramException.class, () -> H2Nvram.open(dir));
    assertTrue(e.getMessage().startsWith("state directory " + dir + " cannot be read: "), e.getMessage());
    assertEquals(1, e.getMessage().lines().count());
  }

  @Test
  void aClearedJournalStaysClearedAndIsStillRecoveredFrom() throws Exception {
    Process p = Child.start(dir, "cleared");
    p.getInputStream().readAllBytes();
    assertEquals(137, p.waitFor());
    try (var n = H2Nvram.open(dir)) {
      assertEquals(List.of("note b"), n.last(10).stream().map(CommitLog.Row::line).toList());
      assertEquals(List.of("note a", "note b"),
          n.recovered().orElseThrow().since().stream().map(CommitLog.Row::line).toList());
    }
  }

  @Test
  void theNewestTenThousandRowsAreKept() {
    try (var n = H2Nvram.open(dir)) {
      n.rebasing(() -> "base");
      n.begin("", T);
      for (int i = 1; i <= H2Nvram.JOURNAL_ROWS + 50; i++) n.append(new CommitLog.Row(T, "ada",
          List.of("interface Fa0/0", "x"), "line " + i));
      List<CommitLog.Row> all = n.last(1_000_000);
      assertEquals(H2Nvram.JOURNAL_ROWS, all.size());
      assertEquals(new CommitLog.Row(T, "ada", List.of("interface Fa0/0", "x"), "line 51"), all.get(0));
      assertEquals("line " + (H2Nvram.JOURNAL_ROWS + 50), n.last(2).get(1).line());
    }
  }

  @Test
  void keepsKeyBindingsRegisterAndOptions() {
    byte[] key = {1, 2, 0, -1};
    try (var n = H2Nvram.open(dir)) {
      assertEquals(0x2102, n.configRegister());
      n.hostKey(key);
      n.bind("FastEthernet0/0", "eth0");
      n.bind("FastEthernet0/1", "eth1");
      n.bind("FastEthernet0/0", "eth2");
      n.unbind("FastEthernet0/1");
      n.configRegister(0x2142);
      n.option("platform", "3725");
    }
    try (var n = H2Nvram.open(dir)) {
      assertArrayEquals(key, n.hostKey().orElseThrow());
      assertEquals(Map.of("FastEthernet0/0", "eth2"), n.portBindings());
      assertEquals(0x2142, n.configRegister());
      assertEquals(Optional.of("3725"), n.option("platform"));
      assertEquals(Optional.empty(), n.option("release"));
    }
  }

  @Test
  void nothingIsRecoveredAfterACleanEnd() {
    try (var n = H2Nvram.open(dir)) {
      assertEquals(Optional.empty(), n.recovered());
      n.begin("hostname a\n", T);
      n.append(new CommitLog.Row(T, "", List.of(), "hostname b"));
    }
    try (var n = H2Nvram.open(dir)) {
      assertEquals(Optional.empty(), n.recovered());
      assertEquals("hostname b", n.last(1).get(0).line());
    }
  }

  @Test
  void whatWasTypedSinceTheBaseIsTypedAgain() throws Exception {
    Process p = Child.start(dir, "modes");
    String said = new String(p.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
    assertEquals(137, p.waitFor(), said);
    try (var n = H2Nvram.open(dir)) {
      Recovery r = n.recovered().orElseThrow();
      var notes = new NotesGrammar();
      assertEquals(List.of(), r.replay(notes.editor(CommitLog.NONE)));
      assertEquals(said, notes.running());
      assertFalse(r.toString().contains("verse"));
      n.begin(notes.running(), T);
    }
    try (var n = H2Nvram.open(dir)) {
      assertEquals(Optional.empty(), n.recovered());
    }
  }

  @Test
  void theBaseIsRenewedSoThatFewLinesAreTypedAgain() throws Exception {
    Process p = Child.start(dir, "many", "4500");
    String said = new String(p.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
    assertEquals(137, p.waitFor(), said);
    try (var n = H2Nvram.open(dir)) {
      Recovery r = n.recovered().orElseThrow();
      assertEquals(500, r.since().size());
      var notes = new NotesGrammar();
      assertEquals(List.of(), r.replay(notes.editor(CommitLog.NONE)));
      assertEquals(4500, notes.configuration.current().entries().size());
    }
  }

  @Test
  void aStoreOfANewerProgramIsNotTouched() throws Exception {
    H2Nvram.open(dir).close();
    try (var c = DriverManager.getConnection("jdbc:h2:file:" + dir.resolve("nvram"), "nvram",
        ""); var s = c.createStatement()) {
      s.execute("INSERT INTO migration VALUES (99, CURRENT_TIMESTAMP)");
    }
    var e = assertThrows(NvramException.class, () -> H2Nvram.open(dir));
    assertTrue(e.getMessage().contains("newer program (schema 99, known 2)"), e.getMessage());
  }

  @Test
  void linesBeforeABootAreRefused() {
    try (var n = H2Nvram.open(dir)) {
      assertThrows(IllegalStateException.class, () -> n.append(new CommitLog.Row(T, "", List.of(), "x")));
    }
  }
}
