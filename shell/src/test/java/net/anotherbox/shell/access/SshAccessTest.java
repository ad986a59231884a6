package net.anotherbox.shell.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import net.anotherbox.shell.session.TestBox;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.auth.keyboard.UserAuthKeyboardInteractiveFactory;
import org.apache.sshd.client.auth.password.UserAuthPasswordFactory;
import org.apache.sshd.client.channel.ChannelExec;
import org.apache.sshd.client.channel.ChannelShell;
import org.apache.sshd.client.channel.ClientChannelEvent;
import org.apache.sshd.client.keyverifier.AcceptAllServerKeyVerifier;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.SshException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class SshAccessTest {
  private static final Duration WAIT = Duration.ofSeconds(20);

  private final TestBox box = new TestBox();
  private final OpenDoorway doorway = new OpenDoorway();
  private final SshAccess access = new SshAccess(box.shell, new VtyLines(() -> 2), doorway, Optional.of(OpenDoorway.KEYS),
      SshSettings.DEFAULT, new InetSocketAddress("127.0.0.1", 0));
  private final SshClient client = SshClient.setUpDefaultClient();

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

  private ClientSession connect(String user) throws IOException {
    return client.connect(user, "127.0.0.1", access.port()).verify(WAIT).getSession();
  }

  private ClientSession login() throws IOException {
    ClientSession s = connect("admin");
    s.addPasswordIdentity("s3cret");
    s.auth().verify(WAIT);
    return s;
  }

  /** A shell as a program sees it. */
  private static final class Station implements AutoCloseable {
    final ChannelShell channel;
    final OutputStream keys;
    final InputStream screen;

    Station(ClientSession session, int columns, int rows) throws IOException {
      channel = session.createShellChannel();
      channel.setPtyType("vt100");
      channel.setPtyColumns(columns);
      channel.setPtyLines(rows);
      channel.setEnv("LANG", "C");
      channel.open().verify(WAIT);
      keys = channel.getInvertedIn();
      screen = channel.getInvertedOut();
    }

    void type(String text) throws IOException {
      keys.write(text.getBytes(StandardCharsets.ISO_8859_1));
      keys.flush();
    }

    String until(String text) throws IOException {
      var got = new StringBuilder();
      while (got.length() < text.length() || !got.substring(got.length() - text.length()).equals(text)) {
        int b = screen.read();
        if (b < 0) throw new AssertionError("ended after [" + got + "]");
        got.append((char) b);
      }
      return got.toString();
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }

  @Test
  void logsInAndShows() throws IOException {
    try (var session = login(); var station = new Station(session, 80, 24)) {
      assertEquals("\r\nR1#", station.until("#"));
      station.type("show clock\n");
      assertEquals("show clock\r\n*00:01:02.003 UTC Mon Mar 1 1993\r\nR1#", station.until("1993\r\nR1#"));
      station.type("exit\n");
      channelCloses(station);
      assertTrue(session.waitFor(EnumSet.of(ClientSession.ClientSessionEvent.CLOSED),
          WAIT).contains(ClientSession.ClientSessionEvent.CLOSED));
    }
  }

  @Test
  void leavesNoThreadBehindHoweverAUserGoes() throws Exception {
    var sitting = new Sitting("vty0-");
    try (var session = login(); var station = new Station(session, 80, 24)) {
      station.until("R1#");
      assertTrue(sitting.threads().size() > 1);
      station.type("exit\n");
      channelCloses(station);
    }
    sitting.ended();
    try (var session = login(); var station = new Station(session, 80, 24)) {
      station.until("R1#");
      station.type("configure terminal\n");
      station.until("(config)#");
      session.close(true);
    }
    sitting.ended();
  }

  private static void channelCloses(Station station) {
    assertTrue(station.channel.waitFor(EnumSet.of(ClientChannelEvent.CLOSED), WAIT).contains(ClientChannelEvent.CLOSED));
  }

  @Test
  void standsOpenAtOtherPortsTooUntilItIsShutThere() throws IOException {
    int other;
    try (var s = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      other = s.getLocalPort();
    }
    assertEquals(Set.of(), access.alsoAt(Set.of(other, access.port())));
    doorway.second = Set.of(other);
    try (var session = client.connect("admin", "127.0.0.1", other).verify(WAIT).getSession()) {
      session.addPasswordIdentity("s3cret");
      session.auth().verify(WAIT);
      assertEquals(Set.of(), access.alsoAt(Set.of()));
      try (var station = new Station(session, 80, 24)) {
        station.type("show users\n");
        station.until("* 99 vty 1     admin");
      }
    }
    assertThrows(IOException.class, () -> client.connect("admin", "127.0.0.1", other).verify(WAIT));
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertEquals(Set.of(taken.getLocalPort()), access.alsoAt(Set.of(taken.getLocalPort())));
    }
  }

  @Test
  void losesNothingOfAPaste() throws Exception {
    try (var session = login(); var station = new Station(session, 511, 0)) {
      var paste = new StringBuilder("configure terminal\n");
      for (int i = 0; i < 2500; i++) {
        paste.append("access-list 101 permit ip host 10.0.").append(i / 250).append('.').append(i % 250).append(" any\r\n");
      }
      paste.append("end\nshow running-config | count ^access-list\n");
      var typist = Thread.ofPlatform().daemon().start(() -> {
        try {
          station.type(paste.toString());
        } catch (IOException e) {
          throw new AssertionError(e);
        }
      });
      String all = station.until("Number of lines which match regexp = 2500\r\nR1#");
      assertEquals(2500, all.split("R1\\(config\\)#access-list", -1).length - 1);
      assertTrue(all.indexOf("\r\r") < 0 && all.replace("\r\n", "").indexOf('\n') < 0);
      typist.join();
    }
  }

  @Test
  void runsOneCommandAndSaysHowItWent() throws IOException {
    try (var session = login(); ChannelExec exec = session.createExecChannel("show clock")) {
      var out = new ByteArrayOutputStream();
      exec.setOut(out);
      exec.open().verify(WAIT);
      exec.waitFor(EnumSet.of(ClientChannelEvent.CLOSED), WAIT);
      assertEquals("*00:01:02.003 UTC Mon Mar 1 1993\r\n", out.toString(StandardCharsets.ISO_8859_1));
      assertEquals(0, exec.getExitStatus());
    }
    try (var session = login(); ChannelExec exec = session.createExecChannel("show nothing here")) {
      var out = new ByteArrayOutputStream();
      exec.setOut(out);
      exec.open().verify(WAIT);
      exec.waitFor(EnumSet.of(ClientChannelEvent.CLOSED), WAIT);
      assertEquals("     ^\r\n% Invalid input detected at '^' marker.\r\n\r\n", out.toString(StandardCharsets.ISO_8859_1));
      assertEquals(1, exec.getExitStatus());
    }
  }

  @Test
  void refusesAWrongPasswordAndTakesTheRightOneAfterIt() throws IOException {
    try (ClientSession session = connect("admin")) {
      session.addPasswordIdentity("wrong");
      assertThrows(SshException.class, () -> session.auth().verify(WAIT));
      assertTrue(session.isOpen());
      session.removePasswordIdentity("wrong");
      session.addPasswordIdentity("s3cret");
      session.auth().verify(WAIT);
      assertTrue(session.isAuthenticated());
    }
  }

  @Test
  void takesThePasswordByEitherMethod() throws IOException {
    client.setUserAuthFactories(java.util.List.of(UserAuthPasswordFactory.INSTANCE));
    login().close();
    client.setUserAuthFactories(java.util.List.of(UserAuthKeyboardInteractiveFactory.INSTANCE));
    login().close();
  }

  @Test
  void refusesEverybodyWhereThereAreNoUsers() throws IOException {
    box.users.clear();
    try (ClientSession session = connect("admin")) {
      session.addPasswordIdentity("s3cret");
      assertThrows(SshException.class, () -> session.auth().verify(WAIT));
    }
  }

  @Test
  void closesAConnectionForWhichThereIsNoLine() throws IOException {
    try (var one = login(); var two = login()) {
      assertThrows(IOException.class, this::login);
      two.close(true).await(WAIT);
      assertTrue(one.isOpen());
    }
  }

  @Test
  void refusesSubsystemsAndCopies() throws IOException {
    try (var session = login()) {
      try (var netconf = session.createSubsystemChannel("netconf")) {
        netconf.open();
        assertTrue(netconf.waitFor(EnumSet.of(ClientChannelEvent.CLOSED), WAIT).contains(ClientChannelEvent.CLOSED));
      }
      try (ChannelExec exec = session.createExecChannel("scp -t flash:/x")) {
        var out = new ByteArrayOutputStream();
        exec.setOut(out);
        exec.open().verify(WAIT);
        exec.waitFor(EnumSet.of(ClientChannelEvent.CLOSED), WAIT);
        assertEquals("\u0001Administratively disabled.\n", out.toString(StandardCharsets.ISO_8859_1));
      }
    }
  }

  @Test
  void followsTheSizeOfTheWindow() throws IOException {
    try (var session = login(); var station = new Station(session, 80, 5)) {
      station.until("#");
      station.type("show running-config\n");
      station.until(" --More-- ");
      station.type("q");
      station.until("R1#");
      station.channel.sendWindowChange(132, 100);
      station.type("\n");
      station.until("R1#");
      station.type("show running-config\n");
      assertTrue(station.until("end\r\n\r\nR1#").indexOf("More") < 0);
    }
  }

  @Test
  void answersTheKeepaliveOfOpenSsh() throws IOException {
    try (var session = login()) {
      var buffer = session.createBuffer(org.apache.sshd.common.SshConstants.SSH_MSG_GLOBAL_REQUEST);
      buffer.putString("keepalive@openssh.com");
      buffer.putBoolean(true);
      session.request("keepalive@openssh.com", buffer, WAIT.toMillis());
      assertTrue(session.isOpen());
    }
  }

  @Test
  void offersNothingOld() throws IOException {
    try (var session = login()) {
      var proposal = session.getServerKexProposals();
      for (var list : proposal.values()) {
        assertTrue(!list.contains("cbc") && !list.contains("sha1") && !list.matches("(.*,)?ssh-rsa(,.*)?"), list);
      }
    }
  }

  @Test
  void letsInWhoShowsAKnownKeyAndNobodyElse() throws Exception {
    var known = new RsaKeys(new Forgetful(), new net.anotherbox.runtime.port.StrongRandomness()).generate(2048);
    doorway.keys.put("ada", java.util.Set.of(RsaKeys.hash(known.getPublic())));
    client.setUserAuthFactories(java.util.List.of(
        org.apache.sshd.client.auth.pubkey.UserAuthPublicKeyFactory.INSTANCE));
    try (ClientSession session = connect("ada")) {
      session.addPublicKeyIdentity(known);
      session.auth().verify(WAIT);
      assertTrue(session.isAuthenticated());
    }
    try (ClientSession session = connect("ada")) {
      session.addPublicKeyIdentity(OpenDoorway.KEYS);
      assertThrows(SshException.class, () -> session.auth().verify(WAIT));
    }
    try (ClientSession session = connect("bob")) {
      session.addPublicKeyIdentity(known);
      assertThrows(SshException.class, () -> session.auth().verify(WAIT));
    }
  }

  private static final class Forgetful implements HostKeyStore {
    @Override
    public Optional<byte[]> load() {
      return Optional.empty();
    }

    @Override
    public void save(byte[] keys) {}
  }

  @Test
  void whoOnlyKnocksTakesNoLineAndNoMoreRoomThanHeMay() throws Exception {
    var sockets = new java.util.ArrayList<java.net.Socket>();
    try {
      for (int i = 0; i < 200; i++) {
        var s = new java.net.Socket();
        s.connect(new InetSocketAddress("127.0.0.1", access.port()));
        sockets.add(s);
      }
      while (access.waiting() < SshSettings.STARTUPS / 4) Thread.onSpinWait();
      assertEquals(SshSettings.STARTUPS / 4, access.waiting());
      try (ClientSession session = client.connect("admin", new InetSocketAddress("127.0.0.1", access.port()),
          new InetSocketAddress("127.0.0.2", 0)).verify(WAIT).getSession()) {
        session.addPasswordIdentity("s3cret");
        session.auth().verify(WAIT);
        assertTrue(session.isAuthenticated(), "from elsewhere one gets in, though two hundred stand at the door");
      }
    } finally {
      for (var s : sockets) s.close();
    }
    while (access.waiting() > 0) Thread.onSpinWait();
  }

  /** A thousand logins that fail, twenty at a time: afterwards nothing is left of them, and the lines are free. */
  @Test
  void aThousandFailedLoginsLeaveNothingBehind() throws Exception {
    var guesses = java.util.concurrent.Executors.newFixedThreadPool(20);
    var failed = new java.util.concurrent.atomic.AtomicInteger();
    int threads = Thread.activeCount();
    for (int i = 0; i < 1000; i++) {
      int from = 2 + i % 200;
      guesses.execute(() -> {
        try (ClientSession session = client.connect("root", new InetSocketAddress("127.0.0.1", access.port()),
            new InetSocketAddress("127.0.0." + from, 0)).verify(WAIT).getSession()) {
          session.addPasswordIdentity("guess");
          session.auth().verify(WAIT);
        } catch (IOException e) {
          failed.incrementAndGet();
        }
      });
    }
    assertEquals("R1", box.shell.ask(() -> box.shell.config().hostname()), "the control thread answers meanwhile");
    guesses.shutdown();
    assertTrue(guesses.awaitTermination(100, java.util.concurrent.TimeUnit.SECONDS));
    assertEquals(1000, failed.get());
    while (access.waiting() > 0) Thread.onSpinWait();
    assertTrue(Thread.activeCount() < threads + 40, "threads: " + Thread.activeCount());
    try (var one = login(); var two = login()) {
      assertTrue(one.isOpen() && two.isOpen());
    }
    assertEquals(java.util.List.of(), box.failures);
  }
}
