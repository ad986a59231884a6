package net.anotherbox.box;

import java.util.Optional;
import net.anotherbox.runtime.loop.Loop;
import net.anotherbox.shell.access.StoredPassword;
import net.anotherbox.shell.box.Accounts;
import net.anotherbox.shell.session.Authenticator;
import net.anotherbox.shell.session.Identity;

/** Lets in who is a {@code username} with the right password. Names that do not exist take as long as wrong passwords. */
final class LocalUsers implements Authenticator {
  private static final StoredPassword NOBODY = new StoredPassword(5, "$1$nobo$D1oQY0M8kQq5cUq7aFZr./", true);

  private final Loop loop;
  private final Accounts accounts;

  LocalUsers(Loop loop, Accounts accounts) {
    this.loop = loop;
    this.accounts = accounts;
  }

  @Override
  public Optional<Identity> check(String name, char[] password, String from) {
    var answer = new java.util.concurrent.CompletableFuture<Optional<Accounts.User>>();
    loop.post(() -> answer.complete(accounts.user(name)));
    Optional<Accounts.User> user = answer.join();
    if (user.isPresent() && user.get().nopassword()) return Optional.of(new Identity(name, user.get().privilege()));
    boolean matches = user.flatMap(Accounts.User::password).orElse(NOBODY).matches(password);
    return user.filter(u -> matches && u.password().isPresent()).map(u -> new Identity(name, u.privilege()));
  }
}
