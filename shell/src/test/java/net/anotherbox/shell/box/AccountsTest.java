package net.anotherbox.shell.box;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import net.anotherbox.runtime.release.Platform;
import net.anotherbox.runtime.release.Release;
import net.anotherbox.shell.box.Accounts.Kind;
import net.anotherbox.shell.session.LineConfig.Login;
import org.junit.jupiter.api.Test;

class AccountsTest {
  private final TestBox box = new TestBox(Release.R12_4, Platform.C3725);
  private final Accounts accounts = box.features.accounts();

  private List<String> shown(String first) {
    return box.lines().stream().filter(l -> l.strip().startsWith(first)).toList();
  }

  @Test
  void aSecretIsKeptHashedAndStillFits() {
    box.configure("enable secret  two words", "enable password plain");
    assertTrue(shown("enable secret").get(0).matches("enable secret 5 \\$1\\$.{4}\\$.{22}"), box.running());
    var enable = accounts.enable(15).orElseThrow();
    assertTrue(enable.isSecret() && enable.matches("two words".toCharArray()));
    assertFalse(enable.matches("two".toCharArray()) || enable.toString().contains("$1$"));
    assertEquals(List.of("enable password plain"), shown("enable password"));
  }

  @Test
  void levelsHaveSecretsOfTheirOwn() {
    box.configure("enable secret level 5 five", "enable secret level 15 fifteen", "enable password level 7 0 seven");
    assertEquals(2, shown("enable secret").size());
    assertTrue(accounts.enable(5).orElseThrow().matches("five".toCharArray()));
    assertTrue(accounts.enable(15).orElseThrow().matches("fifteen".toCharArray()));
    assertEquals(List.of("enable password level 7 0 seven"), shown("enable password"));
    box.configure("no enable secret");
    assertEquals(Optional.empty(), accounts.enable(15));
    assertTrue(accounts.enable(5).isPresent());
    box.configure("no enable secret level 5");
    assertEquals(List.of(), shown("enable secret"));
  }

  @Test
  void aHashThatIsNoneIsRefused() {
    String refused = box.configure("enable secret 5 cisco");
    assertTrue(refused.startsWith("ERROR: The secret you entered is not a valid encrypted secret.\n")
        && refused.endsWith("\n"), refused);
    assertEquals("Invalid encrypted password\n", box.configure("enable password 7 cisco"));
    assertEquals("", box.configure("enable password 7 082259400C0011", "enable secret 5 $1$8olA$lNCvu4y4B.ntZNV95Mb6d0"));
    assertEquals(List.of("enable secret 5 $1$8olA$lNCvu4y4B.ntZNV95Mb6d0"), shown("enable secret"));
  }

  @Test
  void whatIsSaidOfAUserAddsUp() {
    box.configure("username ada privilege 15", "username ada password 0 analytical", "username bob nopassword",
        "username eve secret 5 $1$8olA$lNCvu4y4B.ntZNV95Mb6d0");
    assertEquals(List.of("username ada privilege 15 password 0 analytical", "username bob nopassword",
        "username eve secret 5 $1$8olA$lNCvu4y4B.ntZNV95Mb6d0"), shown("username"));
    var ada = accounts.user("ada").orElseThrow();
    assertEquals(15, ada.privilege().orElseThrow());
    assertTrue(ada.password().orElseThrow().matches("analytical".toCharArray()));
    box.configure("username ada privilege 7", "username eve secret engine");
    assertEquals("username ada privilege 7 password 0 analytical", shown("username ada").get(0));
    assertTrue(accounts.user("eve").orElseThrow().password().orElseThrow().matches("engine".toCharArray()));
    assertTrue(accounts.user("bob").orElseThrow().nopassword());
    box.configure("no username ada");
    assertEquals(Optional.empty(), accounts.user("ada"));
  }

  @Test
  void passwordEncryptionHidesWhatStandsAndWhatComes() {
    box.configure("enable password cisco", "username ada privilege 3 password analytical", "line con 0",
        "password 0 difference", "login",
        "service password-encryption", "username bob password engine");
    assertFalse(box.running().matches("(?s).*(cisco|analytical|difference|engine).*"), box.running());
    assertTrue(box.running().contains("service password-encryption\n"));
    assertTrue(shown("username ada").get(0).matches("username ada privilege 3 password 7 [0-9A-F]+"), box.running());
    assertTrue(shown("password").get(0).matches(" password 7 [0-9A-F]+"));
    assertTrue(accounts.enable(15).orElseThrow().matches("cisco".toCharArray()));
    assertTrue(accounts.user("bob").orElseThrow().password().orElseThrow().matches("engine".toCharArray()));
    assertTrue(accounts.line(Kind.CON, 0).password().orElseThrow().matches("difference".toCharArray()));
    box.configure("no service password-encryption", "enable password another");
    assertEquals(List.of("enable password another"), shown("enable password"));
    assertTrue(shown("username ada").get(0).contains(" 7 "));
  }

