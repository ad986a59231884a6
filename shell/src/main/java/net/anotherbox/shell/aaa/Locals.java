package net.anotherbox.shell.aaa;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import net.anotherbox.shell.session.Caller;
import net.anotherbox.shell.session.LineConfig.Login;
import net.anotherbox.shell.session.LineName;
import net.anotherbox.shell.session.PasswordCheck;

/** What the configuration itself knows of users, passwords and lines. Asked on the control thread each time it matters. */
public interface Locals {
  /**
   * A {@code username}.
   *
   * @param privilege if configured
   * @param open let in with any password
   * @param password empty, too, if none was configured: then nobody gets in by this name, unless it is open
   * @param accessClass list that whoever uses the name must pass
   * @param oneTime whether the name goes when it has been used
   */
  record User(String name, OptionalInt privilege, boolean open, Optional<PasswordCheck> password,
      Optional<String> accessClass,
      boolean oneTime) {
    /** A user without such conditions. */
    public User(String name, OptionalInt privilege, boolean open, Optional<PasswordCheck> password) {
      this(name, privilege, open, password, Optional.empty(), false);
    }
  }

  /**
   * How a line is entered.
   *
   * @param login without {@code aaa new-model}
   * @param lists method lists that the line names: "login", "authorization exec", "authorization commands 15", "accounting
   *     exec", …
   */
  record Entrance(Login login, Optional<PasswordCheck> password, Map<String, String> lists) {
    String list(String about) {
      return lists.getOrDefault(about, AaaPolicy.DEFAULT);
    }
  }

  List<User> users();

  /** Somebody has come in by a name that is good for one login. */
  default void spend(String name) {
    throw new UnsupportedOperationException(name);
  }

  /** Whether somebody from there passes this list. */
  default boolean permits(String list, Caller caller) {
    return true;
  }

  /** The secret of this level, else the password. */
  Optional<PasswordCheck> enable(int level);

  Entrance line(LineName line);
}
