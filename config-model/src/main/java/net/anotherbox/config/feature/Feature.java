package net.anotherbox.config.feature;

import net.anotherbox.config.grammar.Grammar;

/** A set of commands that belong together. */
public interface Feature {
  /** Declares all its lines. Called once, before anything is read. */
  void declare(Grammar g);
}
