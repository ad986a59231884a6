package net.anotherbox.crypto.isakmp.machine;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.anotherbox.crypto.isakmp.message.Attribute;
import net.anotherbox.crypto.isakmp.message.Protocol;
import net.anotherbox.crypto.isakmp.message.Transform;
import net.anotherbox.runtime.port.SaSpec.Cipher;
import net.anotherbox.runtime.port.SaSpec.Integrity;

/**
 * What is done to packets: ESP, AH, or both (RFC 2407 section 4.4.3 to 4.5; RFC 4106 and 4543 for GCM and GMAC).
 *
 * @param ah what AH authenticates with
 */
public record Suite(Optional<Integrity> ah, Optional<Esp> esp) {
  static final int LIFE_TYPE = 1;
  static final int LIFE_DURATION = 2;
  static final int GROUP = 3;
  static final int ENCAPSULATION = 4;
  static final int AUTHENTICATION = 5;
  static final int KEY_LENGTH = 6;
  static final int SECONDS = 1;
  static final int KILOBYTES = 2;

  private static final int AES = 12;
  private static final int GCM = 20;
  private static final int GMAC = 23;
  private static final Map<Integrity, Integer> AUTHENTICATORS = Map.of(Integrity.HMAC_MD5_96, 1, Integrity.HMAC_SHA1_96, 2,
      Integrity.HMAC_SHA256_128, 5, Integrity.HMAC_SHA384_192, 6, Integrity.HMAC_SHA512_256, 7);
  /** Of AH the transforms have numbers of their own, the first two one higher than the authenticators. */
  private static final Map<Integrity, Integer> AH_IDS = Map.of(Integrity.HMAC_MD5_96, 2, Integrity.HMAC_SHA1_96, 3,
      Integrity.HMAC_SHA256_128, 5, Integrity.HMAC_SHA384_192, 6, Integrity.HMAC_SHA512_256, 7);

  /** What ESP does. @param integrity NONE with a cipher that authenticates by itself, and where nothing does */
  public record Esp(Cipher cipher, Integrity integrity) {}

  /** ESP alone. */
  public Suite(Cipher cipher, Integrity integrity) {
    this(Optional.empty(), Optional.of(new Esp(cipher, integrity)));
  }

  /** AH alone. */
  static Suite ah(Integrity integrity) {
    return new Suite(Optional.of(integrity), Optional.empty());
  }

  /** These two in one bundle. */
  Suite and(Suite other) {
    return new Suite(ah.or(other::ah), esp.or(other::esp));
  }

  /** Each protocol for itself, in the order in which IOS offers them. */
  public List<Suite> parts() {
    if (ah.isEmpty() || esp.isEmpty()) return List.of(this);
    return List.of(ah(ah.get()), new Suite(Optional.empty(), esp));
  }

  /** Bytes of key for AH. */
  public int ahKeyBytes() {
    return ah.map(a -> a.keyBytes).orElse(0);
  }

  /** Bytes of key for ESP: cipher, then integrity. */
  public int espKeyBytes() {
    return esp.map(e -> e.cipher.keyBytes + e.integrity.keyBytes).orElse(0);
  }

  /** Whether forged packets are told from authentic ones, and repeated ones thus from new ones. */
  public boolean authenticated() {
    return ah.isPresent() || esp.filter(e -> e.integrity != Integrity.NONE || e.cipher.combined()).isPresent();
  }

  /** What a transform of a proposal means, or empty if it is nothing we have. */
  static Optional<Suite> of(int protocol, Transform t) {
    long authentication = t.number(AUTHENTICATION);
    Optional<Integrity> integrity = AUTHENTICATORS.entrySet().stream().filter(e -> e.getValue() == authentication)
        .map(Map.Entry::getKey).findFirst();
    if (has(t, AUTHENTICATION) && integrity.isEmpty()) return Optional.empty();
    if (protocol == Protocol.AH) return integrity.filter(i -> AH_IDS.get(i) == t.id() && !has(t, KEY_LENGTH)).map(Suite::ah);
    var cipher = cipher(t.id(), t.number(KEY_LENGTH));
    if (cipher.isEmpty()) return Optional.empty();
    if (cipher.get().combined() && integrity.isPresent()) return Optional.empty();
    if (cipher.get() == Cipher.NULL && integrity.isEmpty()) return Optional.empty();
    return Optional.of(new Suite(cipher.get(), integrity.orElse(Integrity.NONE)));
  }

  private static boolean has(Transform t, int type) {
    return t.attributes().stream().anyMatch(a -> a.type() == type);
  }

  /** @param bits the key length that is said, or -1 */
  private static Optional<Cipher> cipher(int id, long bits) {
    for (Cipher c : Cipher.values()) {
      boolean same = keyed(id) ? bits == bits(c) || bits == -1 && c == Cipher.AES_128 : bits == -1;
      if (id(c) == id && same) return Optional.of(c);
    }
    return Optional.empty();
  }

  private static boolean keyed(int id) {
    return id == AES || id == GCM || id == GMAC;
  }

  private static int bits(Cipher c) {
    return switch (c) {
      case NULL, DES, TRIPLE_DES -> 0;
      case AES_128, AES_GCM_128, AES_GMAC_128 -> 128;
      case AES_192, AES_GCM_192, AES_GMAC_192 -> 192;
      case AES_256, AES_GCM_256, AES_GMAC_256 -> 256;
    };
  }

