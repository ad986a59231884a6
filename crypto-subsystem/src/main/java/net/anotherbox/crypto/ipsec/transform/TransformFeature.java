package net.anotherbox.crypto.ipsec.transform;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import net.anotherbox.config.feature.Feature;
import net.anotherbox.config.grammar.Grammar;
import net.anotherbox.config.grammar.Line;
import net.anotherbox.config.grammar.Matched;
import net.anotherbox.config.grammar.Mode;
import net.anotherbox.config.grammar.Support;
import net.anotherbox.config.tree.Entry;
import net.anotherbox.config.tree.Section;
import net.anotherbox.crypto.isakmp.machine.Suite;
import net.anotherbox.crypto.trace.Behaviour;
import net.anotherbox.runtime.port.SaSpec.Cipher;
import net.anotherbox.runtime.port.SaSpec.Integrity;
import net.anotherbox.runtime.release.Personality;
import net.anotherbox.runtime.release.Release;

/** {@code crypto ipsec transform-set}. */
public final class TransformFeature implements Feature {
  private static final Mode TRANSFORM = new Mode("cfg-crypto-trans", "cfg-crypto-trans",
      "Crypto transform configuration commands:");
  /** The set that stands there unasked, where the release has one, and that entries without any take. */
  public static final String DEFAULT = "default";
  /** Declared name of every set, whatever release its line belongs to. */
  private static final String SLOT = "crypto ipsec transform-set";
  private static final Map<String, Cipher> CIPHERS = Map.ofEntries(Map.entry("esp-des", Cipher.DES),
      Map.entry("esp-3des", Cipher.TRIPLE_DES), Map.entry("esp-null", Cipher.NULL), Map.entry("esp-aes", Cipher.AES_128),
      Map.entry("esp-aes 192", Cipher.AES_192), Map.entry("esp-aes 256", Cipher.AES_256),
      Map.entry("esp-gcm", Cipher.AES_GCM_128), Map.entry("esp-gcm 128", Cipher.AES_GCM_128),
      Map.entry("esp-gcm 192", Cipher.AES_GCM_192), Map.entry("esp-gcm 256", Cipher.AES_GCM_256),
      Map.entry("esp-gmac", Cipher.AES_GMAC_128), Map.entry("esp-gmac 128", Cipher.AES_GMAC_128),
      Map.entry("esp-gmac 192", Cipher.AES_GMAC_192), Map.entry("esp-gmac 256", Cipher.AES_GMAC_256));
  private static final Map<String, Integrity> HASHES = Map.of("md5", Integrity.HMAC_MD5_96, "sha", Integrity.HMAC_SHA1_96,
      "sha256", Integrity.HMAC_SHA256_128, "sha384", Integrity.HMAC_SHA384_192, "sha512", Integrity.HMAC_SHA512_256);
  private static final TransformSet BUILT_IN = new TransformSet(DEFAULT, List.of("esp-aes", "esp-sha-hmac"),
      suite(List.of("esp-aes", "esp-sha-hmac")), false);

  /** A word of a transform with its help; {@code keySizes} for ciphers that are followed by one. */
  private record Transform(String word, String help, boolean keySizes) {
    Transform(String word, String help) {
      this(word, help, false);
    }
  }

  private static final List<Transform> AH = List.of(new Transform("ah-md5-hmac", "AH-HMAC-MD5 transform"),
      new Transform("ah-sha-hmac", "AH-HMAC-SHA transform"));
  private static final List<Transform> AH_15 = List.of(AH.get(0), AH.get(1),
      new Transform("ah-sha256-hmac", "AH-HMAC-SHA256 transform"), new Transform("ah-sha384-hmac",
      "AH-HMAC-SHA384 transform"),
      new Transform("ah-sha512-hmac", "AH-HMAC-SHA512 transform"));
  private static final List<Transform> CIPHER = List.of(new Transform("esp-3des",
      "ESP transform using 3DES(EDE) cipher (168 bits)"),
      new Transform("esp-aes", "ESP transform using AES cipher", true),
      new Transform("esp-des", "ESP transform using DES cipher (56 bits)"), new Transform("esp-null",
      "ESP transform w/o cipher"),
      new Transform("esp-seal", "ESP transform using SEAL cipher (160 bits)"));
  private static final List<Transform> CIPHER_15 = List.of(CIPHER.get(0), CIPHER.get(1), CIPHER.get(2),
      new Transform("esp-gcm", "ESP transform using GCM cipher", true), new Transform("esp-gmac",
      "ESP transform using GMAC cipher", true),
      CIPHER.get(3), CIPHER.get(4));
  private static final List<Transform> AUTHENTICATION = List.of(new Transform("esp-md5-hmac",
      "ESP transform using HMAC-MD5 auth"),
      new Transform("esp-sha-hmac", "ESP transform using HMAC-SHA auth"));
  private static final List<Transform> AUTHENTICATION_15 = List.of(AUTHENTICATION.get(0), AUTHENTICATION.get(1),
      new Transform("esp-sha256-hmac", "ESP transform using HMAC-SHA256 auth"),
      new Transform("esp-sha384-hmac", "ESP transform using HMAC-SHA384 auth"),
      new Transform("esp-sha512-hmac", "ESP transform using HMAC-SHA512 auth"));
  private static final List<Transform> COMPRESSION =
      List.of(new Transform("comp-lzs", "IP Compression using the LZS compression algorithm"));

