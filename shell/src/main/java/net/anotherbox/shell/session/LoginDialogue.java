package net.anotherbox.shell.session;

import java.util.Arrays;
import java.util.Optional;
import net.anotherbox.shell.line.Display;
import net.anotherbox.shell.line.LineEditor;

/** Banners, and on a console the questions that the line's {@code login} asks. On the session's thread. */
final class LoginDialogue {
  private static final int TRIES = 3;

  private final Shell shell;
  private final Connection connection;
  private final LineEditor editor;
  private final Display display;

  LoginDialogue(Shell shell, Connection connection, LineEditor editor) {
    this.shell = shell;
    this.connection = connection;
    this.editor = editor;
    this.display = connection.display();
  }

  /** Whoever may go on, or empty. */
  Optional<Identity> run() {
    banner(ShellConfig.Banner.MOTD);
    boolean atTheDoor = !connection.who().name().isEmpty();
    Optional<Identity> who = atTheDoor ? Optional.of(connection.who()) : login();
    if (who.isPresent()) banner(ShellConfig.Banner.EXEC);
    return who;
  }

  private void banner(ShellConfig.Banner which) {
    shell.ask(() -> shell.config().banner(which)).ifPresent(t -> display.print("\n" + t));
    display.freshLine();
  }

  private Optional<Identity> login() {
    LineConfig.Login how = shell.ask(() -> shell.config().line(connection.line()).login());
    if (how == LineConfig.Login.NONE) return Optional.of(connection.who());
    banner(ShellConfig.Banner.LOGIN);
    Optional<PasswordCheck> password = shell.ask(() -> shell.config().linePassword(connection.line()));
    if (how == LineConfig.Login.LINE_PASSWORD && password.isEmpty()) {
      display.print("\n" + shell.wording().say("password-required") + "\n");
      return Optional.empty();
    }
    display.print("\n" + shell.wording().say("user-access") + "\n\n");
    return how == LineConfig.Login.LOCAL ? local() : linePassword(password.orElseThrow());
  }

  private Optional<Identity> linePassword(PasswordCheck password) {
    for (int i = 0; i < TRIES; i++) {
      Optional<char[]> typed = editor.readSecret(shell.wording().say("password-prompt"));
      if (typed.isEmpty()) return Optional.empty();
      boolean good = password.matches(typed.get());
      Arrays.fill(typed.get(), '\0');
      if (good) return Optional.of(connection.who());
    }
    display.print(shell.wording().say("bad-passwords") + "\n");
    return Optional.empty();
  }

  private Optional<Identity> local() {
    for (int i = 0; i < TRIES; i++) {
      Optional<String> user = editor.readPlain(shell.wording().say("username-prompt"), 0);
      if (user.isEmpty()) return Optional.empty();
      Optional<char[]> typed = editor.readSecret(shell.wording().say("password-prompt"));
      if (typed.isEmpty()) return Optional.empty();
      Optional<Identity> who = shell.authenticator().check(user.get(), typed.get(), connection.from());
      Arrays.fill(typed.get(), '\0');
      if (who.isPresent()) return who;
      display.print(shell.wording().say("login-invalid") + "\n\n");
    }
    return Optional.empty();
  }
}
