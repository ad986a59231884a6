package net.anotherbox.shell.session;

import java.util.Arrays;
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
    Dialogue how = shell.authenticator().dialogue(connection.caller());
    if (how.questions() == Questions.NONE) return entered(how, "", new char[0]).who;
    banner(ShellConfig.Banner.LOGIN);
    if (how.questions() == Questions.REFUSED) {
      display.print("\n" + how.givenUp() + "\n");
      return Optional.empty();
    }
    display.print(how.greeting());
    Timer[] limit = {null};
    if (how.seconds() > 0) shell.loop().post(() -> limit[0] = shell.loop().after(how.seconds() * 1000L, () -> {
      late = true;
      connection.keyboard().hangUp();
    }));
    try {
      return attempts(how);
    } finally {
      shell.loop().post(() -> {
        if (limit[0] != null) limit[0].cancel();
      });
    }
  }

  /** @param again whether he may try once more */
  private record Attempt(Optional<Identity> who, boolean again) {}

  private Optional<Identity> attempts(Dialogue how) {
    for (int i = 0; i < how.tries(); i++) {
      String name = "";
      if (how.questions() == Questions.NAME_AND_PASSWORD) {
        Optional<String> user = name(how);
        if (user.isEmpty()) return gone(how.namePrompt());
        name = user.get();
      }
      Optional<char[]> typed = editor.readSecret(how.passwordPrompt());
      if (typed.isEmpty()) return gone(how.passwordPrompt());
      Attempt a = entered(how, name, typed.get());
      if (a.who.isPresent() || !a.again) return a.who;
    }
    if (!how.givenUp().isEmpty()) display.print(how.givenUp() + "\n");
    return Optional.empty();
  }

  /** An empty name is asked again, as IOS does. */
  private Optional<String> name(Dialogue how) {
    while (true) {
      Optional<String> given = editor.readPlain(how.namePrompt(), 0);
      if (given.isEmpty() || !given.get().isBlank()) return given.map(String::strip);
    }
  }

  private Optional<Identity> gone(String prompt) {
    if (late) display.print("\n" + shell.wording().say("login-timeout", java.util.Map.of("prompt", prompt.strip())) + "\n");
    return Optional.empty();
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