  @Test
  void linesSayHowTheyLetIn() {
    var vty = accounts.line(Kind.VTY, 2);
    assertEquals(Login.LINE_PASSWORD, vty.login());
    assertEquals(600, vty.execTimeoutSeconds());
    assertEquals(Login.NONE, accounts.line(Kind.CON, 0).login());
    box.configure("line vty 0 4", "login local", "exec-timeout 5", "privilege level 15", "transport input ssh",
        "access-class 23 in",
        "line con 0", "logging synchronous", "exec-timeout 0 0", "length 0", "history size 200", "login");
    vty = accounts.line(Kind.VTY, 2);
    assertEquals(Login.LOCAL, vty.login());
    assertEquals(300, vty.execTimeoutSeconds());
    assertEquals(15, vty.privilege());
    assertEquals(Set.of("ssh"), vty.transportInput());
    assertEquals(Optional.of("23"), accounts.accessClass(net.anotherbox.shell.session.LineName.vty(0), false));
    var con = accounts.line(Kind.CON, 0);
    assertTrue(con.loggingSynchronous());
    assertEquals(Login.LINE_PASSWORD, con.login());
    assertEquals(0, con.execTimeoutSeconds());
    assertEquals(OptionalInt.of(0), con.length());
    assertEquals(200, con.historySize());
    assertTrue(box.running()
        .endsWith("line con 0\n exec-timeout 0 0\n logging synchronous\n login\n history size 200\n length 0\nline aux 0\n"
        + "line vty 0 4\n access-class 23 in\n exec-timeout 5 0\n privilege level 15\n login local\n transport input "
        + "ssh\n!\nend\n"), box.running());
    box.configure("line vty 0 4", "no login");
    assertEquals(Login.NONE, accounts.line(Kind.VTY, 4).login());
    box.configure("line con 0", "no login", "no exec-timeout");
    assertEquals(Login.NONE, accounts.line(Kind.CON, 0).login());
    assertEquals(0, accounts.line(Kind.CON, 0).execTimeoutSeconds());
  }

  @Test
  void aWiderRangeTakesOverTheReleasesOwn() {
    box.configure("version 15.2", "line vty 0 15", "transport input ssh telnet");
    assertEquals(List.of("line vty 0 15", " login", " transport input ssh telnet"), box.lines()
        .subList(box.lines().size() - 3, box.lines().size()));
    assertEquals(16, accounts.vtyCount());
    assertEquals(Set.of("ssh", "telnet"), accounts.line(Kind.VTY, 15).transportInput());
    box.configure("line vty 5 15", "transport input none", "line vty 9 3");
    assertEquals(Set.of(), accounts.line(Kind.VTY, 7).transportInput());
    assertEquals("% Bad range\n", box.configure("line vty 9 3"));
  }

  @Test
  void aUserHasOneLineForWhatIsSaidOfHimAndOneForHisCommand() {
    box.configure("username who nopassword noescape autocommand show users all", "username who privilege 3",
        "username who nohangup access-class 5");
    assertEquals(List.of("username who access-class 5 privilege 3 noescape nohangup nopassword",
        "username who autocommand show users all"), shown("username"));
    Accounts.User who = accounts.user("who").orElseThrow();
    assertTrue(who.nopassword() && who.noEscape() && who.noHangup() && !who.oneTime());
    assertEquals(Optional.of("5"), who.accessClass());
    assertEquals(Optional.of("show users all"), who.autocommand());
    box.configure("no username who");
    assertEquals(List.of(), shown("username"));
  }

  @Test
  void anAlgorithmTypeSaysHowASecretIsKept() {
    var late = new TestBox(Release.R15_2, Platform.C3725);
    late.configure("enable algorithm-type scrypt secret en able",
        "username ada privilege 15 algorithm-type sha256 secret engine",
        "username bob algorithm-type md5 secret bobpw");
    assertTrue(late.running().contains("\nenable secret 9 $9$"), late.running());
    assertTrue(late.running().contains("\nusername ada privilege 15 secret 8 $8$"), late.running());
    assertTrue(late.running().contains("\nusername bob secret 5 $1$"), late.running());
    Accounts of = late.features.accounts();
    assertTrue(of.enable(15).orElseThrow().matches("en able".toCharArray()));
    assertTrue(of.user("ada").orElseThrow().password().orElseThrow().matches("engine".toCharArray()));
    assertFalse(of.user("ada").orElseThrow().password().orElseThrow().matches("Engine".toCharArray()));
  }

  @Test
  void aPasswordThatIsTooShortIsRefusedToWhoTypesIt() {
    box.configure("username old password 0 abc", "security passwords min-length 6");
    String refused = "% Password too short - must be at least 6 characters. Password configuration failed\n";
    for (String line : List.of("enable secret cisco", "enable password cisco", "username eve secret 0 cisco",
        "username eve password cisco")) assertEquals(refused, box.configure(line));
    assertEquals(refused, box.configure("line con 0", "password abc"));
    box.configure("enable secret cisco1", "username ada secret 5 $1$8olA$lNCvu4y4B.ntZNV95Mb6d0");
    assertEquals(1, shown("enable secret").size());
    assertEquals(List.of("username old password 0 abc", "username ada secret 5 $1$8olA$lNCvu4y4B.ntZNV95Mb6d0"),
        shown("username"));
  }

  @Test
  void loginOfALineIsRefusedWhereListsDecide() {
    box.configure("line vty 0 4", "login local", "exit", "aaa new-model");
    assertEquals("AAA is enabled. Command not supported. Use an aaa authentication methodlist\n",
        box.configure("line con 0", "login local"));
  }
}
