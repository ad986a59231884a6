package net.anotherbox.plane.linux;

import java.io.IOException;

/** A system call refused, with the call, the reason in the system's words and the number. */
final class OsError extends IOException {
  private static final long serialVersionUID = 1L;
  static final int EPERM = 1;
  static final int ENOENT = 2;
  private static final int ESRCH = 3;
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

  /** A call that takes something away. */
  interface Removal {
    void run() throws OsError;
  }

  /** Takes a route or the like away, which may have gone by itself or with its link. */
  static void unlessGone(Removal call) throws OsError {
    try {
      call.run();
    } catch (OsError e) {
      if (e.errno != ESRCH && e.errno != ENODEV) throw e;
    }
  }

  int errno() {
    return errno;
  }
}
