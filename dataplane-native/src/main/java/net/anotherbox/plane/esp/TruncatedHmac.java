package net.anotherbox.plane.esp;

import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import net.anotherbox.runtime.port.SaSpec;

/** HMAC (RFC 2104), cut to its first bytes as ESP does (RFC 2403, 2404, 4868). */
final class TruncatedHmac {
  private static final int BLOCK = 64;
  private final MessageDigest digest;
  private final byte[] inner = new byte[BLOCK];
  private final byte[] outer = new byte[BLOCK];
  private final byte[] result;
  private final int icvBytes;

  TruncatedHmac(SaSpec.Integrity integrity, byte[] key) {
    if (key.length != integrity.keyBytes) {
      throw new IllegalArgumentException(integrity + " with a key of " + key.length + " bytes");
    }
    String algorithm = switch (integrity) {
      case NONE -> throw new IllegalArgumentException("no integrity, no HMAC");
      case HMAC_MD5_96 -> "MD5";
      case HMAC_SHA1_96 -> "SHA-1";
      case HMAC_SHA256_128 -> "SHA-256";
    };
    try {
      digest = MessageDigest.getInstance(algorithm);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(algorithm + " is not to be had", e);
    }
    icvBytes = integrity.icvBytes;
    result = new byte[digest.getDigestLength()];
    for (int i = 0; i < BLOCK; i++) {
      int k = i < key.length ? key[i] : 0;
      inner[i] = (byte) (k ^ 0x36);
      outer[i] = (byte) (k ^ 0x5c);
    }
  }

  private void compute(byte[] b, int at, int length) {
    digest.update(inner, 0, BLOCK);
    digest.update(b, at, length);
    try {
      digest.digest(result, 0, result.length);
      digest.update(outer, 0, BLOCK);
      digest.update(result, 0, result.length);
      digest.digest(result, 0, result.length);
    } catch (DigestException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Appends the ICV of these bytes to them. */
  void sign(byte[] b, int at, int length) {
    compute(b, at, length);
    System.arraycopy(result, 0, b, at + length, icvBytes);
  }

  /** Whether the ICV after these bytes is theirs; takes the same time wherever the first difference is. */
  boolean verify(byte[] b, int at, int length) {
    compute(b, at, length);
    int difference = 0;
    for (int i = 0; i < icvBytes; i++) difference |= result[i] ^ b[at + length + i];
    return difference == 0;
  }

  void wipe() {
    Arrays.fill(inner, (byte) 0);
    Arrays.fill(outer, (byte) 0);
    Arrays.fill(result, (byte) 0);
  }
}
