package net.anotherbox.shell.access;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.security.PublicKey;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import net.anotherbox.runtime.port.FileError;
import net.anotherbox.runtime.port.FileError.Reason;
import net.anotherbox.runtime.value.Ipv4;
import net.anotherbox.shell.file.RemoteCopy;
import net.anotherbox.shell.session.OtherMachines;
import net.anotherbox.shell.session.OtherMachines.NotConnected;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.channel.ChannelExec;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.keyprovider.KeyIdentityProvider;
import org.apache.sshd.common.util.security.SecurityUtils;

/**
 * Calls to other machines over SSH, with a password. A machine shows its key; the first one is kept, and whoever shows
 * another later is refused. The original does not look at it. The keys of the user who runs the box are not offered.
 */
public final class SshCalls implements RemoteCopy, AutoCloseable {
  private static final int PORT = 22;
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final KnownHosts known;
  private final int port;
  private SshClient client;

  public SshCalls(KnownHosts known) {
    this(known, PORT);
  }

  SshCalls(KnownHosts known, int port) {
    this.known = known;
    this.port = port;
  }

  /** Made when it is first needed: few boxes ever call anybody. */
  private synchronized SshClient client() {
    if (client == null) {
      if (!SecurityUtils.isAPrioriDisabledProvider(SecurityUtils.BOUNCY_CASTLE)) {
        SecurityUtils.setAPrioriDisabledProvider(SecurityUtils.BOUNCY_CASTLE, true);
      }
      client = SshClient.setUpDefaultClient();
      client.setKeyIdentityProvider(KeyIdentityProvider.EMPTY_KEYS_PROVIDER);
      client.setHostConfigEntryResolver(org.apache.sshd.client.config.hosts.HostConfigEntryResolver.EMPTY);
      client.start();
    }
    return client;
  }

  @Override
  public Running start(Ipv4 host, String user, String password, String command) throws FileError {
    var changed = new AtomicBoolean();
    ClientSession session = null;
    try {
      session = client().connect(user, new InetSocketAddress(host.toString(), port)).verify(PATIENCE).getSession();
      session.setServerKeyVerifier((s, address, key) -> verified(host.toString(), key, changed));
      session.addPasswordIdentity(password);
      session.auth().verify(PATIENCE);
      return new Call(session, session.createExecChannel(command)).open();
    } catch (IOException e) {
      if (session != null) session.close(true);
      if (changed.get()) throw new FileError(Reason.OTHER_HOST_KEY);
      if (session == null) throw new FileError(Reason.UNREACHABLE);
      throw new FileError(Reason.PERMISSION);
    }
  }

  /**
   * A machine that has shown its key and waits for a password; then a shell there.
   *
   * @throws NotConnected if nobody answers, or it is not the machine that it was
   */
  OtherMachines.Greeted greet(Ipv4 host, int at, String user) throws NotConnected {
    var changed = new AtomicBoolean();
    ClientSession session = null;
    try {
      session = client().connect(user, new InetSocketAddress(host.toString(), at)).verify(PATIENCE).getSession();
      String name = at == PORT ? host.toString() : host + " " + at;
      session.setServerKeyVerifier((s, address, key) -> verified(name, key, changed));
      session.waitFor(EnumSet.of(ClientSession.ClientSessionEvent.WAIT_AUTH, ClientSession.ClientSessionEvent.CLOSED),
          PATIENCE);
      if (changed.get() || !session.isOpen()) {
        throw new NotConnected(changed.get() ? NotConnected.Reason.OTHER_HOST_KEY : NotConnected.Reason.REFUSED);
      }
      return new SshGreeted(session, PATIENCE);
    } catch (NotConnected e) {
      session.close(true);
      throw e;
    } catch (IOException e) {
      if (session != null) session.close(true);
      for (Throwable t = e; t != null; t = t.getCause()) {
        if (t instanceof java.net.ConnectException c) throw new NotConnected(HostMachines.reason(c));
      }
      throw new NotConnected(session == null ? NotConnected.Reason.UNREACHABLE : NotConnected.Reason.REFUSED);
    }
  }

  private boolean verified(String name, PublicKey key, AtomicBoolean changed) {
    String shown = KeyUtils.getFingerPrint(key);
    Optional<String> kept = known.fingerprint(name);
    if (kept.isEmpty()) known.keep(name, shown);
    boolean good = kept.isEmpty() || kept.get().equals(shown);
    changed.set(!good);
    return good;
  }

  private static final class Call implements Running {
    private final ClientSession session;
    private final ChannelExec channel;

    Call(ClientSession session, ChannelExec channel) {
      this.session = session;
      this.channel = channel;
    }

    Call open() throws IOException {
      channel.open().verify(PATIENCE);
      return this;
    }

    @Override
    public InputStream in() {
      return channel.getInvertedOut();
    }

    @Override
    public OutputStream out() {
      return channel.getInvertedIn();
    }

    @Override
    public void close() throws IOException {
      channel.getInvertedIn().close();
      channel.close(false).await(PATIENCE);
      session.close(false);
    }
  }

  @Override
  public synchronized void close() {
    if (client != null) client.stop();
    client = null;
  }
}
