package net.anotherbox.nvram;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import net.anotherbox.config.commit.CommitLog.Row;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalTailTest {
  private static final Instant T = Instant.parse("2002-03-01T00:00:00.123Z");

  @TempDir Path dir;
  private Path file;

  @BeforeEach
  void place() {
    file = dir.resolve("nvram.journal");
  }

  private static Row row(int n) {
    return new Row(T.plusSeconds(n), "ada@vty0", n % 2 == 0 ? List.of() : List.of("interface Loopback0", "inner"),
        "line " + n + "\nwith \u00e4 second");
  }

  private static JournalTail.Numbered numbered(int n) {
    return new JournalTail.Numbered(n, 7, row(n));
  }

  private void filled(int from, int to) throws IOException {
    try (var t = JournalTail.open(file)) {
      for (int n = from; n <= to; n++) t.add(numbered(n));
    }
  }

  private List<JournalTail.Numbered> read() throws IOException {
    try (var t = JournalTail.open(file)) {
      return t.rows();
    }
  }

  @Test
  void whatWasAddedIsThereAgainAndGoesOn() throws IOException {
    filled(1, 3);
    filled(4, 5);
    assertEquals(IntStream.rangeClosed(1, 5).mapToObj(JournalTailTest::numbered).toList(), read());
  }

  /** The file as it is after each of its bytes: no row is read that is not whole, and those before it all are. */
  @Test
  void aRecordThatWasBrokenOffIsNone() throws IOException {
    var ends = new long[4];
    for (int n = 1; n <= 3; n++) {
      filled(n, n);
      ends[n] = Files.size(file);
    }
    byte[] all = Files.readAllBytes(file);
    for (int length = 0; length <= all.length; length++) {
      Files.write(file, Arrays.copyOf(all, length));
      int whole = 0;
      while (whole < 3 && ends[whole + 1] <= length) whole++;
      assertEquals(IntStream.rangeClosed(1, whole).mapToObj(JournalTailTest::numbered).toList(), read(), length + " bytes");
    }
  }

  @Test
  void aByteThatIsAnotherEndsIt() throws IOException {
    filled(1, 1);
    int one = (int) Files.size(file);
    filled(2, 3);
    byte[] all = Files.readAllBytes(file);
    for (int at : new int[] {one, one + 4, one + 9, one + 40}) {
      byte[] bad = all.clone();
      bad[at] ^= 0x55;
      Files.write(file, bad);
      assertEquals(List.of(numbered(1)), read(), "byte " + at);
    }
  }

  @Test
  void rowsOfAnEarlierFillingAreNotReadBehindThoseOfALaterOne() throws IOException {
    filled(1, 9);
    byte[] old = Files.readAllBytes(file);
    Files.delete(file);
    filled(11, 11);
    byte[] fresh = Files.readAllBytes(file);
    System.arraycopy(fresh, 0, old, 0, fresh.length);
    Files.write(file, old);
    assertTrue(read().stream().allMatch(n -> n.seq() == 11), read().toString());
  }

  /** A box dies between the commit of the rows and the emptying of the file. */
  @Test
  void noRowComesIntoTheJournalTwice() throws IOException {
    Path copy = dir.resolve("copy");
    try (var n = H2Nvram.open(dir)) {
      n.begin("base\n", T);
      for (int i = 1; i <= 5; i++) n.append(row(i));
      Files.copy(file, copy);
      assertEquals(5, n.last(100).size());
      assertEquals(0, Files.size(file));
    }
    Files.move(copy, file, StandardCopyOption.REPLACE_EXISTING);
    try (var n = H2Nvram.open(dir)) {
      assertEquals(IntStream.rangeClosed(1, 5).mapToObj(JournalTailTest::row).toList(), n.last(100));
    }
  }

  /** The database was removed by hand and another has begun. */
  @Test
  void rowsOfAnotherDatabaseAreNotTakenIn() throws IOException {
    Path copy = dir.resolve("copy");
    try (var n = H2Nvram.open(dir)) {
      n.begin("base\n", T);
      n.append(row(1));
      Files.copy(file, copy);
    }
    Files.delete(dir.resolve("nvram.mv.db"));
    Files.move(copy, file, StandardCopyOption.REPLACE_EXISTING);
    try (var n = H2Nvram.open(dir)) {
      assertEquals(List.of(), n.last(100));
    }
  }

  /** More rows than wait together, over several base texts: all of those since the last one are typed again. */
  @Test
  void rowsComeIntoTheDatabaseByHundreds() throws IOException {
    int lines = 2 * H2Nvram.REBASE + 3 * H2Nvram.TOGETHER + 17;
    Path killed = Files.createDirectory(dir.resolve("killed"));
    try (var n = H2Nvram.open(dir)) {
      n.begin("", T);
      n.rebasing(() -> "base\n");
      for (int i = 1; i <= lines; i++) n.append(row(i));
      assertTrue(Files.size(file) > 0);
      for (String f : List.of("nvram.mv.db", "nvram.journal")) Files.copy(dir.resolve(f), killed.resolve(f));
    }
    try (var n = H2Nvram.open(killed)) {
      var since = n.recovered().orElseThrow();
      assertEquals("base\n", since.base());
      assertEquals(IntStream.rangeClosed(2 * H2Nvram.REBASE + 1, lines).mapToObj(JournalTailTest::row).toList(), since.since());
    }
  }
}
