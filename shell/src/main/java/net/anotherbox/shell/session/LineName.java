package net.anotherbox.shell.session;

import net.anotherbox.runtime.release.Platform;

/**
 * A line of the router: a place at which somebody can sit.
 *
 * @param number from 0, within its kind
 */
public record LineName(Kind kind, int number) {
  /** Kinds of line, by the word that names them. */
  public enum Kind { CON, AUX, VTY }

  public static final LineName CONSOLE = new LineName(Kind.CON, 0);
  public static final LineName AUX = new LineName(Kind.AUX, 0);

  public static LineName vty(int number) {
    return new LineName(Kind.VTY, number);
  }

  /** Its number among all lines of this hardware, as {@code show users} counts. */
  public int absolute(Platform platform) {
    return switch (kind) {
      case CON -> 0;
      case AUX -> platform.auxLine();
      case VTY -> platform.firstVty() + number;
    };
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
