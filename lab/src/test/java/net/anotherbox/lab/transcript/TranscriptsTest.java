package net.anotherbox.lab.transcript;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Plays all transcripts. {@code -Dtranscripts=NAME} only those with this in their names. */
@org.junit.jupiter.api.Timeout(120)
class TranscriptsTest {
  private static final boolean UPDATE = Boolean.getBoolean("transcripts.update");

  private static Path folder() {
    Path here = Path.of("").toAbsolutePath();
    Path lab = (Files.exists(here.resolve("lab")) ? here : here.getParent()).resolve("lab");
    return lab.resolve("src/test/resources/net/anotherbox/lab/transcript");
  }

  @TestFactory
  Stream<DynamicTest> everyTranscriptIsPlayedToTheCharacter() throws IOException {
    List<Path> files;
    try (var all = Files.walk(folder())) {
      files = all.filter(f -> f.toString().endsWith(".session")).sorted().toList();
    }
    assertTrue(!files.isEmpty(), "transcripts found");
    String only = System.getProperty("transcripts", "");
    return files.stream().filter(f -> f.getFileName().toString().contains(only))
        .map(f -> dynamicTest(folder().relativize(f).toString(), () -> play(f)));
  }

  private static void play(Path file) throws IOException {
    List<String> played = new Transcript(Files.readAllLines(file), UPDATE).play();
    if (UPDATE) Files.write(file, played);
  }

  private static void refuses(String... lines) {
    assertThrows(AssertionError.class, () -> new Transcript(List.of(lines), false).play());
  }

  @Test
  void refusesWhatIsNotWhatCame() {
    refuses("con 80x24", "> <Return>", "|", "|Router#");
    refuses("con 80x24", "> abc<^B>", "=Router>abc{}");
  }

  @Test
  void refusesWhatNobodyLookedAt() {
    refuses("con 80x24", "> <Return>");
  }

  @Test
  void refusesASessionThatGoesOn() {
    refuses("con 80x24", "> x", "|x", "over");
  }
}
