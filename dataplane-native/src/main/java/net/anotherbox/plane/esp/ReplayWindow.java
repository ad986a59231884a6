package net.anotherbox.plane.esp;

/**
 * The anti-replay window (RFC 4303 section 3.4.3) as a ring of words (RFC 6479): moving it forward clears the words passed
 * over and shifts nothing.
 */
final class ReplayWindow {
  /** What IOS allows at most ({@code crypto ipsec security-association replay window-size 1024}). */
  static final int LARGEST = 1024;

  private final int size;
  private final long[] words;
  private final int mask;
  private long top;

  /** @param size in packets, up to {@link #LARGEST}; 0 takes everything */
  ReplayWindow(int size) {
    if (size < 0 || size > LARGEST) throw new IllegalArgumentException("replay window of " + size);
    this.size = size;
    int count = 2;
    while (count < (size + 63) / 64 + 1) count <<= 1;
    words = new long[count];
    mask = count - 1;
  }

  /** Whether a packet of this sequence number (unsigned) may be taken. Changes nothing: its ICV is not known to be good. */
  boolean fresh(int sequence) {
    if (size == 0) return true;
    long s = sequence & 0xffffffffL;
    if (s == 0) return false;
    if (s > top) return true;
    if (top - s >= size) return false;
    return (words[(int) (s >>> 6) & mask] >>> (s & 63) & 1) == 0;
  }

  /** Takes note of an authentic packet that was {@link #fresh}. */
  void taken(int sequence) {
    if (size == 0) return;
    long s = sequence & 0xffffffffL;
    if (s > top) {
      long steps = Math.min((s >>> 6) - (top >>> 6), words.length);
      for (long i = 1; i <= steps; i++) words[(int) ((top >>> 6) + i) & mask] = 0;
      top = s;
    }
    words[(int) (s >>> 6) & mask] |= 1L << (s & 63);
  }
}