  private final Behaviour behaviour;
  private Line builtIn;

  public TransformFeature(Personality personality) {
    behaviour = new Behaviour(personality);
  }

  @Override
  public void declare(Grammar g) {
    g.prefix(Mode.CONFIG, SLOT, "Define transform and settings");
    g.prefix(Mode.CONFIG, SLOT + " WORD", "Transform set tag");
    sets(g, "WORD", List.of(AH, CIPHER, AUTHENTICATION, COMPRESSION)).until(Release.R15_1);
    sets(g, "WORD", List.of(AH_15, CIPHER_15, AUTHENTICATION_15, COMPRESSION)).since(Release.R15_1);
    builtIn(g);
    g.prefix(TRANSFORM, "mode", "encapsulation mode (transport/tunnel)");
    g.line(TRANSFORM, "mode tunnel", "tunnel (datagram encapsulation) mode").slot("mode").defaults("tunnel")
        .printed("12.2 -", "15.2 |mode tunnel|").active();
    g.line(TRANSFORM, "mode transport:mode [require]", "transport (payload encapsulation) mode",
        "require transport mode for sessions")
        .slot("mode").active();
  }

  /**
   * The set that stands there unasked can be taken away, or defined anew. A type of its own takes its name, and only the
   * whole name: as a keyword it would be abbreviated by the names of other sets.
   */
  private void builtIn(Grammar g) {
    g.type("DEFAULT-SET", DEFAULT::equals);
    g.prefix(Mode.CONFIG, SLOT + " DEFAULT-SET", "Transform set tag");
    sets(g, "DEFAULT-SET", List.of(AH_15, CIPHER_15, AUTHENTICATION_15, COMPRESSION)).since(Release.R15_1).hidden();
    builtIn = g.line(Mode.CONFIG, SLOT + " DEFAULT-SET", "Transform set tag").slot(SLOT + " " + DEFAULT).onByDefault()
        .since(Release.R15_1).hidden().security().active();
  }

  /** At most one of each group, in any order: the syntax is all orders written out. */
  private static Line sets(Grammar g, String named, List<List<Transform>> groups) {
    var syntax = new StringBuilder(SLOT + " " + named + ":name ");
    var help = new ArrayList<String>();
    orders(groups, syntax, help);
    return g.line(Mode.CONFIG, syntax.toString(), help.toArray(String[]::new)).slot(SLOT).opens(TRANSFORM).keyed("name")
        .security().rewrite(TransformFeature::plainAes).printed("|" + SLOT + " {name} {transforms} |").remark(e -> e.body()
        .isEmpty(), "12.2 -", "15.2 |mode tunnel|")
        .support(TransformFeature::support);
  }

  private static void orders(List<List<Transform>> left, StringBuilder syntax, List<String> help) {
    syntax.append('{');
    for (int i = 0; i < left.size(); i++) {
      if (i > 0) syntax.append('|');
      syntax.append('{');
      group(left.get(i), syntax, help);
      syntax.append("}:transforms");
      var others = new ArrayList<>(left);
      others.remove(i);
      if (others.isEmpty()) continue;
      syntax.append(" [");
      orders(others, syntax, help);
      syntax.append(']');
    }
    syntax.append('}');
  }

  private static void group(List<Transform> group, StringBuilder syntax, List<String> help) {
    for (int i = 0; i < group.size(); i++) {
      syntax.append(i > 0 ? "|" : "").append(group.get(i).word);
      help.add(group.get(i).help);
      if (!group.get(i).keySizes) continue;
      syntax.append(" [128|192|256]");
      help.addAll(List.of("128 bit keys.", "192 bit keys.", "256 bit keys."));
    }
  }

