package net.anotherbox.crypto.isakmp.policy;

import java.util.Locale;

/**
 * {@code crypto isakmp policy}: what phase 1 may use.
 *
 * @param priority 1 to 10000, tried in ascending order
 * @param encryption DES, 3DES or AES; keyBits 128, 192 or 256 for AES, else 0
 * @param group Diffie-Hellman group number
 * @param lifetimeSeconds 60 to 86400
 */
public record IsakmpPolicy(int priority, Encryption encryption, int keyBits, Hash hash, Authentication authentication,
    int group, int lifetimeSeconds) {
  /** "policy 10: aes 128, sha, group 2". */
  public String words() {
    String cipher = switch (encryption) {
      case DES -> "des";
      case TRIPLE_DES -> "3des";
      case AES -> "aes " + keyBits;
    };
    return "policy " + priority + ": " + cipher + ", " + hash.name().toLowerCase(Locale.ROOT) + ", group " + group;
  }

  public enum Encryption { DES, TRIPLE_DES, AES }

  public enum Hash { MD5, SHA, SHA256, SHA384, SHA512 }

  public enum Authentication { PRE_SHARE, RSA_SIG, RSA_ENCR }
}
