package net.anotherbox.plane.esp;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** CBC over {@link Des}, single or triple. */
final class DesCbc extends EspCipher {
  private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
  private final Des des;
  private final long[] pair = new long[2];
  private long salt;
  private long last;

  DesCbc(byte[] key, boolean encrypting, byte[] salt) {
    des = new Des(key, encrypting);
    this.salt = (long) LONG.get(salt, 0);
  }

  @Override
  void encrypt(byte[] from, int at, int length, byte[] to, int toAt, int nonce) {
    long x = des.block(salt ^ nonce & 0xffffffffL ^ last);
    LONG.set(to, toAt, x);
    for (int i = 0; i < length; i += 8) {
      x = des.block((long) LONG.get(from, at + i) ^ x);
      LONG.set(to, toAt + 8 + i, x);
    }
    last = x;
  }

  @Override
  void decrypt(byte[] from, int at, int length, byte[] to, int toAt) {
    long before = (long) LONG.get(from, at);
    int i = 0;
    for (; i + 16 <= length; i += 16) {
      long a = (long) LONG.get(from, at + 8 + i);
      long b = (long) LONG.get(from, at + 16 + i);
      pair[0] = a;
      pair[1] = b;
      des.blocks(pair);
      LONG.set(to, toAt + i, pair[0] ^ before);
      LONG.set(to, toAt + 8 + i, pair[1] ^ a);
      before = b;
    }
    if (i < length) LONG.set(to, toAt + i, des.block((long) LONG.get(from, at + 8 + i)) ^ before);
  }

  @Override
  public void wipe() {
    des.wipe();
    salt = 0;
    last = 0;
  }
}
