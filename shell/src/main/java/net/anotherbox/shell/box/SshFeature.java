package net.anotherbox.shell.box;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import net.anotherbox.config.commit.Configuration;
import net.anotherbox.config.commit.Participant;
import net.anotherbox.config.feature.Execution;
import net.anotherbox.config.feature.Feature;
import net.anotherbox.config.grammar.Grammar;
import net.anotherbox.config.grammar.Line;
import net.anotherbox.config.grammar.Mode;
import net.anotherbox.config.grammar.Support;
import net.anotherbox.config.tree.Entry;
import net.anotherbox.config.tree.Section;
import net.anotherbox.runtime.release.Release;
import net.anotherbox.runtime.release.Screen;
import net.anotherbox.shell.access.RsaKeys;
import net.anotherbox.shell.access.SshConnections;
import net.anotherbox.shell.access.SshSettings;
import net.anotherbox.shell.output.Wording;

/** {@code ip ssh …}, the keys of users, and what is shown of SSH. */
final class SshFeature implements Feature, Participant {
  private static final Mode CHAIN = new Mode("conf-ssh-pubkey", "conf-ssh-pubkey", "SSH public key configuration commands:");
  private static final Mode USER = new Mode("conf-ssh-pubkey-user", "conf-ssh-pubkey-user",
      "SSH public key user configuration commands:");
  private static final Mode DATA = new Mode("conf-ssh-pubkey-data", "conf-ssh-pubkey-data",
      "SSH public key data entry:");
  private static final Map<String, String> ALGORITHMS = Map.of(
      "encryption", "3des-cbc|aes128-cbc|aes128-ctr|aes128-gcm|aes128-gcm@openssh.com|aes192-cbc|aes192-ctr|aes256-cbc"
          + "|aes256-ctr|aes256-gcm|aes256-gcm@openssh.com|chacha20-poly1305@openssh.com",
      "mac", "hmac-sha1|hmac-sha1-96|hmac-sha2-256|hmac-sha2-256-etm@openssh.com|hmac-sha2-512"
          + "|hmac-sha2-512-etm@openssh.com",
      "kex", "curve25519-sha256|curve25519-sha256@libssh.org|diffie-hellman-group-exchange-sha1"
          + "|diffie-hellman-group1-sha1|diffie-hellman-group14-sha1|diffie-hellman-group14-sha256"
          + "|diffie-hellman-group16-sha512|ecdh-sha2-nistp256|ecdh-sha2-nistp384|ecdh-sha2-nistp521",
      "hostkey", "rsa-sha2-256|rsa-sha2-512|ssh-rsa|x509v3-ssh-rsa");

  private final Configuration configuration;
  private final Wording wording;
  private final Supplier<RsaKeys> keys;
  private final Supplier<String> keyName;
  private final Screen showIpSsh = Screen.load(SshFeature.class, "show-ip-ssh.screen");
  private final Screen showSsh = Screen.load(SshFeature.class, "show-ssh.screen");
  private final Map<String, Line> algorithms = new HashMap<>();
  private Supplier<Optional<SshConnections>> connections = Optional::empty;
  private Line version;
  private Line timeout;
  private Line retries;
  private Line startups;
  private Line events;
  private Line group;
  private Line keypair;
  private Line methods;
  private Line chain;
  private Line user;
  private Line hash;
  private Line text;
  private Line data;

  SshFeature(Configuration configuration, Wording wording, Supplier<RsaKeys> keys, Supplier<String> keyName) {
    this.configuration = configuration;
    this.wording = wording;
    this.keys = keys;
    this.keyName = keyName;
  }

  void serving(Supplier<Optional<SshConnections>> now) {
    connections = now;
  }

