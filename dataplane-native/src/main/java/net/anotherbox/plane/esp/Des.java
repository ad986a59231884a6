package net.anotherbox.plane.esp;

import java.util.Arrays;

/**
 * DES and triple DES (FIPS 46-3) on 64-bit blocks held in a long. The providers' implementations work byte by byte and, for
 * triple DES, permute between the three passes; this one does neither, and DES is what the old releases speak. S-boxes and
 * the permutation P are merged into tables when the class is loaded. Both halves are kept rotated left by one bit, so that
 * the six input bits of every S-box lie within one byte.
 */
final class Des {
  private static final String[] S_BOXES = {
    "e4d12fb83a6c59070f74e2d1a6cb953841e8d62bfc973a50fc8249175b3ea06d",
    "f18e6b34972dc05a3d47f28ec01a69b50e7ba4d158c6932fd8a13f42b67c05e9",
    "a09e63f51dc7b428d709346a285ecbf1d6498f30b12c5ae71ad069874fe3b52c",
    "7de3069a1285bc4fd8b56f03472c1ae9a690cb7df13e52843f06a1d8945bc72e",
    "2c417ab6853fd0e9eb2c47d150fa3986421bad78f9c5630eb8c71e2d6f09a453",
    "c1af92680d34e75baf427c9561de0b389ef528c3704a1db6432c95fabe17608d",
    "4b2ef08d3c975a61d0b7491ae35c2f8614bdc37eaf6805926bd814a7950fe23c",
    "d2846fb1a93e50c71fd8a374c56b0e927b419ce206adf35821e74a8dfc90356b",
  };
  private static final int[] P = {16, 7, 20, 21, 29, 12, 28, 17, 1, 15, 23, 26, 5, 18, 31, 10, 2, 8, 24, 14, 32, 27, 3, 9,
    19, 13, 30, 6, 22, 11, 4, 25};
  private static final int[] PC_1 = {57, 49, 41, 33, 25, 17, 9, 1, 58, 50, 42, 34, 26, 18, 10, 2, 59, 51, 43, 35, 27, 19, 11,
    3, 60, 52, 44, 36, 63, 55, 47, 39, 31, 23, 15, 7, 62, 54, 46, 38, 30, 22, 14, 6, 61, 53, 45, 37, 29, 21, 13, 5, 28, 20,
    12, 4};
  private static final int[] PC_2 = {14, 17, 11, 24, 1, 5, 3, 28, 15, 6, 21, 10, 23, 19, 12, 4, 26, 8, 16, 7, 27, 20, 13, 2,
    41, 52, 31, 37, 47, 55, 30, 40, 51, 45, 33, 48, 44, 49, 39, 56, 34, 53, 46, 42, 50, 36, 29, 32};
  private static final String SHIFTS = "1122222212222221";
  private static final int WORDS = 32;
  private static final int[] SP = new int[8 * 64];

  static {
    for (int box = 0; box < 8; box++) {
      for (int six = 0; six < 64; six++) {
        int row = six >> 4 & 2 | six & 1;
        int nibble = Character.digit(S_BOXES[box].charAt(row << 4 | six >> 1 & 15), 16);
        int before = nibble << 28 - 4 * box;
        int after = 0;
        for (int i = 0; i < 32; i++) after |= (before >>> 32 - P[i] & 1) << 31 - i;
        SP[box << 6 | six] = Integer.rotateLeft(after, 1);
      }
    }
  }

  /** Each pass has two words a round: the key bits of the odd S-boxes, those of the even ones. */
  private final int[][] schedule;

  /** @param key 8 bytes, or 24 for encrypt-decrypt-encrypt */
  Des(byte[] key, boolean encrypting) {
    int passes = key.length / 8;
    schedule = new int[passes][WORDS];
    for (int pass = 0; pass < passes; pass++) {
      int from = encrypting ? pass : passes - 1 - pass;
      boolean forward = encrypting == (pass % 2 == 0);
      schedule(key, from * 8, forward, schedule[pass]);
    }
  }

