package net.anotherbox.config.commit;

import net.anotherbox.config.grammar.Matched;
import net.anotherbox.config.grammar.Parsed;

/** What became of one line typed in configuration mode. */
public sealed interface Outcome {
  /** In force. @param note what IOS says about it, or "" */
  record Accepted(Matched line, String note) implements Outcome {}

  /** Understood and refused. @param text lines for the user, newline-ended */
  record Refused(String text) implements Outcome {}

  /** Not understood: {@link Parsed.Ambiguous}, {@link Parsed.Incomplete} or {@link Parsed.Invalid}. */
  record NotUnderstood(Parsed why) implements Outcome {}

  /** Goes on over several lines: type them in one after another up to the delimiter, by {@link ConfigEditor#block}. */
  record NeedsBlock(Matched line, String delimiter) implements Outcome {}

  /** No line but a command of the mode: whoever has a terminal runs it. */
  record Runs(Matched command) implements Outcome {}

  /** Nothing happened: a blank line or a comment. */
  record Nothing() implements Outcome {}

  /** "end" or an "exit" from the global mode: back to exec. */
  record Left() implements Outcome {}
}
