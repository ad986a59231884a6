package net.anotherbox.shell.session;

/**
 * A line of the router: a place at which somebody can sit.
 *
 * @param number from 0, within its kind
 */
public record LineName(Kind kind, int number) {
  /** Kinds of line, by the word that names them. */
  public enum Kind { CON, VTY }

  /** Absolute number of the first virtual terminal: after the console, 64 asynchronous lines and the auxiliary port. */
  private static final int FIRST_VTY = 66;

  public static final LineName CONSOLE = new LineName(Kind.CON, 0);

  public static LineName vty(int number) {
    return new LineName(Kind.VTY, number);
  }

  /** Its number among all lines, as {@code show users} counts. */
  public int absolute() {
    return kind == Kind.CON ? 0 : FIRST_VTY + number;
  }

  /** "vty0", as log messages write it. */
  public String joined() {
    return toString().replace(" ", "");
  }

  @Override
  public String toString() {
    return kind.name().toLowerCase(java.util.Locale.ROOT) + " " + number;
  }
}
