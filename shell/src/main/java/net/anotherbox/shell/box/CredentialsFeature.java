package net.anotherbox.shell.box;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.stream.Stream;
import net.anotherbox.config.feature.Feature;
import net.anotherbox.config.grammar.Grammar;
import net.anotherbox.config.grammar.Line;
import net.anotherbox.config.grammar.Matched;
import net.anotherbox.config.grammar.Mode;
import net.anotherbox.config.grammar.Support;
import net.anotherbox.config.tree.Entry;
import net.anotherbox.config.tree.Section;
import net.anotherbox.runtime.release.Release;
import net.anotherbox.shell.access.Secrets;
import net.anotherbox.shell.access.StoredPassword;
import net.anotherbox.shell.output.Wording;

/** {@code enable password}, {@code enable secret} and {@code username}. Plain secrets are kept as type 5. */
final class CredentialsFeature implements Feature {
  private static final String HIGHEST = "15";
  private static final Map<String, Integer> ALGORITHMS = Map.of("md5", 5, "sha256", 8, "scrypt", 9);
  private static final String SETTINGS = "[privilege <0-15>:privilege|access-class {<1-199>|<1300-2699>}:list|noescape"
      + "|nopassword:nopassword"
      + "|nohangup|one-time|user-maxlinks <0-255>|view WORD|dnis|nocallback-verify|callback-line <1-999>"
      + "|callback-rotary <0-100>|callback-dialstring WORD]*";
  private static final List<String> SETTINGS_HELP = List.of("Set user privilege level", "User privilege level",
      "Restrict access by access-class", "Std IP access list", "Std IP access list (expanded range)",
      "Prevent the user from using an escape character",
      "No password is required for the user to log in", "Do not disconnect after an automatic command",
      "Specify that the username/password is valid for only one time", "Limit the user's number of inbound links",
      "User's maximum number of inbound links", "Set view name", "View Name",
      "Do not require password when obtained via DNIS", "Do not require authentication after callback",
      "Associate a specific line with this callback", "Line number", "Associate a rotary group with this callback",
      "Rotary group number", "Callback dialstring", "Dialstring");

  private final Secrets secrets;
  private final Wording wording;
  private Line enableSecret;
  private Line enablePassword;
  private Line username;

  CredentialsFeature(Secrets secrets, Wording wording) {
    this.secrets = secrets;
    this.wording = wording;
  }

  @Override
  public void declare(Grammar g) {
    g.prefix(Mode.CONFIG, "enable", "Modify enable password parameters");
    enableSecret = g.line(Mode.CONFIG, "enable secret [level <1-15>:level] [0|4|5|8|9]:type LINE:secret",
        "Assign the privileged level secret", "Set exec level password", "Level number",
        "Specifies an UNENCRYPTED password will follow",
        "Specifies a SHA256 ENCRYPTED secret will follow", "Specifies an ENCRYPTED secret will follow",
        "Specifies a PBKDF2 hashed secret will follow", "Specifies a SCRYPT hashed secret will follow",
        "The UNENCRYPTED (cleartext) 'enable' secret")
        .slot("enable secret").keyed("level").clearsOnNo().rewrite(levelled(this::hashed)).check((s, m) -> wellFormed(m))
        .checkTyped(this::longEnough)
        .security().active();
    enablePassword = g.line(Mode.CONFIG, "enable password [level <1-15>:level] [0|7]:type LINE:secret",
        "Assign the privileged level password", "Set exec level password", "Level number",
        "Specifies an UNENCRYPTED password will follow",
        "Specifies a HIDDEN password will follow", "The UNENCRYPTED (cleartext) 'enable' password")
        .slot("enable password").keyed("level").clearsOnNo().rewrite(levelled(m -> m)).check((s, m) -> wellFormed(m))
        .checkTyped(this::longEnough)
        .security().active();
    username(g);
    algorithms(g);
  }

