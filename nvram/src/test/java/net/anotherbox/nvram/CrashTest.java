package net.anotherbox.nvram;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import net.anotherbox.config.commit.CommitLog;
import net.anotherbox.config.text.ConfigLoader;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The box is killed at moments nobody chose; what it had acknowledged must be there. */
class CrashTest {
  /** A store is killed so many times in a row, then the next begins empty: so it stays quick. */
  private static final int KILLS_OF_A_STORE = 25;

  @TempDir Path dir;

  @Test
  void nothingAcknowledgedIsLostByAKill() throws Exception {
    kill(15, 1L);
  }

  /** By hand: {@code mvn test -pl nvram -Dtest.excluded= -Dtest=CrashTest}. */
  @Test
  @Tag("long")
  void nothingAcknowledgedIsLostByTwoHundredKills() throws Exception {
    kill(Integer.getInteger("crash.kills", 200), System.nanoTime());
  }

  private void kill(int times, long seed) throws Exception {
    var random = new Random(seed);
    int lines = 0;
    int written = 0;
    long typed = 0;
    Path state = dir;
    for (int i = 0; i < times; i++) {
      if (i % KILLS_OF_A_STORE == 0) {
        state = dir.resolve("after-" + i);
        lines = 0;
        written = 0;
      }
      Acknowledged a = runAndKill(state, random);
      int before = lines;
      lines = Math.max(lines, a.lines);
      written = Math.max(written, a.written);
      int found = check(state, lines, written, "kill " + i + " of seed " + seed);
      typed += found - before;
      lines = found;
    }
    System.out.println(times + " kills, " + typed + " lines");
    assertTrue(typed > 10L * times, "too few lines were acknowledged: " + typed);
  }

  private record Acknowledged(int lines, int written) {}

  /**
   * Reads a random number of acknowledgements, spins for a random moment, kills, and reads what else was said before. One in
   * three dies earlier: somewhere in opening, migrating, recovering or beginning its boot.
   */
  private Acknowledged runAndKill(Path state, Random random) throws IOException, InterruptedException {
    Process p = Child.start(state, "forever");
    int lines = 0;
    int written = 0;
    boolean early = random.nextInt(3) == 0;
    int until = early ? 0 : 1 + random.nextInt(120);
    long spin = random.nextInt(early ? 500_000_000 : 3_000_000);
    try (BufferedReader in = p.inputReader()) {
      String l;
      for (int n = 0; (l = in.readLine()) != null; n++) {
        if (n == until) {
          long end = System.nanoTime() + spin;
          while (System.nanoTime() < end) Thread.onSpinWait();
          p.toHandle().destroyForcibly();
        }
        if (!l.matches("[LW] \\d+")) continue;
        int number = Integer.parseInt(l.substring(2));
        if (l.startsWith("L")) lines = number;
        else written = number;
      }
    }
    assertEquals(137, p.waitFor());
    return new Acknowledged(lines, written);
  }

  /** @return how many lines the store holds */
  private int check(Path state, int lines, int written, String where) {
    try (H2Nvram n = H2Nvram.open(state)) {
      var notes = new NotesGrammar();
      var recovery = n.recovered();
      assertTrue(recovery.isPresent() || lines == 0, where + ": no recovery");
      recovery.ifPresent(r -> assertEquals(List.of(), r.replay(notes.editor(CommitLog.NONE)), where));
      int found = whole(notes, where);
      assertTrue(found == lines || found == lines + 1, where + ": acknowledged " + lines + ", found " + found);
      var saved = new NotesGrammar();
      String startup = n.load().orElse("");
      assertTrue(startup.isEmpty() || startup.endsWith("end\n"), where + ": startup-config is cut off");
      assertEquals(List.of(), ConfigLoader.load(startup, saved.editor(CommitLog.NONE)), where);
      int inStartup = whole(saved, where);
      assertTrue(inStartup >= written && inStartup % 7 == 0 && inStartup <= found,
          where + ": write memory at " + written + " acknowledged, found " + inStartup);
      return found;
    }
  }

  /** Notes 1, 2, 3, … in order without a gap. */
  private static int whole(NotesGrammar notes, String where) {
    int n = 0;
    for (var e : notes.configuration.current().entries()) assertEquals("note " + ++n, String.join(" ", e.words()), where);
    return n;
  }
}
