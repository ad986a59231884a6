package net.anotherbox.shell.line;

/** What came of reading a line. */
public sealed interface Entry {
  /**
   * A line ended by RETURN.
   *
   * @param scrolled characters at its beginning that the screen did not show when it ended
   */
  record Line(String text, int scrolled) implements Entry {
    public Line(String text) {
      this(text, 0);
    }
  }

  /** A line ended by Ctrl-Z: do what it says, then leave configuration. */
  record End(String text, int scrolled) implements Entry {
    public End(String text) {
      this(text, 0);
    }
  }

  /** Ctrl-C: whatever was typed is dropped. */
  record Abort() implements Entry {}

  /** The terminal has gone. */
  record Closed() implements Entry {}
}
