package net.anotherbox.shell.box;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import net.anotherbox.runtime.release.Platform;
import net.anotherbox.runtime.release.Release;
import org.junit.jupiter.api.Test;

/** The configurations of the documents: what is said about the box itself comes back as it was. */
class DocumentConfigsTest {
  /** Lines of other modules. */
  private static final Set<String> ELSEWHERE = Set.of("crypto", "access-list", "interface", "ip route", "ip nat");

  /** Without the sections and lines of other modules, and without separators. */
  private static List<String> ofTheBox(String text) {
    var kept = new ArrayList<String>();
    boolean skipping = false;
    for (String l : text.lines().toList()) {
      if (l.isBlank() || l.strip().equals("!") || l.equals("end") || l.startsWith("Building")
          || l.startsWith("Current")) continue;
      if (!l.startsWith(" ")) skipping = ELSEWHERE.stream().anyMatch(l::startsWith);
      if (!skipping) kept.add(l);
    }
    return kept;
  }

  private static void comesBack(String file, Platform platform) {
    String text = TestBox.resource(file);
    List<String> expected = ofTheBox(text);
    var box = new TestBox(Release.R12_4, platform);
    assertEquals(List.of(), box.load(String.join("\n", expected)), file);
    assertEquals(expected, ofTheBox(box.running()), file);
    var again = new TestBox(Release.R15_2, platform);
    assertEquals(List.of(), again.load(box.running()), file);
    assertEquals(box.running(), again.running(), file);
  }

  @Test
  void theTedDocumentsRouterComesBack() {
    comesBack("running-config-daphne.txt", Platform.C2611XM);
  }

  @Test
  void theDynamicMapDocumentsRouterComesBack() {
    comesBack("running-config-router.txt", Platform.C3640);
  }
}
