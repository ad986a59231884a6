package net.anotherbox.box;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import net.anotherbox.config.commit.CommitLog;
import net.anotherbox.config.commit.ConfigEditor;
import net.anotherbox.config.tree.Entry;
import net.anotherbox.runtime.loop.VirtualLoop;
import net.anotherbox.runtime.port.SeededRandomness;
import net.anotherbox.runtime.release.Personality;
import net.anotherbox.runtime.release.Platform;
import net.anotherbox.runtime.release.Release;
import net.anotherbox.shell.box.BootFacts;
import org.junit.jupiter.api.Test;

/** Every release on every platform, with all features: what an erased router has is understood and comes back. */
class FactoryBoxTest {
  private static Box box(Release r, Platform p, String startup) {
    var loop = new VirtualLoop(Instant.EPOCH);
    return new Box(NoNetwork.outside(loop, new SeededRandomness(1)), Memory.volatileWith(startup, Map.of()),
        new Personality(r, p),
        new BootFacts("power-on", 0x2102, Instant.EPOCH), () -> { });
  }

  @Test
  void everyDeclaredWordHasHelpAndEveryLineSaysWhatItDoes() {
    assertEquals(List.of(), box(Release.R12_4, Platform.C3725, "").grammar().violations());
    assertEquals(List.of(), box(Release.R12_4, Platform.C3725, "").grammar().repetitions());
  }

  @Test
  void whatEveryRouterHasIsThereAgainWhenTakenAway() {
    for (Release r : Release.KNOWN) {
      Box box = box(r, Platform.C3725, "");
      box.boot();
      String text = box.features().text().running();
      var editor = new ConfigEditor(box.grammar(), box.configuration(), CommitLog.NONE, new VirtualLoop(Instant.EPOCH).clock(), "test");
      for (Entry e : List.copyOf(box.configuration().current().entries()))
        if (e.line().opens().isPresent()) editor.type("no " + String.join(" ", e.words()));
      assertEquals(text, box.features().text().running(), r.toString());
    }
  }

  @Test
  void factoryConfigurationsAreUnderstoodAndComeBack() {
    for (Release r : Release.KNOWN)
      for (Platform p : Platform.values()) {
        Box erased = box(r, p, "");
        assertEquals(List.of(), erased.boot());
        assertEquals(List.of(), erased.features().factory().rejected(), r + " " + p);
        String text = erased.features().text().running();
        Box again = box(Release.R12_4, p, text);
        assertEquals(List.of(), again.boot(), r + " " + p);
        assertEquals(text, again.features().text().running(), r + " " + p);
      }
  }
}
