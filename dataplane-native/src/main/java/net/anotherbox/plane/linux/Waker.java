package net.anotherbox.plane.linux;

/** Wakes a thread that waits in poll. */
final class Waker implements AutoCloseable {
  private final int fd;
  private final NativeBytes one = new NativeBytes(16);

  Waker() throws OsError {
    fd = LibC.eventfd();
    one.putLong(0, 1);
  }

  int fd() {
    return fd;
  }

  /** From any thread. */
  void wake() {
    LibC.write(fd, one, 0, 8);
  }

  /** On the woken thread: ready to be woken again. */
  void rest() {
    LibC.read(fd, one, 8, 8);
  }

  @Override
  public void close() {
    LibC.close(fd);
  }
}
