package net.anotherbox.plane.linux;

/** Many file descriptors to read from, of which a few have something at a time: the cost is that of those few (epoll(7)). */
final class EpollSet implements AutoCloseable {
  private static final int ADD = 1;
  private static final int DELETE = 2;
  private static final int MOST = 64;
  /** The kernel packs the structure on x86-64 only. */
  private static final boolean PACKED = System.getProperty("os.arch").equals("amd64");
  private static final int ROW = PACKED ? 12 : 16;
  private static final int DATA_AT = PACKED ? 4 : 8;

  private final int fd;
  private final NativeBytes ready = new NativeBytes(MOST * ROW);
  private final NativeBytes event = new NativeBytes(16);

  EpollSet() throws OsError {
    fd = LibC.epollCreate();
  }

  /** Readable whenever one of its own is: to be waited for with others. */
  int fd() {
    return fd;
  }

  /** From one thread; another may wait meanwhile. @param number what {@link #ready} shall call it */
  void add(int of, int number) throws OsError {
    event.putInt(0, LibC.POLLIN);
    event.putInt(DATA_AT, number);
    LibC.epollControl(fd, ADD, of, event);
  }

  /** A descriptor that is closed goes by itself; one that only fails does not. */
  void remove(int of) {
    try {
      LibC.epollControl(fd, DELETE, of, new NativeBytes(16));
    } catch (OsError e) {
      // It has gone already.
      return;
    }
  }

  /** @return how many can be read from; the others have to wait for the next time if there are very many */
  int ready() {
    return Math.max(0, LibC.epollReady(fd, ready, MOST, ROW));
  }

  /** The number of the i-th of them. */
  int number(int i) {
    return ready.getInt(i * ROW + DATA_AT);
  }

  @Override
  public void close() {
    LibC.close(fd);
  }
}
