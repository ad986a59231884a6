package net.anotherbox.shell.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import net.anotherbox.shell.session.LineConfig.Login;
import net.anotherbox.shell.session.LineManners;
import net.anotherbox.shell.session.TestBox;
import net.anotherbox.shell.session.TestTerminal;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Sessions from a box to elsewhere: to another box, and to ports that say what the test says. */
@Timeout(120)
class OutgoingTest {
  private static final String ESCAPE = "\u001ex";

  private final TestBox box = new TestBox();
  private final TestBox other = new TestBox();
  private TestTerminal t;

  private void sit() {
    t = TestTerminal.admin(box);
    t.until("R1#");
  }

  @AfterEach
  void stop() {
    if (t != null) t.close();
    other.close();
    box.close();
  }

  private static ServerSocket port() throws IOException {
    return new ServerSocket(0, 5, InetAddress.getByName("127.0.0.1"));
  }

  private String answer(String line) {
    t.type(line + "\r");
    t.until(line + "\r\n");
    String got = t.until("\r\nR1#");
    return got.substring(0, got.length() - "R1#".length());
  }

  private TelnetAccess door() {
    other.lineConfig(Login.LOCAL, 0, false);
    var access = new TelnetAccess(other.shell, new VtyLines(() -> 2), new OpenDoorway(),
        new InetSocketAddress("127.0.0.1", 0));
    access.start();
    return access;
  }

  @Test
  void talksWithAnotherBoxUntilThatHangsUp() {
    try (var access = door()) {
      sit();
      t.type("telnet 127.0.0.1 " + access.port() + "\r");
      assertTrue(t.until("Username: ").contains("Trying 127.0.0.1, " + access.port() + " ... Open\r\n\r\nUser Access"));
      t.type("guest\r");
      t.until("Password: ");
      t.type("guest\r");
      t.until("R1>");
      t.type("show clock\r");
      assertEquals("show clock\r\n*00:01:02.003 UTC Mon Mar 1 1993\r\nR1>", t.until("R1>"));
      t.type("exit\r");
      assertEquals("exit\r\n\r\n[Connection to 127.0.0.1 closed by foreign host]\r\nR1#", t.until("R1#"));
      assertEquals("% No connections open\r\n", answer("show sessions"));
    }
  }

  @Test
  void comesBackByTheEscapeAndReturnsToTheSameSession() {
    try (var access = door()) {
      sit();
      t.type("telnet 127.0.0.1 " + access.port() + "\r");
      t.until("Username: ");
      t.type(ESCAPE);
      t.until("R1#");
      assertTrue(answer("show sessions").contains("\r\n*  1 127.0.0.1           127.0.0.1"));
      t.type("resume 1\r");
      t.until("[Resuming connection 1 to 127.0.0.1 ... ]\r\n");
      t.type("guest\r");
      t.until("Password: ");
      t.type(ESCAPE);
      t.until("R1#");
      t.type("\r");
      t.until("[Resuming connection 1 to 127.0.0.1 ... ]\r\n");
      t.type("guest\r");
      t.until("R1>");
      t.type(ESCAPE);
      t.until("R1#");
      t.type("disconnect\r");
      t.until("Closing connection to 127.0.0.1 [confirm]");
      t.type("\r");
      t.until("R1#");
      assertEquals("% No connections open\r\n", answer("show sessions"));
    }
  }

  @Test
  void logsInBySshAndAsksThreeTimesForThePassword() {
    var access = new SshAccess(other.shell, new VtyLines(() -> 2), new OpenDoorway(), Optional.of(OpenDoorway.KEYS),
        SshSettings.DEFAULT, new InetSocketAddress("127.0.0.1", 0));
    access.start();
    try (access) {
      sit();
      t.type("ssh -l guest -p " + access.port() + " 127.0.0.1\r");
      t.until("\r\nPassword: ");
      t.type("wrong\r");
      t.until("Password: ");
      t.type("guest\r");
      t.until("R1>");
      t.type("exit\r");
      t.until("[Connection to 127.0.0.1 closed by foreign host]\r\nR1#");
      assertEquals(1, box.keys.size());
      box.keys.replaceAll((host, key) -> "SHA256:another");
      assertEquals("% The key of 127.0.0.1 is not the one that it had before: not connected\r\n\r\n",
          answer("ssh -l guest -p " + access.port() + " 127.0.0.1"));
    }
  }

