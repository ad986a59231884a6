package net.anotherbox.lab.scale;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.channel.ChannelShell;
import org.apache.sshd.client.channel.ClientChannelEvent;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.core.CoreModuleProperties;
import org.apache.sshd.common.keyprovider.KeyIdentityProvider;

/** A user's terminal at a box, over SSH. */
final class Station implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final SshClient client = SshClient.setUpDefaultClient();
  private final ClientSession session;
  private final ChannelShell shell;
  private final InputStream screen;
  private final OutputStream keyboard;

  Station(int port, String user, String password) throws IOException {
    client.setKeyIdentityProvider(KeyIdentityProvider.EMPTY_KEYS_PROVIDER);
    client.setServerKeyVerifier((s, address, key) -> true);        // a box made a moment ago, in a network of our own
    CoreModuleProperties.WAIT_FOR_SPACE_TIMEOUT.set(client, Duration.ofHours(1));   // a paste waits for the box
    client.start();
    session = client.connect(user, "127.0.0.1", port).verify(PATIENCE).getSession();
    session.addPasswordIdentity(password);
    session.auth().verify(PATIENCE);
    shell = session.createShellChannel();
    shell.open().verify(PATIENCE);
    screen = shell.getInvertedOut();
    keyboard = shell.getInvertedIn();
  }

  /** Types, and reads what comes until the screen ends in this text. @return what came */
  String type(String keys, String until) throws IOException {
    var typing = Thread.ofVirtual().start(() -> press(keys));
    var seen = new StringBuilder();
    var buffer = new byte[65_536];
    while (seen.indexOf(until, Math.max(0, seen.length() - until.length())) < 0) {
      int n = screen.read(buffer);
      if (n < 0) throw new IOException("the box has hung up after: " + seen.substring(Math.max(0, seen.length() - 200)));
      seen.append(new String(buffer, 0, n, StandardCharsets.ISO_8859_1));
    }
    try {
      typing.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return seen.toString();
  }

  private void press(String keys) {
    try {
      keyboard.write(keys.getBytes(StandardCharsets.ISO_8859_1));
      keyboard.flush();
    } catch (IOException e) {
      session.close(true);                                          // the reader says so
    }
  }

  /** The lines of an answer, without the echo in front and the prompt behind. */
  static List<String> lines(String answer) {
    List<String> all = answer.lines().toList();
    return all.size() < 2 ? List.of() : all.subList(1, all.size() - 1);
  }

  @Override
  public void close() throws IOException {
    session.close(false).await(PATIENCE);
    shell.waitFor(EnumSet.of(ClientChannelEvent.CLOSED), PATIENCE);
    client.stop();
  }
}
