package net.anotherbox.shell.session;

import java.util.Optional;

/** Who may come in. Called on threads of the transports, never on the control thread; may take a while. */
public interface Authenticator {
  /**
   * @param password as bytes of Latin-1; the caller wipes it
   * @param from address of the other end; empty on the console
   * @return empty if the name or the password is wrong, or there are no users
   */
  Optional<Identity> check(String user, char[] password, String from);
}
