package net.anotherbox.shell.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import net.anotherbox.shell.session.TestBox;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.channel.ChannelShell;
import org.apache.sshd.client.channel.ClientChannelEvent;
import org.apache.sshd.client.keyverifier.AcceptAllServerKeyVerifier;
import org.apache.sshd.client.session.ClientSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What the programs that log in to routers (RANCID, netmiko, Ansible, Oxidized) need of the bytes, over a real connection.
 * A write of the box is one packet of the channel, and so one piece here.
 */
@Timeout(120)
class ClientRulesTest {
  private static final Duration WAIT = Duration.ofSeconds(20);

  private final TestBox box = new TestBox();
  private final SshAccess access = new SshAccess(box.shell, new VtyLines(() -> 2), new OpenDoorway(),
      Optional.of(OpenDoorway.KEYS), SshSettings.DEFAULT, new InetSocketAddress("127.0.0.1", 0));
  private final SshClient client = SshClient.setUpDefaultClient();
  private Station station;

  @BeforeEach
  void start() {
    access.start();
    client.setServerKeyVerifier(AcceptAllServerKeyVerifier.INSTANCE);
    client.start();
  }

  @AfterEach
  void stop() {
    client.stop();
    access.close();
    box.close();
  }

  /** A client's end of a shell, which keeps every piece that came. */
  private static final class Station extends OutputStream {
    final ChannelShell channel;
    private final List<String> pieces = new ArrayList<>();
    private int seen;

    Station(ClientSession session, String type, int columns, int rows) throws IOException {
      channel = session.createShellChannel();
      channel.setPtyType(type);
      channel.setPtyColumns(columns);
      channel.setPtyLines(rows);
      channel.setOut(this);
      channel.open().verify(WAIT);
    }

    @Override
    public void write(int b) {
      throw new AssertionError("a byte of its own");
    }

    @Override
    public synchronized void write(byte[] b, int off, int len) {
      pieces.add(new String(b, off, len, StandardCharsets.ISO_8859_1));
      notifyAll();
    }

    void type(String text) throws IOException {
      channel.getInvertedIn().write(text.getBytes(StandardCharsets.ISO_8859_1));
      channel.getInvertedIn().flush();
    }

    /** What has come since the last call, up to and with this text. */
    synchronized String until(String text) {
      long deadline = System.nanoTime() + WAIT.toNanos();
      while (true) {
        String all = String.join("", pieces);
        int at = all.indexOf(text, seen);
        if (at >= 0) {
          String got = all.substring(seen, at + text.length());
          seen = at + text.length();
          return got;
        }
        long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
        if (left <= 0) throw new AssertionError("no [" + text + "] in [" + all.substring(seen) + "]");
        try {
          wait(left);
        } catch (InterruptedException e) {
          throw new AssertionError(e);
        }
      }
    }

    synchronized int count() {
      return pieces.size();
    }

    synchronized List<String> since(int from) {
      return List.copyOf(pieces.subList(from, pieces.size()));
    }

    synchronized String all() {
      return String.join("", pieces);
    }
  }

  private ClientSession login() throws IOException {
    ClientSession s = client.connect("admin", "127.0.0.1", access.port()).verify(WAIT).getSession();
    s.addPasswordIdentity("s3cret");
    s.auth().verify(WAIT);
    return s;
  }

  private Station open(String type, int columns, int rows) throws IOException {
    station = new Station(login(), type, columns, rows);
    station.until("\r\nR1#");
    return station;
  }

  private String answer(String line) throws IOException {
    station.type(line);
    return station.until("R1#");
  }

  @Test
  void sendsNoEscapeSequenceAndEndsEachLineWithCrLf() throws IOException {
    open("xterm", 80, 24);
    answer("show privilege\r");
    station.type("show ?");
    station.until("R1#show ");
    station.type("\25");
    answer("show clok\r");
    answer("\33[Ashow clock\r");
    String all = station.all();
    assertEquals(-1, all.indexOf('\33'), all);
    assertFalse(all.matches("(?s).*(?<!\r)\n.*"), all);
    assertFalse(all.contains("\r\r\n"), all);
  }

