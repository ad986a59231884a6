package net.anotherbox.config.tree;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import net.anotherbox.config.grammar.Grammar;
import net.anotherbox.config.grammar.Line;
import net.anotherbox.config.grammar.Mode;
import net.anotherbox.runtime.release.Personality;
import net.anotherbox.runtime.release.Platform;
import net.anotherbox.runtime.release.Release;
import org.junit.jupiter.api.Test;

class SectionTest {
  private final Grammar grammar = new Grammar(new Personality(Release.R12_4, Platform.C3725));
  private final Line note = grammar.line(Mode.CONFIG, "note WORD", "A note", "Its text").keyed().active();
  private final Line other = grammar.line(Mode.CONFIG, "other WORD", "Another", "Its text").active();

  private static Entry entry(Line line, String key, String text) {
    return new Entry(line, key, false, List.of("note", text), Map.of(), false, Section.EMPTY);
  }

  @Test
  void knowsTheOneEntryByWhichItDiffers() {
    Section one = Section.EMPTY.with(entry(note, "a", "1"));
    Entry b = entry(other, "b", "1");
    Section two = one.with(b);
    assertEquals(Optional.of(new Section.Step(Optional.empty(), Optional.of(b))), Section.step(one, two));
    Entry better = entry(other, "b", "2");
    Section three = two.with(better);
    assertEquals(Optional.of(new Section.Step(Optional.of(b), Optional.of(better))), Section.step(two, three));
    assertEquals(Optional.of(new Section.Step(Optional.of(better), Optional.empty())), Section.step(three, three.without("b")));
  }

  @Test
  void saysNothingOfTwoChangesOrOfTheWayBack() {
    Section one = Section.EMPTY.with(entry(note, "a", "1"));
    Section two = one.with(entry(note, "b", "1"));
    Section three = two.with(entry(note, "c", "1"));
    assertEquals(Optional.empty(), Section.step(one, three));
    assertEquals(Optional.empty(), Section.step(two, one));
    assertEquals(Optional.empty(), Section.step(three.without("c"), two));
    assertEquals(Optional.empty(), Section.step(one, one.without("a")));      // empty is empty, however it came about
  }

  @Test
  void aChangeWithinASectionIsAChangeOfItsEntry() {
    Section root = Section.EMPTY.with(entry(note, "a", "1"));
    Section now = root.edit(List.of("a"), s -> s.with(entry(other, "x", "1")));
    Section.Step step = Section.step(root, now).orElseThrow();
    assertSame(root.get("a").orElseThrow(), step.before().orElseThrow());
    assertSame(now.get("a").orElseThrow(), step.now().orElseThrow());
  }

  /** A view that goes by the steps where they are known is the same as one that goes through all entries. */
  @Test
  void whoFollowsByItSeesWhatIsThere() {
    var random = new Random(1);
    Section s = Section.EMPTY;
    var view = new ArrayList<String>();
    for (int i = 0; i < 500; i++) {
      Section before = s;
      int changes = random.nextInt(10) == 0 ? 2 : 1;
      for (int n = 0; n < changes; n++) {
        String key = "k" + random.nextInt(20);
        s = random.nextInt(3) == 0 ? s.without(key) : s.with(entry(random.nextBoolean() ? note : other, key, "" + i));
      }
      if (s == before) continue;
      var step = Section.step(before, s);
      if (step.isPresent()) {
        step.get().before().ifPresent(e -> view.remove(e.toString()));
        step.get().now().ifPresent(e -> view.add(e.toString()));
      } else {
        view.clear();
        s.entries().forEach(e -> view.add(e.toString()));
      }
      assertEquals(s.entries().stream().map(Entry::toString).sorted().toList(), view.stream().sorted().toList(), "round " + i);
    }
  }
}
