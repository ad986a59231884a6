package net.anotherbox.plane.linux;

/** File descriptors to wait for, as an array of struct pollfd. */
final class PollSet {
  private static final int ROW = 8;
  private final NativeBytes rows;
  private int count;

  PollSet(int most) {
    rows = new NativeBytes(most * ROW);
  }

  void clear() {
    count = 0;
  }

  /** Adds a descriptor to be read from. @return its place, for {@link #readable} */
  int add(int fd) {
    rows.putInt(count * ROW, fd);
    rows.putShort(count * ROW + 4, (short) LibC.POLLIN);
    return count++;
  }

  /** Waits, at most so long. @return false if nothing has come */
  boolean await(int timeoutMillis) {
    for (int i = 0; i < count; i++) rows.putShort(i * ROW + 6, (short) 0);
    return LibC.poll(rows, count, timeoutMillis) > 0;
  }

  /** Whether there is something to read there, or an error that reading will tell. */
  boolean readable(int place) {
    return rows.getShort(place * ROW + 6) != 0;
  }
}