  @Test
  void takesCrAndLfAndBothAsOneEndOfLine() throws IOException {
    open("vt100", 80, 24);
    station.type("show privilege\rshow privilege\nshow privilege\r\nshow privilege\r\0show clock\r");
    for (int i = 0; i < 4; i++) assertEquals("show privilege\r\nCurrent privilege level is 15\r\nR1#", station.until("R1#"));
    assertTrue(station.until("R1#").startsWith("show clock\r\n*"));
  }

  @Test
  void answersAnEmptyLineWithLineEndAndPromptInOneWrite() throws IOException {
    open("vt100", 511, 1000);
    for (int i = 0; i < 20; i++) {
      int from = station.count();
      station.type(i < 10 ? "\n" : "\r");
      station.until("R1#");
      assertEquals(List.of("\r\nR1#"), station.since(from));
    }
  }

  @Test
  void answersAShortCommandInOneWrite() throws IOException {
    open("vt100", 80, 24);
    int from = station.count();
    answer("show privilege\r");
    assertEquals("show privilege\r\nCurrent privilege level is 15\r\nR1#", String.join("", station.since(from)));
    assertTrue(station.since(from).getLast().endsWith("Current privilege level is 15\r\nR1#"),
        station.since(from).toString());
  }

  @Test
  void keepsTypeAheadOverQuestionsAndEchoesItAfterThem() throws IOException {
    open("network", 132, 0);
    station.type("copy running-config startup-config\r\rconfigure terminal\rhostname R2\rend\rshow privilege\r");
    assertEquals("copy running-config startup-config\r\nDestination filename [startup-config]? \r\nBuilding configuration..."
        + "\r\n[OK]\r\nR1#configure terminal\r\nEnter configuration commands, one per line.  End with CNTL/Z.\r\n"
        + "R1(config)#hostname R2\r\nR2(config)#end\r\nR2#show privilege\r\nCurrent privilege level is 15\r\nR2#",
        station.until("level is 15\r\nR2#"));
  }

  @Test
  void doesNotEchoPasswords() throws IOException {
    open("vt100", 80, 24);
    station.type("disable\r");
    station.until("R1>");
    station.type("enable\rwrong\rcisco\r");
    assertEquals("enable\r\nPassword: \r\nPassword: \r\nR1#", station.until("R1#"));
  }

  @Test
  void neverPagesForATerminalWithoutRows() throws IOException {
    open("network", 132, 0);
    station.type("configure terminal\r");
    for (int i = 100; i < 160; i++) station.type("access-list 1" + i % 10 + "0 permit ip host 10.0.0." + i + " any\r");
    station.type("end\r");
    station.until("end\r\nR1#");
    assertFalse(answer("show running-config\r").contains("--More--"));
  }

  @Test
  void takesTheWidthsThatProgramsSetAndThenEchoesLongLinesPlainly() throws IOException {
    open("vt100", 80, 24);
    for (int width : new int[] {511, 512, 132, 0}) {
      assertEquals("terminal width " + width + "\r\nR1#", answer("terminal width " + width + "\r"));
      String longLine = "show privilege " + "x".repeat(110);
      assertTrue(answer(longLine + "\r").startsWith(longLine + "\r\n"), "width " + width);
    }
    assertEquals("terminal length 0\r\nR1#", answer("terminal length 0\r"));
  }

  @Test
  void closesTheConnectionAtExitQuitAndLogout() throws IOException {
    for (String word : List.of("exit", "quit", "logout")) {
      open("vt100", 80, 24);
      station.type(word + "\r");
      Set<ClientChannelEvent> over = station.channel.waitFor(EnumSet.of(ClientChannelEvent.CLOSED), WAIT);
      assertTrue(over.contains(ClientChannelEvent.CLOSED), word + " " + over);
    }
  }
}
