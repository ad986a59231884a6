package net.anotherbox.plane;

/**
 * Lets each source through at most once a second, by a table of fixed size. Sources that share a place in it share the
 * second too, so under a flood some wait longer; none is ever let through twice.
 */
final class SourceLimit {
  private static final int SIZE = 256;
  private static final long SECOND = 1000;
  private final long[] millis = new long[SIZE];

  SourceLimit() {
    java.util.Arrays.fill(millis, Long.MIN_VALUE / 2);
  }

  /** Whether this source may be told of now. */
  boolean admits(long source, long now) {
    int place = (int) (source * 0x9e3779b97f4a7c15L >>> 56);
    if (now - millis[place] < SECOND) return false;
    millis[place] = now;
    return true;
  }
}
