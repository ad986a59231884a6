package net.anotherbox.crypto.isakmp.machine;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.anotherbox.crypto.isakmp.failure.Mismatch;
import net.anotherbox.crypto.isakmp.message.Attribute;
import net.anotherbox.crypto.isakmp.message.IsakmpWriter;
import net.anotherbox.crypto.isakmp.message.Payload;
import net.anotherbox.crypto.isakmp.message.Proposal;
import net.anotherbox.crypto.isakmp.message.Protocol;
import net.anotherbox.crypto.isakmp.message.Transform;
import net.anotherbox.crypto.isakmp.policy.IsakmpPolicy;
import net.anotherbox.crypto.isakmp.policy.IsakmpPolicy.Authentication;
import net.anotherbox.crypto.isakmp.policy.IsakmpPolicy.Encryption;
import net.anotherbox.crypto.isakmp.policy.IsakmpPolicy.Hash;

/** The SA payload of phase 1: what we offer, and which of a peer's offers we take (RFC 2409 appendix A). */
final class PhaseOneOffer {
  private static final int ENCRYPTION = 1;
  private static final int HASH = 2;
  private static final int AUTHENTICATION = 3;
  private static final int GROUP = 4;
  private static final int LIFE_TYPE = 11;
  private static final int LIFE_DURATION = 12;
  private static final int KEY_LENGTH = 14;
  private static final int KEY_IKE = 1;
  private static final int MOST_MISMATCHES = 64;

  /**
   * What was agreed.
   *
   * @param policy ours
   * @param transform the peer's
   * @param seconds the SA's lifetime: the smaller of both
   */
  record Agreed(IsakmpPolicy policy, Transform transform, int seconds) {
    /** Whether the offer was to live longer than we let it. */
    boolean shortened() {
      return transform.number(LIFE_DURATION) > seconds;
    }

    /** The data of RESPONDER-LIFETIME. */
    byte[] life() {
      return IsakmpWriter.attributes(List.of(Attribute.of(LIFE_TYPE, 1), Attribute.variable(LIFE_DURATION, seconds)));
    }
  }

  private PhaseOneOffer() {}

  /** One proposal with a transform for each policy, in their order. */
  static Payload.Sa of(List<IsakmpPolicy> policies) {
    var transforms = new ArrayList<Transform>();
    for (IsakmpPolicy p : policies) transforms.add(transform(transforms.size() + 1, p, p.lifetimeSeconds()));
    return sa(transforms);
  }

  /** The answer: the transform that was taken, written anew in our own order of attributes. */
  static Payload.Sa answer(Agreed agreed) {
    long offered = agreed.transform.number(LIFE_DURATION);
    int seconds = offered > 0 ? (int) offered : agreed.policy.lifetimeSeconds();
    return sa(List.of(transform(agreed.transform.number(), agreed.policy, seconds)));
  }

  private static Payload.Sa sa(List<Transform> transforms) {
    var proposal = new Proposal(1, Protocol.ISAKMP, new byte[0], List.copyOf(transforms));
    return new Payload.Sa(Protocol.IPSEC_DOI, Protocol.IDENTITY_ONLY, List.of(proposal), new byte[0]);
  }

  private static Transform transform(int number, IsakmpPolicy p, int seconds) {
    var a = new ArrayList<Attribute>();
    a.add(Attribute.of(ENCRYPTION, encryption(p.encryption())));
    if (p.encryption() == Encryption.AES) a.add(Attribute.of(KEY_LENGTH, p.keyBits()));
    a.add(Attribute.of(HASH, hash(p.hash())));
    a.add(Attribute.of(GROUP, p.group()));
    a.add(Attribute.of(AUTHENTICATION, authentication(p.authentication())));
    a.add(Attribute.of(LIFE_TYPE, 1));
    a.add(Attribute.of(LIFE_DURATION, seconds));
    return new Transform(number, KEY_IKE, List.copyOf(a));
  }

