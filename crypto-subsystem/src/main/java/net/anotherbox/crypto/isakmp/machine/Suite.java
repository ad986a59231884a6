package net.anotherbox.crypto.isakmp.machine;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.anotherbox.crypto.isakmp.message.Attribute;
import net.anotherbox.crypto.isakmp.message.Transform;
import net.anotherbox.runtime.port.SaSpec.Cipher;
import net.anotherbox.runtime.port.SaSpec.Integrity;

/** What ESP does to packets: one transform of quick mode (RFC 2407 section 4.4.4 and 4.5). */
public record Suite(Cipher cipher, Integrity integrity) {
  static final int LIFE_TYPE = 1;
  static final int LIFE_DURATION = 2;
  static final int GROUP = 3;
  static final int ENCAPSULATION = 4;
  static final int AUTHENTICATION = 5;
  static final int KEY_LENGTH = 6;
  static final int TUNNEL = 1;
  static final int TRANSPORT = 2;
  static final int SECONDS = 1;
  static final int KILOBYTES = 2;

  /** What a transform of ESP means, or empty if it is nothing we have. */
  static Optional<Suite> of(Transform t) {
    long bits = t.number(KEY_LENGTH);
    Cipher cipher = switch (t.id()) {
      case 2 -> Cipher.DES;
      case 3 -> Cipher.TRIPLE_DES;
      case 11 -> Cipher.NULL;
      case 12 -> bits == 128 || bits == -1 ? Cipher.AES_128 : bits == 192 ? Cipher.AES_192 : bits == 256 ? Cipher.AES_256
          : null;
      default -> null;
    };
    if (cipher == null || bits != -1 && t.id() != 12) return Optional.empty();
    Integrity integrity = switch ((int) t.number(AUTHENTICATION)) {
      case -1 -> has(t, AUTHENTICATION) ? null : Integrity.NONE;
      case 1 -> Integrity.HMAC_MD5_96;
      case 2 -> Integrity.HMAC_SHA1_96;
      case 5 -> Integrity.HMAC_SHA256_128;
      default -> null;
    };
    if (integrity == null || cipher == Cipher.NULL && integrity == Integrity.NONE) return Optional.empty();
    return Optional.of(new Suite(cipher, integrity));
  }

  private static boolean has(Transform t, int type) {
    return t.attributes().stream().anyMatch(a -> a.type() == type);
  }

  /** The transform that offers this, its attributes in IOS's order. */
  Transform transform(boolean tunnel, int seconds, long kilobytes, int group) {
    var a = new ArrayList<Attribute>();
    a.add(Attribute.of(ENCAPSULATION, tunnel ? TUNNEL : TRANSPORT));
    a.add(Attribute.of(LIFE_TYPE, SECONDS));
    a.add(Attribute.of(LIFE_DURATION, seconds));
    if (kilobytes > 0) {
      a.add(Attribute.of(LIFE_TYPE, KILOBYTES));
      a.add(Attribute.variable(LIFE_DURATION, kilobytes));
    }
    int authentication = switch (integrity) {
      case NONE -> 0;
      case HMAC_MD5_96 -> 1;
      case HMAC_SHA1_96 -> 2;
      case HMAC_SHA256_128 -> 5;
    };
    if (authentication != 0) a.add(Attribute.of(AUTHENTICATION, authentication));
    if (id() == 12) a.add(Attribute.of(KEY_LENGTH, cipher.keyBytes * 8L));
    if (group != 0) a.add(Attribute.of(GROUP, group));
    return new Transform(1, id(), List.copyOf(a));
  }

  private int id() {
    return switch (cipher) {
      case DES -> 2;
      case TRIPLE_DES -> 3;
      case NULL -> 11;
      case AES_128, AES_192, AES_256 -> 12;
    };
  }

  /** The transform's number in ESP. */
  public int transformNumber() {
    return id();
  }

  /** The number of the authentication algorithm, 0 for none. */
  public long hmacNumber() {
    return Math.max(0, transform(true, 3600, 0, 0).number(AUTHENTICATION));
  }

  /** Key bits that are worth a mention: those of AES, else 0. */
  public int keySize() {
    return id() == 12 ? cipher.keyBytes * 8 : 0;
  }

  /** "esp-3des esp-sha-hmac ", as the debugs write it. */
  public String words() {
    String c = switch (cipher) {
      case DES -> "esp-des";
      case TRIPLE_DES -> "esp-3des";
      case NULL -> "esp-null";
      case AES_128 -> "esp-aes";
      case AES_192 -> "esp-192-aes";
      case AES_256 -> "esp-256-aes";
    };
    String i = switch (integrity) {
      case NONE -> "";
      case HMAC_MD5_96 -> "esp-md5-hmac ";
      case HMAC_SHA1_96 -> "esp-sha-hmac ";
      case HMAC_SHA256_128 -> "esp-sha256-hmac ";
    };
    return c + " " + i;
  }

  /** "ESP_3DES", "ESP_AES ": what a transform is called while it is looked at. */
  static String name(int id) {
    return switch (id) {
      case 2 -> "ESP_DES";
      case 3 -> "ESP_3DES";
      case 11 -> "ESP_NULL";
      case 12 -> "ESP_AES ";
      default -> "unknown " + id;
    };
  }
}
