package net.anotherbox.config.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.List;
import net.anotherbox.config.commit.CommitLog;
import net.anotherbox.config.commit.ConfigEditor;
import net.anotherbox.config.commit.Configuration;
import net.anotherbox.config.commit.Outcome;
import net.anotherbox.config.grammar.Grammar;
import net.anotherbox.config.grammar.Mode;
import net.anotherbox.config.grammar.Parsed;
import net.anotherbox.runtime.loop.VirtualLoop;
import net.anotherbox.runtime.release.Personality;
import net.anotherbox.runtime.release.Platform;
import net.anotherbox.runtime.release.Release;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ConfigLoaderTest {
  private static final Mode INTERFACE = new Mode("interface", "config-if", "Interface configuration commands:");

  private final Personality personality = new Personality(Release.R12_4, Platform.C3725);
  private final Grammar g = new Grammar(personality);
  private final Configuration configuration = new Configuration();

  @BeforeEach
  void declareSomeLines() {
    g.line(Mode.CONFIG, "hostname WORD", "Set system's network name", "This system's network name").active();
    g.line(Mode.CONFIG, "interface IFNAME:name", "Select an interface to configure", "interface").opens(INTERFACE)
        .keyed("name").active();
    g.line(INTERFACE, "shutdown", "Shutdown the selected interface").active();
    g.line(INTERFACE, "description LINE", "Interface specific description", "Text").active();
  }

  private List<String> rejected(String text) {
    var editor = new ConfigEditor(g, configuration, CommitLog.NONE, new VirtualLoop(Instant.EPOCH).clock(), "test");
    return ConfigLoader.load(text, editor).stream().map(r -> r.number() + ":" + r.line()).toList();
  }

  private String running() {
    return new RunningConfig(new ConfigOrder(List.of())).render(configuration.current(), Release.R12_4);
  }

  @Test
  void anExitBehindASectionThatIsRefusedLeavesThatSectionAlone() {
    assertEquals(List.of("1:vlan 10", "2: name ten"), rejected("""
        vlan 10
         name ten
        exit
        hostname still
        interface FastEthernet0/0
         shutdown
        exit
        """));
    assertTrue(running().contains("hostname still\n"), running());
    assertTrue(running().contains("interface FastEthernet0/0\n shutdown\n"), running());
  }

  @Test
  void whatIsRefusedToWhoTypesItIsTakenInATextThatIsReadBack() {
    g.line(Mode.CONFIG, "banner WORD:text", "Define a login banner", "Its text")
        .checkTyped((s, m) -> m.required("text").length() < 3 ? java.util.Optional.of("too short\n") : java.util.Optional.empty())
        .active();
    var editor = new ConfigEditor(g, configuration, CommitLog.NONE, new VirtualLoop(Instant.EPOCH).clock(), "test");
    assertEquals("too short\n", assertInstanceOf(Outcome.Refused.class, editor.type("banner ab")).text());
    assertInstanceOf(Outcome.Accepted.class, editor.type("banner abc"));
    assertEquals(List.of(), rejected("banner ab\n"));
    assertEquals("!\nbanner ab\nend\n", running());
    assertInstanceOf(Outcome.Accepted.class, editor.type("no banner ab"));
  }

  @Test
  void whatStandsUnderARejectedLineGoesNowhere() {
    assertEquals(List.of("3:interface Toaster0", "5: shutdown"), rejected("""
        interface Ethernet0/0
         description up
        interface Toaster0
         !
         shutdown
        hostname a
        """));
    assertEquals("!\ninterface Ethernet0/0\n description up\nhostname a\nend\n", running());
  }

  @Test
  void whatANewerReleaseHasIsReadBackButNotTypedAndNotInTheHelp() {
    g.line(Mode.CONFIG, "crypto ikev2 policy WORD:name", "Encryption module", "Configure IKEv2", "Policy", "Name")
        .keyed("name").since(Release.R15_1).partial("there is no IKEv2");
    assertEquals(List.of("2:crypto ikev3 policy a"), rejected("crypto ikev2 policy a\ncrypto ikev3 policy a\n"));
    assertEquals("!\ncrypto ikev2 policy a\nend\n", running());
    assertInstanceOf(Parsed.Invalid.class, g.parse(Grammar.Place.global(), "crypto ikev2 policy a"));
    assertEquals("", g.help(Grammar.Place.global(), "crypto "));
    var typist = new ConfigEditor(g, configuration, CommitLog.NONE, new VirtualLoop(Instant.EPOCH).clock(), "test");
    assertInstanceOf(Outcome.NotUnderstood.class, typist.type("crypto ikev2 policy b"));
    assertInstanceOf(Outcome.Accepted.class, typist.ofAnyRelease().type("crypto ikev2 policy b"));
  }

  @Test
  void headersPromptLinesAndLineEndsOfAllKindsAreNoMatter() {
    assertEquals(List.of("11:hostname b"), rejected("\r\nBuilding configuration...\r\n\r\nCurrent configuration : 12 bytes\r\n!\r\n"
        + "! Last configuration change at 10:00:00 UTC Mon Mar 1 1993\r\n\thostname\t a \t\r\ninterface Ethernet0/0\r shutdown"
        + "\nend\nhostname b\n"));
    assertEquals("!\nhostname a\ninterface Ethernet0/0\n shutdown\nend\n", running());
  }

  /** Both modes know "logging" with a word behind. */
  private void declareLogging() {
    g.line(Mode.CONFIG, "logging WORD", "Message logging", "Host").many().active();
    g.line(INTERFACE, "logging WORD", "Message logging", "Event").many().active();
  }

  @Test
  void aLineFurtherOutIsNotOfTheSectionAboveItIfTheTextGoesByThat() {
    declareLogging();
    assertEquals(List.of(), rejected("interface Ethernet0/0\n description up\n!\ninterface Ethernet0/1\n!\nlogging host\n"));
    assertEquals("!\ninterface Ethernet0/0\n description up\ninterface Ethernet0/1\nlogging host\nend\n", running());
  }

  @Test
  void aTextWithSectionsThatAreNotIndentedDoesNotGoByIndentation() {
    declareLogging();
    assertEquals(List.of(), rejected("interface Ethernet0/0\n description up\ninterface Ethernet0/1\nlogging event\nshutdown\n"));
    assertEquals("!\ninterface Ethernet0/0\n description up\ninterface Ethernet0/1\n logging event\n shutdown\nend\n", running());
  }

  @Test
  void whatTheReleaseHasAnywayStandsWhereTheTextHasIt() {
    declareLogging();
    ConfigLoader.add("logging release\n", ConfigEditor.factory(g, configuration, new VirtualLoop(Instant.EPOCH).clock()));
    assertEquals(List.of(), rejected("logging mine\nlogging release\n"));
    assertEquals("!\nlogging mine\nlogging release\nend\n", running());
  }

  @Test
  void whatStandsBehindTheEndIsNotTakenAndSaidToBeSo() {
    assertEquals(List.of("4:hostname b", "6: shutdown"), rejected("""
        hostname a
        end
        !
        hostname b

         shutdown
        """));
    assertEquals("!\nhostname a\nend\n", running());
  }

  @Test
  void oneExitTooManyLeavesConfigurationModeAndConfigureTerminalComesBack() {
    g.exec("configure terminal", x -> { }, "Enter configuration mode", "Configure from the terminal");
    assertEquals(List.of("5:hostname b", "6:interface Ethernet0/1", "10:Router#"), rejected("""
        interface Ethernet0/0
         description up
         exit
        exit
        hostname b
        interface Ethernet0/1
        conf t
        hostname c
        end
        Router#
        """));
    assertEquals("!\ninterface Ethernet0/0\n description up\nhostname c\nend\n", running());
  }

  @Test
  void aSectionThatWasLeftIsNotOpenWhenConfigurationModeComesBack() {
    g.exec("configure terminal", x -> { }, "Enter configuration mode", "Configure from the terminal");
    assertEquals(List.of("4:shutdown"), rejected("interface Ethernet0/0\nend\nconfigure terminal\nshutdown\n"));
  }

  @Test
  void commandsOfTheExecAreNotRunAndWhatFollowsIsTaken() {
    g.line(INTERFACE, "dot1x WORD", "IEEE 802.1x", "Word").active();
    assertEquals(List.of("2: do show version", "5:do write"), rejected("""
        interface Ethernet0/0
         do show version
         shutdown
        !
        do write
        hostname a
        """));
    assertEquals("!\ninterface Ethernet0/0\n shutdown\nhostname a\nend\n", running());
  }

  @Test
  void aCommandOfAConfigurationModeIsNotRunEither() {
    g.action(INTERFACE, "show", x -> { }, "Show what is there");
    var editor = new ConfigEditor(g, configuration, CommitLog.NONE, new VirtualLoop(Instant.EPOCH).clock(), "test");
    var rejected = ConfigLoader.add("interface Ethernet0/0\nshow\nshutdown\n", editor);
    assertEquals(List.of(2), rejected.stream().map(ConfigLoader.Rejected::number).toList());
    assertTrue(assertInstanceOf(Outcome.Refused.class, rejected.getFirst().why()).text().startsWith("% Not run"));
    assertEquals("!\ninterface Ethernet0/0\n shutdown\nend\n", running());
  }

  private void declareABanner() {
    g.line(Mode.CONFIG, "banner motd LINE:raw", "Define a login banner", "Set Message of the Day banner", "c banner-text c")
        .delimited().printed("|banner motd {mark}{head}{block}{mark}|").active();
  }

  @Test
  void aTextWithWhatIsPrintedAroundTextsHasSomethingElseAroundIt() {
    declareABanner();
    assertEquals(List.of(), rejected("banner motd # press ^C, not #\n"));
    assertEquals("!\nbanner motd # press ^C, not #\nend\n", running());
    assertEquals(List.of(), rejected(running()));
    assertEquals("!\nbanner motd # press ^C, not #\nend\n", running());
    assertEquals(List.of(), rejected("banner motd %\n#1: ^C\n%\n"));
    assertEquals("!\nbanner motd %\n#1: ^C\n%\nend\n", running());
    assertEquals(List.of(), rejected("banner motd % plain %\n"));
    assertEquals("!\nbanner motd ^C plain ^C\nend\n", running());
  }

  @Test
  void whatALineSaysInATextDoesNotTellHowTheRestIsIndented() {
    declareABanner();
    g.line(Mode.CONFIG, "tag WORD", "Tag", "Of the box").active();
    g.line(INTERFACE, "tag WORD", "Tag", "Of the interface").active();
    assertEquals(List.of(), rejected("""
        interface Ethernet0/0
         shutdown
        banner motd #
        interface Ethernet0/0
        shutdown
        #
        interface Ethernet0/1
         shutdown
        tag a
        """));
    assertTrue(running().contains("\ntag a\n"), running());
  }
}
