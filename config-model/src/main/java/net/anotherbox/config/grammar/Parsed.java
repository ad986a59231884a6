package net.anotherbox.config.grammar;

/** The outcome of reading a line. */
public sealed interface Parsed permits Matched, Parsed.Ambiguous, Parsed.Incomplete, Parsed.Invalid, Parsed.Blank {
  /** "% Ambiguous command:": a word could mean several. @param column offset of that word in the line */
  record Ambiguous(String typed, int column) implements Parsed {}

  /** "% Incomplete command." */
  record Incomplete() implements Parsed {}

  /**
   * "% Invalid input detected at '^' marker."
   *
   * @param column offset in the line of the first character that fits nothing
   * @param word number of the word it lies in, from 0
   */
  record Invalid(int column, int word) implements Parsed {}

  /** Nothing, or a comment. */
  record Blank() implements Parsed {}
}
