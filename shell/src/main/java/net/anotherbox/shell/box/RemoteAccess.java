package net.anotherbox.shell.box;

import java.security.KeyPair;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import net.anotherbox.config.commit.Participant;
import net.anotherbox.config.grammar.Line;
import net.anotherbox.config.tree.Section;
import net.anotherbox.runtime.log.Log;
import net.anotherbox.runtime.loop.Clock;
import net.anotherbox.runtime.value.Address;
import net.anotherbox.runtime.value.Ipv4;
import net.anotherbox.runtime.value.Ipv6;
import net.anotherbox.shell.aaa.Aaa;
import net.anotherbox.shell.aaa.Surroundings;
import net.anotherbox.shell.access.Door;
import net.anotherbox.shell.access.Doorway;
import net.anotherbox.shell.access.RsaKeys;
import net.anotherbox.shell.access.SshAccess;
import net.anotherbox.shell.access.SshSettings;
import net.anotherbox.shell.output.Wording;
import net.anotherbox.shell.session.Authenticator.Verdict;
import net.anotherbox.shell.session.Caller;
import net.anotherbox.shell.session.LineName;

/** What the configuration says to the doors, and what it tells them when it changes. */
public final class RemoteAccess implements Doorway, Participant {
  /** Names and numbers of lists that tell one address from another. */
  static final Predicate<String> STANDARD = Pattern.compile("\\d{1,2}|1[3-9]\\d\\d").asMatchPredicate();

  private final Accounts accounts;
  private final Aaa aaa;
  private final SshFeature ssh;
  private final RotaryFeature rotaries;
  private final Log log;
  private final Clock clock;
  private final Wording wording;
  private Surroundings.Lists lists = Surroundings.NONE.lists();
  private Optional<RsaKeys> keys = Optional.empty();
  private Optional<SshAccess> served = Optional.empty();
  private SshSettings base = SshSettings.DEFAULT;
  private Told told;
  private boolean enabled;

  RemoteAccess(Accounts accounts, Aaa aaa, SshFeature ssh, RotaryFeature rotaries, Log log, Clock clock,
      Wording wording) {
    this.accounts = accounts;
    this.aaa = aaa;
    this.ssh = ssh;
    this.rotaries = rotaries;
    this.log = log;
    this.clock = clock;
    this.wording = wording;
  }

  /** What lies around, when it is there. */
  public void surroundings(Surroundings s) {
    lists = s.lists();
    aaa.surroundings(s);
  }

  /** The keys of the box, which have to be told before anything is served. */
  public void keys(RsaKeys k) {
    keys = Optional.of(k);
    enabled = ssh.servingKey().isPresent();
  }

  /** Makes a key of so many bits on a box that never had one. */
  public void keysForSsh(int bits) {
    keys().makeFirst(bits, clock.wall());
    enabled = ssh.servingKey().isPresent();
  }

  RsaKeys keys() {
    return keys.orElseThrow(() -> new IllegalStateException("no keys"));
  }

  /** The settings of SSH at this moment. @param otherwise where the configuration says nothing */
  public SshSettings settings(SshSettings otherwise) {
    return ssh.settings(otherwise);
  }

  public Optional<KeyPair> hostKey() {
    return keys.isEmpty() ? Optional.empty() : ssh.servingKey().map(RsaKeys.Pair::keys);
  }

  /** What the server was told last: it is not built anew with each line of the configuration. */
  private record Told(SshSettings settings, Optional<KeyPair> key) {}

  /** From now on this server follows the configuration. @param otherwise where that says nothing */
  public void serves(SshAccess server, SshSettings otherwise) {
    served = Optional.of(server);
    base = otherwise;
    told = null;
    ssh.serving(() -> served.map(SshAccess::connections));
    follow();
  }

  /** This door has begun to listen: from now on it opens the ports that the configuration names, too. */
  public void opened(Caller.Transport by, Door door) {
    rotaries.opened(by, door);
  }

  /** Keys or configuration are others now. */
  void follow() {
    if (keys.isEmpty()) return;
    Optional<KeyPair> key = hostKey();
    var now = new Told(ssh.settings(base), key);
    if (!now.equals(told)) served.ifPresent(s -> s.configure(now.settings(), now.key()));
    told = now;
    if (key.isPresent() == enabled) return;
    enabled = key.isPresent();
    String text = wording.say(enabled ? "ssh-enabled" : "ssh-disabled", Map.of("version", ssh.version()));
    log.syslog("SSH", 5, enabled ? "ENABLED" : "DISABLED", text);
  }

  @Override
  public void apply(Section before, Section now) {
    if (before == now || Section.changed(before, now).stream().anyMatch(RemoteAccess::concerns)) follow();
  }

  /** Lines about SSH, and those that a key has its name from. */
  private static boolean concerns(Line l) {
    return Stream.of("ip ssh", "ip domain", "hostname", "crypto key").anyMatch(l.slot()::startsWith);
  }

  // ---- the doorway ----

  @Override
  public boolean takes(LineName line, Caller.Transport by, int port) {
    Accounts.LineSettings s = accounts.line(Accounts.Kind.VTY, line.number());
    return s.exec() && s.transportInput().contains(by.word()) && rotaries.leads(by, port, line);
  }

  @Override
  public boolean admits(Caller caller) {
    if (aaa.refuses(caller)) return false;
    Optional<Address> from = address(caller.from());
    boolean six = from.filter(Ipv6.class::isInstance).isPresent();
    Optional<String> list = accounts.accessClass(caller.line(), six);
    return list.isEmpty() || passes(list.get(), caller);
  }

  /** Whether somebody from there passes this list. */
  boolean passes(String list, Caller caller) {
    Optional<Address> from = address(caller.from());
    return from.isPresent() && lists.permits(list, from.get(), caller.localPort());
  }

  /** Whether a session may go from a line to that machine ({@code access-class … out}). */
  boolean letsOut(LineName from, Ipv4 to) {
    return accounts.accessOut(from).map(list -> STANDARD.test(list) && lists.permits(list, to, 0)).orElse(true);
  }

  private static Optional<Address> address(String text) {
    int zone = text.indexOf('%');
    String bare = zone < 0 ? text : text.substring(0, zone);
    return Ipv4.parse(bare).<Address>map(a -> a).or(() -> Ipv6.parse(bare).map(a -> a));
  }

  @Override
  public Set<String> keysOf(String user) {
    return ssh.keysOf(user);
  }

  @Override
  public Verdict byKey(Caller caller, String user) {
    return aaa.gate().byKey(caller, user);
  }

  @Override
  public void happened(String event, Map<String, ?> facts) {
    int severity = event.equals("no-match") ? 3 : 5;
    String mnemonic = switch (event) {
      case "no-match" -> "NO_MATCH";
      case "session" -> "SSH2_SESSION";
      case "userauth" -> "SSH2_USERAUTH";
      default -> "SSH2_CLOSE";
    };
    log.syslog("SSH", severity, mnemonic, wording.say("ssh " + event, shown(facts)));
  }

  /** Names come from whoever calls: they must not write to the log what they like. */
  private static Map<String, Object> shown(Map<String, ?> facts) {
    var out = new java.util.HashMap<String, Object>(facts);
    out.computeIfPresent("user", (k, v) -> Aaa.shown(v.toString()));
    return out;
  }
}
