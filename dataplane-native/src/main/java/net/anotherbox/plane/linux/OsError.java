package net.anotherbox.plane.linux;

import java.io.IOException;

/** A system call refused, with the call, the reason in the system's words and the number. */
final class OsError extends IOException {
  private static final long serialVersionUID = 1L;
  static final int EPERM = 1;
  static final int ENOENT = 2;
  static final int EINTR = 4;
  static final int EAGAIN = 11;
  static final int EEXIST = 17;
  static final int ENODEV = 19;
  static final int EINVAL = 22;
  static final int EOPNOTSUPP = 95;
  static final int ENOBUFS = 105;

  private final int errno;

  OsError(String call, int errno, String reason) {
    super(call + ": " + reason);
    this.errno = errno;
  }

  int errno() {
    return errno;
  }
}
