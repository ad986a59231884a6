package net.anotherbox.shell.access;

import java.util.Set;

/** A door that can stand open at several ports of the box. */
public interface Door {
  /** The port that it has had from the beginning. */
  int port();

  /**
   * From now on it is open at these ports too, and at no others but {@link #port}. Who has come in stays. Binds sockets, and
   * waits for nothing.
   *
   * @return those that cannot be had
   */
  Set<Integer> alsoAt(Set<Integer> ports);
}
