package net.anotherbox.shell.access;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import net.anotherbox.shell.session.Authenticator.Verdict;
import net.anotherbox.shell.session.Caller;
import net.anotherbox.shell.session.Identity;
import net.anotherbox.shell.session.LineName;
import net.anotherbox.shell.session.Shell;
import net.anotherbox.shell.session.ShellConfig;
import org.apache.sshd.common.AttributeRepository.AttributeKey;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.util.security.SecurityUtils;
import org.apache.sshd.core.CoreModuleProperties;
import org.apache.sshd.server.auth.AsyncAuthException;
import org.apache.sshd.server.auth.UserAuthFactory;
import org.apache.sshd.server.auth.keyboard.InteractiveChallenge;
import org.apache.sshd.server.auth.keyboard.KeyboardInteractiveAuthenticator;
import org.apache.sshd.server.auth.keyboard.UserAuthKeyboardInteractiveFactory;
import org.apache.sshd.server.auth.password.UserAuthPasswordFactory;
import org.apache.sshd.server.channel.ChannelSessionFactory;
import org.apache.sshd.server.session.ServerSession;

/**
 * The door for SSH: version 2, password, one question ({@code keyboard-interactive}) or a key, a shell or one command. A
 * connection is meant for a virtual terminal line from its first byte, and gets it when somebody has logged in: who only
 * knocks takes no line from anybody. Where none is free it is closed at once. The library's threads move bytes; passwords
 * are checked on threads of their own, which may wait for a server; everything else happens on a thread of the session.
 */
public final class SshAccess implements Door, AutoCloseable {
  /** The line and the caller, as long as a connection stands. */
  static final AttributeKey<Caller> CALLER = new AttributeKey<>();
  /** Set when the line is really his. */
  static final AttributeKey<LineName> LINE = new AttributeKey<>();
  static final AttributeKey<Identity> WHO = new AttributeKey<>();
  private static final AttributeKey<String> STRANGER = new AttributeKey<>();
  /** Bytes a client may send before somebody reads them: the rest of a paste waits at the client. */
  private static final long WINDOW = 65_536;
  /** Longer passwords are nobody's. */
  private static final int LONGEST_PASSWORD = 1024;

  private final Shell shell;
  private final VtyLines lines;
  private final Doorway doorway;
  private final SshPorts server;
  private final SshConnections connections = new SshConnections();
  private final Strangers strangers = new Strangers();
  private volatile SshSettings settings;
  private volatile Optional<KeyPair> hostKey;

  /**
   * @param hostKey the key by which the box is known; without one nobody is let in
   * @param address on which to listen; port 0 for any that is free
   */
  public SshAccess(Shell shell, VtyLines lines, Doorway doorway, Optional<KeyPair> hostKey, SshSettings settings,
      InetSocketAddress address) {
    this.shell = shell;
    this.lines = lines;
    this.doorway = doorway;
    server = made();
    server.setHost(address.getAddress().getHostAddress());
    server.setPort(address.getPort());
    server.setKeyPairProvider(session -> List.copyOf(this.hostKey.map(List::of).orElse(List.of())));
    server.setPasswordAuthenticator((user, password, session) -> login(session, user, password));
    server.setKeyboardInteractiveAuthenticator(new OneQuestion());
    server.setPublickeyAuthenticator((user, key, session) -> knows(session, user, key));
    channels();
    properties(settings);
    server.addSessionListener(new SshListener(this, connections));
    configure(settings, hostKey);
  }

  private static SshPorts made() {
    if (!SecurityUtils.isAPrioriDisabledProvider(SecurityUtils.BOUNCY_CASTLE)) {
      SecurityUtils.setAPrioriDisabledProvider(SecurityUtils.BOUNCY_CASTLE, true);
    }
    return SshPorts.made();
  }

  /** Loads what the first server loads, hundreds of classes: on another thread, while the configuration is read. */
  public static void preload() {
    Thread.ofPlatform().daemon().name("ssh-preload").start(SshAccess::made);
  }

  /** From now on it behaves like this, for connections that come. From any thread. */
  public void configure(SshSettings now, Optional<KeyPair> key) {
    settings = now;
    hostKey = key;
    SshAlgorithms.set(server, now);
    var methods = new ArrayList<UserAuthFactory>();
    if (now.methods().contains("publickey")) methods.add(new KeyMethod(this));
    if (now.methods().contains("keyboard")) methods.add(UserAuthKeyboardInteractiveFactory.INSTANCE);
    if (now.methods().contains("password")) methods.add(UserAuthPasswordFactory.INSTANCE);
    server.setUserAuthFactories(methods);
    // a first request for "none", then each method as often as a client may ask before it gives up; keys are many
    CoreModuleProperties.MAX_AUTH_REQUESTS.set(server, 1 + methods.size() * Math.max(1, now.retries()) + 6);
    CoreModuleProperties.AUTH_TIMEOUT.set(server, now.loginTimeout());
  }

  private void channels() {
    server.setChannelFactories(List.of(ChannelSessionFactory.INSTANCE));
    server.setSubsystemFactories(List.of());
    server.setShellFactory(channel -> SshTerminal.shell(shell, channel));
    server.setCommandFactory((channel, command) -> SshTerminal.command(shell, channel, command));
  }

