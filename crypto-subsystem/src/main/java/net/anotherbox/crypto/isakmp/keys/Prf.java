package net.anotherbox.crypto.isakmp.keys;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import net.anotherbox.crypto.isakmp.policy.IsakmpPolicy;

/** The negotiated hash, as such and as HMAC, which IKE takes for its pseudo-random function. */
public enum Prf {
  MD5("MD5", "HmacMD5", 16),
  SHA("SHA-1", "HmacSHA1", 20),
  SHA256("SHA-256", "HmacSHA256", 32),
  SHA384("SHA-384", "HmacSHA384", 48),
  SHA512("SHA-512", "HmacSHA512", 64);

  private final String digest;
  private final String mac;
  private final int size;

  Prf(String digest, String mac, int size) {
    this.digest = digest;
    this.mac = mac;
    this.size = size;
  }

  public static Prf of(IsakmpPolicy.Hash hash) {
    return switch (hash) {
      case MD5 -> MD5;
      case SHA -> SHA;
      case SHA256 -> SHA256;
      case SHA384 -> SHA384;
      case SHA512 -> SHA512;
    };
  }

  /** Bytes of its result. */
  public int size() {
    return size;
  }

  /** prf(key, all parts one after another). */
  public byte[] of(byte[] key, byte[]... parts) {
    try {
      var m = Mac.getInstance(mac);
      m.init(new SecretKeySpec(key.length == 0 ? new byte[1] : key, mac));
      for (byte[] p : parts) m.update(p);
      return m.doFinal();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(mac, e);
    }
  }

  /** The plain hash of all parts one after another. */
  public byte[] hash(byte[]... parts) {
    try {
      var d = MessageDigest.getInstance(digest);
      for (byte[] p : parts) d.update(p);
      return d.digest();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(digest, e);
    }
  }
}
