package net.anotherbox.nvram;

/** The store cannot be opened, read or written. The message is one line for the user and names no stored value. */
public final class NvramException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  NvramException(String message, Throwable cause) {
    super(message, cause);
  }
}