  private void properties(SshSettings first) {
    CoreModuleProperties.SERVER_IDENTIFICATION.set(server, first.identification());
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

  @Override
  public int port() {
    return server.getPort();
  }

  @Override
  public Set<Integer> alsoAt(Set<Integer> ports) {
    return server.alsoAt(ports);
  }

  /** Those that stand at this moment, for {@code show ssh}. */
  public SshConnections connections() {
    return connections;
  }

  /** Connections on which nobody has logged in yet. */
  int waiting() {
    return strangers.count();
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

  // ---- coming and going ----

  /** A connection has come: finds a line for it, or closes it. */
  void came(Session session) {
    String address = from(session);
    if (hostKey.isEmpty() || !strangers.came(address, settings.startups())) {
      session.close(true);
      return;
    }
    session.setAttribute(STRANGER, address);
    Optional<Caller> caller = shell.ask(() -> meant(address, localPort(session)));
    if (caller.isEmpty()) {
      session.close(true);
      return;
    }
    session.setAttribute(CALLER, caller.get());
    shell.ask(() -> shell.banner(ShellConfig.Banner.LOGIN, caller.get().line()))
        .ifPresent(text -> CoreModuleProperties.WELCOME_BANNER.set(session, text + "\n"));
  }

  /** On the control thread. */
  private Optional<Caller> meant(String from, int localPort) {
    Optional<Caller> caller = lines.mean(l -> doorway.takes(l, Caller.Transport.SSH, localPort))
        .map(l -> new Caller(l, from, localPort, Caller.Transport.SSH));
    if (caller.isPresent() && !doorway.admits(caller.get())) {
      lines.given(caller.get().line());
      return Optional.empty();
    }
    return caller;
  }

  private static int localPort(Session session) {
    return session.getIoSession().getLocalAddress() instanceof InetSocketAddress a ? a.getPort() : 0;
  }

  void went(Session session) {
    known(session);
    LineName line = session.removeAttribute(LINE);
    if (line != null) lines.giveBack(line);
  }

  private void known(Session session) {
    String address = session.removeAttribute(STRANGER);
    if (address == null) return;
    strangers.left(address);
    Caller caller = session.getAttribute(CALLER);
    if (caller != null) lines.given(caller.line());
  }

  void event(String name, Session session, Map<String, Object> facts) {
    Caller caller = session.getAttribute(CALLER);
    if (!settings.events() || caller == null) return;
    var all = new java.util.HashMap<>(facts);
    all.putAll(Map.of("from", caller.from(), "tty", caller.line().number()));
    shell.loop().post(() -> doorway.happened(name, all));
  }

  /** Something went wrong that is logged whether events are or not. */
  void mismatch(Map<String, Object> facts) {
    shell.loop().post(() -> doorway.happened("no-match", facts));
  }

  // ---- logins ----

  /** @throws AsyncAuthException always: the answer comes when it comes, and no thread of the library waits for it */
  private boolean login(ServerSession session, String user, String password) {
    var later = new AsyncAuthException();
    char[] latin = new String(password.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1).toCharArray();
    Thread.ofVirtual().name("ssh-login").start(() -> {
      boolean in = false;
      try {
        in = latin.length <= LONGEST_PASSWORD
            && entered(session, shell.authenticator().check(session.getAttribute(CALLER), user, latin));
      } finally {
        Arrays.fill(latin, '\0');
        authenticated(session, user, in);
        later.setAuthed(in);
      }
    });
    throw later;
  }

  private void authenticated(ServerSession session, String user, boolean in) {
    connections.authenticated(session, user, in);
    var facts = new java.util.HashMap<>(connections.facts(session));
    facts.putAll(Map.of("user", user, "result", in ? "Succeeded" : "Failed"));
    event("userauth", session, facts);
  }

  /** Takes the line; it may have gone to somebody else meanwhile, then another that takes SSH. */
  private boolean entered(ServerSession session, Verdict verdict) {
    if (!(verdict instanceof Verdict.In in) || !session.isOpen()) return false;
    Caller caller = session.getAttribute(CALLER);
    while (!lines.take(caller.line())) {
      Caller before = caller;
      Optional<Caller> other = shell.ask(() -> meant(before.from(), before.localPort()));
      if (other.isEmpty()) return false;
      caller = other.get();
      lines.given(before.line());
      session.setAttribute(CALLER, caller);
    }
    session.setAttribute(LINE, caller.line());
    session.setAttribute(WHO, in.who());
    known(session);
    if (!session.isOpen()) went(session);
    return true;
  }

  /** A key is asked about before it is used, and again when it is; only then somebody comes in. */
  private boolean knows(ServerSession session, String user, java.security.PublicKey key) {
    String hash = RsaKeys.hash(key);
    return shell.ask(() -> doorway.keysOf(user)).contains(hash);
  }

  /** The signature of a known key was right. @return whether he may come in */
  boolean showedKey(ServerSession session, String user) {
    boolean in = entered(session, doorway.byKey(session.getAttribute(CALLER), user));
    authenticated(session, user, in);
    return in;
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
}
