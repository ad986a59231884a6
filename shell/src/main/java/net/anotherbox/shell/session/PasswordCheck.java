package net.anotherbox.shell.session;

/** A password as the configuration keeps it. Checking may take a while and is safe on any thread. */
public interface PasswordCheck {
  boolean matches(char[] typed);

  /** Whether it was configured as a secret and not as a password: the refusals differ. */
  boolean isSecret();
}
