package net.anotherbox.shell.line;

/** What came of reading a line. */
public sealed interface Entry {
  /** A line ended by RETURN. */
  record Line(String text) implements Entry {}

  /** A line ended by Ctrl-Z: do what it says, then leave configuration. */
  record End(String text) implements Entry {}

  /** Ctrl-C: whatever was typed is dropped. */
  record Abort() implements Entry {}

  /** The terminal has gone. */
  record Closed() implements Entry {}
}
