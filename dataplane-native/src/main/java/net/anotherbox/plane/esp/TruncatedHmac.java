package net.anotherbox.plane.esp;

import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import net.anotherbox.runtime.port.SaSpec;

/** HMAC (RFC 2104), cut to its first bytes as ESP and AH do (RFC 2403, 2404, 4868). */
final class TruncatedHmac implements Authenticator {
  private static final int LONG_DIGEST_BYTES = 48;
  private final MessageDigest digest;
  private final byte[] inner;
  private final byte[] outer;
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
      case HMAC_SHA384_192 -> "SHA-384";
      case HMAC_SHA512_256 -> "SHA-512";
    };
    try {
      digest = MessageDigest.getInstance(algorithm);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(algorithm + " is not to be had", e);
    }
    icvBytes = integrity.icvBytes;
    result = new byte[digest.getDigestLength()];
    inner = new byte[result.length < LONG_DIGEST_BYTES ? 64 : 128];
    outer = new byte[inner.length];
    for (int i = 0; i < inner.length; i++) {
      int k = i < key.length ? key[i] : 0;
      inner[i] = (byte) (k ^ 0x36);
      outer[i] = (byte) (k ^ 0x5c);
    }
  }

  int icvBytes() {
    return icvBytes;
  }

  /** Begins a message that is given in parts. */
  void begin() {
    digest.update(inner, 0, inner.length);
  }

  void part(byte[] b, int at, int length) {
    digest.update(b, at, length);
  }

  private void end() {
    try {
      digest.digest(result, 0, result.length);
      digest.update(outer, 0, outer.length);
      digest.update(result, 0, result.length);
      digest.digest(result, 0, result.length);
    } catch (DigestException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Ends the message; its ICV is written there. */
  void endInto(byte[] b, int at) {
    end();
    System.arraycopy(result, 0, b, at, icvBytes);
  }

  /** Ends the message. @return whether its ICV stands there */
  boolean endMatches(byte[] b, int at) {
    end();
    int difference = 0;
    for (int i = 0; i < icvBytes; i++) difference |= result[i] ^ b[at + i];
    return difference == 0;
  }

  @Override
  public void sign(byte[] b, int at, int length) {
    begin();
    part(b, at, length);
    endInto(b, at + length);
  }

  @Override
  public boolean verify(byte[] b, int at, int length) {
    begin();
    part(b, at, length);
    return endMatches(b, at + length);
  }

  @Override
  public void wipe() {
    Arrays.fill(inner, (byte) 0);
    Arrays.fill(outer, (byte) 0);
    Arrays.fill(result, (byte) 0);
  }
}
