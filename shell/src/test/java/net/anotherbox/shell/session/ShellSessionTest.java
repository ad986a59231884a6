package net.anotherbox.shell.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import net.anotherbox.shell.access.StoredPassword;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ShellSessionTest {
  private final TestBox box = new TestBox();
  private TestTerminal t;

  @AfterEach
  void close() {
    if (t != null) t.close();
    box.close();
  }

  private void admin() {
    t = TestTerminal.admin(box);
    t.until("\r\nR1#");
  }

  private void console() {
    t = TestTerminal.console(box);
    t.until("\r\nR1>");
  }

  /** Types a line; what is printed after its echo, up to the prompt. */
  private String answer(String line, String prompt) {
    t.type(line + "\r");
    t.until(line + "\r\n");
    String got = t.until("\r\n" + prompt);
    return got.substring(0, got.length() - prompt.length());
  }

  @Test
  void everyDeclaredWordHasHelp() {
    assertEquals(java.util.List.of(), box.grammar.violations());
  }

  @Test
  void beginsWithCrLfAndPromptAndAnswersAnEmptyLineWithTheSame() {
    t = TestTerminal.admin(box);
    assertEquals("\r\nR1#", t.until("#"));
    t.type("\r");
    assertEquals("\r\nR1#", t.until("#"));
    t.type("\r\n");
    assertEquals("\r\nR1#", t.until("#"));
    assertEquals("", t.rest());
  }

  @Test
  void runsACommandAndPromptsAgain() {
    admin();
    t.type("show clock\r");
    assertEquals("show clock\r\n*00:01:02.003 UTC Mon Mar 1 1993\r\nR1#", t.until("R1#"));
  }

  @Test
  void putsTheMarkerUnderTheCharacterThatFitsNothing() {
    admin();
    assertEquals("          ^\r\n% Invalid input detected at '^' marker.\r\n\r\n", answer("show clxck now", "R1#"));
    t.type("conf t\r");
    t.until("R1(config)#");
    assertEquals("               ^\r\n% Invalid input detected at '^' marker.\r\n\r\n", answer("hostxame R2",
        "R1(config)#"));
  }

  @Test
  void putsTheMarkerUnderTheNameOfWhatIsNotThere() {
    admin();
    assertEquals("             ^\r\n% Invalid input detected at '^' marker.\r\n\r\n", answer("show line fa9/9", "R1#"));
    assertEquals("               ^\r\n% Invalid input detected at '^' marker.\r\n\r\n", answer("show  line  fa 9/9", "R1#"));
    t.type("conf t\r");
    t.until("R1(config)#");
    assertEquals("                        ^\r\n% Invalid input detected at '^' marker.\r\n\r\n", answer("do show line fa9/9",
        "R1(config)#"));
  }

  @Test
  void saysWhatIsIncompleteOrAmbiguous() {
    admin();
    assertEquals("% Type \"show ?\" for a list of subcommands\r\n", answer("sho", "R1#"));
    assertEquals("% Incomplete command.\r\n\r\n", answer("terminal", "R1#"));
    assertEquals("% Ambiguous command:  \"e\"\r\n", answer("e", "R1#"));
  }

  @Test
  void takesASingleUnknownWordForTheNameOfAHost() {
    admin();
    assertEquals("Translating \"shwo\"\r\n% Unknown command or computer name, or unable to find computer address\r\n",
        answer("shwo", "R1#"));
    box.domainServer = Optional.of("255.255.255.255");
    assertEquals("Translating \"shwo\"...domain server (255.255.255.255)\r\n"
        + "% Unknown command or computer name, or unable to find computer address\r\n", answer("shwo", "R1#"));
  }

  @Test
  void enablesWithTheSecretAndRefusesAfterThreeTries() {
    t = new TestTerminal(box, LineName.vty(0), new Identity("guest", 1), 80, 24);
    t.until("\r\nR1>");
    t.type("enable\rcisco\r");
    assertEquals("enable\r\nPassword: \r\nR1#", t.until("R1#"));
    t.type("enable\r");
    assertEquals("enable\r\nR1#", t.until("R1#"));
    t.type("disable\r");
    t.until("R1>");
    t.type("enable\ra\rb\rc\r");
    assertEquals("enable\r\nPassword: \r\nPassword: \r\nPassword: \r\n% Bad secrets\r\nR1>", t.until("R1>"));
  }

  @Test
  void knowsAPasswordFromASecret() {
    box.enable = Optional.of(new StoredPassword(7, "0822455D0A16", false));
    console();
    t.type("en\r\r\r\r");
    t.until("% Bad passwords\r\nR1>");
    t.type("en\rcisco\r");
    t.until("R1#");
  }

  @Test
  void letsOnlyTheConsoleEnableWithoutASecret() {
    box.enable = Optional.empty();
    console();
    assertEquals("Current privilege level is 1\r\n", answer("show privilege", "R1>"));
    t.type("enable\r");
    t.until("R1#");
    assertEquals("Current privilege level is 15\r\n", answer("show privilege", "R1#"));
    var vty = new TestTerminal(box, LineName.vty(0), new Identity("guest", 1), 80, 24);
    vty.until("R1>");
    vty.type("enable\r");
    assertEquals("enable\r\n% No password set\r\nR1>", vty.until("R1>"));
    vty.close();
  }

  @Test
  void hidesPrivilegedCommandsFromOthers() {
    console();
    assertTrue(answer("show running-config", "R1>").contains("^\r\n% Invalid input"));
    t.type("terminal length 0\r");
    assertEquals("terminal length 0\r\nR1>", t.until("R1>"));
  }

  @Test
  void configuresAndNamesTheModeInThePrompt() {
    admin();
    t.type("configure terminal\r");
    assertEquals("configure terminal\r\nEnter configuration commands, one per line.  End with CNTL/Z.\r\nR1(config)#",
        t.until("(config)#"));
    t.type("hostname Averylongnameindeedforarouter\r");
    t.until("Averylongnameindeedf(config)#");
    t.type("interface fa0/0\rshutdown\rhostname R2\r");
    t.until("Averylongnameindeedf(config-if)#shutdown\r\nAverylongnameindeedf(config-if)#hostname R2\r\nR2(config)#");
    t.type("\u001a");
    assertEquals("^Z\r\nR2#", t.until("R2#"));
    assertTrue(answer("show run | include host|^int", "R2#").equals("hostname R2\r\ninterface FastEthernet0/0\r\n"));
  }

  @Test
  void carriesOutTheLineThatCtrlZEnds() {
    admin();
    t.type("conf t\rhostname R9\u001a");
    t.until("hostname R9^Z\r\nR9#");
  }

  @Test
  void leavesConfigurationOnCtrlCWithoutTheLine() {
    admin();
    t.type("conf t\rint fa0/0\r");
    t.until("(config-if)#");
    t.type("hostname R9\u0003");
    assertEquals("hostname R9^C\r\nR1#", t.until("R1#"));
  }

  @Test
  void leavesModeByModeOnExit() {
    admin();
    t.type("conf t\rint fa0/0\rexit\rexit\rexit\r");
    t.until("(config-if)#exit\r\nR1(config)#exit\r\nR1#exit\r\n");
    assertTrue(t.isOver());
  }

  @Test
  void endsOnExitQuitAndLogout() {
    for (String word : new String[] {"exit", "quit", "logout"}) {
      var v = TestTerminal.admin(box);
      v.type(word + "\r");
      assertTrue(v.isOver(), word);
      v.close();
    }
  }

  @Test
  void runsExecCommandsFromConfigurationModeAfterDo() {
    admin();
    t.type("conf t\r");
    t.until("(config)#");
    assertEquals("*00:01:02.003 UTC Mon Mar 1 1993\r\n", answer("do show clock", "R1(config)#"));
    assertEquals("                   ^\r\n% Invalid input detected at '^' marker.\r\n\r\n", answer("do show xx y",
        "R1(config)#"));
  }

  @Test
  void keepsTypeAheadOverQuestionsAndModes() {
    admin();
    t.type("conf t\rhostname R5\rend\rcopy run start\r\rshow clock\r");
    t.until("R1(config)#hostname R5\r\nR5(config)#end\r\nR5#copy run start\r\nDestination filename [startup-config]? \r\n"
        + "Building configuration...\r\n[OK]\r\nR5#show clock\r\n*00:01:02.003");
  }

  @Test
  void takesOneKeyForAConfirmation() {
    admin();
    t.type("reload\r\r");
    t.until("Proceed with reload? [confirm]\r\nreloading\r\nR1#");
    t.type("reload\rn");
    assertEquals("reload\r\nProceed with reload? [confirm]n\r\nR1#", t.until("n\r\nR1#"));
  }

  @Test
  void showsOutputAsItComesAndBreaksItOff() {
    admin();
    t.type("ping 10.0.0.1\r");
    t.until("Echos to 10.0.0.1\r\n");
    box.reply("!", false);
    t.until("!");
    box.reply("!", false);
    t.until("!");
    t.type("show clock\r");
    t.type("\u001e");
    assertEquals("\r\nbroken off\r\nR1#show clock\r\n*00:01:02.003 UTC Mon Mar 1 1993\r\nR1#",
        t.until("off\r\nR1#") + t.until("R1#"));
    t.type("ping 10.0.0.2\r");
    t.until("Echos to 10.0.0.2\r\n");
    box.reply("!", true);
    t.until("!\r\nSuccess rate is 100 percent\r\nR1#");
  }

  @Test
  void refusesFiltersWhereThereIsNothingToFilterAndWrongOnes() {
    admin();
    assertTrue(answer("ping x | include y", "R1#").startsWith("          ^\r\n% Invalid"));
    assertTrue(answer("show clock | x y", "R1#").startsWith("                ^\r\n% Invalid"));
    assertEquals("% Incomplete command.\r\n\r\n", answer("show clock | inc", "R1#"));
    assertEquals("% Failed to compile regular expression.\r\n", answer("show clock | i (", "R1#"));
    assertEquals("Number of lines which match regexp = 1\r\n", answer("show clock |c UTC", "R1#"));
  }

  @Test
  void helpsWithFiltersAndInConfigurationMode() {
    admin();
    t.type("show clock ?");
    String help = t.until("\r\nR1#show clock ");
    assertTrue(help.contains("\r\n  |     Output modifiers\r\n  <cr>\r\n\r\nR1#show clock "), help);
    t.type("| ?");
    help = t.until("\r\nR1#show clock | ");
    assertTrue(help.contains("\r\n  include   Include lines that match\r\n"), help);
    t.type("inc ?");
    assertTrue(t.until("\r\nR1#show clock | inc ").contains("  LINE  Regular Expression\r\n\r\n"));
    t.type("UTC\r");
    t.until("*00:01:02.003 UTC Mon Mar 1 1993\r\nR1#");
    t.type("sho?");
    assertEquals("sho?\r\nshow\r\n\r\nR1#sho", t.until("R1#sho"));
    t.type("w cl\t\r");
    t.until("w cl\r\nR1#show clock \r\n*00");
  }

  @Test
  void pagesLongOutput() {
    t = new TestTerminal(box, LineName.vty(0), new Identity("admin", 15), 80, 4);
    t.until("R1#");
    t.type("show running-config\r");
    assertEquals("show running-config\r\nBuilding configuration...\r\n\r\nCurrent configuration : 100 bytes\r\n --More-- ",
        t.until(" --More-- "));
    t.type("q");
    assertEquals("\b\b\b\b\b\b\b\b\b        \b\b\b\b\b\b\b\b\bR1#", t.until("R1#"));
    t.type("terminal length 0\rshow run\r");
    assertTrue(t.until("end\r\n\r\nR1#").contains("100 bytes\r\n!\r\n"));
  }

  @Test
  void remembersLinesOfExecAndConfigurationApart() {
    admin();
    t.type("show clock\rconf t\rhostname R1\rend\r\u0010\u0010\r");
    t.until("R1#");
    t.type("show history\r");
    assertTrue(t.until("show history\r\n  show clock\r\n  conf t\r\n  show clock\r\n  show history\r\nR1#").endsWith("R1#"));
    t.type("terminal history size 1\rshow history\r");
    assertTrue(t.until("  show history\r\nR1#").endsWith("show history\r\n  show history\r\nR1#"));
  }

  @Test
  void readsABannerUpToItsDelimiter() {
    admin();
    t.type("conf t\rbanner motd %\rHello?\r  you\r%\rhostname R3\r");
    t.until("Enter TEXT message.  End with the character '%'.\r\n");
    t.until("Hello?\r\n  you\r\n%\r\nR1(config)#hostname R3\r\nR3(config)#");
    var block = box.shell.ask(() -> box.configuration.current().entries().stream().filter(e -> e.words().contains(
        "banner")).findFirst()
        .orElseThrow().required("block"));
    assertEquals("Hello?\n  you\n", block);
  }

  @Test
  void byteThreeIsTheDelimiterOfAPastedBannerAndOtherwiseCtrlC() {
    admin();
    t.type("conf t\rbanner motd \3Keep\rout\r\3\rhostname R3\rhostname R\3");
    t.until("R3(config)#hostname R^C\r\nR3#");
    var block = box.shell.ask(() -> box.configuration.current().entries().stream().filter(e -> e.words().contains(
        "banner")).findFirst().orElseThrow().required("block"));
    assertEquals("out\n", block);
  }

  @Test
  void loses2500PastedLinesNeither() {
    admin();
    var paste = new StringBuilder("conf t\r");
    for (int i = 0; i < 2500; i++) paste.append(
        "access-list 101 permit ip host 10.0.").append(i / 250).append('.').append(i % 250).append(" any\r");
    paste.append("end\r");
    t.type(paste.toString());
    t.until("R1(config)#end\r\nR1#");
    assertEquals("Number of lines which match regexp = 2500\r\n", answer("show run | count ^access-list", "R1#"));
    assertEquals(java.util.List.of(), box.failures);
  }

  @Test
  void greets() {
    box.banners.put(ShellConfig.Banner.MOTD, "Keep out\n");
    box.banners.put(ShellConfig.Banner.EXEC, "You are in\n");
    t = TestTerminal.admin(box);
    assertEquals("\r\nKeep out\r\n\r\nYou are in\r\n\r\nR1#", t.until("R1#"));
  }

  @Test
  void asksForTheLinesPasswordOnAConsoleThatHasOne() {
    box.lineConfig(LineConfig.Login.LINE_PASSWORD, 0, false);
    t = TestTerminal.console(box);
    t.until("Password required, but none set\r\n");
    assertTrue(t.isOver());
    box.linePassword = Optional.of(new StoredPassword(7, "0822455D0A16", false));
    t = TestTerminal.console(box);
    t.type("x\rcisco\r");
    assertEquals("\r\nUser Access Verification\r\n\r\nPassword: \r\nPassword: \r\n\r\nR1>", t.until("R1>"));
  }

  @Test
  void asksForNameAndPasswordOnAConsoleThatLogsInLocally() {
    box.lineConfig(LineConfig.Login.LOCAL, 0, false);
    t = TestTerminal.console(box);
    t.type("admin\rwrong\radmin\rs3cret\r");
    assertEquals("\r\nUser Access Verification\r\n\r\nUsername: admin\r\nPassword: \r\n% Login invalid\r\n\r\n"
        + "Username: admin\r\nPassword: \r\n\r\nR1#", t.until("R1#"));
  }

  @Test
  void showsMessagesOnTheConsoleAndWhereAskedFor() {
    console();
    t.type("en\rcisco\r");
    t.until("R1#");
    var v = TestTerminal.admin(box);
    v.until("R1#");
    box.loop.post(() -> box.log.syslog("SYS", 5, "TEST", "one"));
    t.until("\r\n%SYS-5-TEST: one\r\n");
    v.type("terminal monitor\r");
    v.until("terminal monitor\r\nR1#");
    box.loop.post(() -> box.log.syslog("SYS", 5, "TEST", "two"));
    assertFalse(v.until("%SYS-5-TEST: two\r\n").contains("one"));
    v.type("terminal no monitor\rconf t\rend\r");
    t.until("%SYS-5-CONFIG_I: Configured from console by admin on vty0 (10.0.0.7)\r\n");
    assertFalse(v.until("end\r\nR1#").contains("CONFIG_I"));
    assertTrue(answer("terminal monitor", "R1#").equals("% Console already monitors\r\n"));
    v.close();
  }

  @Test
  void showsWhoIsThere() {
    console();
    var v = TestTerminal.admin(box);
    v.until("R1#");
    v.type("show users\r");
    String shown = v.until("Peer Address\r\n\r\nR1#");
    assertTrue(shown.contains("\r\n    Line       User       Host(s)              Idle       Location\r\n"
        + "   0 con 0                idle                 00:00:00   \r\n"
        + "* 98 vty 0     admin      idle                 00:00:00   10.0.0.7\r\n"), shown);
    v.close();
  }

  @Test
  void endsAnIdleSession() {
    box.lineConfig(LineConfig.Login.NONE, 1, false);
    t = TestTerminal.admin(box);
    t.until("R1#");
    assertTrue(t.isOver());
    assertEquals(java.util.List.of(), box.shell.ask(box.sessions::rows));
  }

  @Test
  void goesOnAfterACommandThatFails() {
    admin();
    t.type("clear broken\rshow clock\r");
    t.until("R1#show clock\r\n*00:01:02.003");
    assertEquals(1, box.failures.size());
  }

  @Test
  void clearsUpWhenTheTerminalGoesInTheMiddle() {
    admin();
    t.type("ping 10.0.0.1\r");
    t.until("Echos");
    t.type("\u001e");
    t.until("R1#");
    t.type("conf t\rint fa0/0\r");
    t.until("(config-if)#");
    t.hangUp();
    assertTrue(t.isOver());
    assertEquals(java.util.List.of(), box.shell.ask(box.sessions::rows));
  }

  @Test
  void takesBreakKeysForOrdinaryOnesWhereNothingCanBeBroken() {
    admin();
    t.type("conf t\rhostname R4\r\u0003show clock\r");
    t.until("R4(config)#^C\r\nR4#show clock\r\n*00:01");
    t.type("copy run start\r\u0003");
    t.until("Destination filename [startup-config]? ^C\r\nR4#");
  }

  @Test
  void forgetsTheSizeOfTheWindowOnceALengthIsChosen() {
    t = new TestTerminal(box, LineName.vty(0), new Identity("admin", 15), 80, 4);
    t.until("R1#");
    t.type("terminal length 0\r");
    t.until("0\r\nR1#");
    t.resize(80, 5);
    t.type("show run\r");
    assertFalse(t.until("end\r\n\r\nR1#").contains("More"));
  }

  @Test
  void showsMessagesOnAConsoleWhereNobodyHasLoggedIn() {
    box.lineConfig(LineConfig.Login.LOCAL, 0, true);
    t = TestTerminal.console(box);
    t.until("Username: ");
    box.loop.post(() -> box.log.syslog("SYS", 5, "TEST", "one"));
    t.until("\r\n%SYS-5-TEST: one\r\nUsername: ");
  }
}
