package net.anotherbox.shell.session;

import java.util.function.BooleanSupplier;
import net.anotherbox.shell.line.Display;
import net.anotherbox.shell.line.Keyboard;

/**
 * A terminal at one of the lines, as a door hands it over.
 *
 * @param who empty name if nobody has been asked
 * @param width columns as the terminal says, 0 for no limit
 * @param length rows as the terminal says, 0 for no paging
 * @param entering asked when somebody may come in: whether the line is his
 * @param hangUp breaks the transport; may be called more than once and from any thread
 */
public record Connection(Caller caller, Identity who, int width, int length, Keyboard keyboard, Display display,
    BooleanSupplier entering, Runnable hangUp) {
  /** A terminal whose way to the line does not matter: the console's, or one of SSH. */
  public Connection(LineName line, Identity who, String from, int width, int length, Keyboard keyboard, Display display,
      Runnable hangUp) {
    this(new Caller(line, from, 0, line.kind() == LineName.Kind.CON ? Caller.Transport.CONSOLE : Caller.Transport.SSH), who,
        width, length, keyboard, display, () -> true, hangUp);
  }

  public LineName line() {
    return caller.line();
  }

  /** Address of the other end; empty on the console. */
  public String from() {
    return caller.from();
  }
}
