package net.anotherbox.runtime.wire;

/**
 * Why a message could not be read. Thrown by {@link Reader} and caught at the decoder's one exit, where it is counted.
 * Holds no stack: peers may send many.
 */
public final class DecodeError extends Exception {
  private static final long serialVersionUID = 1L;
  private final String field;
  private final long value;

  public DecodeError(String field, long value) {
    super(field + " " + value, null, false, false);
    this.field = field;
    this.value = value;
  }

  /** The field that is wrong, in the RFC's words. */
  public String field() {
    return field;
  }

  /** What it held. */
  public long value() {
    return value;
  }
}
