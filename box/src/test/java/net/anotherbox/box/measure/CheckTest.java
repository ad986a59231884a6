package net.anotherbox.box.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import net.anotherbox.box.Box;
import net.anotherbox.box.Memory;
import net.anotherbox.box.NoNetwork;
import net.anotherbox.runtime.loop.VirtualLoop;
import net.anotherbox.runtime.port.SeededRandomness;
import net.anotherbox.runtime.release.Personality;
import net.anotherbox.runtime.release.Platform;
import net.anotherbox.runtime.release.Release;
import net.anotherbox.shell.box.BootFacts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckTest {
  private static final String FILTERED = """
      version 12.4
      hostname Alpha
      username ada privilege 15 secret 0 hush
      interface FastEthernet0/0
       description to the provider
       ip address 192.0.2.1 255.255.255.0
       ip access-group 101 in
      access-list 101 permit ip any host 192.0.2.9
      line vty 0 4
       login local
      """;

  @TempDir
  Path dir;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  private int check(String text, String... options) throws IOException {
    Path file = Files.writeString(dir.resolve("a.cfg"), text);
    var args = new java.util.ArrayList<>(List.of(options));
    args.add(file.toString());
    return Check.run(args, new PrintStream(out), System.err);
  }

  @Test
  void statusIsZeroIfAllIsTakenAndSecurityIsInForce() throws IOException {
    assertEquals(0, check(FILTERED), out::toString);
    String said = out.toString();
    assertTrue(said.contains("a.cfg: release 12.4, 3725, every line is taken\n"), said);
    assertTrue(said.contains("\nACTIVE   interface FastEthernet0/0 / ip access-group 101 in\n"), said);
    assertFalse(said.contains("hush"), said);
  }

  @Test
  void aLineThatIsNotTakenIsShownWithItsNumberAndTheMarker() throws IOException {
    assertEquals(1, check(FILTERED + "frobnicate now\ninterface FastEthernet0/1\n ip adress 192.0.2.2 255.255.255.0\n"));
    List<String> said = out.toString().lines().toList();
    assertTrue(said.get(0).endsWith("2 lines are not taken"), said.get(0));
    assertEquals("    11  frobnicate now", said.get(1));
    assertEquals("    13   ip adress 192.0.2.2 255.255.255.0", said.get(4));
    assertEquals("     ".length() + "13   ip ad".length() - 1, said.get(5).indexOf('^'));
    assertEquals("% Invalid input detected at '^' marker.", said.get(6));
  }

  @Test
  void aLineAboutSecurityWithoutEffectIsStatusOne() throws IOException {
    assertEquals(1, check(FILTERED + "ip http server\n"));
    assertEquals("PARTIAL  ip http server", out.toString().lines().filter(l -> !l.isEmpty()).skip(2).findFirst()
        .orElse("").split("  --")[0], out::toString);
  }

  @Test
  void releaseAndPlatformMayBeSaid() throws IOException {
    check("hostname Alpha\n", "--platform", "2911", "--release", "15.2");
    assertTrue(out.toString().contains("release 15.2, 2911"), out::toString);
  }

  @Test
  void theReleaseThatHasAllLinesIsNamedWhereTheFileNamesNone() throws IOException {
    check("hostname Alpha\ncrypto ikev2 proposal P\n encryption aes-cbc-256\n");
    assertTrue(out.toString().contains("release 12.4 (the file names none; 15.1 has all that it says: --release 15.1), 3725"),
        out::toString);
    out.reset();
    check("hostname Alpha\n");
    assertTrue(out.toString().contains("release 12.4 (the file names none), 3725"), out::toString);
    out.reset();
    check("version 15.1\nhostname Alpha\n");
    assertTrue(out.toString().contains("release 15.1, 3725"), out::toString);
  }

  @Test
  void whatCannotBeReadIsStatusTwo() {
    var err = new ByteArrayOutputStream();
    assertEquals(2, Check.run(List.of(dir.resolve("absent").toString()), new PrintStream(out), new PrintStream(err)));
    assertTrue(err.toString().endsWith("absent: no such file\n"), err.toString());
    assertEquals(2, Check.run(List.of(), new PrintStream(out), new PrintStream(err)));
    assertEquals(2, Check.run(List.of("--platform", "toaster", "a"), new PrintStream(out), new PrintStream(err)));
  }

  @Test
  void withoutPrivilegesNothingIsSaidToActOnPackets() {
    var loop = new VirtualLoop(Instant.EPOCH);
    var box = new Box(NoNetwork.outside(loop, new SeededRandomness(1)), Memory.volatileWith(FILTERED, Map.of()),
        new Personality(Release.R12_4, Platform.C3725), new BootFacts("power-on", 0x2102, Instant.EPOCH), () -> {});
    box.boot();
    String said = box.features().support().text();
    for (String line : List.of("interface FastEthernet0/0", "interface FastEthernet0/0 / ip address 192.0.2.1 255.255.255.0",
        "interface FastEthernet0/0 / ip access-group 101 in")) assertTrue(said.contains("\nPARTIAL  " + line + "  -- "), said);
    for (String line : List.of("hostname Alpha", "interface FastEthernet0/0 / description to the provider",
        "line vty 0 4 / login local")) assertTrue(said.contains("\nACTIVE   " + line + "\n"), said);
  }
}
