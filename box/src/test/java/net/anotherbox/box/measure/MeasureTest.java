package net.anotherbox.box.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import net.anotherbox.runtime.release.Release;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MeasureTest {
  private static final String GOOD = """
      Building configuration...

      Current configuration : 1234 bytes
      !
      version 12.4
      hostname Alpha
      !
      interface FastEthernet0/0
       description to the\tprovider
       ip address 192.0.2.1 255.255.255.0 \s
      !
      banner motd ^C
      frobnicate is no command here
      ^C
      !
      line vty 0 4
       login local
      !
      end
      frobnicate
      """;

  private static final String BAD = """
      version 15.2
      hostname Beta
      frobnicate the router
      interface Loopback0
       ip address 192.0.2.300 255.255.255.255
       ip address 192.0.2.3 255.255.255.255
      int lo 1
       shut
      end
      """;

  @Test
  void countsWhatIsTakenAndShownBack() {
    Figures f = Figures.of(ConfigFile.of("good", GOOD));
    assertEquals(List.of("hostname Alpha", "interface FastEthernet0/0", "description to the\tprovider",
        "ip address 192.0.2.1 255.255.255.0", "banner motd ^C", "line vty 0 4", "login local"),
        f.file().lines().stream().map(ConfigFile.Counted::words).toList());
    assertEquals(7, f.loaded());
    assertTrue(f.fixpoint());
    assertEquals(List.of(), f.failures());
  }

  @Test
  void saysWhatIsNotTakenAndUpToWhichWordItWasUnderstood() {
    Figures f = Figures.of(ConfigFile.of("bad", BAD));
    assertEquals(8 - 1, f.file().lines().size());
    assertEquals(5, f.loaded());
    assertEquals(5, f.pasted());
    assertEquals(List.of("frobnicate ...", "(interface Loopback) ip address 192.0.2.300 ..."),
        List.copyOf(f.rejected().values()));
    assertEquals(List.of("int lo 1", "shut"), f.hidden().stream().map(h -> h.line().words()).toList());
    assertEquals(3, f.shown());
  }

  @Test
  void aLineThatDrawsANoteIsTaken() {
    Figures f = Figures.of(ConfigFile.of("note", """
        version 12.4
        no aaa new-model
        crypto isakmp profile P
         match identity address 192.0.2.1 255.255.255.255
        line vty 0 4
         login
        """));
    assertEquals(5, f.pasted());
    assertTrue(f.isWhole(), f.rejected().toString());
  }

  @Test
  void linesBelowACertificateInAFileCount() {
    ConfigFile f = ConfigFile.of("certificate", """
        crypto pki certificate chain X
         certificate ca 01 nvram:X#1CA.cer
        hostname Alpha
        """);
    assertEquals(3, f.lines().size());
  }

  @Test
  void aLineUnderAnotherHeadingIsNotShown() {
    Figures f = Figures.of(ConfigFile.of("moved", """
        interface Loopback0
         description here
        interface Loopback1
         description there
        interface Loopback0
         description gone
        """));
    assertEquals(List.of("description here"), f.hidden().stream().map(h -> h.line().words()).toList());
  }

  /** What became of each line that is not shown as it stands, and what is shown instead. */
  private static String fates(String text) {
    var said = new StringBuilder();
    for (Fate.Found f : Figures.of(ConfigFile.of("fates", text)).hidden())
      said.append(f.line().words()).append(": ").append(f.fate()).append(' ').append(f.instead()).append('\n');
    return said.toString();
  }

  @Test
  void provesWhyALineIsNotShownAsItStands() {
    assertEquals("""
        interface lo0: WRITTEN_OUT interface Loopback0
        ip address  10.0.0.1   255.255.255.255: BLANKS interface Loopback0 / ip address 10.0.0.1 255.255.255.255
        description old: OVERTAKEN line 6
        no shutdown: OVERTAKEN interface Loopback0 / shutdown
        no shutdown: NOTHING_TO_SAY\s
        ip domain-name example.org: OTHER_WORDS ip domain name example.org
        ntp server 10.0.0.9: OVERTAKEN line 12
        no ntp server 10.0.0.9: TAKES_AWAY\s
        """, fates("""
        version 15.2
        interface lo0
         ip address  10.0.0.1   255.255.255.255
         description old
         no shutdown
         description new
         shutdown
        interface FastEthernet0/0
         no shutdown
        ip domain-name example.org
        ntp server 10.0.0.9
        no ntp server 10.0.0.9
        """));
    String secret = fates("enable secret in-the-clear\n");
    assertTrue(secret.startsWith("enable secret in-the-clear: ENCODED enable secret 5 $1$"), secret);
  }

  @Test
  void aLineBelowAHeadingInAnotherSpellingIsShownIfItIsItself() {
    Figures f = Figures.of(ConfigFile.of("heading", "version 12.4\nint lo 0\n description here\n"));
    assertEquals(List.of("int lo 0"), f.hidden().stream().map(h -> h.line().words()).toList());
  }

  @Test
  void networksOfDifferentVrfsMayOverlap() {
    String two = """
        version 15.2
        interface FastEthernet0/0
         vrf forwarding A
         ip address 10.0.0.1 255.255.255.0
        interface FastEthernet0/1
         vrf forwarding %s
         ip address 10.0.0.1 255.255.255.0
        """;
    assertTrue(Figures.of(ConfigFile.of("two", two.formatted("B"))).isWhole());
    assertEquals(List.of("(interface FastEthernet) ip address 10.0.0.1 255.255.255.0  (% 10.0.0.0 overlaps with FastEthernet0/0)"),
        List.copyOf(Figures.of(ConfigFile.of("one", two.formatted("A"))).rejected().values()));
  }

  @Test
  void aFileWithoutAVersionBelongsToTheReleaseThatTakesMostOfIt() {
    String lines = "crypto ikev2 keyring K\n peer P\n  address 192.0.2.1\nip domain name example.org\n";
    Figures unsaid = Figures.of(ConfigFile.of("unsaid", lines));
    assertTrue(unsaid.isWhole() && unsaid.hidden().isEmpty(), unsaid.toString());
    assertEquals(Release.R15_1, unsaid.release());
    Figures said = Figures.of(ConfigFile.of("said", "version 12.4\n" + lines));
    assertEquals(Release.R12_4, said.release());
    assertEquals(1, said.pasted());
  }

  @Test
  void aControlCharacterIsWhatATerminalShowsOfIt() {
    Figures f = Figures.of(ConfigFile.of("banner", "version 12.4\nbanner motd \3\nhere\n\3\nhostname Alpha\n"));
    assertEquals(List.of("banner motd ^C", "hostname Alpha"), f.file().lines().stream().map(ConfigFile.Counted::words).toList());
    assertEquals(2, f.shown());
  }

  @Test
  void printsALineForEachFileTheListsAndTheTotals(@TempDir Path dir) throws IOException {
    Files.writeString(dir.resolve("001-good.cfg"), GOOD);
    Files.writeString(dir.resolve("002-bad.cfg"), BAD);
    var out = new ByteArrayOutputStream();
    int status = Measure.run(List.of("--rejected", "--hidden", dir.toString()), new PrintStream(out), System.err);
    assertEquals(0, status);
    String said = out.toString();
    assertTrue(said.contains("001-good.cfg") && said.contains("whole fixpoint"), said);
    assertTrue(said.contains("   1     1: frobnicate ...\n             frobnicate the router   [002]"), said);
    assertTrue(said.contains(" 85.71 %  lines taken both ways (12 of 14)"), said);
    assertTrue(said.contains(" 50.00 %  files taken whole (1 of 2)"), said);
  }

  @Test
  void aWrongCommandLineIsStatusTwo(@TempDir Path dir) {
    var err = new ByteArrayOutputStream();
    assertEquals(2, Measure.run(List.of(), System.out, new PrintStream(err)));
    assertEquals(2, Measure.run(List.of("--frobnicate", dir.toString()), System.out, new PrintStream(err)));
    assertEquals(2, Measure.run(List.of(dir.resolve("absent").toString()), System.out, new PrintStream(err)));
    assertTrue(err.toString().startsWith("Usage: ./router measure"), err.toString());
  }
}
