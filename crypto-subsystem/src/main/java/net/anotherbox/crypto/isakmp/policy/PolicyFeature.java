package net.anotherbox.crypto.isakmp.policy;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import net.anotherbox.config.feature.Feature;
import net.anotherbox.config.grammar.Grammar;
import net.anotherbox.config.grammar.Line;
import net.anotherbox.config.grammar.Matched;
import net.anotherbox.config.grammar.Mode;
import net.anotherbox.config.grammar.Support;
import net.anotherbox.config.tree.Entry;
import net.anotherbox.config.tree.Section;
import net.anotherbox.runtime.release.Release;

/** {@code crypto isakmp policy} and what stands under it. */
public final class PolicyFeature implements Feature {
  private static final Mode ISAKMP = new Mode("config-isakmp", "config-isakmp", "ISAKMP commands:");

  private static final String NO_CERTIFICATES =
      "there are no certificates: a policy with RSA authentication, the default, is never offered or accepted";

  private Line policy;

  @Override
  public void declare(Grammar g) {
    policy = g.line(Mode.CONFIG, "crypto isakmp policy <1-10000>:priority", "Set policy for an ISAKMP protection suite",
        "Priority of protection suite").opens(ISAKMP).keyed("priority").sorted().security().support(PolicyFeature::support);
    g.line(ISAKMP, "encryption {des|3des|aes [128|192|256]}:encryption", "Set encryption algorithm for protection suite",
        "DES - Data Encryption Standard (56 bit keys).", "Three key triple DES", "AES - Advanced Encryption Standard",
        "128 bit keys.", "192 bit keys.", "256 bit keys.").slot("encryption").defaults("des")
        .rewrite(PolicyFeature::plainAes)
        .printed("|encr {encryption}|").active();
    g.line(ISAKMP, "authentication {pre-share|rsa-encr|rsa-sig}:method", "Set authentication method for protection suite",
        "Pre-Shared Key", "Rivest-Shamir-Adleman Encryption", "Rivest-Shamir-Adleman Signature").slot("authentication")
        .defaults("rsa-sig").security().support(e -> onlyIf(e.required("method").equals("pre-share"),
            NO_CERTIFICATES));
    g.line(ISAKMP, "lifetime <60-86400>:seconds", "Set lifetime for ISAKMP security association", "lifetime in seconds")
        .slot("lifetime").defaults("86400").active();
    hashes(g);
    groups(g);
  }

  private static void hashes(Grammar g) {
    g.line(ISAKMP, "hash {md5|sha}:hash", "Set hash algorithm for protection suite", "Message Digest 5",
        "Secure Hash Standard")
        .slot("hash").defaults("sha").until(Release.R15_1).active();
    g.line(ISAKMP, "hash {md5|sha|sha256|sha384|sha512}:hash", "Set hash algorithm for protection suite", "Message Digest 5",
        "Secure Hash Standard", "Secure Hash Standard 2 (256 bit)", "Secure Hash Standard 2 (384 bit)",
        "Secure Hash Standard 2 (512 bit)").slot("hash").defaults("sha").since(Release.R15_1).security()
        .active();
  }

  private static void groups(Grammar g) {
    g.line(ISAKMP, "group {1|2|5}:group", "Set the Diffie-Hellman group", "Diffie-Hellman group 1", "Diffie-Hellman group 2",
        "Diffie-Hellman group 5").slot("group").defaults("1").until(Release.R15_1).active();
    g.line(ISAKMP, "group {1|2|5|14|15|16|19|20|21|24}:group", "Set the Diffie-Hellman group",
        "Diffie-Hellman group 1 (768 bit)", "Diffie-Hellman group 2 (1024 bit)", "Diffie-Hellman group 5 (1536 bit)",
        "Diffie-Hellman group 14 (2048 bit)", "Diffie-Hellman group 15 (3072 bit)", "Diffie-Hellman group 16 (4096 bit)",
        "Diffie-Hellman group 19 (256 bit ecp)", "Diffie-Hellman group 20 (384 bit ecp)",
        "Diffie-Hellman group 21 (521 bit ecp)", "Diffie-Hellman group 24 (2048 bit, 256 bit subgroup)").slot("group")
        .defaults("1").since(Release.R15_1).security().active();
  }

  /** A policy that says nothing of authentication means certificates; one that says it, says it in that line. */
  private static Support support(Entry e) {
    return onlyIf(e.body().entries().stream().anyMatch(x -> x.line().slot().equals("authentication")), NO_CERTIFICATES);
  }

  private static Support onlyIf(boolean has, String otherwise) {
    return has ? Support.ACTIVE : new Support.Partial(otherwise);
  }

  /** IOS writes AES with 128 bits without the number. */
  private static Matched plainAes(Matched m) {
    return m.arg("encryption").filter("aes 128"::equals).isEmpty() ? m
        : m.with("encryption", "aes").withWords(List.of("encryption", "aes"));
  }

  /** The policies, by priority. */
  public List<IsakmpPolicy> policies(Section root) {
    return root.all(policy).map(PolicyFeature::read)
        .sorted(Comparator.comparingInt(IsakmpPolicy::priority)).toList();
  }

  private static IsakmpPolicy read(Entry e) {
    String hash = value(e, "hash", "hash", "sha");
    String group = value(e, "group", "group", "1");
    String[] encryption = value(e, "encryption", "encryption", "des").split(" ");
    int bits = encryption.length > 1 ? Integer.parseInt(encryption[1]) : encryption[0].equals("aes") ? 128 : 0;
    return new IsakmpPolicy(Integer.parseInt(e.required("priority")),
        Map.of("des", IsakmpPolicy.Encryption.DES, "3des", IsakmpPolicy.Encryption.TRIPLE_DES, "aes",
            IsakmpPolicy.Encryption.AES).get(encryption[0]), bits,
        IsakmpPolicy.Hash.valueOf(hash.toUpperCase(Locale.ROOT)),
        Map.of("pre-share", IsakmpPolicy.Authentication.PRE_SHARE, "rsa-encr", IsakmpPolicy.Authentication.RSA_ENCR,
            "rsa-sig", IsakmpPolicy.Authentication.RSA_SIG).get(value(e, "authentication", "method", "rsa-sig")),
        Integer.parseInt(group), Integer.parseInt(value(e, "lifetime", "seconds", "86400")));
  }

  /** By slot, since two releases may have declared the line. */
  private static String value(Entry policy, String slot, String name, String otherwise) {
    return policy.body().entries().stream().filter(e -> e.line().slot().equals(slot) && !e.negated()).findFirst()
        .flatMap(e -> e.arg(name)).orElse(otherwise);
  }
}