  private static int encryption(Encryption e) {
    return switch (e) {
      case DES -> 1;
      case TRIPLE_DES -> 5;
      case AES -> 7;
    };
  }

  private static int hash(Hash h) {
    return switch (h) {
      case MD5 -> 1;
      case SHA -> 2;
      case SHA256 -> 4;
      case SHA384 -> 5;
      case SHA512 -> 6;
    };
  }

  private static int authentication(Authentication a) {
    return switch (a) {
      case PRE_SHARE -> 1;
      case RSA_SIG -> 3;
      case RSA_ENCR -> 4;
    };
  }

  /**
   * Holds every offer against every policy, policy by policy, and says so.
   *
   * @param longer whether an offer that outlives the policy will do (it is shortened)
   * @param mismatches gets what differed
   */
  static Optional<Agreed> choose(Payload.Sa sa, List<IsakmpPolicy> policies, boolean haveKey, boolean longer,
      List<Mismatch> mismatches, Script script) {
    for (IsakmpPolicy policy : policies) {
      for (Proposal proposal : sa.proposals()) {
        if (proposal.protocol() != Protocol.ISAKMP) continue;
        for (int i = 0; i < proposal.transforms().size(); i++) {
          Transform t = proposal.transforms().get(i);
          int next = i + 1 < proposal.transforms().size() ? 3 : 0;
          script.isakmp("checking-transform", "transform", t.number(), "priority", policy.priority());
          describe(t, script);
          var wrong = mismatch(t, policy, haveKey, longer);
          if (wrong.isEmpty()) {
            script.isakmp("atts-acceptable", "next", next);
            return Optional.of(new Agreed(policy, t, seconds(t, policy)));
          }
          say(wrong.get().attribute(), script);
          if (mismatches.size() < MOST_MISMATCHES) mismatches.add(wrong.get());
          script.isakmp("atts-unacceptable", "next", next);
        }
      }
    }
    return Optional.empty();
  }

  private static int seconds(Transform t, IsakmpPolicy policy) {
    long offered = t.number(LIFE_DURATION);
    return offered > 0 ? (int) Math.min(offered, policy.lifetimeSeconds()) : policy.lifetimeSeconds();
  }

  private static Optional<Mismatch> mismatch(Transform t, IsakmpPolicy p, boolean haveKey, boolean longer) {
    if (t.id() != KEY_IKE || t.number(ENCRYPTION) != encryption(p.encryption()))
      return differs(t, p, Mismatch.Attribute.ENCRYPTION, ENCRYPTION, encryption(p.encryption()));
    if (p.encryption() == Encryption.AES && t.number(KEY_LENGTH) != p.keyBits())
      return differs(t, p, Mismatch.Attribute.KEY_LENGTH, KEY_LENGTH, p.keyBits());
    if (t.number(HASH) != hash(p.hash())) return differs(t, p, Mismatch.Attribute.HASH, HASH, hash(p.hash()));
    if (t.number(AUTHENTICATION) != authentication(p.authentication()))
      return differs(t, p, Mismatch.Attribute.AUTHENTICATION, AUTHENTICATION, authentication(p.authentication()));
    if (p.authentication() != Authentication.PRE_SHARE || !haveKey)
      return differs(t, p, Mismatch.Attribute.PRE_SHARED_KEY, AUTHENTICATION, authentication(p.authentication()));
    if (t.number(GROUP) != p.group()) return differs(t, p, Mismatch.Attribute.GROUP, GROUP, p.group());
    if (!life(t, p, longer)) return differs(t, p, Mismatch.Attribute.LIFETIME, LIFE_DURATION, p.lifetimeSeconds());
    return Optional.empty();
  }

  private static Optional<Mismatch> differs(Transform t, IsakmpPolicy p, Mismatch.Attribute what, int type,
      long configured) {
    long offered = t.number(type);
    return Optional.of(new Mismatch(p.priority(), t.number(), what, offered < 0 ? "none" : value(type, offered),
        value(type, configured)));
  }

