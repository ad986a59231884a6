package net.anotherbox.crypto.isakmp.policy;

import java.util.List;
import net.anotherbox.crypto.isakmp.policy.IsakmpPolicy.Authentication;
import net.anotherbox.crypto.isakmp.policy.IsakmpPolicy.Encryption;
import net.anotherbox.crypto.isakmp.policy.IsakmpPolicy.Hash;

/** The policies that nobody configures. */
public final class DefaultPolicies {
  /** Stands behind all configured ones, up to 12.4. */
  public static final IsakmpPolicy SUITE =
      new IsakmpPolicy(65535, Encryption.DES, 0, Hash.SHA, Authentication.RSA_SIG, 1, 86400);

  /** Stand in when none is configured, from 12.4(20)T on. */
  public static final List<IsakmpPolicy> ALL = List.of(aes(65507, Hash.SHA, Authentication.RSA_SIG),
      aes(65508, Hash.SHA, Authentication.PRE_SHARE), aes(65509, Hash.MD5, Authentication.RSA_SIG),
      aes(65510, Hash.MD5, Authentication.PRE_SHARE), tripleDes(65511, Hash.SHA, Authentication.RSA_SIG),
      tripleDes(65512, Hash.SHA, Authentication.PRE_SHARE), tripleDes(65513, Hash.MD5, Authentication.RSA_SIG),
      tripleDes(65514, Hash.MD5, Authentication.PRE_SHARE));

  private DefaultPolicies() {}

  private static IsakmpPolicy aes(int priority, Hash hash, Authentication authentication) {
    return new IsakmpPolicy(priority, Encryption.AES, 128, hash, authentication, 5, 86400);
  }

  private static IsakmpPolicy tripleDes(int priority, Hash hash, Authentication authentication) {
    return new IsakmpPolicy(priority, Encryption.TRIPLE_DES, 0, hash, authentication, 2, 86400);
  }
}
