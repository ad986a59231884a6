package net.anotherbox.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.regex.Pattern;
import net.anotherbox.box.Box;
import net.anotherbox.box.Memory;
import net.anotherbox.box.NoNetwork;
import net.anotherbox.config.commit.CommitLog;
import net.anotherbox.config.commit.ConfigEditor;
import net.anotherbox.config.text.ConfigLoader.Rejected;
import net.anotherbox.nvram.H2Nvram;
import net.anotherbox.nvram.Recovery;
import net.anotherbox.runtime.port.SeededRandomness;
import net.anotherbox.runtime.release.Personality;
import net.anotherbox.runtime.release.Platform;
import net.anotherbox.runtime.release.Release;
import net.anotherbox.shell.box.BootFacts;
import net.anotherbox.shell.session.Identity;
import net.anotherbox.shell.session.LineName;

/**
 * Whole pastes into a session of a box with nvram: see {@link Pastes}. No exception may come of one; the session answers
 * afterwards, unless it was told to end; the configuration that is shown then is what {@code write memory} saves, what a
 * boot from that shows, what a crash would be recovered to, and what {@code configure replace} comes back to.
 *
 * <p>{@code ./fuzz pastes [MINUTES [SEED]]} goes on with new seeds; a round is replayed by its seed alone.
 */
public final class PasteFuzz implements AutoCloseable {
  private static final Pattern PROMPT = Pattern.compile("(?s).*[\\r\\n][^\\r\\n]{1,80}[>#]\\s*");
  private static final int REMEMBERED = 4_000;
  private static final int LONGEST_SECONDS = 600;
  private static final LineName PASTING = LineName.vty(1);
  private static final LineName LOOKING = LineName.vty(2);
  private static final Instant EPOCH = Instant.parse("2005-02-06T21:43:04Z");

  private final SplittableRandom random;
  private final SharedLoop loop = new SharedLoop(EPOCH);
  private final Path state;
  private final List<Seated> seated = new ArrayList<>();
  private final H2Nvram nvram;
  private final Memory others;
  private final Box box;
  private String pasted = "";

