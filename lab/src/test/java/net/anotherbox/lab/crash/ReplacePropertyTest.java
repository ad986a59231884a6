package net.anotherbox.lab.crash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import net.anotherbox.box.Box;
import net.anotherbox.box.Memory;
import net.anotherbox.box.Outside;
import net.anotherbox.config.commit.CommitLog;
import net.anotherbox.config.commit.ConfigEditor;
import net.anotherbox.config.commit.Outcome;
import net.anotherbox.config.feature.Execution;
import net.anotherbox.config.feature.Session;
import net.anotherbox.config.grammar.Grammar;
import net.anotherbox.config.grammar.Matched;
import net.anotherbox.config.grammar.Mode;
import net.anotherbox.config.tree.Entry;
import net.anotherbox.config.tree.Section;
import net.anotherbox.lab.VirtualEcho;
import net.anotherbox.lab.VirtualHost;
import net.anotherbox.runtime.loop.VirtualLoop;
import net.anotherbox.runtime.port.SeededRandomness;
import net.anotherbox.runtime.release.Personality;
import net.anotherbox.runtime.release.Platform;
import net.anotherbox.runtime.release.Release;
import net.anotherbox.shell.box.BootFacts;
import net.anotherbox.shell.file.Guest;
import net.anotherbox.shell.file.TextFiles;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code configure replace} makes of any configuration any other, and touches nothing that is in both. */
class ReplacePropertyTest {
  private static final int PAIRS = Integer.getInteger("replace.pairs", 4);
  private static final List<String> DOCUMENTS =
      List.of("000-daphne", "000-fred", "001-r2", "001-r3", "002-hub", "002-spoke1", "003-siteb", "004-router");

  private static final class Router {
    final VirtualLoop loop = new VirtualLoop(Instant.parse("2005-02-06T21:43:04Z"));
    final Box box;

    Router(String startup) {
      var random = new SeededRandomness(1);
      var host = new VirtualHost(loop, random);
      box = new Box(new Outside(loop, random, host, host, host.plane(), new VirtualEcho(host, loop), Optional.empty(),
          Optional.empty()).carrying(host.plane()), Memory.volatileWith(startup, Map.of()),
          new Personality(Release.R12_4, Platform.C3725),
          new BootFacts("power-on", 0x2102, Instant.EPOCH), () -> { });
      box.boot();
      loop.drain();
    }

    String running() {
      return box.features().text().running();
    }

    Section tree() {
      return box.configuration().current();
    }

    /** Types random lines, blocks and all. */
    Router scribbled(long seed, int lines) {
      var random = new RandomLines(new SplittableRandom(seed));
      var editor = new ConfigEditor(box.grammar(), box.configuration(), CommitLog.NONE, loop.clock(), "test");
      for (int i = 0; i < lines; i++) {
        String[] typed = random.next(!editor.mode().equals(Mode.CONFIG)).split("\n", 2);
        if (editor.type(typed[0]) instanceof Outcome.NeedsBlock b) {
          String rest = typed.length > 1 ? typed[1] : "";
          editor.block(b.line(), rest.contains(b.delimiter()) ? rest.substring(0, rest.indexOf(b.delimiter())) : rest);
        }
        loop.drain();
      }
      return this;
    }

    String replacedBy(String text) {
      var somebody = new Typed();
      box.features().files().write(Guest.NOBODY, "flash:x", text, false, a -> assertTrue(a instanceof TextFiles.Answer.Done));
      loop.drain();
      Matched m = (Matched) box.grammar().parse(new Grammar.Place(Mode.EXEC, null, 15), "configure replace flash:x force");
      somebody.command = m;
      m.line().command().orElseThrow().run(somebody);
      loop.drain();
      return somebody.out.toString();
    }
  }

  private static String without(String text, String... starts) {
    return text.lines().filter(l -> java.util.Arrays.stream(starts).noneMatch(l::startsWith))
        .collect(java.util.stream.Collectors.joining("\n"));
  }