  @Override
  public void declare(Grammar g) {
    g.prefix(Mode.CONFIG, "ip", "Global IP configuration subcommands");
    g.prefix(Mode.CONFIG, "ip ssh", "Configure ssh options");
    version = g.line(Mode.CONFIG, "ip ssh version {1|2}:version", "Specify protocol version to be supported",
        "Protocol version 1", "Protocol version 2").slot("ip ssh version").clearsOnNo().security()
        .support(e -> e.required("version").equals("2") ? Support.ACTIVE
            : new Support.Partial("SSH version 2 is spoken, never 1"))
        .note(m -> m.negated() || !m.required("version").equals("2") || servingKey().isPresent() ? Optional.empty()
            : Optional.of(wording.say("ssh-needs-keys")));
    timeout = g.line(Mode.CONFIG, "ip ssh time-out <1-120>:seconds", "Specify SSH time-out interval",
        "SSH time-out interval (secs)").slot("ip ssh time-out").clearsOnNo().defaults("120").security().active();
    retries = g.line(Mode.CONFIG, "ip ssh authentication-retries <0-5>:retries",
        "Specify number of authentication retries", "Number of authentication retries")
        .slot("ip ssh authentication-retries").clearsOnNo().defaults("3").security().active();
    startups = g.line(Mode.CONFIG, "ip ssh maxstartups <2-128>:count", "Maximum concurrent sessions allowed",
        "Maximum concurrent sessions").slot("ip ssh maxstartups").clearsOnNo().security().active();
    g.prefix(Mode.CONFIG, "ip ssh logging", "Configure logging for SSH");
    events = g.line(Mode.CONFIG, "ip ssh logging events", "Log SSH Events").active();
    group = g.line(Mode.CONFIG, "ip ssh dh min size {1024|2048|4096}:bits", "Diffie-Hellman", "Minimum configuration",
        "Diffie-Hellman key size in bits", "Diffie Group 1 1024-bit key", "Diffie Group 14 2048-bit key",
        "Diffie Group 16 4096-bit key").slot("ip ssh dh").clearsOnNo().security().active();
    keypair = g.line(Mode.CONFIG, "ip ssh rsa keypair-name WORD:label", "Configure RSA keypair name for SSH",
        "Name of RSA keypair", "RSA keypair label").slot("ip ssh rsa").clearsOnNo().security().active();
    algorithms(g);
    withoutEffect(g);
    keyChain(g);
    g.prefix(Mode.EXEC, "show", "Show running system information");
    g.prefix(Mode.EXEC, "show ip", "IP information");
    g.exec("show ip ssh", this::showIpSsh, "Information on SSH");
    g.exec("show ssh", this::showSsh, "Status of SSH server connections");
  }

  private void algorithms(Grammar g) {
    g.prefix(Mode.CONFIG, "ip ssh server", "SSH server parameters");
    g.prefix(Mode.CONFIG, "ip ssh server algorithm", "SSH server algorithm configuration");
    ALGORITHMS.forEach((what, names) -> {
      var help = new ArrayList<>(List.of(what + " algorithm"));
      for (int i = 0; i < 2; i++) for (String n : names.split("\\|")) help.add(n);
      algorithms.put(what, g.line(Mode.CONFIG, "ip ssh server algorithm " + what + " {" + names + "}:names [" + names
          + "]*:names", help.toArray(String[]::new)).slot("ip ssh server algorithm "
              + what).clearsOnNo().since(Release.R15_2)
          .security().active());
    });
    methods = g.line(Mode.CONFIG, "ip ssh server algorithm authentication {keyboard|password|publickey}:names "
        + "[keyboard|password|publickey]*:names", "User authentication algorithm", "Keyboard interactive authentication",
        "Password authentication", "Public key authentication", "Keyboard interactive authentication",
        "Password authentication", "Public key authentication").slot("ip ssh server algorithm authentication").clearsOnNo()
        .since(Release.R15_2).security().active();
    g.line(Mode.CONFIG, "ip ssh server algorithm publickey LINE", "Public key algorithm", "Its names")
        .slot("ip ssh server algorithm publickey").clearsOnNo().since(Release.R15_2).security()
        .partial("RSA keys are taken, with any signature that RSA has");
    g.line(Mode.CONFIG, "ip ssh server authenticate user LINE", "Authentication methods", "User authentication",
        "Its methods").slot("ip ssh server authenticate").clearsOnNo().since(Release.R15_1).security()
        .partial("ip ssh server algorithm authentication says which methods are offered");
    g.line(Mode.CONFIG, "ip ssh client LINE", "Configuration for client", "Its parameters").many()
        .partial("sessions to elsewhere offer what the library has");
  }

