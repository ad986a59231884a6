package net.anotherbox.crypto.isakmp.keys;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import net.anotherbox.crypto.isakmp.policy.IsakmpPolicy;

/** The negotiated cipher of phase 1, in CBC mode. Key and block sizes in bytes. */
public enum IsakmpCipher {
  DES("DES", 8, 8), TRIPLE_DES("DESede", 24, 8), AES_128("AES", 16, 16), AES_192("AES", 24, 16), AES_256("AES", 32, 16);

  private final String name;
  private final int keyBytes;
  private final int blockBytes;

  IsakmpCipher(String name, int keyBytes, int blockBytes) {
    this.name = name;
    this.keyBytes = keyBytes;
    this.blockBytes = blockBytes;
  }

  /** @throws IllegalArgumentException if AES is asked for with a key of some other length */
  public static IsakmpCipher of(IsakmpPolicy.Encryption encryption, int keyBits) {
    return switch (encryption) {
      case DES -> DES;
      case TRIPLE_DES -> TRIPLE_DES;
      case AES -> switch (keyBits) {
        case 128 -> AES_128;
        case 192 -> AES_192;
        case 256 -> AES_256;
        default -> throw new IllegalArgumentException("key of " + keyBits + " bits");
      };
    };
  }

  public int keyBytes() {
    return keyBytes;
  }

  public int blockBytes() {
    return blockBytes;
  }

  /** The last block, which is the IV of the exchange's next message. */
  public byte[] lastBlock(byte[] ciphertext) {
    return Arrays.copyOfRange(ciphertext, ciphertext.length - blockBytes, ciphertext.length);
  }

  /** Appends zeros, a whole block of them if the text fits already, as IOS does, and encrypts. */
  byte[] encrypt(byte[] key, byte[] iv, byte[] plain) {
    byte[] padded = Arrays.copyOf(plain, (plain.length / blockBytes + 1) * blockBytes);
    return run(Cipher.ENCRYPT_MODE, key, iv, padded);
  }

  /** @throws IllegalArgumentException unless the length is a positive multiple of the block's */
  byte[] decrypt(byte[] key, byte[] iv, byte[] ciphertext) {
    if (ciphertext.length == 0 || ciphertext.length % blockBytes != 0) throw new IllegalArgumentException("length");
    return run(Cipher.DECRYPT_MODE, key, iv, ciphertext);
  }

  private byte[] run(int mode, byte[] key, byte[] iv, byte[] text) {
    try {
      var c = Cipher.getInstance(name + "/CBC/NoPadding");
      c.init(mode, new SecretKeySpec(key, name), new IvParameterSpec(iv));
      return c.doFinal(text);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(name, e);
    }
  }
}