  private PasteFuzz(long seed) {
    random = new SplittableRandom(seed);
    try {
      state = Files.createTempDirectory("anotherbox-fuzz");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    nvram = H2Nvram.open(state);
    others = Memory.volatileWith("", Map.of(), loop.clock()::wall);
    box = box(new Memory(nvram, nvram, others.ports(), others.hostKey(), others.flash(), nvram, others.masterKey()));
    box.boot();
    nvram.begin(box.features().text().running(), loop.clock().wall());
    nvram.rebasing(() -> box.features().text().running());
    box.features().resume();
    settle();
  }

  private Box box(Memory memory) {
    return new Box(NoNetwork.outside(loop, new SeededRandomness(1)), memory, new Personality(Release.R12_4, Platform.C3725),
        new BootFacts("power-on", 0x2102, EPOCH), () -> {});
  }

  /**
   * One round.
   *
   * @param parts how long a paste is
   * @return how many bytes were pasted
   * @throws AssertionError with the seed if something does not hold
   */
  public static long round(long seed, int parts) {
    try (var fuzz = new PasteFuzz(seed)) {
      try {
        return fuzz.run(parts);
      } catch (RuntimeException | AssertionError e) {
        throw new AssertionError("seed " + seed + ", last pasted " + Printable.of(fuzz.pasted), e);
      }
    }
  }

  private long run(int parts) {
    var pastes = new Pastes(random.split(), box.grammar(), LinksysScenario.config("siteb").lines().toList());
    long bytes = paste(pastes.of(parts));
    answers();
    String shown = box.features().text().running();
    readsBack(shown);
    saves(shown);
    bytes += paste(pastes.of(parts / 4));
    answers();
    comesBack();
    bytes += paste(pastes.of(parts / 4));
    answers();
    loop.run(600_000);
    settle();
    recovers(box.features().text().running());
    return bytes;
  }

  private void settle() {
    loop.settle(() -> seated.stream().allMatch(Seated::isWaiting), seated::toString);
    seated.forEach(Seated::came);
  }

  private Seated sit(LineName line) {
    var s = new Seated(box.shell(), loop.clock(), line, new Identity("fuzz", 15), 80, 0, REMEMBERED);
    seated.add(s);
    settle();
    return s;
  }

  /** Sends it in pieces, as segments come. Whoever is thrown out comes in again and goes on. */
  private long paste(String text) {
    Seated who = sit(PASTING);
    for (int from = 0; from < text.length(); ) {
      int to = Math.min(text.length(), from + (random.nextInt(3) == 0 ? 1 + random.nextInt(20) : 1 + random.nextInt(1_400)));
      if (who.isOver()) {
        seated.remove(who);
        who = sit(PASTING);
      }
      pasted = text.substring(from, to);
      who.type(pasted);
      settle();
      worked(who);
      from = to;
    }
    return text.length();
  }

  /** A command may take its time, as a ping does; but it ends. */
  private void worked(Seated who) {
    for (int i = 0; who.isAtWork(); i++) {
      must(i < LONGEST_SECONDS, () -> "a command does not end: " + Printable.of(who.came()));
      loop.run(1_000);
      settle();
    }
  }

  /** Whatever it was in the middle of, breaking off and a Return lead to a prompt. */
  private void answers() {
    Seated who = seated.getLast();
    for (int i = 0; i < 4 && !who.isOver(); i++) {
      who.type("\36\3\r\r");
      settle();
      loop.run(20_000);
      settle();
    }
    must(who.isOver() || PROMPT.matcher(who.came()).matches(), () -> "the session does not answer: "
        + Printable.of(who.came().substring(Math.max(0, who.came().length() - 200))));
    seated.remove(who);
    who.hangUp();
    loop.settle(who::isOver, who::toString);
  }

  private void command(String line) {
    Seated who = sit(LOOKING);
    pasted = line;
    who.type(line + "\r\r\r");
    settle();
    loop.run(5_000);
    settle();
    pasted = line + " -> " + who.came();
    seated.remove(who);
    who.hangUp();
    loop.settle(who::isOver, who::toString);
  }

  private Memory memory(String startup) {
    var m = Memory.volatileWith(startup, Map.of(), loop.clock()::wall);
    return new Memory(m.startup(), CommitLog.NONE, others.ports(), others.hostKey(), m.flash(), m.rollback(),
        others.masterKey());
  }

  private void readsBack(String shown) {
    Box again = box(memory(shown));
    List<Rejected> rejected = again.boot();
    settle();
    must(rejected.isEmpty(), () -> "what is shown is not taken: " + rejected + Printable.around(shown, rejected));
    same("what is shown reads back as something else", shown, again.features().text().running());
  }

  /** As if the process were killed now. */
  private void recovers(String shown) {
    Recovery recovery = nvram.recovered().orElseThrow();
    Box again = box(memory(""));
    again.boot(new Box.Source() {
      @Override
      public List<Rejected> typeInto(ConfigEditor editor) {
        return recovery.replay(editor);
      }

      @Override
      public String text() {
        return recovery.base();
      }
    });
    settle();
    same("a crash is recovered to something else", shown, again.features().text().running());
  }

  private void saves(String shown) {
    command("write memory");
    same("something else is saved", box.features().text().running(), nvram.load().orElse(""));
    same("saving changes something", shown, box.features().text().running());
  }

  /** To what is in nvram: a paste may have saved something else meanwhile, or erased it. */
  private void comesBack() {
    String saved = nvram.load().orElse("");
    if (saved.isEmpty()) return;
    command("configure replace nvram:startup-config force");
    same("replacing by what was saved leaves something else", saved, box.features().text().running());
  }

  private static void same(String otherwise, String a, String b) {
    must(a.equals(b), () -> otherwise + ":\n" + Printable.difference(a, b));
  }

  private static void must(boolean holds, java.util.function.Supplier<String> otherwise) {
    if (!holds) throw new AssertionError(otherwise.get());
  }

  @Override
  public void close() {
    seated.forEach(Seated::hangUp);
    box.close();
    nvram.close();
    try (var files = Files.walk(state)) {
      for (Path p : files.sorted(Comparator.reverseOrder()).toList()) Files.delete(p);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
