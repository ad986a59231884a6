package net.anotherbox.shell.access;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import net.anotherbox.runtime.port.Randomness;
import net.anotherbox.shell.session.Identity;
import net.anotherbox.shell.session.LineName;
import net.anotherbox.shell.session.Shell;
import net.anotherbox.shell.session.ShellConfig;
import org.apache.sshd.common.AttributeRepository.AttributeKey;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.session.SessionListener;
import org.apache.sshd.common.util.security.SecurityUtils;
import org.apache.sshd.core.CoreModuleProperties;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.auth.UserAuthFactory;
import org.apache.sshd.server.auth.keyboard.InteractiveChallenge;
import org.apache.sshd.server.auth.keyboard.KeyboardInteractiveAuthenticator;
import org.apache.sshd.server.auth.keyboard.UserAuthKeyboardInteractiveFactory;
import org.apache.sshd.server.auth.password.UserAuthPasswordFactory;
import org.apache.sshd.server.channel.ChannelSessionFactory;
import org.apache.sshd.server.session.ServerSession;

/**
 * The door for SSH: version 2, password or one question ({@code keyboard-interactive}), a shell or one command. A
 * connection takes a virtual terminal line from its first byte to its last; when none is free it is closed at once. The
 * library's threads move bytes and check passwords; everything else happens on a thread of the session.
 */
public final class SshAccess implements AutoCloseable {
  static final AttributeKey<LineName> LINE = new AttributeKey<>();
  static final AttributeKey<Identity> WHO = new AttributeKey<>();
  /** Bytes a client may send before somebody reads them: the rest of a paste waits at the client. */
  private static final long WINDOW = 65_536;

  private final Shell shell;
  private final VtyLines lines;
  private final SshServer server;

  /** @param address on which to listen; port 0 for any that is free */
  public SshAccess(Shell shell, VtyLines lines, HostKeyStore keys, Randomness randomness, SshSettings settings,
      InetSocketAddress address) {
    this.shell = shell;
    this.lines = lines;
    if (!SecurityUtils.isAPrioriDisabledProvider(SecurityUtils.BOUNCY_CASTLE)) {
      SecurityUtils.setAPrioriDisabledProvider(SecurityUtils.BOUNCY_CASTLE, true);
    }
    server = SshServer.setUpDefaultServer();
    server.setHost(address.getAddress().getHostAddress());
    server.setPort(address.getPort());
    server.setKeyPairProvider(KeyPairProvider.wrap(HostKey.of(keys, randomness, settings.hostKeyBits())));
    SshAlgorithms.set(server, settings.legacy());
    authentication(settings);
    channels();
    properties(settings);
    server.addSessionListener(new Lines());
  }

  private void authentication(SshSettings settings) {
    List<UserAuthFactory> methods = List.of(UserAuthKeyboardInteractiveFactory.INSTANCE, UserAuthPasswordFactory.INSTANCE);
    server.setUserAuthFactories(methods);
    server.setPasswordAuthenticator((user, password, session) -> login(session, user, password));
    server.setKeyboardInteractiveAuthenticator(new OneQuestion());
    // a first request for "none", then each method as often as a client may ask before it gives up
    CoreModuleProperties.MAX_AUTH_REQUESTS.set(server, 1 + methods.size() * settings.retries());
    CoreModuleProperties.AUTH_TIMEOUT.set(server, settings.loginTimeout());
  }

  private void channels() {
    server.setChannelFactories(List.of(ChannelSessionFactory.INSTANCE));
    server.setSubsystemFactories(List.of());
    server.setShellFactory(channel -> SshTerminal.shell(shell, channel));
    server.setCommandFactory((channel, command) -> SshTerminal.command(shell, channel, command));
  }

  private void properties(SshSettings settings) {
    CoreModuleProperties.SERVER_IDENTIFICATION.set(server, settings.identification());
    CoreModuleProperties.TCP_NODELAY.set(server, true);
    CoreModuleProperties.WINDOW_SIZE.set(server, WINDOW);
    CoreModuleProperties.MAX_CONCURRENT_CHANNELS.set(server, 2);
    // how long a session may be idle, and its terminal not read, is the line's exec-timeout to say
    CoreModuleProperties.IDLE_TIMEOUT.set(server, Duration.ZERO);
    CoreModuleProperties.WAIT_FOR_SPACE_TIMEOUT.set(server, Duration.ofDays(365));
  }

  /** Begins to listen. @throws UncheckedIOException if the address cannot be had */
  public void start() {
    try {
      server.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public int port() {
    return server.getPort();
  }

  @Override
  public void close() {
    try {
      server.stop(true);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String from(Session session) {
    return session.getIoSession().getRemoteAddress() instanceof InetSocketAddress a
        && a.getAddress() instanceof InetAddress i
        ? i.getHostAddress() : "";
  }

  private boolean login(ServerSession session, String user, String password) {
    char[] latin = new String(password.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1).toCharArray();
    try {
      Optional<Identity> who = shell.authenticator().check(user, latin, from(session));
      who.ifPresent(w -> session.setAttribute(WHO, w));
      return who.isPresent();
    } finally {
      Arrays.fill(latin, '\0');
    }
  }

  private final class OneQuestion implements KeyboardInteractiveAuthenticator {
    @Override
    public InteractiveChallenge generateChallenge(ServerSession session, String user, String lang, String subMethods) {
      var challenge = new InteractiveChallenge();
      challenge.setInteractionName("");
      challenge.setInteractionInstruction("");
      challenge.setLanguageTag("");
      challenge.addPrompt(shell.wording().say("password-prompt"), false);
      return challenge;
    }

    @Override
    public boolean authenticate(ServerSession session, String user, List<String> answers) {
      return answers.size() == 1 && login(session, user, answers.getFirst());
    }
  }

  /** Gives each connection its line, and takes it back. */
  private final class Lines implements SessionListener {
    @Override
    public void sessionCreated(Session session) {
      Optional<LineName> line = lines.take();
      if (line.isEmpty()) {
        session.close(true);
        return;
      }
      session.setAttribute(LINE, line.get());
      shell.ask(() -> shell.banner(ShellConfig.Banner.LOGIN, line.get()))
          .ifPresent(text -> CoreModuleProperties.WELCOME_BANNER.set(session, text + "\n"));
    }

    @Override
    public void sessionClosed(Session session) {
      LineName line = session.removeAttribute(LINE);
      if (line != null) lines.giveBack(line);
    }
  }
}
