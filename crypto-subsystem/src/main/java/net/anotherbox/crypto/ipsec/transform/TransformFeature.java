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
import net.anotherbox.runtime.port.SaSpec.Cipher;
import net.anotherbox.runtime.port.SaSpec.Integrity;
import net.anotherbox.runtime.release.Release;

/** {@code crypto ipsec transform-set}. */
public final class TransformFeature implements Feature {
  private static final Mode TRANSFORM = new Mode("cfg-crypto-trans", "cfg-crypto-trans",
      "Crypto transform configuration commands:");
  /** Declared name of every set, whatever release its line belongs to. */
  private static final String SLOT = "crypto ipsec transform-set";
  private static final Map<String, Cipher> CIPHERS = Map.of("esp-des", Cipher.DES, "esp-3des", Cipher.TRIPLE_DES, "esp-null",
      Cipher.NULL, "esp-aes", Cipher.AES_128, "esp-aes 192", Cipher.AES_192, "esp-aes 256", Cipher.AES_256);
  private static final Map<String, Integrity> INTEGRITIES = Map.of("esp-md5-hmac", Integrity.HMAC_MD5_96, "esp-sha-hmac",
      Integrity.HMAC_SHA1_96, "esp-sha256-hmac", Integrity.HMAC_SHA256_128);

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

  @Override
  public void declare(Grammar g) {
    g.prefix(Mode.CONFIG, SLOT, "Define transform and settings");
    g.prefix(Mode.CONFIG, SLOT + " WORD", "Transform set tag");
    sets(g, List.of(AH, CIPHER, AUTHENTICATION, COMPRESSION)).until(Release.R15_1);
    sets(g, List.of(AH_15, CIPHER_15, AUTHENTICATION_15, COMPRESSION)).since(Release.R15_1);
    g.prefix(TRANSFORM, "mode", "encapsulation mode (transport/tunnel)");
    g.line(TRANSFORM, "mode tunnel", "tunnel (datagram encapsulation) mode").slot("mode").defaults("tunnel")
        .printed("12.2 -", "15.2 |mode tunnel|").active();
    g.line(TRANSFORM, "mode transport:mode [require]", "transport (payload encapsulation) mode",
        "require transport mode for sessions")
        .slot("mode").support(e -> e.words().contains("require")
            ? new Support.Partial("transport is proposed, but tunnel mode is accepted as well") : Support.ACTIVE);
  }

  /** At most one of each group, in any order: the syntax is all orders written out. */
  private static Line sets(Grammar g, List<List<Transform>> groups) {
    var syntax = new StringBuilder(SLOT + " WORD:name ");
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
    for (String t : transforms(e))
      if (!CIPHERS.containsKey(t) && !INTEGRITIES.containsKey(t))
        return new Support.Partial("IPsec has no " + t + " here: the set is never proposed or accepted");
    return read(e).cipher() == null ? new Support.Partial("ESP without a cipher is never proposed or accepted")
        : Support.ACTIVE;
  }

  /** Whether this line declares a transform set. */
  public static boolean is(Entry e) {
    return e.line().slot().equals(SLOT);
  }

  private static Stream<Entry> all(Section root) {
    return root.where(l -> l.slot().equals(SLOT));
  }

  /** Whether there is a set of this name. */
  public static boolean exists(Section root, String name) {
    return all(root).anyMatch(e -> e.arg("name").filter(name::equals).isPresent());
  }

  /** The sets by name. One with a transform that we lack has no cipher, so that nothing less is offered in its place. */
  public Map<String, TransformSet> sets(Section root) {
    var sets = new LinkedHashMap<String, TransformSet>();
    all(root).map(TransformFeature::read).forEach(s -> sets.put(s.name(), s));
    return sets;
  }

  private static TransformSet read(Entry e) {
    List<String> words = transforms(e);
    boolean ours = words.stream().allMatch(w -> CIPHERS.containsKey(w) || INTEGRITIES.containsKey(w));
    Optional<Cipher> cipher = words.stream().filter(w -> ours && CIPHERS.containsKey(w)).map(CIPHERS::get).findFirst();
    Optional<Integrity> integrity = words.stream().filter(w -> ours && INTEGRITIES.containsKey(w)).map(INTEGRITIES::get)
        .findFirst();
    boolean tunnel = e.body().entries().stream().noneMatch(x -> x.arg("mode").filter("transport"::equals).isPresent());
    return new TransformSet(e.required("name"), words, cipher.orElse(null), integrity.orElse(Integrity.NONE), tunnel);
  }

  /** "esp-aes 256 esp-sha-hmac" as ["esp-aes 256", "esp-sha-hmac"]. */
  private static List<String> transforms(Entry e) {
    return List.of(e.required("transforms").split(" (?=[a-z])"));
  }
}
