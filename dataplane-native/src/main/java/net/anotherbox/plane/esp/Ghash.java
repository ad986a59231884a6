package net.anotherbox.plane.esp;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * GHASH (SP 800-38D section 6.4). The product of a block with the key is a sum over the block's 32 nibbles; for each place a
 * table has the 16 possible summands, 8 KB in all, so that no lookup waits for the one before it.
 */
final class Ghash {
  private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
  private static final long REDUCTION = 0xe1L << 56;
  private static final int BLOCK = 16;
  private static final int PLACE = 32;

  private final long[] table = new long[32 * PLACE];
  private final byte[] rest = new byte[BLOCK];
  private long high;
  private long low;

  /** @param key the cipher's answer to a block of zeros */
  Ghash(byte[] key) {
    long h = (long) LONG.get(key, 0);
    long l = (long) LONG.get(key, 8);
    for (int place = 0; place < 32; place++) {
      for (int bit = 8; bit > 0; bit >>= 1) {
        table[place * PLACE + bit * 2] = h;
        table[place * PLACE + bit * 2 + 1] = l;
        long carry = -(l & 1) & REDUCTION;
        l = l >>> 1 | h << 63;
        h = h >>> 1 ^ carry;
      }
      for (int n = 1; n < 16; n++) {
        int top = Integer.highestOneBit(n);
        if (n == top) continue;
        for (int half = 0; half < 2; half++) {
          table[place * PLACE + n * 2 + half] =
              table[place * PLACE + top * 2 + half] ^ table[place * PLACE + (n - top) * 2 + half];
        }
      }
    }
  }

  void begin() {
    high = 0;
    low = 0;
  }

  /** Takes these bytes, filled up with zeros to whole blocks. */
  void take(byte[] b, int at, int length) {
    int end = at + (length & -BLOCK);
    for (int i = at; i < end; i += BLOCK) block((long) LONG.get(b, i), (long) LONG.get(b, i + 8));
    int left = length & BLOCK - 1;
    if (left == 0) return;
    Arrays.fill(rest, (byte) 0);
    System.arraycopy(b, end, rest, 0, left);
    block((long) LONG.get(rest, 0), (long) LONG.get(rest, 8));
  }

  /** The last block: the lengths, in bytes, of what was only authenticated and of what was encrypted as well. */
  void end(int authenticated, int encrypted) {
    block(authenticated * 8L, encrypted * 8L);
  }

  private void block(long h, long l) {
    long x = high ^ h;
    long y = low ^ l;
    long[] t = table;
    long sumHigh = 0;
    long sumLow = 0;
    for (int place = 0; place < 16; place++) {
      int a = place * PLACE + ((int) (x >>> 60 - 4 * place) & 15) * 2;
      int b = (place + 16) * PLACE + ((int) (y >>> 60 - 4 * place) & 15) * 2;
      sumHigh ^= t[a] ^ t[b];
      sumLow ^= t[a + 1] ^ t[b + 1];
    }
    high = sumHigh;
    low = sumLow;
  }

  long high() {
    return high;
  }

  long low() {
    return low;
  }

  void wipe() {
    Arrays.fill(table, 0);
    Arrays.fill(rest, (byte) 0);
    begin();
  }
}