  @Test
  void saysWhyThereIsNoSession() throws IOException {
    int closed;
    try (ServerSocket s = port()) {
      closed = s.getLocalPort();
    }
    sit();
    assertEquals("Trying 127.0.0.1, " + closed + " ... \r\n% Connection refused by remote host\r\n\r\n",
        answer("telnet 127.0.0.1 " + closed));
    assertEquals("% Connection refused by remote host\r\n\r\n", answer("ssh -l a -p " + closed + " 127.0.0.1"));
    box.calls = false;
    assertEquals("% telnet connections not permitted from this terminal\r\n", answer("telnet 127.0.0.1"));
    assertEquals("% ssh connections not permitted from this terminal\r\n", answer("ssh -l a 127.0.0.1"));
  }

  @Test
  void showsWhatIsTypedToAPortThatDoesNotSpeakTelnetAndEndsItsLinesWithCrLf() throws IOException {
    try (ServerSocket s = port()) {
      sit();
      t.type("telnet 127.0.0.1 " + s.getLocalPort() + "\r");
      try (Socket peer = s.accept()) {
        t.until("Open\r\n");
        t.type("GET /\r");
        t.until("GET /\r\n");
        assertEquals("GET /\r\n", new String(peer.getInputStream().readNBytes(7), StandardCharsets.US_ASCII));
        peer.getOutputStream().write("hello".getBytes(StandardCharsets.US_ASCII));
        t.until("hello");
      }
      t.until("\r\n[Connection to 127.0.0.1 closed by foreign host]\r\nR1#");
    }
  }

  @Test
  void agreesOnEchoAndSaysWhatTheTerminalIs() throws IOException {
    try (ServerSocket s = port()) {
      sit();
      t.type("telnet 127.0.0.1 " + s.getLocalPort() + "\r");
      try (Socket peer = s.accept()) {
        t.until("Open\r\n");
        // WILL ECHO, WILL ECHO again, DO TERMINAL-TYPE, DO something else, and the question for the type
        byte[] asked = {-1, -5, 1, -1, -5, 1, -1, -3, 24, -1, -3, 39, -1, -6, 24, 1, -1, -16, 'o', 'k'};
        peer.getOutputStream().write(asked);
        t.until("ok");
        byte[] said = peer.getInputStream().readNBytes(20);
        assertEquals("fffd01 fffb18 fffc27 fffa1800 5654313030 fff0".replace(" ", ""),
            java.util.HexFormat.of().formatHex(said));
        t.type("a\r\u00ff");
        assertEquals("610d00ffff", java.util.HexFormat.of().formatHex(peer.getInputStream().readNBytes(5)));
        assertFalse(t.rest().contains("a"), t.rest());
      }
      t.until("R1#");
    }
  }

  @Test
  void anIdleSessionIsEndedBySessionTimeout() throws IOException {
    LineManners d = LineManners.DEFAULT;
    box.manners = new LineManners(0, 20, 1, 30, false, false, true, true, true, false, "", "-", "-", 0, d.autocommand());
    try (ServerSocket s = port()) {
      sit();
      t.type("telnet 127.0.0.1 " + s.getLocalPort() + "\r");
      try (Socket peer = s.accept()) {
        t.until("[Connection to 127.0.0.1 idle too long; timed out]\r\nR1#");
        assertEquals(-1, peer.getInputStream().read());
      }
    }
  }

  @Test
  void leavingAsksWhereThereAreSessionsAndClosesThem() throws IOException {
    try (ServerSocket s = port()) {
      sit();
      t.type("telnet 127.0.0.1 " + s.getLocalPort() + "\r");
      try (Socket peer = s.accept()) {
        t.until("Open\r\n");
        t.type(ESCAPE);
        t.until("R1#");
        t.type("exit\r");
        t.until("(You have open connections) [confirm]");
        t.type("n");
        t.until("R1#");
        t.type("exit\r");
        t.until("[confirm]");
        t.type("\r");
        t.until("Closing: 127.0.0.1 !");
        assertTrue(t.isOver());
        assertEquals(-1, peer.getInputStream().read());
      }
    }
  }

  @Test
  void theBreakKeyEndsACallThatNobodyAnswers() throws IOException {
    try (ServerSocket s = port()) {
      sit();
      // it takes the connection and never says what it is
      t.type("ssh -l a -p " + s.getLocalPort() + " 127.0.0.1\r");
      try (Socket peer = s.accept()) {
        assertTrue(peer.isConnected());
        t.type("\u001e");
        t.until("R1#");
        assertEquals("% No connections open\r\n", answer("show sessions"));
      }
    }
  }
}
