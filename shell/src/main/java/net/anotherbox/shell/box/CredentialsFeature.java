package net.anotherbox.shell.box;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import net.anotherbox.config.feature.Feature;
import net.anotherbox.config.grammar.Grammar;
import net.anotherbox.config.grammar.Line;
import net.anotherbox.config.grammar.Matched;
import net.anotherbox.config.grammar.Mode;
import net.anotherbox.config.tree.Entry;
import net.anotherbox.config.tree.Section;
import net.anotherbox.shell.access.Secrets;
import net.anotherbox.shell.access.StoredPassword;
import net.anotherbox.shell.output.Wording;

/** {@code enable password}, {@code enable secret} and {@code username}. Plain secrets are kept as type 5. */
final class CredentialsFeature implements Feature {
  private static final String HIGHEST = "15";

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
        .security().active();
    enablePassword = g.line(Mode.CONFIG, "enable password [level <1-15>:level] [0|7]:type LINE:secret",
        "Assign the privileged level password", "Set exec level password", "Level number",
        "Specifies an UNENCRYPTED password will follow",
        "Specifies a HIDDEN password will follow", "The UNENCRYPTED (cleartext) 'enable' password")
        .slot("enable password").keyed("level").clearsOnNo().rewrite(levelled(m -> m)).check((s, m) -> wellFormed(m))
        .security().active();
    username = g.line(Mode.CONFIG, "username WORD:name [privilege <0-15>:privilege] "
        + "[nopassword:nopassword|secret:kind [0|4|5|8|9]:type LINE:secret|password:kind [0|7]:type LINE:secret]",
        "Establish User Name Authentication", "User name", "Set user privilege level", "User privilege level",
        "No password is required for the user to log in", "Specify the secret for the user",
        "Specifies an UNENCRYPTED secret will follow",
        "Specifies a SHA256 ENCRYPTED secret will follow", "Specifies a HIDDEN secret will follow",
        "Specifies a PBKDF2 hashed secret will follow", "Specifies a SCRYPT hashed secret will follow",
        "The UNENCRYPTED (cleartext) user secret", "Specify the password for the user",
        "Specifies an UNENCRYPTED password will follow",
        "Specifies a HIDDEN password will follow", "The UNENCRYPTED (cleartext) user password")
        .keyed("name").rewrite(m -> m.arg("kind").filter("secret"::equals).isPresent() ? hashed(m) : m)
        .check((s, m) -> wellFormed(m)).means(this::merged).security().active();
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
    return m.with("type", "5").with("secret", stored).withWords(words);
  }

  private Optional<String> wellFormed(Matched m) {
    if (m.negated() || !m.has("secret")) return Optional.empty();
    int type = Integer.parseInt(m.arg("type").orElse("0"));
    if (Secrets.wellFormed(type, m.required("secret"))) return Optional.empty();
    return Optional.of(wording.say(type == 7 ? "password-bad" : "secret-bad", Map.of("type", type)) + "\n");
  }

  /** What was said before about the user stays unless it is said anew, as IOS has it: one line for each user. */
  private List<String> merged(Section s, Matched m) {
    Optional<Entry> old = s.get(username.key(s, m));
    if (m.negated() || m.toDefault() || old.isEmpty()) return List.of();
    var words = new ArrayList<>(List.of("username", m.required("name")));
    m.arg("privilege").or(() -> old.get().arg("privilege")).ifPresent(p -> words.addAll(List.of("privilege", p)));
    words.addAll(m.has("kind") || m.has("nopassword") ? credential(m.words()) : credential(old.get().words()));
    return words.equals(m.words()) ? List.of() : List.of(String.join(" ", words));
  }

  /** The words after the name and the privilege. */
  private static List<String> credential(List<String> words) {
    return words.subList(words.size() > 2 && words.get(2).equals("privilege") ? 4 : 2, words.size());
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
    return root.all(username).map(e -> new Accounts.User(e.required("name"),
        e.arg("privilege").map(p -> OptionalInt.of(Integer.parseInt(p))).orElse(OptionalInt.empty()), e.arg("nopassword").isPresent(),
        stored(e, e.arg("kind").filter("secret"::equals).isPresent()))).toList();
  }
}
