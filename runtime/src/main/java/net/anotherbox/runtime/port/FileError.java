package net.anotherbox.runtime.port;

/** Why a file cannot be had or made. */
public final class FileError extends Exception {
  private static final long serialVersionUID = 1L;

  /** The reasons a router has words for. */
  public enum Reason {
    NO_SUCH_FILE, EXISTS, IS_DIRECTORY, NOT_DIRECTORY, NOT_EMPTY, NO_SPACE, PERMISSION, INVALID_NAME, IN_USE, NO_DEVICE,
    TIMED_OUT, UNREACHABLE, UNKNOWN_HOST, REFUSED_BY_PEER, OTHER_HOST_KEY, ABORTED, IO
  }

  private final Reason reason;
  private final String detail;

  public FileError(Reason reason) {
    this(reason, "");
  }

  /** @param detail the other end's own words, if there are any */
  public FileError(Reason reason, String detail) {
    super(reason.name() + (detail.isEmpty() ? "" : ": " + detail), null, false, false);
    this.reason = reason;
    this.detail = detail;
  }

  public Reason reason() {
    return reason;
  }

  public String detail() {
    return detail;
  }
}
