package net.anotherbox.shell.session;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import net.anotherbox.runtime.loop.Timer;
import net.anotherbox.shell.line.Display;
import net.anotherbox.shell.line.LineEditor;
import net.anotherbox.shell.session.Authenticator.Dialogue;
import net.anotherbox.shell.session.Authenticator.Questions;
import net.anotherbox.shell.session.Authenticator.Verdict;

/** Banners, and the questions that the line asks of whoever has not been asked at the door. On the session's thread. */
final class LoginDialogue {
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
    Dialogue how = shell.authenticator().dialogue(connection.caller());
    if (how.questions() == Questions.NONE) return entered(how, "", new char[0]).who;
    banner(ShellConfig.Banner.LOGIN);
    if (how.questions() == Questions.REFUSED) {
      display.print("\n" + how.givenUp() + "\n");
      return Optional.empty();
    }
    display.print(how.greeting());
    for (int i = 0; i < how.tries(); i++) {
      Attempt a = attempt(how);
      if (a.who.isPresent() || !a.again) return a.who;
    }
    if (!how.givenUp().isEmpty()) display.print(how.givenUp() + "\n");
    return Optional.empty();
  }

  /** @param again whether he may try once more */
  private record Attempt(Optional<Identity> who, boolean again) {
    static final Attempt GONE = new Attempt(Optional.empty(), false);
  }

  private Attempt attempt(Dialogue how) {
    String name = "";
    if (how.questions() == Questions.NAME_AND_PASSWORD) {
      Optional<String> user = name(how);
      if (user.isEmpty()) return Attempt.GONE;
      name = user.get();
    }
    asked = how.passwordPrompt();
    Optional<char[]> typed = editor.readSecret(asked);
    return typed.isEmpty() ? Attempt.GONE : entered(how, name, typed.get());
  }

  /** An empty name is asked again, as IOS does. */
  private Optional<String> name(Dialogue how) {
    asked = how.namePrompt();
    while (true) {
      Optional<String> given = editor.readPlain(asked, 0);
      if (given.isEmpty() || !given.get().isBlank()) return given.map(String::strip);
    }
  }

  private Attempt entered(Dialogue how, String name, char[] password) {
    try {
      return switch (shell.authenticator().check(connection.caller(), name, password)) {
        case Verdict.In in -> new Attempt(Optional.of(in.who()), false);
        case Verdict.No no -> {
          if (!how.failed().isEmpty()) display.print(how.failed() + "\n\n");
          yield new Attempt(Optional.empty(), true);
        }
        case Verdict.Refused r -> {
          display.print(r.text() + "\n");
          yield new Attempt(Optional.empty(), false);
        }
      };
    } finally {
      Arrays.fill(password, '\0');
    }
  }
}
