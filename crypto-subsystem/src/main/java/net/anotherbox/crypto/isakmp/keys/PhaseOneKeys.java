package net.anotherbox.crypto.isakmp.keys;

import java.security.MessageDigest;
import java.util.Arrays;

/**
 * SKEYID and what comes of it (RFC 2409 section 5 and appendix B), for authentication by pre-shared key. One per ISAKMP SA;
 * {@link #wipe} when the SA goes.
 */
public final class PhaseOneKeys {
  private final Prf prf;
  private final IsakmpCipher cipher;
  private final byte[] skeyid;
  private final byte[] skeyidD;
  private final byte[] skeyidA;
  private final byte[] skeyidE;
  private final byte[] key;
  private byte[] iv;

  /**
   * @param shared g^xy, at the group's length
   * @param cookies CKY-I and CKY-R, 16 bytes
   * @param gxi the initiator's public value
   */
  public PhaseOneKeys(Prf prf, IsakmpCipher cipher, byte[] preSharedKey, byte[] nonceI, byte[] nonceR, byte[] shared,
      byte[] cookies, byte[] gxi, byte[] gxr) {
    this.prf = prf;
    this.cipher = cipher;
    skeyid = prf.of(preSharedKey, nonceI, nonceR);
    skeyidD = prf.of(skeyid, shared, cookies, new byte[] {0});
    skeyidA = prf.of(skeyid, skeyidD, shared, cookies, new byte[] {1});
    skeyidE = prf.of(skeyid, skeyidA, shared, cookies, new byte[] {2});
    key = expand();
    iv = Arrays.copyOf(prf.hash(gxi, gxr), cipher.blockBytes());
  }

  /** Appendix B: SKEYID_e if it is long enough, else K1 | K2 | ... */
  private byte[] expand() {
    int wanted = cipher.keyBytes();
    if (skeyidE.length >= wanted) return Arrays.copyOf(skeyidE, wanted);
    byte[] out = new byte[wanted];
    byte[] k = prf.of(skeyidE, new byte[] {0});
    for (int at = 0; ; k = prf.of(skeyidE, k)) {
      int n = Math.min(k.length, wanted - at);
      System.arraycopy(k, 0, out, at, n);
      at += n;
      if (at == wanted) return out;
    }
  }

  public Prf prf() {
    return prf;
  }

  public IsakmpCipher cipher() {
    return cipher;
  }

  /** HASH_I and HASH_R, for one's own public value, the other's, one's own cookie, the other's. */
  public byte[] authentication(byte[] own, byte[] other, byte[] ownCookie, byte[] otherCookie, byte[] sa, byte[] id) {
    return prf.of(skeyid, own, other, ownCookie, otherCookie, sa, id);
  }

  /** HASH(1) of quick mode, HASH of an Informational: M-ID and all that follows. */
  public byte[] hash1(int messageId, byte[] rest) {
    return prf.of(skeyidA, number(messageId), rest);
  }

  /** HASH(2). */
  public byte[] hash2(int messageId, byte[] nonceI, byte[] rest) {
    return prf.of(skeyidA, number(messageId), nonceI, rest);
  }

  /** HASH(3). */
  public byte[] hash3(int messageId, byte[] nonceI, byte[] nonceR) {
    return prf.of(skeyidA, new byte[] {0}, number(messageId), nonceI, nonceR);
  }

  /** Compares in constant time. */
  public static boolean equal(byte[] a, byte[] b) {
    return MessageDigest.isEqual(a, b);
  }

  /** KEYMAT of RFC 2409 section 5.5 for one SA, so many bytes of it. @param shared g(qm)^xy, or empty without PFS */
  public byte[] keymat(byte[] shared, int protocol, int spi, byte[] nonceI, byte[] nonceR, int wanted) {
    byte[] p = {(byte) protocol};
    byte[] out = new byte[wanted];
    byte[] k = {};
    for (int at = 0; at < wanted; ) {
      k = prf.of(skeyidD, k, shared, p, number(spi), nonceI, nonceR);
      int n = Math.min(k.length, wanted - at);
      System.arraycopy(k, 0, out, at, n);
      at += n;
    }
    Arrays.fill(k, (byte) 0);
    return out;
  }

  /** The IV of main mode's next encrypted message; at the end that of all later exchanges. */
  public byte[] mainIv() {
    return iv;
  }

  /** A message of main mode has gone or been accepted: its last block is the next IV. */
  public void mainIv(byte[] lastBlock) {
    iv = lastBlock;
  }

  /** The first IV of an exchange under this SA. */
  public byte[] iv(int messageId) {
    return Arrays.copyOf(prf.hash(iv, number(messageId)), cipher.blockBytes());
  }

  public byte[] encrypt(byte[] iv, byte[] plain) {
    return cipher.encrypt(key, iv, plain);
  }

  /** @throws IllegalArgumentException if the length is none of the cipher's */
  public byte[] decrypt(byte[] iv, byte[] ciphertext) {
    return cipher.decrypt(key, iv, ciphertext);
  }

  /** Overwrites all secrets; nothing of this works any more. */
  public void wipe() {
    for (byte[] b : new byte[][] {skeyid, skeyidD, skeyidA, skeyidE, key, iv}) Arrays.fill(b, (byte) 0);
  }

  private static byte[] number(int n) {
    return new byte[] {(byte) (n >> 24), (byte) (n >> 16), (byte) (n >> 8), (byte) n};
  }

  /** Never the keys. */
  @Override
  public String toString() {
    return "PhaseOneKeys[" + cipher + "/" + prf + "]";
  }
}
