package net.anotherbox.plane.esp;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.ShortBufferException;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import net.anotherbox.plane.view.NetworkOrder;

/** CBC by a JCE cipher that is never initialised again; see the package's essay for how IVs pass through it. */
final class ChainedCbc extends EspCipher {
  private final Cipher cipher;
  private final int block;
  private final byte[] salt;

  ChainedCbc(String algorithm, int block, byte[] key, boolean encrypting, byte[] salt) {
    this.block = block;
    this.salt = Arrays.copyOf(salt, block);
    try {
      cipher = Cipher.getInstance(algorithm + "/CBC/NoPadding");
      cipher.init(encrypting ? Cipher.ENCRYPT_MODE : Cipher.DECRYPT_MODE, new SecretKeySpec(key, algorithm),
          new IvParameterSpec(new byte[block]));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(algorithm + " is not to be had", e);
    }
  }

  @Override
  void encrypt(byte[] from, int at, int length, byte[] to, int toAt, int nonce) {
    System.arraycopy(salt, 0, from, at - block, block);
    NetworkOrder.i32(from, at - 4, NetworkOrder.i32(salt, block - 4) ^ nonce);
    update(from, at - block, block + length, to, toAt);
  }

  @Override
  void decrypt(byte[] from, int at, int length, byte[] to, int toAt) {
    update(from, at, block + length, to, toAt - block);
  }

  private void update(byte[] from, int at, int length, byte[] to, int toAt) {
    try {
      cipher.update(from, at, length, to, toAt);
    } catch (ShortBufferException e) {
      throw new IndexOutOfBoundsException("no room for " + length + " bytes at " + toAt);
    }
  }

  @Override
  public void wipe() {
    Arrays.fill(salt, (byte) 0);
  }
}
