package net.anotherbox.shell.box;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import net.anotherbox.runtime.release.Platform;
import net.anotherbox.runtime.release.Release;
import net.anotherbox.shell.access.Door;
import net.anotherbox.shell.access.SshSettings;
import net.anotherbox.shell.session.Caller.Transport;
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
    assertEquals(5, box.features.accounts().vtyCount());
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
    var users = box.features.accounts();
    assertTrue(users.user("ada").orElseThrow().password().orElseThrow().matches("analytical".toCharArray()));
    assertEquals(15, users.user("ada").orElseThrow().privilege().orElseThrow());
    assertTrue(users.user("bob").orElseThrow().nopassword());
    assertTrue(users.user("eve").orElseThrow().password().isEmpty());
  }

  /** A door that only remembers where it stands open. */
  private record Doors(int port, Set<Integer> others) implements Door {
    @Override
    public Set<Integer> alsoAt(Set<Integer> ports) {
      others.clear();
      others.addAll(ports);
      return ports.contains(2009) ? Set.of(2009) : Set.of();
    }
  }

  @Test
  void aPortOfARotaryGroupLeadsToItsLines() {
    var remote = box.features.remote();
    var ssh = new Doors(2222, new TreeSet<>());
    var telnet = new Doors(2323, new TreeSet<>());
    remote.opened(Transport.SSH, ssh);
    remote.opened(Transport.TELNET, telnet);
    box.configure("ip ssh port 2001 rotary 1 3", "line vty 3 4", "rotary 2", "transport input ssh telnet",
        "line vty 5", "rotary 7", "transport input ssh", "ip ssh port 2222 rotary 7");
    assertEquals(Set.of(2001, 2002, 2003, 2222), ssh.others());
    assertEquals(Set.of(3002), telnet.others());
    assertTrue(remote.takes(LineName.vty(3), Transport.SSH, 2002));
    assertFalse(remote.takes(LineName.vty(3), Transport.SSH, 2001));
    assertFalse(remote.takes(LineName.vty(0), Transport.SSH, 2002));
    assertTrue(remote.takes(LineName.vty(4), Transport.TELNET, 3002));
    assertTrue(remote.takes(LineName.vty(3), Transport.SSH, 2222), "the door's own port leads everywhere");
    assertTrue(remote.takes(LineName.vty(0), Transport.SSH, 2222), "the door's own port leads everywhere");
    box.configure("no ip ssh port 2001 rotary 1 3", "ip ssh port 2009 rotary 2", "line vty 3 4", "no rotary");
    assertEquals(Set.of(2009, 2222), ssh.others());
    assertEquals(Set.of(), telnet.others());
    assertTrue(box.messages.stream().anyMatch(m -> m.endsWith(
        "%SYS-3-PORT: Port 2009 is another program's: nobody can call there")), box.messages::toString);
  }

  @Test
  void sshIsServedOnlyIfATerminalTakesIt() {
    var remote = box.features.remote();
    box.configure("line vty 0 4", "transport input telnet");
    assertFalse(remote.takes(LineName.vty(0), Transport.SSH, 22));
    assertTrue(remote.takes(LineName.vty(0), Transport.TELNET, 23));
    box.configure("line vty 5 7", "transport input ssh");
    assertTrue(remote.takes(LineName.vty(6), Transport.SSH, 22));
    assertFalse(remote.takes(LineName.vty(6), Transport.TELNET, 23));
    box.configure("ip ssh time-out 30", "ip ssh authentication-retries 2");
    SshSettings s = remote.settings(SshSettings.DEFAULT);
    assertEquals(Duration.ofSeconds(30), s.loginTimeout());
    assertEquals(2, s.retries());
    assertFalse(s.legacy());
  }
}
