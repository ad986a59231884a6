package net.anotherbox.crypto;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import net.anotherbox.crypto.trace.Behaviour;
import net.anotherbox.crypto.trace.Switch;
import net.anotherbox.runtime.log.DebugFlag;
import net.anotherbox.runtime.release.Catalogue;
import net.anotherbox.runtime.release.Personality;
import net.anotherbox.runtime.release.Platform;
import net.anotherbox.runtime.release.Release;
import org.junit.jupiter.api.Test;

/** Rules about texts: what code says is in the catalogue, and what is in the catalogue is said. */
class TextsTest {
  private static final Path SOURCES = Path.of("src/main/java");
  /** Names that are put together: a prefix and one of a few endings. */
  private static final List<String> COMPOSED = List.of("input-", "creating-", "duplicate-", "retransmitting-due-",
      "vendor-");

  private static String sources() throws IOException {
    var all = new StringBuilder();
    try (var files = Files.walk(SOURCES)) {
      for (Path p : files.filter(f -> f.toString().endsWith(".java")).toList()) all.append(Files.readString(p));
    }
    return all.toString();
  }

  @Test
  void everyMessageThatCodeSaysIsInItsCatalogue() throws IOException {
    var missing = new ArrayList<String>();
    check("script\\.isakmp|ground(?:\\(\\))?\\.trace\\([a-z.()]+, ?", "isakmp.msg",
        missing);
    check("script\\.ipsec|(?<![.a-z])trace", "ipsec.msg", missing);
    check("script\\.engine", "engine.msg", missing);
    assertEquals(List.of(), missing);
  }

  private static void check(String call, String file, List<String> missing) throws IOException {
    var names = Catalogue.load(Behaviour.class, file).names();
    var m = Pattern.compile("(?:" + call + ")\\(?\"([a-z0-9-]+)\"[,)]").matcher(sources());
    int found = 0;
    while (m.find()) {
      found++;
      if (!names.contains(m.group(1)) && !m.group(1).endsWith("-")) missing.add(file + ": " + m.group(1));
    }
    assertTrue(found > 5, file);
  }

  @Test
  void everyMessageInACatalogueIsSaidOrIsPartOfOne() throws IOException {
    String code = sources();
    var unsaid = new TreeSet<String>();
    for (String file : List.of("isakmp.msg", "ipsec.msg", "engine.msg", "syslog.msg", "ike.behaviour")) {
      String text;
      try (var in = Behaviour.class.getResourceAsStream(file)) {
        text = new String(in.readAllBytes());
      }
      for (String name : Catalogue.load(Behaviour.class, file).names()) {
        boolean said = code.contains("\"" + name + "\"") || text.contains("{" + name + "}")
            || COMPOSED.stream().anyMatch(name::startsWith);
        if (!said) unsaid.add(name);
      }
    }
    assertEquals(new TreeSet<>(), unsaid);
  }

  @Test
  void switchesAreNamedAsIosNamesThem() {
    assertEquals(List.of(new DebugFlag("crypto isakmp", "", ""), new DebugFlag("crypto isakmp error", "", ""),
        new DebugFlag("crypto engine", "", ""), new DebugFlag("crypto engine error", "", ""), new DebugFlag("crypto ipsec", "", ""),
        new DebugFlag("crypto ipsec error", "", ""), new DebugFlag("crypto socket", "", "")), CryptoSubsystem.flags());
    for (Switch s : Switch.values()) assertEquals("Cryptographic Subsystem", s.flag().group());
    assertEquals("Crypto ISAKMP debugging", Switch.ISAKMP.flag().item());
    assertEquals("Crypto IPSEC debugging", Switch.IPSEC.flag().item());
    assertEquals("Crypto Engine debugging", Switch.ENGINE.flag().item());
  }

  @Test
  void behaviourIsDefinedForEveryRelease() {
    for (Release r : Release.KNOWN) {
      var b = new Behaviour(new Personality(r, Platform.C3725));
      assertTrue(b.number("first-isakmp-conn") > 0);
      assertTrue(b.number("last-isakmp-conn") > b.number("first-isakmp-conn"));
      assertTrue(b.number("first-ipsec-conn") > 0);
      assertTrue(b.words("vendors-initiator").contains("IOS"));
      assertTrue(b.words("vendors-responder").contains("IOS"));
    }
  }
}
