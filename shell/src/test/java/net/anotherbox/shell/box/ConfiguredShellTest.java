package net.anotherbox.shell.box;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Optional;
import net.anotherbox.runtime.loop.ControlLoop;
import net.anotherbox.runtime.release.Platform;
import net.anotherbox.runtime.release.Release;
import net.anotherbox.shell.access.SshSettings;
import net.anotherbox.shell.session.Identity;
import net.anotherbox.shell.session.LineConfig;
import net.anotherbox.shell.session.LineName;
import net.anotherbox.shell.session.ShellConfig;
import org.junit.jupiter.api.Test;

class ConfiguredShellTest {
  private final TestBox box = new TestBox(Release.R12_4, Platform.C3725);
  private final ShellConfig shell = box.features.shellConfig();

  @Test
  void anErasedBoxLetsTheConsoleInAndLooksNamesUp() {
    assertEquals("Router", shell.hostname());
    assertEquals(LineConfig.DEFAULT, shell.line(LineName.CONSOLE));
    assertEquals(Optional.empty(), shell.enablePassword(15));
    assertEquals(Optional.of("255.255.255.255"), shell.domainServer());
    assertEquals(5, box.features.accounts().sshCount());
  }

  @Test
  void whatIsConfiguredIsToldAtOnce() {
    box.configure("hostname SITEB", "no ip domain lookup", "banner motd #Go away#", "enable password cisco",
        "logging console warnings",
        "line vty 0 4", "password tfg", "login", "line con 0", "logging synchronous");
    assertEquals("SITEB", shell.hostname());
    assertEquals(Optional.empty(), shell.domainServer());
    assertEquals(Optional.of("Go away"), shell.banner(ShellConfig.Banner.MOTD));
    assertTrue(shell.enablePassword(15).orElseThrow().matches("cisco".toCharArray()));
    assertTrue(shell.linePassword(LineName.vty(3)).orElseThrow().matches("tfg".toCharArray()));
    assertTrue(shell.line(LineName.CONSOLE).loggingSynchronous());
    assertEquals(4, shell.line(LineName.CONSOLE).loggingSeverity());
    assertEquals(7, shell.line(LineName.vty(0)).loggingSeverity());
  }

  @Test
  void usersAreThoseOfTheConfiguration() {
    box.configure("username ada privilege 15 secret analytical", "username bob nopassword",
        "username cid password 7 082259400C0011",
        "username eve privilege 1");
    try (var loop = new ControlLoop(e -> { throw new AssertionError(e); })) {
      var users = new LocalUsers(box.features.accounts(), loop);
      assertEquals(Optional.of(new Identity("ada", 15)), users.check("ada", "analytical".toCharArray(), ""));
      assertEquals(Optional.empty(), users.check("ada", "wrong".toCharArray(), ""));
      assertEquals(Optional.of(new Identity("bob", 1)), users.check("bob", "anything".toCharArray(), ""));
      for (String nobody : new String[] {"eve", "mallory", ""}) assertEquals(Optional.empty(),
          users.check(nobody, "".toCharArray(), ""));
    }
  }

  @Test
  void sshIsServedOnlyIfATerminalTakesIt() {
    box.configure("line vty 0 4", "transport input telnet");
    assertEquals(0, box.features.accounts().sshCount());
    box.configure("line vty 5 7", "transport input ssh");
    assertEquals(8, box.features.accounts().sshCount());
    box.configure("ip ssh time-out 30", "ip ssh authentication-retries 2");
    SshSettings s = box.features.sshSettings(SshSettings.DEFAULT);
    assertEquals(Duration.ofSeconds(30), s.loginTimeout());
    assertEquals(2, s.retries());
    assertFalse(s.legacy());
  }
}