  private static void withoutEffect(Grammar g) {
    g.line(Mode.CONFIG, "ip ssh source-interface IFNAME", "Specify interface for source address in SSH connections",
        "Interface").slot("ip ssh source-interface").clearsOnNo()
        .partial("sessions to elsewhere leave from the address that routing chooses");
    g.line(Mode.CONFIG, "ip ssh {dscp <0-63>|precedence <0-7>}", "IP DSCP value for SSH traffic", "DSCP value",
        "IP Precedence value for SSH traffic", "Precedence value").slot("ip ssh dscp").clearsOnNo()
        .partial("the host's own marks are on what SSH sends");
    g.line(Mode.CONFIG, "ip ssh break-string LINE", "break-string", "break-string").slot("ip ssh break-string").clearsOnNo()
        .kept("there are no reverse lines");
    g.line(Mode.CONFIG, "ip ssh bulk-mode [<131072-1073741824>]", "SSH bulk mode", "Window of bulk data, in bytes")
        .slot("ip ssh bulk-mode").clearsOnNo().hidden().since(Release.R15_2)
        .kept("the library opens the window of a copy as far as it is read");
    g.line(Mode.CONFIG, "ip ssh stricthostkeycheck", "Enable SSH Server Authentication").security()
        .partial("the first key that a machine shows is kept, and another refused, with or without it");
  }

  private void keyChain(Grammar g) {
    chain = g.line(Mode.CONFIG, "ip ssh pubkey-chain", "pubkey-chain").since(Release.R15_1).opens(CHAIN).security().active();
    user = g.line(CHAIN, "username WORD:name", "SSH public key user", "SSH public key user name").opens(USER).keyed("name")
        .indented(1).security().active();
    g.line(CHAIN, "server WORD:name", "SSH server", "SSH server name").opens(USER).keyed("name").indented(1)
        .security().partial("the first key that a machine shows is kept, and another refused: these are not looked at");
    hash = g.line(USER, "key-hash ssh-rsa WORD:hash [LINE:comment]", "Key hash", "Key type", "Key hash (hex digits)",
        "Comment").slot("key-hash").keyed("hash").indented(1).security()
        .rewrite(m -> m.has("hash") ? upper(m) : m).active();
    text = g.line(USER, "key-string", "Key string").opens(DATA).indented(1).security()
        .partial("the key is not whole, or none of RSA: nobody comes in by it");
    data = g.line(DATA, "LINE:text", "Key data").key((s, m) -> "data " + s.entries().size()).indented(1).security()
        .partial("the key is not whole, or none of RSA: nobody comes in by it");
  }

  private static net.anotherbox.config.grammar.Matched upper(net.anotherbox.config.grammar.Matched m) {
    String h = m.required("hash").toUpperCase(java.util.Locale.ROOT);
    var words = new ArrayList<>(m.words());
    words.set(2, h);
    return m.with("hash", h).withWords(words);
  }

  // ---- keys of users ----

  @Override
  public boolean rewrites() {
    return true;
  }

  /** A key that is whole is kept as its hash, as IOS does. */
  @Override
  public void apply(Section before, Section now) {
    if (!Section.same(before, now, chain) && hashed(now) != now) configuration.then(() ->
        configuration.commit(this::hashed, () -> {}));
  }

  private Section hashed(Section root) {
    Optional<Entry> c = root.one(chain);
    if (c.isEmpty()) return root;
    Section users = c.get().body();
    for (Entry u : users.all(user).toList()) {
      Optional<Entry> typed = u.body().one(text);
      Optional<String[]> key = typed.flatMap(t -> key(t.body()));
      if (key.isEmpty()) continue;
      var words = new ArrayList<>(List.of("key-hash", "ssh-rsa", key.get()[0]));
      var args = new HashMap<>(Map.of("hash", key.get()[0]));
      if (!key.get()[1].isEmpty()) {
        words.add(key.get()[1]);
        args.put("comment", key.get()[1]);
      }
      var entry = new Entry(hash, "key-hash " + key.get()[0], false, List.copyOf(words), Map.copyOf(args), false,
          Section.EMPTY);
      users = users.with(u.withBody(u.body().without(typed.get().key()).with(entry)));
    }
    return users == c.get().body() ? root : root.with(c.get().withBody(users));
  }

  /** Its hash and its comment, if the lines are a whole key. */
  private Optional<String[]> key(Section lines) {
    var all = new StringBuilder();
    lines.all(data).forEach(e -> all.append(e.required("text").strip()).append(all.indexOf(" ") < 0 ? "" : " "));
    String typed = lines.all(data).map(e -> e.required("text").strip()).collect(java.util.stream.Collectors.joining());
    String rest = typed.startsWith("ssh-rsa ") ? typed.substring("ssh-rsa ".length()).strip() : typed;
    int blank = rest.indexOf(' ');
    try {
      byte[] blob = Base64.getDecoder().decode(blank < 0 ? rest : rest.substring(0, blank));
      if (!RsaKeys.isBlob(blob)) return Optional.empty();
      return Optional.of(new String[] {RsaKeys.hash(blob).substring("ssh-rsa ".length()),
          blank < 0 ? "" : rest.substring(blank + 1)});
    } catch (IllegalArgumentException notYet) {
      return Optional.empty();
    }
  }

