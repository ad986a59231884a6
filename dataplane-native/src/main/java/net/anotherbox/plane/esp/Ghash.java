package net.anotherbox.plane.esp;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * GHASH (SP 800-38D section 6.4). The product of a block with the key is a sum over the block's 16 bytes; for each place a
 * table has the 256 possible summands, 64 KB in all, so that no lookup waits for the one before it. Tables of nibbles would
 * fit the first cache better, and take twice as long all the same.
 */
final class Ghash {
  private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
  private static final long REDUCTION = 0xe1L << 56;
  private static final int BLOCK = 16;
  private static final int PLACE = 256;

  private final long[] highs = new long[BLOCK * PLACE];
  private final long[] lows = new long[BLOCK * PLACE];
  private final byte[] rest = new byte[BLOCK];
  private long high;
  private long low;

  /** @param key the cipher's answer to a block of zeros */
  Ghash(byte[] key) {
    long h = (long) LONG.get(key, 0);
    long l = (long) LONG.get(key, 8);
    for (int at = 0; at < highs.length; at += PLACE) {
      for (int bit = PLACE / 2; bit > 0; bit >>= 1) {
        highs[at + bit] = h;
        lows[at + bit] = l;
        long carry = -(l & 1) & REDUCTION;
        l = l >>> 1 | h << 63;
        h = h >>> 1 ^ carry;
      }
      for (int n = 1; n < PLACE; n++) {
        int top = Integer.highestOneBit(n);
        if (n == top) continue;
        highs[at + n] = highs[at + top] ^ highs[at + n - top];
        lows[at + n] = lows[at + top] ^ lows[at + n - top];
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
    long[] hs = highs;
    long[] ls = lows;
    long sumHigh = 0;
    long sumLow = 0;
    for (int place = 0; place < 8; place++) {
      int a = place * PLACE + ((int) (x >>> 56 - 8 * place) & 255);
      int b = (place + 8) * PLACE + ((int) (y >>> 56 - 8 * place) & 255);
      sumHigh ^= hs[a] ^ hs[b];
      sumLow ^= ls[a] ^ ls[b];
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
    Arrays.fill(highs, 0);
    Arrays.fill(lows, 0);
    Arrays.fill(rest, (byte) 0);
    begin();
  }
}
