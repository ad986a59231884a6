package net.anotherbox.shell.output;

/** Takes the output of a command line by line. */
public interface LineSink {
  /**
   * The next line, without its newline.
   *
   * @return false if no more is wanted: the command may stop
   */
  boolean line(String text);

  /**
   * The beginning of a line that goes on later (the marks of a ping). What came with {@code part} belongs before the text
   * of the next {@link #line}.
   */
  default boolean part(String text) {
    return true;
  }

  /** There is no more. */
  default void end() {}
}