  /** "ssh-rsa" and the hash of each key that this user may show. */
  Set<String> keysOf(String name) {
    var found = new HashSet<String>();
    configuration.current().one(chain).stream().flatMap(c -> c.body().all(user))
        .filter(u -> u.required("name").equals(name)).flatMap(u -> u.body().all(hash))
        .forEach(h -> found.add("ssh-rsa " + h.required("hash")));
    return found;
  }

  // ---- settings ----

  /** What the configuration says about the SSH server, over what it is otherwise. */
  SshSettings settings(SshSettings otherwise) {
    Section root = configuration.current();
    return new SshSettings(otherwise.identification(), otherwise.legacy(),
        root.value(timeout, "seconds").map(s -> Duration.ofSeconds(Long.parseLong(s))).orElse(otherwise.loginTimeout()),
        root.value(retries, "retries").map(Integer::parseInt).orElse(otherwise.retries()), otherwise.hostKeyBits(),
        root.value(startups, "count").map(Integer::parseInt).orElse(otherwise.startups()),
        new SshSettings.Algorithms(named(root, "encryption"), named(root, "mac"), named(root, "kex"),
            named(root, "hostkey")),
        root.value(group, "bits").map(Integer::parseInt).orElse(otherwise.smallestGroup()),
        root.one(methods).map(e -> Set.of(e.required("names").split(" +"))).orElse(otherwise.methods()), root.has(events));
  }

  private List<String> named(Section root, String what) {
    return root.one(algorithms.get(what)).map(e -> List.of(e.required("names").split(" +"))).orElse(List.of()).stream()
        .map(n -> n.endsWith("-gcm") ? n + "@openssh.com" : n).toList();
  }

  /** The pair that is named, or the one of the box's own name; or else any. */
  Optional<RsaKeys.Pair> hostKey() {
    List<RsaKeys.Pair> all = keys.get().all();
    Optional<String> label = configuration.current().value(keypair, "label");
    if (label.isPresent()) return all.stream().filter(p -> p.label().equals(label.get())).findFirst();
    String own = keyName.get();
    return all.stream().filter(p -> p.label().equals(own) || p.label().isEmpty()).findFirst()
        .or(() -> all.stream().findFirst());
  }

  /** The key by which SSH is served; too short a one does not count. */
  Optional<RsaKeys.Pair> servingKey() {
    return hostKey().filter(p -> p.bits() >= RsaKeys.LEAST_FOR_SSH);
  }

  /** "1.99" means both, as IOS says it; only version 2 is spoken. */
  String version() {
    return configuration.current().value(version, "version").map(v -> v.equals("2") ? "2.0" : "1.5").orElse("1.99");
  }

  // ---- shows ----

  private void showIpSsh(Execution x) {
    SshSettings s = settings(SshSettings.DEFAULT);
    Optional<RsaKeys.Pair> key = servingKey();
    var facts = new HashMap<String, Object>(Map.of("version", version(), "timeout", s.loginTimeout().toSeconds(), "retries",
        s.retries(), "group", s.smallestGroup()));
    facts.put(key.isPresent() ? "enabled" : "disabled", true);
    key.ifPresent(k -> {
      String encoded = "ssh-rsa " + Base64.getEncoder().encodeToString(RsaKeys.blob(k.open()));
      List<Map<String, Object>> rows = new ArrayList<>();
      for (int i = 0; i < encoded.length(); i += 80) {
        rows.add(Map.of("text", encoded.substring(i, Math.min(i + 80, encoded.length()))));
      }
      facts.put("key", rows);
      facts.put("name", k.label().isEmpty() ? keyName.get() : k.label());
    });
    x.print(showIpSsh.render(wording.personality().release(), facts));
  }

  private void showSsh(Execution x) {
    var rows = connections.get().map(SshConnections::rows).orElse(List.of()).stream().map(r -> Map.<String, Object>of(
        "number", r.number(), "direction", r.in() ? "IN" : "OUT", "encryption", r.encryption(), "hmac", r.mac(), "state",
        r.started() ? "Session started" : "Auth in progress", "user", r.user())).toList();
    x.print(showSsh.render(wording.personality().release(), Map.of(rows.isEmpty() ? "none" : "some", true, "rows", rows)));
  }
}