  private void username(Grammar g) {
    username = g.line(Mode.CONFIG, "username WORD:name " + SETTINGS + " ["
        + "secret:kind [0|4|5|8|9]:type LINE:secret|password:kind [0|7]:type LINE:secret|autocommand LINE:command]",
        help(List.of("Establish User Name Authentication", "User name"), SETTINGS_HELP,
            List.of("Specify the secret for the user",
            "Specifies an UNENCRYPTED secret will follow",
            "Specifies a SHA256 ENCRYPTED secret will follow", "Specifies a HIDDEN secret will follow",
            "Specifies a PBKDF2 hashed secret will follow", "Specifies a SCRYPT hashed secret will follow",
            "The UNENCRYPTED (cleartext) user secret", "Specify the password for the user",
            "Specifies an UNENCRYPTED password will follow",
            "Specifies a HIDDEN password will follow", "The UNENCRYPTED (cleartext) user password",
            "Automatically issue a command after the user logs in",
                "Command to be automatically issued after the user logs in")))
        .key((s, m) -> "username " + m.arg("name").orElse("") + (m.has("command") ? " autocommand" : ""))
        .rewrite(m -> m.arg("kind").filter("secret"::equals).isPresent() ? hashed(m) : m)
        .check((s, m) -> wellFormed(m))
        .checkTyped((s, m) -> oneOfBoth(s, m).or(() -> longEnough(s, m))).means(this::merged).security()
        .support(CredentialsFeature::userSupport);
  }

  private static String[] help(List<String> first, List<String> settings, List<String> last) {
    return Stream.of(first, settings, last).flatMap(List::stream).toArray(String[]::new);
  }

  private static Support userSupport(Entry e) {
    var said = UserWords.of(e.words()).settings().keySet();
    if (said.contains("view")) return new Support.Partial("there are no views: the user has all commands of his level");
    if (said.contains("user-maxlinks")) return new Support.Partial("the sessions of one user are not counted");
    if (said.contains("dnis")) return new Support.Partial("nobody dials in: the password is asked for");
    return said.stream().anyMatch(w -> w.contains("callback")) ? new Support.Partial("nobody is called back")
        : Support.ACTIVE;
  }

  /** {@code algorithm-type}: the secret that follows is plain, and kept as the named algorithm makes it. */
  private void algorithms(Grammar g) {
    String how = "algorithm-type {md5|scrypt|sha256}:algorithm secret LINE:secret";
    String[] its = {"Algorithm to use for hashing the plain text 'enable' secret",
        "Encode the password using the MD5 algorithm",
        "Encode the password using the SCRYPT hashing algorithm", "Encode the password using the PBKDF2 hashing algorithm",
        "Assign the privileged level secret", "The UNENCRYPTED (cleartext) secret"};
    g.line(Mode.CONFIG, "enable " + how, its).since(Release.R15_2).checkTyped(this::longEnough)
        .means((s, m) -> List.of("enable secret " + digest(m))).security().active();
    var all = new ArrayList<>(List.of("Establish User Name Authentication", "User name", "Set user privilege level",
        "User privilege level"));
    all.addAll(List.of(its));
    g.line(Mode.CONFIG, "username WORD:name [privilege <0-15>:privilege] " + how, all.toArray(String[]::new))
        .since(Release.R15_2).checkTyped(this::longEnough).means((s, m) -> List.of("username " + m.required("name")
            + m.arg("privilege").map(p -> " privilege " + p).orElse("") + " secret " + digest(m))).security().active();
  }

  /** "9 $9$…" */
  private String digest(Matched m) {
    int type = ALGORITHMS.get(m.required("algorithm"));
    return type + " " + secrets.make(type, m.required("secret").toCharArray());
  }

  /** Lines whose plain secret {@code service password-encryption} hides. */
  List<Line> hideable() {
    return List.of(enablePassword, username);
  }

  /** The level is always known by name, and not written where it is the highest. */
  private static Function<Matched, Matched> levelled(Function<Matched, Matched> then) {
    return m -> {
      if (!m.arg("level").orElse(HIGHEST).equals(HIGHEST)) return then.apply(m);
      var words = new ArrayList<>(m.words());
      int at = words.indexOf("level");
      if (at == 2 && m.has("level")) words.subList(2, 4).clear();
      return then.apply(m.with("level", HIGHEST).withWords(words));
    };
  }

  private Matched hashed(Matched m) {
    if (!m.has("secret") || !m.arg("type").orElse("0").equals("0")) return m;
    var words = new ArrayList<>(m.words().subList(0, m.words().size() - (m.has("type") ? 2 : 1)));
    String stored = secrets.makeType5(m.required("secret").toCharArray());
    words.addAll(List.of("5", stored));
    return m.with("plain-length", Integer.toString(m.required("secret").length())).with("type", "5").with("secret", stored)
        .withWords(words);
  }

