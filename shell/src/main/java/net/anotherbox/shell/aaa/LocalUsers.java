package net.anotherbox.shell.aaa;

import java.util.Optional;
import net.anotherbox.shell.access.StoredPassword;
import net.anotherbox.shell.session.PasswordCheck;

/** Checks passwords of the configuration's users. A name that is not there takes as long as a wrong password. */
final class LocalUsers {
  /** Fits no password: its digest is that of nothing that can be typed. */
  private static final PasswordCheck NOBODY = new StoredPassword(5, "$1$nobo$......................", true);

  private LocalUsers() {}

  /**
   * Whether this user, if he is there at all, has this password.
   *
   * @param slowest what the slowest password of all users is kept as: a name that is not there takes as long
   */
  static boolean fits(Optional<Locals.User> user, Optional<PasswordCheck> slowest, char[] password) {
    Optional<PasswordCheck> own = user.flatMap(Locals.User::password);
    boolean fits = own.map(p -> p.matches(password)).orElse(false);
    int mine = own.map(LocalUsers::cost).orElse(0);
    PasswordCheck other = slowest.filter(p -> cost(p) > cost(NOBODY)).orElse(NOBODY);
    if (cost(other) > mine) other.matches(password);
    return user.map(Locals.User::open).orElse(false) || fits;
  }

  /** How much work it is to check, in steps that only order the kinds: plain and hidden, digest, PBKDF2 or scrypt. */
  static int cost(PasswordCheck p) {
    if (!(p instanceof StoredPassword s)) return 0;
    return switch (s.type()) {
      case 0, 4, 7 -> 0;
      case 5 -> 1;
      case 8 -> 2;
      default -> 3;
    };
  }
}
