package net.anotherbox.nvram;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import net.anotherbox.config.commit.CommitLog;
import net.anotherbox.config.commit.ConfigEditor;
import net.anotherbox.config.commit.Outcome;

/** A box without a shell, in a process of its own, to be killed. Acknowledges each line on its output. */
final class Child {
  private Child() {}

  /** Starts it; its errors go to ours. */
  static Process start(Path dir, String... task) throws IOException {
    var command = new ArrayList<>(List.of(System.getProperty("java.home") + "/bin/java", "-XX:TieredStopAtLevel=1",
        "-Xshare:auto",
        "-XX:+UseSerialGC", "-Xmx256m", "-cp", System.getProperty("java.class.path"), Child.class.getName(),
        dir.toString()));
    command.addAll(List.of(task));
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }

  public static void main(String[] args) {
    if (args[1].equals("forever")) System.out.println("started");
    try (H2Nvram n = H2Nvram.open(Path.of(args[0]))) {
      switch (args[1]) {
        case "open" -> System.out.println("opened");
        case "modes" -> modes(n);
        case "many" -> many(n, Integer.parseInt(args[2]));
        case "cleared" -> cleared(n);
        case "forever" -> forever(n);
        default -> throw new IllegalArgumentException(args[1]);
      }
    } catch (NvramException e) {
      System.out.println("refused: " + e.getMessage());
    }
  }

  /** Lines in modes and a line that goes on over several, then death. */
  private static void modes(H2Nvram n) {
    var notes = new NotesGrammar();
    type(notes.editor(CommitLog.NONE), "note  at the beginning");
    n.begin(notes.running(), notes.clock.wall());
    ConfigEditor e = notes.editor(n);
    for (String l : List.of("chapter one", "verse 1", "verse 2", "no verse 1", "chapter two", "verse 3",
        "no note at the beginning",
        "note last")) type(e, l);
    ConfigEditor other = notes.editor(n);
    type(other, "chapter one");
    type(e, "chapter two");
    type(other, "verse 4");
    type(e, "verse 5");
    var block = (Outcome.NeedsBlock) e.type("poem %");
    e.block(block.line(), "roses are red\n  violets\n");
    System.out.print(notes.running());
    die();
  }

  /** A line, then the journal is cleared, then another line, then death. */
  private static void cleared(H2Nvram n) {
    var notes = new NotesGrammar();
    n.begin(notes.running(), notes.clock.wall());
    ConfigEditor e = notes.editor(n);
    type(e, "note a");
    n.clear();
    if (!n.last(1).isEmpty()) throw new IllegalStateException("still shown");
    type(e, "note b");
    die();
  }

  private static void many(H2Nvram n, int count) {
    var notes = new NotesGrammar();
    n.begin(notes.running(), notes.clock.wall());
    n.rebasing(notes::running);
    ConfigEditor e = notes.editor(n);
    for (int i = 1; i <= count; i++) type(e, "note " + i);
    die();
  }

  /**
   * Recovers, then types numbered notes and now and then writes the startup-config, until it is killed. "L n" and "W n"
   * acknowledge.
   */
  private static void forever(H2Nvram n) {
    var notes = new NotesGrammar();
    n.recovered().ifPresent(r -> {
      if (!r.replay(notes.editor(CommitLog.NONE)).isEmpty()) throw new IllegalStateException("recovery refused");
    });
    n.begin(notes.running(), notes.clock.wall());
    n.rebasing(notes::running);
    ConfigEditor e = notes.editor(n);
    var out = new PrintStream(System.out, false);
    for (int i = notes.configuration.current().entries().size() + 1; ; i++) {
      type(e, "note " + i);
      out.println("L " + i);
      out.flush();
      if (i % 7 == 0) {
        n.save(notes.running());
        out.println("W " + i);
        out.flush();
      }
    }
  }

  private static void type(ConfigEditor e, String line) {
    if (!(e.type(line) instanceof Outcome.Accepted)) throw new IllegalStateException(line);
  }

  /** As "kill -9" does: no hooks, no closing. */
  private static void die() {
    System.out.flush();
    ProcessHandle self = ProcessHandle.current();
    try {
      new ProcessBuilder("kill", "-9", Long.toString(self.pid())).start().waitFor();
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