  private static int id(Cipher c) {
    return switch (c) {
      case DES -> 2;
      case TRIPLE_DES -> 3;
      case NULL -> 11;
      case AES_128, AES_192, AES_256 -> AES;
      case AES_GCM_128, AES_GCM_192, AES_GCM_256 -> GCM;
      case AES_GMAC_128, AES_GMAC_192, AES_GMAC_256 -> GMAC;
    };
  }

  /** The protocol of one part. */
  public int protocol() {
    return esp.isPresent() ? Protocol.ESP : Protocol.AH;
  }

  /** The protocol of one part, as debugs write it. */
  public String protocolName() {
    return esp.isPresent() ? "ESP" : "AH";
  }

  /** The protocol of one part as it stands in the IP header. */
  public int ipProtocol() {
    return esp.isPresent() ? 50 : 51;
  }

  /** The transform that offers this part, its attributes in IOS's order. @param mode encapsulation */
  Transform transform(int mode, int seconds, long kilobytes, int group) {
    var a = new ArrayList<Attribute>();
    a.add(Attribute.of(ENCAPSULATION, mode));
    a.add(Attribute.of(LIFE_TYPE, SECONDS));
    a.add(Attribute.of(LIFE_DURATION, seconds));
    if (kilobytes > 0) {
      a.add(Attribute.of(LIFE_TYPE, KILOBYTES));
      a.add(Attribute.variable(LIFE_DURATION, kilobytes));
    }
    Integrity integrity = ah.orElseGet(() -> esp.orElseThrow().integrity);
    int id = ah.isPresent() ? AH_IDS.get(integrity) : id(esp.orElseThrow().cipher);
    if (integrity != Integrity.NONE) a.add(Attribute.of(AUTHENTICATION, AUTHENTICATORS.get(integrity)));
    if (ah.isEmpty() && keyed(id)) a.add(Attribute.of(KEY_LENGTH, bits(esp.orElseThrow().cipher)));
    if (group != 0) a.add(Attribute.of(GROUP, group));
    return new Transform(1, id, List.copyOf(a));
  }

  /** The number of the transform that offers this part. */
  public int transformNumber() {
    return transform(1, 3600, 0, 0).id();
  }

  /** The number of its authentication algorithm, 0 for none. */
  public long hmacNumber() {
    return Math.max(0, transform(1, 3600, 0, 0).number(AUTHENTICATION));
  }

  /** Key bits that are worth a mention: those of AES, else 0. */
  public int keySize() {
    return esp.map(e -> bits(e.cipher)).orElse(0);
  }

  /** Bytes of the IV in each packet. */
  public int ivBytes() {
    return esp.map(e -> e.cipher.ivBytes).orElse(0);
  }

  /** "esp-3des esp-sha-hmac ", as the debugs write it. */
  public String words() {
    return ah.map(a -> "ah-" + hash(a) + "-hmac ").orElse("") + esp.map(Suite::words).orElse("");
  }

  private static String words(Esp e) {
    String c = switch (e.cipher) {
      case DES -> "esp-des";
      case TRIPLE_DES -> "esp-3des";
      case NULL -> "esp-null";
      case AES_128 -> "esp-aes";
      case AES_192 -> "esp-192-aes";
      case AES_256 -> "esp-256-aes";
      case AES_GCM_128 -> "esp-gcm";
      case AES_GCM_192, AES_GCM_256 -> "esp-gcm " + bits(e.cipher);
      case AES_GMAC_128 -> "esp-gmac";
      case AES_GMAC_192, AES_GMAC_256 -> "esp-gmac " + bits(e.cipher);
    };
    return c + " " + (e.integrity == Integrity.NONE ? "" : "esp-" + hash(e.integrity) + "-hmac ");
  }

  private static String hash(Integrity i) {
    return switch (i) {
      case NONE -> throw new IllegalArgumentException("no hash");
      case HMAC_MD5_96 -> "md5";
      case HMAC_SHA1_96 -> "sha";
      case HMAC_SHA256_128 -> "sha256";
      case HMAC_SHA384_192 -> "sha384";
      case HMAC_SHA512_256 -> "sha512";
    };
  }

  /** "ESP_3DES", "ESP_AES ", "AH_SHA": what a transform is called while it is looked at. */
  static String name(int protocol, int id) {
    if (protocol == Protocol.AH) return switch (id) {
      case 2 -> "AH_MD5";
      case 3 -> "AH_SHA";
      case 5 -> "AH_SHA256";
      case 6 -> "AH_SHA384";
      case 7 -> "AH_SHA512";
      default -> "unknown " + id;
    };
    return switch (id) {
      case 2 -> "ESP_DES";
      case 3 -> "ESP_3DES";
      case 11 -> "ESP_NULL";
      case AES -> "ESP_AES ";
      case GCM -> "ESP_GCM";
      case GMAC -> "ESP_GMAC";
      default -> "unknown " + id;
    };
  }

  /** "HMAC-SHA": what an authenticator is called while it is looked at. */
  static String authenticator(long number) {
    return switch ((int) number) {
      case 1 -> "HMAC-MD5";
      case 2 -> "HMAC-SHA";
      case 5 -> "HMAC-SHA256";
      case 6 -> "HMAC-SHA384";
      case 7 -> "HMAC-SHA512";
      default -> "" + number;
    };
  }
}
