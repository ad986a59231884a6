package net.anotherbox.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.anotherbox.box.Box;
import net.anotherbox.box.Memory;
import net.anotherbox.box.Outside;
import net.anotherbox.config.text.ConfigLoader.Rejected;
import net.anotherbox.runtime.loop.VirtualLoop;
import net.anotherbox.runtime.port.SeededRandomness;
import net.anotherbox.runtime.release.Personality;
import net.anotherbox.runtime.release.Platform;
import net.anotherbox.runtime.release.Release;
import net.anotherbox.shell.box.BootFacts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every configuration of the five documents: taken without an error, shown back line for line, read back as the same. */
class DocumentsTest {
  private record Booted(Box box, List<Rejected> rejected) {
    String running() {
      return box.features().text().running();
    }
  }

  private static Booted boot(String config, Platform platform, Release release) {
    var loop = new VirtualLoop(Instant.parse("2005-02-06T21:43:04Z"));
    var random = new SeededRandomness(1);
    var host = new VirtualHost(loop, random);
    var outside = new Outside(loop, random, host, host, host.plane(), new VirtualEcho(host, loop), Optional.empty(),
        Optional.empty()).carrying(host.plane());
    var box = new Box(outside, Memory.volatileWith(config, Map.of()), new Personality(release, platform),
        new BootFacts("power-on", 0x2102, Instant.EPOCH), () -> {});
    List<Rejected> rejected = box.boot();
    loop.drain();
    return new Booted(box, rejected);
  }

  private static String document(String name) throws IOException {
    try (var in = DocumentsTest.class.getResourceAsStream("documents/" + name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /**
   * Each line with the line that opens its mode, so that the same words in two places are two lines; runs of blanks as one.
   */
  private static List<String> lines(String text) {
    var found = new ArrayList<String>();
    String opening = "";
    for (String l : text.split("\n")) {
      if (l.isBlank() || l.startsWith("!") || l.startsWith("Current configuration") || l.equals("end")) continue;
      String words = l.strip().replaceAll("\\s+", " ");
      if (!l.startsWith(" ")) opening = words;
      found.add(l.startsWith(" ") ? opening + " / " + words : words);
    }
    return found;
  }

  @ParameterizedTest
  @CsvSource({"000-daphne,C2611XM,12.2", "000-fred,C2611XM,12.2", "001-r2,C2911,15.2", "001-r3,C2911,15.2",
      "002-hub,C2911,15.1",
      "002-spoke1,C2911,15.1", "003-siteb,C3725,12.3", "003-siteb,C3725,12.4", "004-router,C3640,12.4",
          "000-daphne,C3725,12.4",
      "001-r2,C3725,12.4", "002-hub,C3725,12.4", "002-spoke1,C3725,12.4", "004-router,C3725,12.4"})
  void isTakenAndShownBack(String name, Platform platform, String release) throws IOException {
    String document = document(name + ".cfg");
    Booted b = boot(document, platform, Release.parse(release).orElseThrow());
    assertEquals(List.of(), b.rejected.stream().map(r -> r.number() + ": " + r.line() + " " + r.why()).toList());
    List<String> shown = lines(b.running());
    var missing = new ArrayList<>(lines(document));
    missing.removeAll(shown);
    assertEquals(List.of(), missing, b.running());
    Booted again = boot(b.running(), platform, Release.parse(release).orElseThrow());
    assertEquals(List.of(), again.rejected);
    assertEquals(b.running(), again.running());
  }

  @Test
  void noDeclarationBreaksTheRules() {
    assertEquals(List.of(), boot("", Platform.C3725, Release.R12_4).box.grammar().violations());
  }

  @ParameterizedTest
  @ValueSource(strings = {"12.2", "12.3", "12.4", "15.1", "15.2"})
  void theFactoryConfigurationIsTakenWhole(String release) {
    for (Platform p : Platform.values()) {
      Booted b = boot("", p, Release.parse(release).orElseThrow());
      assertEquals(List.of(), b.box.features().factory().rejected());
      assertTrue(b.running().contains("version " + release), b.running());
    }
  }
}
