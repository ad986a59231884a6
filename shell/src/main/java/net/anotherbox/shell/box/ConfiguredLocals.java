package net.anotherbox.shell.box;

import java.util.List;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.function.Consumer;
import net.anotherbox.config.commit.Configuration;
import net.anotherbox.shell.aaa.Locals;
import net.anotherbox.shell.box.Accounts.Kind;
import net.anotherbox.shell.session.Caller;
import net.anotherbox.shell.session.LineName;
import net.anotherbox.shell.session.PasswordCheck;

/** Users, passwords and lines of the configuration, as the gate asks for them. */
record ConfiguredLocals(Configuration configuration, Accounts accounts, LineLists lists,
    BiPredicate<String, Caller> permitted, Consumer<String> spent) implements Locals {
  @Override
  public List<User> users() {
    return accounts.users().stream()
        .map(u -> new User(u.name(), u.privilege(), u.nopassword(), u.password().map(p -> (PasswordCheck) p),
            u.accessClass(), u.oneTime())).toList();
  }

  @Override
  public void spend(String name) {
    spent.accept(name);
  }

  @Override
  public boolean permits(String list, Caller caller) {
    return permitted.test(list, caller);
  }

  @Override
  public Optional<PasswordCheck> enable(int level) {
    return accounts.enable(level).map(p -> p);
  }

  @Override
  public Entrance line(LineName line) {
    Kind kind = Kind.valueOf(line.kind().name());
    Accounts.LineSettings s = accounts.line(kind, line.number());
    return new Entrance(s.login(), s.password().map(p -> p),
        lists.of(configuration.current(), kind, line.number()));
  }
}