  private static void say(Mismatch.Attribute what, Script script) {
    switch (what) {
      case ENCRYPTION -> script.isakmp("mismatch", "what", "Encryption algorithm");
      case KEY_LENGTH -> script.isakmp("mismatch-key-length");
      case HASH -> script.isakmp("mismatch", "what", "Hash algorithm");
      case AUTHENTICATION -> script.isakmp("mismatch", "what", "Authentication method");
      case PRE_SHARED_KEY -> script.isakmp("mismatch-preshared");
      case GROUP -> script.isakmp("mismatch", "what", "Diffie-Hellman group");
      case LIFETIME -> script.isakmp("mismatch", "what", "Lifetime");
    }
  }

  /** A lifetime need not be there; if it is, it must be one of seconds that makes sense. */
  private static boolean life(Transform t, IsakmpPolicy p, boolean longer) {
    boolean there = t.attributes().stream().anyMatch(a -> a.type() == LIFE_DURATION);
    if (!there) return true;
    long seconds = t.number(LIFE_DURATION);
    return t.number(LIFE_TYPE) == 1 && seconds > 0 && (longer || seconds <= p.lifetimeSeconds());
  }

  /** What 15.x says about the lifetime that results. */
  static void describeLife(Agreed agreed, Script script) {
    long offered = agreed.transform.number(LIFE_DURATION);
    script.isakmp("actual-life", "actual", offered > agreed.seconds ? agreed.seconds : 0);
    script.isakmp("acceptable-life");
    for (Attribute a : agreed.transform.attributes()) {
      if (a.type() != LIFE_DURATION) continue;
      if (a.basic()) script.isakmp("basic-life", "seconds", offered);
      else {
        script.isakmp("vpi-length", "length", a.value().length);
        script.isakmp("life-in-seconds", "seconds", offered);
      }
    }
    script.isakmp("returning-life", "seconds", agreed.seconds);
    script.isakmp("lifetime-timer", "seconds", agreed.seconds);
  }

  private static void describe(Transform t, Script script) {
    for (Attribute a : t.attributes()) {
      long n = a.number();
      String text = switch (a.type()) {
        case ENCRYPTION -> "encryption " + value(ENCRYPTION, n);
        case HASH -> "hash " + value(HASH, n);
        case AUTHENTICATION -> "auth " + value(AUTHENTICATION, n);
        case GROUP -> "default group " + n;
        case LIFE_TYPE -> "life type in " + (n == 1 ? "seconds" : n == 2 ? "kilobytes" : "" + n);
        case LIFE_DURATION -> "life duration " + duration(a);
        case KEY_LENGTH -> "keylength of " + n;
        default -> "unknown attribute " + a.type();
      };
      script.isakmp("attribute", "text", text);
    }
  }

  /** What IOS calls the value of an attribute. */
  private static String value(int type, long n) {
    String what = "... What? " + n + "?";
    return switch (type) {
      case ENCRYPTION -> n == 1 ? "DES-CBC" : n == 5 ? "3DES-CBC" : n == 7 ? "AES-CBC" : what;
      case HASH -> n == 1 ? "MD5" : n == 2 ? "SHA" : n == 4 ? "SHA256" : n == 5 ? "SHA384" : n == 6 ? "SHA512" : what;
      case AUTHENTICATION -> n == 1 ? "pre-share" : n == 3 ? "RSA sig" : n == 4 ? "RSA encr" : what;
      default -> Long.toString(n);
    };
  }

  /** "(basic) of 3600", "(VPI) of  0x0 0x1 0x51 0x80 ". At most eight bytes are shown. */
  static String duration(Attribute a) {
    if (a.basic()) return "(basic) of " + a.number();
    var s = new StringBuilder("(VPI) of  ");
    for (int i = 0; i < Math.min(8, a.value().length); i++) s.append("0x").append(Integer.toHexString(a.value()[i] & 255)
        .toUpperCase()).append(' ');
    return s.toString();
  }
}
