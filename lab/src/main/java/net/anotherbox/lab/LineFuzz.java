package net.anotherbox.lab;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import net.anotherbox.box.Box;
import net.anotherbox.box.Memory;
import net.anotherbox.box.NoNetwork;
import net.anotherbox.config.commit.CommitLog;
import net.anotherbox.config.commit.ConfigEditor;
import net.anotherbox.config.commit.Outcome;
import net.anotherbox.config.grammar.Line;
import net.anotherbox.config.grammar.Matched;
import net.anotherbox.config.grammar.Mode;
import net.anotherbox.config.text.ConfigLoader;
import net.anotherbox.config.tree.Section;
import net.anotherbox.runtime.loop.ControlLoop;
import net.anotherbox.runtime.loop.VirtualLoop;
import net.anotherbox.runtime.port.SeededRandomness;
import net.anotherbox.runtime.release.Personality;
import net.anotherbox.runtime.release.Platform;
import net.anotherbox.runtime.release.Release;
import net.anotherbox.shell.box.BootFacts;

/**
 * Lines that nobody should type, made of the grammar's own words and of a configuration, whole, cut, twisted, with control
 * characters, far too long. No exception may come of one, of help or of completion; a line that is refused changes nothing;
 * and what is shown in the end reads back to itself.
 *
 * <p>{@code ./fuzz lines [MINUTES [SEED]]} goes on with new seeds; a round is replayed by its seed alone.
 */
public final class LineFuzz {
  private final SplittableRandom random;
  private final VirtualLoop loop = new VirtualLoop(Instant.parse("2005-02-06T21:43:04Z"));
  private final Box box;
  private final ConfigEditor editor;
  private final Sentences sentences;
  private final List<String> real;
  private final Map<String, Long> counts = new TreeMap<>();
  private String last = "";

  private LineFuzz(long seed) {
    random = new SplittableRandom(seed);
    sentences = new Sentences(random.split(), 4);
    box = box("");
    editor = new ConfigEditor(box.grammar(), box.configuration(), CommitLog.NONE, loop.clock(), "fuzz");
    real = LinksysScenario.config("siteb").lines().toList();
  }

  private Box box(String startup) {
    var b = new Box(NoNetwork.outside(loop, new SeededRandomness(1)), Memory.volatileWith(startup, Map.of()),
        new Personality(Release.R12_4, Platform.C3725), new BootFacts("power-on", 0x2102, Instant.EPOCH), () -> {});
    var rejected = b.boot();
    loop.drain();
    must(rejected.isEmpty(), "what is shown is not taken: " + rejected + Printable.around(startup, rejected));
    return b;
  }

  /**
   * One round.
   *
   * @param lines how many to type
   * @return how many came to which end
   * @throws AssertionError with the seed and the last line if something does not hold
   */
  public static Map<String, Long> round(long seed, int lines) {
    var fuzz = new LineFuzz(seed);
    try {
      for (int i = 0; i < lines; i++) fuzz.step();
      fuzz.readsBack();
    } catch (RuntimeException | AssertionError e) {
      throw new AssertionError("seed " + seed + ", last line " + Printable.of(fuzz.last), e);
    }
    return fuzz.counts;
  }

  private void step() {
    String line = changed(random.nextInt(5) == 0 ? real.get(random.nextInt(real.size())) : fromGrammar());
    // A release of another name has other lines of its own: that it forgets them is no fault.
    if (line.strip().startsWith("v")) return;
    last = line;
    int cut = random.nextInt(line.length() + 1);
    box.grammar().help(editor.place(), line.substring(0, cut));
    box.grammar().completion(editor.place(), line.substring(0, cut));
    Section before = box.configuration().current();
    String shown = random.nextInt(4) == 0 ? box.features().text().running() : "";
    Outcome o = editor.type(line);
    if (o instanceof Outcome.NeedsBlock b) o = editor.block(b.line(), "text of " + random.nextInt(99) + "\n  lines");
    loop.drain();
    counts.merge(o.getClass().getSimpleName(), 1L, Long::sum);
    boolean refused = o instanceof Outcome.Refused || o instanceof Outcome.NotUnderstood;
    if (refused) must(before == box.configuration().current(), "a refused line has changed something");
    if (o instanceof Outcome.Accepted a && !shown.isEmpty()) takenBack(a.line(), shown);
  }

  /**
   * What "no" makes of a line that has added something and replaced nothing: what was shown before. Lines whose "no" is
   * remembered, or takes away more than they said, are not of this kind.
   */
  private void takenBack(Matched typed, String shown) {
    Line l = typed.line();
    if (typed.negated() || typed.toDefault() || l.isNegatable() || l.isClearedByNo() || l.isLeaving()) return;
    var left = new ArrayList<>(box.features().text().running().lines().toList());
    for (String s : shown.lines().toList()) if (!left.remove(s)) return;
    // A second of the same wording (a remark): it is the first that goes.
    if (left.isEmpty() || shown.lines().anyMatch(left::contains)) return;
    if (l.opens().isPresent()) editor.exit();
    Outcome o = editor.type("no " + String.join(" ", typed.words()));
    loop.drain();
    counts.merge("taken back: " + o.getClass().getSimpleName(), 1L, Long::sum);
    must(!(o instanceof Outcome.NotUnderstood), "no " + typed.words() + " is not understood");
    String now = box.features().text().running();
    must(o instanceof Outcome.Refused || now.equals(shown), "no " + typed.words() + " leaves something else:\n"
        + Printable.difference(shown, now));
  }

  /** A way through a declaration, seldom without one of its words. */
  private String fromGrammar() {
    Mode mode = random.nextInt(3) == 0 ? Mode.CONFIG : editor.mode();
    var lines = new ArrayList<Line>(box.grammar().lines(mode));
    String sentence = sentences.of(lines.get(random.nextInt(lines.size())));
    if (random.nextInt(8) == 0) sentence = sentence.replaceFirst(" \\S+", "");
    return (random.nextInt(8) == 0 ? "no " : random.nextInt(40) == 0 ? "default " : "") + sentence;
  }

  private String changed(String line) {
    int at = line.isEmpty() ? 0 : random.nextInt(line.length());
    return switch (random.nextInt(24)) {
      case 0 -> line.substring(0, at);
      case 1 -> line.substring(at);
      case 2 -> line.substring(0, at) + (char) random.nextInt(1, 32) + line.substring(at);
      case 3 -> line.substring(0, at) + (char) random.nextInt(33, 256) + line.substring(at);
      case 4 -> line + " " + "x".repeat(random.nextInt(8) == 0 ? random.nextInt(5000) : random.nextInt(80));
      case 5 -> line.substring(0, at) + "?" + line.substring(at);
      case 6 -> line.substring(0, at) + "\t" + line.substring(at);
      case 7 -> line + " " + line;
      case 8 -> "exit";
      case 9 -> line.replace(' ', '\t');
      default -> line;
    };
  }

  private void readsBack() {
    String shown = box.features().text().running();
    String again = box(shown).features().text().running();
    must(shown.equals(again), "what is shown reads back as something else:\n" + Printable.difference(shown, again));
  }

  private static void must(boolean holds, String otherwise) {
    if (!holds) throw new AssertionError(otherwise);
  }
}
