package net.anotherbox.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import net.anotherbox.box.Box;
import net.anotherbox.box.Memory;
import net.anotherbox.box.NoNetwork;
import net.anotherbox.config.commit.CommitLog;
import net.anotherbox.config.commit.ConfigEditor;
import net.anotherbox.config.commit.Configuration;
import net.anotherbox.config.commit.Outcome;
import net.anotherbox.config.grammar.Grammar;
import net.anotherbox.config.grammar.Line;
import net.anotherbox.config.grammar.Matched;
import net.anotherbox.config.grammar.Mode;
import net.anotherbox.config.text.ConfigLoader;
import net.anotherbox.config.text.ConfigOrder;
import net.anotherbox.config.text.RunningConfig;
import net.anotherbox.runtime.loop.VirtualLoop;
import net.anotherbox.runtime.port.SeededRandomness;
import net.anotherbox.runtime.release.Personality;
import net.anotherbox.runtime.release.Platform;
import net.anotherbox.runtime.release.Release;
import net.anotherbox.shell.box.BootFacts;
import org.junit.jupiter.api.Test;

/**
 * Of the whole grammar, in every release: no global line is printed below a section in whose mode it would be understood as
 * something else. Nothing in the running configuration says where a section ends but that the next line is none of it.
 */
class OrderTest {
  /** Each line is looked at in one release of so many, so that all are and the test stays short. */
  private static final int ONE_IN = 3;
  /** So that the text has something that is indented, as every running configuration has. */
  private static final List<String> FIRST = List.of("interface Loopback9", " description indented", "exit");
  private static final RunningConfig PRINTER = new RunningConfig(ConfigOrder.load());

  /** A line that opens a mode, with those that must be typed before it. */
  private record Way(Mode to, List<String> lines) {}

  @Test
  void whatStandsBelowASectionIsNotTakenForAPartOfIt() {
    var found = new TreeSet<String>();
    int pairs = 0;
    for (Release r : Release.KNOWN) pairs += new Looking(r).look(found);
    assertTrue(pairs > 100, "hardly anything was compared: " + pairs);
    assertEquals("", String.join("\n", found));
  }

  /** At the grammar of one release. */
  private static final class Looking {
    private final Release release;
    private final VirtualLoop loop = new VirtualLoop(Instant.EPOCH);
    private final Grammar grammar;
    private final Map<String, Boolean> begins = new HashMap<>();

    Looking(Release release) {
      this.release = release;
      grammar = new Box(NoNetwork.outside(loop, new SeededRandomness(1)), Memory.volatileWith("", Map.of()),
          new Personality(release, Platform.C3725), new BootFacts("power-on", 0x2102, Instant.EPOCH), () -> {}).grammar();
    }

    private ConfigEditor editor(Configuration c) {
      return new ConfigEditor(grammar, c, CommitLog.NONE, loop.clock(), "test");
    }

    /** Types lines and leaves all modes. @return what is printed then; empty if a line is not taken */
    private String typed(List<String> section, String line) {
      var c = new Configuration();
      var e = editor(c);
      for (String l : FIRST) e.type(l);
      for (String l : section) if (!taken(e, l)) return "";
      while (!(e.exit() instanceof Outcome.Left)) continue;
      if (!line.isEmpty() && !taken(e, line)) return "";
      return PRINTER.render(c.current(), release);
    }

    private static boolean taken(ConfigEditor e, String line) {
      Outcome o = e.type(line);
      if (o instanceof Outcome.NeedsBlock b) o = e.block(b.line(), "text");
      return o instanceof Outcome.Accepted;
    }

    private String again(String text) {
      var c = new Configuration();
      ConfigLoader.load(text, editor(c));
      return PRINTER.render(c.current(), release);
    }

    private int look(Set<String> found) {
      List<Way> ways = ways();
      var sentences = new Sentences(new SplittableRandom(7), 0);
      int pairs = 0;
      int number = 0;
      List<String> empty = typed(List.of(), "").lines().toList();
      for (Line l : grammar.lines(Mode.CONFIG)) {
        if (l.command().isPresent() || number++ % ONE_IN != Release.KNOWN.indexOf(release) % ONE_IN) continue;
        var lines = new HashSet<String>();
        String sentence = sentences.of(l);
        lines.add(sentence);
        if (l.isNegatable()) lines.add("no " + sentence);
        for (String s : lines) {
          String first = typed(List.of(), s).lines().filter(x -> !x.equals("!")
              && !empty.contains(x)).findFirst().orElse("");
          for (Way w : ways) {
            if (!understood(w.to, first)) continue;
            pairs++;
            String both = typed(w.lines, s);
            String back = again(both);
            if (!both.equals(back)) found.add(row(w.lines) + "  takes  " + row(List.of(first)));
          }
        }
      }
      return pairs;
    }

    private static String row(List<String> lines) {
      return String.join(" / ", lines);
    }

    private boolean understood(Mode mode, String line) {
      if (line.isEmpty() || line.equals("end")) return false;
      String[] w = line.split(" ");
      String front = w[0].equals("no") && w.length > 1 ? "no " + w[1] : w[0];
      var place = new Grammar.Place(mode, null, 15);
      return begins.computeIfAbsent(mode.id() + ":" + front, k -> !(grammar.parse(place, front)
          instanceof net.anotherbox.config.grammar.Parsed.Invalid)) && grammar.parse(place, line) instanceof Matched;
    }

    /** One way to each mode that can be opened. */
    private List<Way> ways() {
      var ways = new ArrayList<>(List.of(new Way(Mode.CONFIG, List.of())));
      var sentences = new Sentences(new SplittableRandom(7), 0);
      var known = new HashSet<String>();
      for (int i = 0; i < ways.size(); i++) {
        Way w = ways.get(i);
        for (Line l : grammar.lines(w.to)) {
          if (l.opens().isEmpty() || known.contains(l.opens().get().id())) continue;
          for (int tries = 0; tries < 8; tries++) {
            var lines = new ArrayList<>(w.lines);
            lines.add(sentences.of(l));
            if (typed(lines, "").isEmpty()) continue;
            ways.add(new Way(l.opens().get(), lines));
            known.add(l.opens().get().id());
            break;
          }
        }
      }
      return ways.subList(1, ways.size());
    }
  }
}
