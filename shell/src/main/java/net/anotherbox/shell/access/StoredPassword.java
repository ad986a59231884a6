package net.anotherbox.shell.access;

import net.anotherbox.shell.session.PasswordCheck;

/**
 * A password or secret as a line of the configuration gives it.
 *
 * @param type the digit before it, 0 where there is none
 * @param stored what stands behind the digit
 * @param isSecret of {@code enable secret} and {@code username … secret}
 */
public record StoredPassword(int type, String stored, boolean isSecret) implements PasswordCheck {
  @Override
  public boolean matches(char[] typed) {
    return Secrets.matches(type, stored, typed);
  }

  @Override
  public String toString() {
    return "password of type " + type;
  }
}