  private static void checked(Router from, String text, String what) {
    Router booted = new Router(text);
    Section before = from.tree();
    String wasText = from.running();
    String said = from.replacedBy(text);
    assertTrue(said.contains("Rollback Done"), what + ":\n" + said);
    assertEquals(booted.running(), from.running(), what);
    untouched(before, from.tree(), what);
    assertTrue(from.replacedBy(text).contains("Total number of passes: 0\n"), what);
    assertTrue(from.replacedBy(wasText).contains("Rollback Done"), what);
    assertEquals(new Router(wasText).running(), from.running(), what + ", back");
  }

  /** What is equal is the same object: subsystems compare by reference. */
  private static void untouched(Section before, Section now, String what) {
    for (Entry e : now.entries()) {
      Optional<Entry> was = before.get(e.key());
      if (was.isEmpty()) continue;
      if (same(was.get(), e)) assertSame(was.get(), e, what + ": " + e.words());
      else untouched(was.get().body(), e.body(), what);
    }
  }

  private static boolean same(Entry a, Entry b) {
    return a.line() == b.line() && a.negated() == b.negated() && a.factory() == b.factory() && a.words().equals(b.words())
        && a.args().equals(b.args()) && same(a.body(), b.body());
  }

  private static boolean same(Section a, Section b) {
    var x = List.copyOf(a.entries());
    var y = List.copyOf(b.entries());
    if (x.size() != y.size()) return false;
    for (int i = 0; i < x.size(); i++) if (!x.get(i).key().equals(y.get(i).key()) || !same(x.get(i), y.get(i))) return false;
    return true;
  }

  @Test
  void anyConfigurationBecomesAnyOther() {
    long seed = Long.getLong("replace.seed", 1);
    for (int i = 0; i < PAIRS; i++) {
      String text = new Router("").scribbled(seed + 2 * i, 150).running();
      checked(new Router("").scribbled(seed + 2 * i + 1, 150), text, "seed " + (seed + 2 * i));
    }
  }

  @Test
  void aSmallChangeIsASmallChange() {
    long seed = Long.getLong("replace.seed", 1000);
    for (int i = 0; i < PAIRS; i++) {
      Router r = new Router("").scribbled(seed + i, 200);
      String text = r.running();
      checked(new Router(text).scribbled(seed + i + 5000, 4), text, "seed " + (seed + i));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"000-daphne", "001-r3", "002-hub", "003-siteb", "004-router"})
  void aDocumentBecomesEachOther(String name) throws IOException {
    for (String other : DOCUMENTS) {
      if (other.equals(name)) continue;
      checked(new Router(document(name)), new Router(document(other)).running(), name + " to " + other);
    }
  }

  @Test
  void theOrderOfAnAccessListIsTheFiles() {
    String base = new Router("hostname R\nip access-list extended A\n permit tcp any any\n deny udp any any\n permit ip any "
        + "any\nend\n").running();
    String moved = base.replace(" permit tcp any any\n deny   udp any any\n", " deny   udp any any\n permit tcp any any\n");
    assertTrue(!moved.equals(base), base);
    Router r = new Router(base);
    assertTrue(r.replacedBy(moved).contains("Total number of passes: 1"));
    assertEquals(moved, r.running());
  }

  private static String document(String name) throws IOException {
    try (var in = ReplacePropertyTest.class.getResourceAsStream("/net/anotherbox/lab/documents/" + name + ".cfg")) {
      // Each brings a release of its own; one that has "configure replace" is needed here.
      return without(new String(in.readAllBytes(), StandardCharsets.UTF_8), "version ") + "\nversion 12.4\nend\n";
    }
  }

  /** Somebody who types a command and is told what it says. */
  private static final class Typed implements Execution {
    final StringBuilder out = new StringBuilder();
    Matched command;

    @Override
    public Matched command() {
      return command;
    }

    @Override
    public Session session() {
      return Guest.NOBODY;
    }

    @Override
    public void print(String text) {
      out.append(text);
    }

    @Override
    public void later() {}

    @Override
    public void done() {}

    @Override
    public void ask(String question, boolean echo, Consumer<String> answer) {
      throw new AssertionError("asked: " + question);
    }

    @Override
    public void confirm(String question, Consumer<Boolean> answer) {
      throw new AssertionError("asked: " + question);
    }

    @Override
    public void onBreak(Runnable task) {}
  }
}