  private Optional<String> wellFormed(Matched m) {
    if (m.negated() || !m.has("secret")) return Optional.empty();
    int type = Integer.parseInt(m.arg("type").orElse("0"));
    if (Secrets.wellFormed(type, m.required("secret"))) return Optional.empty();
    return Optional.of(wording.say(type == 7 ? "password-bad" : "secret-bad", Map.of("type", type)) + "\n");
  }

  /**
   * What was said before about the user stays unless it is said anew, as IOS has it: one line for each user, and one for his
   * command. Who goes takes his command with him.
   */
  private List<String> merged(Section s, Matched m) {
    if (m.toDefault()) return List.of();
    String name = m.required("name");
    Optional<Entry> command = s.get("username " + name + " autocommand");
    if (m.negated()) {
      boolean whole = !m.has("command") && command.isPresent();
      return whole ? List.of("no " + String.join(" ", command.get().words()), "no username " + name) : List.of();
    }
    UserWords typed = UserWords.of(m.words());
    var lines = new ArrayList<String>();
    if (typed.saysMore()) {
      Optional<Entry> old = s.get("username " + name);
      lines.add(String.join(" ", old.map(o -> typed.over(UserWords.of(o.words()))).orElse(typed).line(name)));
    }
    if (!typed.command().isEmpty()) lines.add("username " + name + " " + String.join(" ", typed.command()));
    return lines.equals(List.of(String.join(" ", m.words()))) ? List.of() : lines;
  }

  /** A user has a secret or a password, and is not given the other before the first has gone. */
  private Optional<String> oneOfBoth(Section s, Matched m) {
    Optional<String> old = s.get("username " + m.required("name")).flatMap(e -> e.arg("kind"));
    boolean other = m.has("kind") && old.isPresent() && !old.equals(m.arg("kind"));
    return other ? Optional.of(wording.say("secret-or-password") + "\n") : Optional.empty();
  }

  /** {@code security passwords min-length}, of what is typed plain. */
  private Optional<String> longEnough(Section s, Matched m) {
    boolean plain = m.has("algorithm") || m.has("plain-length") || m.has("secret") && m.arg("type").orElse("0").equals("0");
    int length = m.arg("plain-length").map(Integer::parseInt).orElseGet(() -> m.arg("secret").map(String::length).orElse(0));
    return plain ? tooShort(s, length, wording) : Optional.empty();
  }

  /** What is said of a plain password of so many characters, if anything. */
  static Optional<String> tooShort(Section root, int length, Wording wording) {
    int least = root.get("security passwords").flatMap(e -> e.arg("length")).map(Integer::parseInt).orElse(0);
    return length < least ? Optional.of(wording.say("password-short", Map.of("least", least)) + "\n") : Optional.empty();
  }

  // ---- reading ----

  Optional<StoredPassword> enable(Section root, int level) {
    return at(root, enableSecret, level).or(() -> at(root, enablePassword, level));
  }

  private Optional<StoredPassword> at(Section root, Line line, int level) {
    return root.all(line).filter(e -> e.required("level").equals(Integer.toString(level))).findFirst()
        .flatMap(e -> stored(e, line == enableSecret));
  }

  static Optional<StoredPassword> stored(Entry e, boolean secret) {
    return e.arg("secret").map(s -> new StoredPassword(Integer.parseInt(e.arg("type").orElse("0")), s, secret));
  }

  List<Accounts.User> users(Section root) {
    return root.all(username).filter(e -> e.arg("command").isEmpty()).map(e -> {
      String name = e.required("name");
      var said = UserWords.of(e.words()).settings().keySet();
      return new Accounts.User(name, e.arg("privilege").map(p -> OptionalInt.of(Integer.parseInt(p)))
          .orElse(OptionalInt.empty()), e.arg("nopassword").isPresent(), stored(e, e.arg("kind").filter("secret"::equals)
          .isPresent()), e.arg("list"), said.contains("one-time"), said.contains("noescape"), said.contains("nohangup"),
          root.get("username " + name + " autocommand").flatMap(c -> c.arg("command")));
    }).toList();
  }
}
