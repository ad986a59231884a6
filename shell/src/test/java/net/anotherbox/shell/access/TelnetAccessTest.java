package net.anotherbox.shell.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import net.anotherbox.shell.session.LineConfig.Login;
import net.anotherbox.shell.session.TestBox;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class TelnetAccessTest {
  /** WILL ECHO, WILL SGA, DO NAWS. */
  private static final String GREETING = "\u00ff\u00fb\u0001\u00ff\u00fb\u0003\u00ff\u00fd\u001f";

  private final TestBox box = new TestBox();
  private final OpenDoorway doorway = new OpenDoorway();
  private final TelnetAccess access = new TelnetAccess(box.shell, new VtyLines(() -> 2), doorway,
      new InetSocketAddress("127.0.0.1", 0));

  @BeforeEach
  void start() {
    box.lineConfig(Login.LOCAL, 0, false);
    access.start();
  }

  @AfterEach
  void stop() {
    access.close();
    box.close();
  }

  /** The other end, byte by byte. */
  private final class Station implements AutoCloseable {
    final Socket socket = new Socket();

    Station() throws IOException {
      this(access.port());
    }

    Station(int port) throws IOException {
      socket.connect(new InetSocketAddress("127.0.0.1", port));
      socket.setSoTimeout(10_000);
    }

    void send(String latin) throws IOException {
      socket.getOutputStream().write(latin.getBytes(StandardCharsets.ISO_8859_1));
    }

    String until(String end) throws IOException {
      var got = new StringBuilder();
      while (got.length() < end.length() || !got.substring(got.length() - end.length()).equals(end)) {
        int b = socket.getInputStream().read();
        if (b < 0) throw new AssertionError("ended after [" + got + "]");
        got.append((char) b);
      }
      return got.toString();
    }

    boolean isRefused() {
      try {
        return socket.getInputStream().read() < 0;
      } catch (IOException reset) {
        return true;
      }
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }

  private Station login() throws IOException {
    var s = new Station();
    s.until("Username: ");
    s.send("admin\r\0");
    s.until("Password: ");
    s.send("s3cret\r\n");
    s.until("R1#");
    return s;
  }

  @Test
  void theSizeThatIsToldBeforeTheLoginHoldsAfterIt() throws IOException {
    try (var s = new Station()) {
      s.until("Username: ");
      s.send("\u00ff\u00fb\u001f\u00ff\u00fa\u001f\0\u0050\0\u0005\u00ff\u00f0");
      s.send("admin\rs3cret\r");
      s.until("R1#");
      s.send("show running-config\r");
      assertEquals(6, s.until(" --More-- ").lines().count());
      s.send("q");
      s.until("R1#");
    }
  }

  @Test
  void leavesNoThreadBehindHoweverAUserGoes() throws Exception {
    var sitting = new Sitting("vty0-telnet-");
    try (var s = login()) {
      assertTrue(sitting.threads().size() > 1);
      s.send("exit\r");
      s.socket.getInputStream().readAllBytes();
    }
    sitting.ended();
    login().close();
    sitting.ended();
    new Station().close();
    sitting.ended();
  }

  @Test
  void standsOpenAtOtherPortsTooUntilItIsShutThere() throws IOException {
    int other = freePort();
    assertEquals(Set.of(), access.alsoAt(Set.of(other)));
    doorway.second = Set.of(other);
    try (var s = new Station(other)) {
      s.until("Username: ");
      s.send("admin\rs3cret\r");
      s.until("R1#");
      s.send("show users\r");
      assertTrue(s.until("R1#").contains("* 99 vty 1     admin"));
      assertEquals(Set.of(), access.alsoAt(Set.of()));
      s.send("show privilege\r");
      assertTrue(s.until("R1#").contains("level is 15"), "who is in stays in");
      assertThrows(java.net.ConnectException.class, () -> new Station(other));
    }
  }

  @Test
  void saysWhichPortsAreSomebodyElses() throws IOException {
    try (var other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertEquals(Set.of(other.getLocalPort()), access.alsoAt(Set.of(other.getLocalPort(), access.port())));
    }
  }

  private static int freePort() throws IOException {
    try (var s = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return s.getLocalPort();
    }
  }

  @Test
  void greetsAndAsksAsIosDoes() throws IOException {
    try (var s = new Station()) {
      assertEquals(GREETING + "\r\nUser Access Verification\r\n\r\nUsername: ", s.until("Username: "));
      s.send("\u00ff\u00fd\u0001\u00ff\u00fd\u0003\u00ff\u00fb\u001fadmin\r\0");
      assertEquals("admin\r\nPassword: ", s.until("Password: "));
      s.send("wrong\r\0");
      assertEquals("\r\n% Login invalid\r\n\r\nUsername: ", s.until("Username: "));
      s.send("admin\r\ns3cret\r\nshow clock\r\n");
      s.until("1993\r\nR1#");
      s.send("exit\r\n");
      s.until("exit\r\n");
      assertTrue(s.isRefused());
    }
  }

  @Test
  void refusesWhatItDoesNotKnowAndNeverArgues() throws IOException {
    try (var s = new Station()) {
      s.until("Username: ");
      s.send("\u00ff\u00fd\u0027\u00ff\u00fb\42");
      assertEquals("\u00ff\u00fc\u0027\u00ff\u00fe\42", s.until("\u00fe\42"));
      s.send("\u00ff\u00fe\u0027\u00ff\u00fc\42\u00ff\u00f6");
      assertEquals("\r\n[Yes]\r\n", s.until("]\r\n"));
    }
  }

  @Test
  void knowsTheWindowAndTheKeysOfTheProtocol() throws IOException {
    try (var s = login()) {
      s.send("\u00ff\u00fa\u001f\0P\0\5\u00ff\u00f0show running-config\r\n");
      s.until(" --More-- ");
      s.send("q");
      s.until("R1#");
      s.send("terminal length 0\r\n");
      s.until("R1#");
      s.send("ping 10.0.0.1\r\n");
      s.until("10.0.0.1\r\n");
      s.until("10.0.0.1\r\n");
      s.send("\u00ff\u00f4");
      s.until("broken off\r\nR1#");
    }
  }

  @Test
  void aLineIsHisWhoHasLoggedIn() throws IOException {
    try (var knocking = new Station(); var more = new Station(); var again = new Station()) {
      knocking.until("Username: ");
      more.until("Username: ");
      again.until("Username: ");
      try (var one = login(); var two = login(); var three = new Station()) {
        assertTrue(three.isRefused(), "both lines are taken");
        one.send("show users\r\n");
        assertTrue(one.until("R1#").contains("vty 0"));
        two.send("exit\r\n");
      }
    }
  }

  @Test
  void saysWhyNobodyComesInWithoutAPassword() throws IOException {
    box.lineConfig(Login.LINE_PASSWORD, 0, false);
    box.linePassword = Optional.empty();
    try (var s = new Station()) {
      assertEquals(GREETING + "\r\nPassword required, but none set\r\n", s.until("set\r\n"));
      assertTrue(s.isRefused());
    }
  }

  @Test
  void whoIsNotAdmittedIsRefusedAtOnce() throws IOException {
    doorway.admits = c -> false;
    try (var s = new Station()) {
      assertTrue(s.isRefused());
    }
  }
}