  private static void schedule(byte[] key, int at, boolean forward, int[] to) {
    int[] cd = new int[56];
    for (int i = 0; i < 56; i++) cd[i] = key[at + (PC_1[i] - 1 >> 3)] >> 7 - (PC_1[i] - 1 & 7) & 1;
    int shift = 0;
    for (int round = 0; round < 16; round++) {
      shift += SHIFTS.charAt(round) - '0';
      int[] six = new int[8];
      for (int i = 0; i < 48; i++) {
        int bit = PC_2[i] - 1;
        int half = bit / 28 * 28;
        six[i / 6] |= cd[half + (bit - half + shift) % 28] << 5 - i % 6;
      }
      int place = 2 * (forward ? round : 15 - round);
      to[place] = six[0] << 24 | six[2] << 16 | six[4] << 8 | six[6];
      to[place + 1] = six[1] << 24 | six[3] << 16 | six[5] << 8 | six[7];
    }
    Arrays.fill(cd, 0);
  }

  /** The round function, without the halves' exchange. */
  private static int f(int half, int odd, int even) {
    int t = Integer.rotateRight(half, 4) ^ odd;
    int u = half ^ even;
    return SP[t >>> 24 & 63] ^ SP[128 + (t >>> 16 & 63)] ^ SP[256 + (t >>> 8 & 63)] ^ SP[384 + (t & 63)]
        ^ SP[64 + (u >>> 24 & 63)] ^ SP[192 + (u >>> 16 & 63)] ^ SP[320 + (u >>> 8 & 63)] ^ SP[448 + (u & 63)];
  }

  /** One block through all rounds. */
  long block(long in) {
    long permuted = initial(in);
    int l = (int) (permuted >>> 32);
    int r = (int) permuted;
    for (int[] k : schedule) {
      for (int i = 0; i < WORDS; i += 4) {
        l ^= f(r, k[i], k[i + 1]);
        r ^= f(l, k[i + 2], k[i + 3]);
      }
      int exchanged = l;
      l = r;
      r = exchanged;
    }
    return last(l, r);
  }

  /**
   * Two blocks at once, {@code b[0]} and {@code b[1]}, in place: a round waits for the one before it, so a second block in
   * between costs next to nothing. Only decrypting can have it, as CBC encrypts one block after the other.
   */
  void blocks(long[] b) {
    long p = initial(b[0]);
    long q = initial(b[1]);
    int l = (int) (p >>> 32);
    int r = (int) p;
    int m = (int) (q >>> 32);
    int s = (int) q;
    for (int[] k : schedule) {
      for (int i = 0; i < WORDS; i += 4) {
        l ^= f(r, k[i], k[i + 1]);
        m ^= f(s, k[i], k[i + 1]);
        r ^= f(l, k[i + 2], k[i + 3]);
        s ^= f(m, k[i + 2], k[i + 3]);
      }
      int exchanged = l;
      l = r;
      r = exchanged;
      exchanged = m;
      m = s;
      s = exchanged;
    }
    b[0] = last(l, r);
    b[1] = last(m, s);
  }

  /** The initial permutation as five exchanges of bits between the halves, which leaves both rotated left by one. */
  private static long initial(long in) {
    int l = (int) (in >>> 32);
    int r = (int) in;
    int w = (l >>> 4 ^ r) & 0x0f0f0f0f;
    r ^= w;
    l ^= w << 4;
    w = (l >>> 16 ^ r) & 0xffff;
    r ^= w;
    l ^= w << 16;
    w = (r >>> 2 ^ l) & 0x33333333;
    l ^= w;
    r ^= w << 2;
    w = (r >>> 8 ^ l) & 0x00ff00ff;
    l ^= w;
    r ^= w << 8;
    r = Integer.rotateLeft(r, 1);
    w = (l ^ r) & 0xaaaaaaaa;
    l ^= w;
    r ^= w;
    return (long) Integer.rotateLeft(l, 1) << 32 | r & 0xffffffffL;
  }

  /** The final permutation: the same exchanges in reverse order. */
  private static long last(int l, int r) {
    l = Integer.rotateRight(l, 1);
    int w = (l ^ r) & 0xaaaaaaaa;
    l ^= w;
    r ^= w;
    r = Integer.rotateRight(r, 1);
    w = (r >>> 8 ^ l) & 0x00ff00ff;
    l ^= w;
    r ^= w << 8;
    w = (r >>> 2 ^ l) & 0x33333333;
    l ^= w;
    r ^= w << 2;
    w = (l >>> 16 ^ r) & 0xffff;
    r ^= w;
    l ^= w << 16;
    w = (l >>> 4 ^ r) & 0x0f0f0f0f;
    r ^= w;
    l ^= w << 4;
    return (long) l << 32 | r & 0xffffffffL;
  }

  void wipe() {
    for (int[] k : schedule) Arrays.fill(k, 0);
  }
}
