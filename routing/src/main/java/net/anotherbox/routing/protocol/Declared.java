package net.anotherbox.routing.protocol;

import net.anotherbox.config.grammar.Grammar;
import net.anotherbox.config.grammar.Line;
import net.anotherbox.config.grammar.Mode;

/**
 * Declares the lines of a protocol that does not run, in one mode.
 *
 * @param reason what is missing and what that means for the user
 */
record Declared(Grammar g, Mode mode, String reason) {
  /** A line that stands once; it is told apart by its leading words, given as the slot. */
  Line one(String slot, String syntax, String... help) {
    return g.line(mode, syntax, help).slot(slot).partial(reason);
  }

  /** A line that may stand in each wording. */
  Line many(String syntax, String... help) {
    return g.line(mode, syntax, help).many().partial(reason);
  }

  /** A switch; "no" is remembered, since releases differ in what holds without it. */
  Line flag(String syntax, String... help) {
    return g.line(mode, syntax, help).many().negatable().partial(reason);
  }
}
