package net.anotherbox.crypto.isakmp.key;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Encryption of type 6, as IOS does it: AES-128 under a key that comes of the master key and a salt, a MAC of four bytes,
 * and three letters for each two bytes. What this makes an IOS router with the same master key can read, and the other way
 * round.
 */
final class Type6 {
  static final int SALT_BYTES = 8;
  private static final int MAC_BYTES = 4;
  private static final int BLOCK = 16;
  private static final int BASE = 41;
  private static final char FIRST = 'A';

  private Type6() {}

  /** @param salt {@link #SALT_BYTES} random bytes */
  static String encrypt(String masterKey, String secret, byte[] salt) {
    byte[] text = crypt(masterKey, salt, secret.getBytes(StandardCharsets.UTF_8));
    var all = new ByteArrayOutputStream();
    all.writeBytes(salt);
    all.writeBytes(text);
    all.writeBytes(mac(masterKey, salt, text));
    return letters(all.toByteArray());
  }

  /** Empty if this is nothing of type 6, or was made with another master key. */
  static Optional<String> decrypt(String masterKey, String letters) {
    byte[] all = bytes(letters).orElse(new byte[0]);
    if (all.length <= SALT_BYTES + MAC_BYTES) return Optional.empty();
    byte[] salt = Arrays.copyOf(all, SALT_BYTES);
    byte[] text = Arrays.copyOfRange(all, SALT_BYTES, all.length - MAC_BYTES);
    byte[] mac = Arrays.copyOfRange(all, all.length - MAC_BYTES, all.length);
    if (!MessageDigest.isEqual(mac, mac(masterKey, salt, text))) return Optional.empty();
    return Optional.of(new String(crypt(masterKey, salt, text), StandardCharsets.UTF_8));
  }

  /** A counter in the fourth byte of a block gives the key stream. */
  private static byte[] crypt(String masterKey, byte[] salt, byte[] text) {
    byte[] key = key(masterKey, salt, 1);
    byte[] out = new byte[text.length];
    for (int i = 0; i < text.length; i++) {
      byte[] counter = new byte[BLOCK];
      counter[3] = (byte) (i / BLOCK);
      out[i] = (byte) (text[i] ^ aes(key, counter)[i % BLOCK]);
    }
    return out;
  }

  private static byte[] mac(String masterKey, byte[] salt, byte[] text) {
    try {
      var m = Mac.getInstance("HmacSHA1");
      m.init(new SecretKeySpec(key(masterKey, salt, 0), "HmacSHA1"));
      return Arrays.copyOf(m.doFinal(text), MAC_BYTES);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("HmacSHA1", e);
    }
  }

  /** @param purpose 1 to encrypt with, 0 to authenticate with */
  private static byte[] key(String masterKey, byte[] salt, int purpose) {
    try {
      byte[] block = Arrays.copyOf(salt, BLOCK);
      block[BLOCK - 1] = (byte) purpose;
      return aes(MessageDigest.getInstance("MD5").digest(masterKey.getBytes(StandardCharsets.UTF_8)), block);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("MD5", e);
    }
  }

  private static byte[] aes(byte[] key, byte[] block) {
    try {
      var c = Cipher.getInstance("AES/ECB/NoPadding");
      c.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"));
      return c.doFinal(block);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("AES", e);
    }
  }

  /** The last pair is a byte left over and 0, or 0 and 1 if none is. */
  private static String letters(byte[] b) {
    byte[] padded = Arrays.copyOf(b, b.length % 2 == 1 ? b.length + 1 : b.length + 2);
    if (b.length % 2 == 0) padded[padded.length - 1] = 1;
    var s = new StringBuilder();
    for (int i = 0; i < padded.length; i += 2) {
      int n = (padded[i] & 255) << 8 | padded[i + 1] & 255;
      s.append((char) (FIRST + n / (BASE * BASE))).append((char) (FIRST + n / BASE % BASE))
          .append((char) (FIRST + n % BASE));
    }
    return s.toString();
  }

  private static Optional<byte[]> bytes(String letters) {
    if (letters.isEmpty() || letters.length() % 3 != 0) return Optional.empty();
    byte[] b = new byte[letters.length() / 3 * 2];
    for (int i = 0; i < letters.length(); i += 3) {
      int n = 0;
      for (int j = 0; j < 3; j++) {
        int digit = letters.charAt(i + j) - FIRST;
        if (digit < 0 || digit >= BASE) return Optional.empty();
        n = n * BASE + digit;
      }
      if (n > 0xffff) return Optional.empty();
      b[i / 3 * 2] = (byte) (n >> 8);
      b[i / 3 * 2 + 1] = (byte) n;
    }
    return Optional.of(Arrays.copyOf(b, b.length - (b[b.length - 1] == 0 ? 1 : 2)));
  }
}
