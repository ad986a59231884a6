package net.anotherbox.plane.esp;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.ShortBufferException;
import javax.crypto.spec.SecretKeySpec;
import net.anotherbox.plane.view.NetworkOrder;

/**
 * AES-GCM (RFC 4106) and AES-GMAC (RFC 4543): one object is cipher and authenticator. The providers' GCM must be initialised
 * anew for each packet and holds back what it has decrypted, both of which allocate; so the counter blocks are ours, the
 * provider's cipher encrypts them, and {@link Ghash} does the rest. The IV in the packet is the sequence number, which no
 * two packets under one key share.
 */
final class Gcm extends EspCipher implements Authenticator {
  private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());
  private static final int SALT_BYTES = 4;
  private static final int HEADER_BYTES = 8;
  private static final int IV_BYTES = 8;
  private static final int ICV_BYTES = 16;
  private static final int BLOCK = 16;
  private static final int TURN = 32 * BLOCK;

  private final Cipher aes;
  private final Ghash ghash;
  private final boolean encrypts;
  private final byte[] counters = new byte[TURN];
  private final byte[] stream = new byte[TURN];
  private final byte[] tag = new byte[BLOCK];

  /** @param key AES key, then the salt. @param encrypts false for GMAC */
  Gcm(byte[] key, boolean encrypts) {
    this.encrypts = encrypts;
    byte[] cipherKey = Arrays.copyOf(key, key.length - SALT_BYTES);
    try {
      aes = Cipher.getInstance("AES/ECB/NoPadding");
      aes.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(cipherKey, "AES"));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("AES is not to be had", e);
    }
    Arrays.fill(cipherKey, (byte) 0);
    blocks(BLOCK);
    ghash = new Ghash(Arrays.copyOf(stream, BLOCK));
    for (int at = 0; at < TURN; at += BLOCK) System.arraycopy(key, key.length - SALT_BYTES, counters, at, SALT_BYTES);
  }

  private void blocks(int length) {
    try {
      aes.update(counters, 0, length, stream, 0);
    } catch (ShortBufferException e) {
      throw new IndexOutOfBoundsException("no room for " + length + " bytes");
    }
  }

  /** Puts this IV into the counter blocks that so many bytes need. */
  private void nonce(byte[] from, int at, int bytes) {
    long iv = (long) LONG.get(from, at);
    for (int i = 0; i < Math.min(TURN, bytes); i += BLOCK) LONG.set(counters, i + SALT_BYTES, iv);
  }

  private void crypt(byte[] from, int at, int length, byte[] to, int toAt) {
    int counter = 2;
    for (int done = 0; done < length; done += TURN) {
      int turn = Math.min(TURN, length - done);
      int whole = turn + BLOCK - 1 & -BLOCK;
      for (int i = 0; i < whole; i += BLOCK) NetworkOrder.i32(counters, i + SALT_BYTES + IV_BYTES, counter++);
      blocks(whole);
      int i = 0;
      for (; i + 8 <= turn; i += 8) {
        LONG.set(to, toAt + done + i, (long) LONG.get(from, at + done + i) ^ (long) LONG.get(stream, i));
      }
      for (; i < turn; i++) to[toAt + done + i] = (byte) (from[at + done + i] ^ stream[i]);
    }
  }

  @Override
  void encrypt(byte[] from, int at, int length, byte[] to, int toAt, int nonce) {
    NetworkOrder.i32(to, toAt, 0);
    NetworkOrder.i32(to, toAt + 4, nonce);
    if (encrypts) {
      nonce(to, toAt, length);
      crypt(from, at, length, to, toAt + IV_BYTES);
    } else {
      System.arraycopy(from, at, to, toAt + IV_BYTES, length);
    }
  }

  @Override
  void decrypt(byte[] from, int at, int length, byte[] to, int toAt) {
    if (encrypts) {
      nonce(from, at, length);
      crypt(from, at + IV_BYTES, length, to, toAt);
    } else {
      System.arraycopy(from, at + IV_BYTES, to, toAt, length);
    }
  }

  /** The tag of what begins with an ESP header: GCM leaves the IV out, GMAC takes it as part of what it authenticates. */
  private void compute(byte[] b, int at, int length) {
    ghash.begin();
    if (encrypts) {
      int encrypted = length - HEADER_BYTES - IV_BYTES;
      ghash.take(b, at, HEADER_BYTES);
      ghash.take(b, at + HEADER_BYTES + IV_BYTES, encrypted);
      ghash.end(HEADER_BYTES, encrypted);
    } else {
      ghash.take(b, at, length);
      ghash.end(length, 0);
    }
    nonce(b, at + HEADER_BYTES, BLOCK);
    NetworkOrder.i32(counters, SALT_BYTES + IV_BYTES, 1);
    blocks(BLOCK);
    i64(tag, 0, ghash.high());
    i64(tag, 8, ghash.low());
    for (int i = 0; i < BLOCK; i++) tag[i] ^= stream[i];
  }

  private static void i64(byte[] b, int at, long value) {
    NetworkOrder.i32(b, at, (int) (value >>> 32));
    NetworkOrder.i32(b, at + 4, (int) value);
  }

  @Override
  public void sign(byte[] b, int at, int length) {
    compute(b, at, length);
    System.arraycopy(tag, 0, b, at + length, ICV_BYTES);
  }

  @Override
  public boolean verify(byte[] b, int at, int length) {
    compute(b, at, length);
    int difference = 0;
    for (int i = 0; i < ICV_BYTES; i++) difference |= tag[i] ^ b[at + length + i];
    return difference == 0;
  }

  @Override
  public void wipe() {
    ghash.wipe();
    Arrays.fill(counters, (byte) 0);
    Arrays.fill(stream, (byte) 0);
    Arrays.fill(tag, (byte) 0);
  }
}
