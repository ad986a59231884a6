package net.anotherbox.shell.session;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import net.anotherbox.runtime.loop.Timer;
import net.anotherbox.shell.line.Display;
import net.anotherbox.shell.line.LineEditor;

/** Banners, and on a console the questions that the line's {@code login} asks. On the session's thread. */
final class LoginDialogue {
  private static final int TRIES = 3;

  private final Shell shell;
  private final Connection connection;
  private final LineEditor editor;
  private final Display display;
  private volatile boolean late;
  private String asked = "";

  LoginDialogue(Shell shell, Connection connection, LineEditor editor) {
    this.shell = shell;
    this.connection = connection;
    this.editor = editor;
    this.display = connection.display();
  }

  /** Whoever may go on, or empty. */
  Optional<Identity> run() {
    LineManners manners = shell.ask(() -> shell.config().manners(connection.line()));
    if (manners.motdBanner()) banner(ShellConfig.Banner.MOTD);
    boolean atTheDoor = !connection.who().name().isEmpty();
    Optional<Identity> who = atTheDoor ? Optional.of(connection.who()) : inTime(manners);
    if (who.isPresent() && manners.execBanner()) banner(ShellConfig.Banner.EXEC);
    return who;
  }

  private void banner(ShellConfig.Banner which) {
    shell.ask(() -> shell.banner(which, connection.line())).ifPresent(t -> display.print("\n" + t));
    display.freshLine();
  }

  /** Whoever does not answer in time is hung up on. */
  private Optional<Identity> inTime(LineManners manners) {
    if (manners.loginSeconds() == 0) return login();
    Timer limit = shell.ask(() -> shell.loop().after(manners.loginSeconds() * 1000L, () -> {
      late = true;
      connection.keyboard().hangUp();
    }));
    Optional<Identity> who = login();
    shell.loop().post(limit::cancel);
    if (late) {
      String text = shell.ask(() -> shell.banner(ShellConfig.Banner.PROMPT_TIMEOUT, connection.line()))
          .orElse(shell.wording().say("login-timeout", Map.of("prompt", asked)));
      display.print("\n" + text + "\n");
    }
    return late ? Optional.empty() : who;
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

  private String prompt(String name) {
    asked = shell.wording().say(name);
    return asked;
  }

  private Optional<Identity> linePassword(PasswordCheck password) {
    for (int i = 0; i < TRIES; i++) {
      Optional<char[]> typed = editor.readSecret(prompt("password-prompt"));
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
      Optional<String> user = editor.readPlain(prompt("username-prompt"), 0);
      if (user.isEmpty()) return Optional.empty();
      Optional<char[]> typed = editor.readSecret(prompt("password-prompt"));
      if (typed.isEmpty()) return Optional.empty();
      Optional<Identity> who = shell.authenticator().check(user.get(), typed.get(), connection.from());
      Arrays.fill(typed.get(), '\0');
      if (who.isPresent()) return who;
      display.print(shell.wording().say("login-invalid") + "\n\n");
    }
    return Optional.empty();
  }
}
