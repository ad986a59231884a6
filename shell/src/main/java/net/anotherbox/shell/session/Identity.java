package net.anotherbox.shell.session;

/**
 * Somebody who has proved who he is.
 *
 * @param privilege level that comes with the name, 0 to 15, or {@link #OF_LINE} where his line decides
 */
public record Identity(String name, int privilege) {
  /** The level at which the line's sessions begin. */
  public static final int OF_LINE = -1;
}
