package net.anotherbox.plane.esp;

import net.anotherbox.runtime.port.SaSpec;

/** One direction of the encryption of one SA. Lengths are whole blocks. */
abstract sealed class EspCipher permits NullCipher, ChainedCbc, DesCbc, Gcm {
  /**
   * Encrypts the {@code length} bytes at {@code from[at]}. The block before them is overwritten; {@code to} gets IV and
   * ciphertext, {@code ivBytes + length} bytes from {@code toAt}. {@code nonce} must differ with every call.
   */
  abstract void encrypt(byte[] from, int at, int length, byte[] to, int toAt, int nonce);

  /**
   * Decrypts {@code length} bytes of ciphertext that follow the IV at {@code from[at]}. The plaintext comes to lie at {@code
   * toAt}; the block before it is overwritten.
   */
  abstract void decrypt(byte[] from, int at, int length, byte[] to, int toAt);

  /** Forgets the key as far as it is ours to forget. */
  public abstract void wipe();

  /** @param salt a block of the randomness port's bytes, for {@link #encrypt}'s IVs */
  static EspCipher of(SaSpec.Cipher cipher, byte[] key, boolean encrypting, byte[] salt) {
    if (key.length != cipher.keyBytes) {
      throw new IllegalArgumentException(cipher + " with a key of " + key.length + " bytes");
    }
    return switch (cipher) {
      case NULL -> new NullCipher();
      case DES, TRIPLE_DES -> new DesCbc(key, encrypting, salt);
      case AES_128, AES_192, AES_256 -> new ChainedCbc("AES", 16, key, encrypting, salt);
      case AES_GCM_128, AES_GCM_192, AES_GCM_256 -> new Gcm(key, true);
      case AES_GMAC_128, AES_GMAC_192, AES_GMAC_256 -> new Gcm(key, false);
    };
  }
}
