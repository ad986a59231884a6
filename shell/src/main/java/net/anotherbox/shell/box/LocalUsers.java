package net.anotherbox.shell.box;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import net.anotherbox.runtime.loop.Loop;
import net.anotherbox.shell.access.StoredPassword;
import net.anotherbox.shell.session.Authenticator;
import net.anotherbox.shell.session.Identity;

/**
 * The users of the configuration. The user is looked up on the control thread, the password is checked on the caller's. A
 * name
 * that is not there takes as long as a wrong password, so that names cannot be found out by the clock.
 */
final class LocalUsers implements Authenticator {
  /** Fits no password: its digest is that of nothing that can be typed. */
  private static final StoredPassword NOBODY = new StoredPassword(5, "$1$nobo$......................", true);

  private final Accounts accounts;
  private final Loop loop;

  LocalUsers(Accounts accounts, Loop loop) {
    this.accounts = accounts;
    this.loop = loop;
  }

  @Override
  public Optional<Identity> check(String user, char[] password, String from) {
    Optional<Accounts.User> found = lookUp(user);
    boolean open = found.map(Accounts.User::nopassword).orElse(false);
    Optional<StoredPassword> stored = found.flatMap(Accounts.User::password);
    boolean fits = stored.map(p -> p.matches(password)).orElse(false);
    if (stored.map(p -> p.type() == 0 || p.type() == 7).orElse(true)) NOBODY.matches(password);
    return found.filter(u -> open || fits && u.password().isPresent()).map(u -> new Identity(u.name(), u.privilege()));
  }

  private Optional<Accounts.User> lookUp(String name) {
    var answer = new CompletableFuture<Optional<Accounts.User>>();
    loop.post(() -> {
      try {
        answer.complete(accounts.user(name));
      } catch (RuntimeException e) {
        answer.completeExceptionally(e);
        throw e;
      }
    });
    return answer.join();
  }
}
