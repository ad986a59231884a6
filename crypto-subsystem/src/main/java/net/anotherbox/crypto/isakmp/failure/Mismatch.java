package net.anotherbox.crypto.isakmp.failure;

/**
 * Why one transform of an offer did not suit one policy of ours: the first attribute that differed.
 *
 * @param priority of our policy
 * @param transform its number in the offer
 * @param offered as the debug of attributes writes values ("3DES-CBC", "2", "86400")
 * @param configured likewise, what the policy has
 */
public record Mismatch(int priority, int transform, Attribute attribute, String offered, String configured) {
  /** What can differ, in the order in which it is looked at. PRE_SHARED_KEY: there is no key for the peer. */
  public enum Attribute { ENCRYPTION, KEY_LENGTH, HASH, AUTHENTICATION, PRE_SHARED_KEY, GROUP, LIFETIME }
}
