package net.anotherbox.config.feature;

import net.anotherbox.config.grammar.Mode;

/** Modes in which several features have lines. */
public final class Modes {
  /** {@code interface …}: opened by the interfaces' own feature, used by all that runs on one. */
  public static final Mode INTERFACE = new Mode("interface", "config-if", "Interface configuration commands:");

  private Modes() {}
}