  private static Matched plainAes(Matched m) {
    String t = m.arg("transforms").orElse("");
    if (!t.contains("esp-aes 128")) return m;
    var words = new ArrayList<>(m.words());
    words.remove(words.indexOf("esp-aes") + 1);
    return m.with("transforms", t.replace("esp-aes 128", "esp-aes")).withWords(words);
  }

  private static Support support(Entry e) {
    List<String> words = transforms(e);
    for (String t : words)
      if (!CIPHERS.containsKey(t) && integrity("ah", t).isEmpty() && integrity("esp", t).isEmpty())
        return new Support.Partial("IPsec has no " + t + " here: the set is never proposed or accepted");
    if (suite(words).isPresent()) return Support.ACTIVE;
    return new Support.Partial(words.stream().noneMatch(CIPHERS::containsKey)
        ? "ESP without a cipher is never proposed or accepted"
        : words.contains("esp-null") ? "ESP that neither encrypts nor authenticates is never proposed or accepted"
        : "this cipher authenticates by itself: with an HMAC besides it is never proposed or accepted");
  }

  /** Whether this line declares a transform set. */
  public static boolean is(Entry e) {
    return e.line().slot().equals(SLOT);
  }

  private static Stream<Entry> all(Section root) {
    return root.where(l -> l.slot().equals(SLOT));
  }

  /** What entries take that name no set. */
  public List<String> otherwise(Section root) {
    return hasBuiltIn(root) ? List.of(DEFAULT) : List.of();
  }

  /** The same of the release, whatever is configured. */
  public List<String> otherwise() {
    return behaviour.is("default-transform-set") ? List.of(DEFAULT) : List.of();
  }

  private boolean hasBuiltIn(Section root) {
    return behaviour.is("default-transform-set") && root.isOn(builtIn);
  }

  /** Whether there is a set of this name. */
  public boolean exists(Section root, String name) {
    return name.equals(DEFAULT) && hasBuiltIn(root) || all(root).anyMatch(e -> e.arg("name").filter(name::equals).isPresent());
  }

  /** The sets by name. One with a transform that we lack has no suite, so that nothing less is offered in its place. */
  public Map<String, TransformSet> sets(Section root) {
    var sets = new LinkedHashMap<String, TransformSet>();
    if (hasBuiltIn(root)) sets.put(DEFAULT, BUILT_IN);
    all(root).map(TransformFeature::read).forEach(s -> sets.put(s.name(), s));
    return sets;
  }

  private static TransformSet read(Entry e) {
    List<String> words = transforms(e);
    boolean tunnel = e.body().entries().stream().noneMatch(x -> x.arg("mode").filter("transport"::equals).isPresent());
    boolean required = e.body().entries().stream().anyMatch(x -> x.words().contains("require"));
    return new TransformSet(e.required("name"), words, suite(words), tunnel, required);
  }

  /** What these transforms mean together; empty if we lack one, or if they do not go together. */
  static Optional<Suite> suite(List<String> words) {
    var ciphers = words.stream().filter(CIPHERS::containsKey).map(CIPHERS::get).toList();
    var ah = words.stream().flatMap(w -> integrity("ah", w).stream()).toList();
    var esp = words.stream().flatMap(w -> integrity("esp", w).stream()).toList();
    if (ciphers.size() + ah.size() + esp.size() != words.size()) return Optional.empty();
    var authentication = ah.stream().findFirst();
    if (ciphers.isEmpty()) return esp.isEmpty() ? Optional.of(new Suite(authentication, Optional.empty()))
        : Optional.empty();
    Cipher cipher = ciphers.get(0);
    Integrity integrity = esp.isEmpty() ? Integrity.NONE : esp.get(0);
    if (cipher.combined() && integrity != Integrity.NONE) return Optional.empty();
    if (cipher == Cipher.NULL && integrity == Integrity.NONE) return Optional.empty();
    return Optional.of(new Suite(authentication, Optional.of(new Suite.Esp(cipher, integrity))));
  }

  /** What "ah-sha-hmac" or "esp-sha-hmac" authenticates with. */
  private static Optional<Integrity> integrity(String protocol, String word) {
    if (!word.startsWith(protocol + "-") || !word.endsWith("-hmac")) return Optional.empty();
    return Optional.ofNullable(HASHES.get(word.substring(protocol.length() + 1, word.length() - "-hmac".length())));
  }

  /** "esp-aes 256 esp-sha-hmac" as ["esp-aes 256", "esp-sha-hmac"]. */
  private static List<String> transforms(Entry e) {
    return List.of(e.required("transforms").split(" (?=[a-z])"));
  }
}
