package net.anotherbox.shell.session;

import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import net.anotherbox.config.commit.ConfigEditor;
import net.anotherbox.config.feature.Execution;
import net.anotherbox.config.feature.Feature;
import net.anotherbox.config.feature.Session;
import net.anotherbox.config.grammar.Grammar;
import net.anotherbox.config.grammar.Mode;

/**
 * The commands that are about the session itself: {@code enable}, {@code exit} and the like, and with them those of its
 * neighbours, which each have a file of their own: configuring, the lines, messages, the terminal, sessions to elsewhere.
 */
public final class SessionFeature implements Feature {
  private static final int PRIVILEGED = 15;
  private static final int TRIES = 3;

  private final Shell shell;
  private final Function<Session, ConfigEditor> editors;

  /** @param editors a fresh editor for somebody who types {@code configure terminal} */
  public SessionFeature(Shell shell, Function<Session, ConfigEditor> editors) {
    this.shell = shell;
    this.editors = editors;
  }

  @Override
  public void declare(Grammar g) {
    g.exec("enable [<0-15>:level]", this::enable, "Turn on privileged commands", "Enable level").privilege(0);
    g.exec("disable [<0-15>:level]", this::disable, "Turn off privileged commands", "Privilege level to go to").privilege(0);
    g.exec("exit", x -> x.session().leave(), "Exit from the EXEC").privilege(0);
    g.exec("logout", x -> x.session().leave(), "Exit from the EXEC").privilege(0);
    g.exec("quit", x -> x.session().leave(), "Exit from the EXEC").privilege(0).hidden();
    g.prefix(Mode.EXEC, "show", "Show running system information");
    g.exec("show privilege", this::showPrivilege, "Show current privilege level");
    g.exec("show history", this::showHistory, "Display the session command history");
    g.exec("help", x -> x.print(shell.wording().say("help") + "\n"), "Description of the interactive help system")
        .privilege(0);
    new ConfigureFeature(shell, editors).declare(g);
    new LinesFeature(shell).declare(g);
    new MessageFeature(shell).declare(g);
    new TerminalFeature(shell).declare(g);
    new OutgoingFeature(shell).declare(g);
  }

  private static int number(Execution x, String name, int otherwise) {
    return x.command().arg(name).map(Integer::parseInt).orElse(otherwise);
  }

  // ---- privilege ----

  private void enable(Execution x) {
    int level = number(x, "level", PRIVILEGED);
    if (level <= x.session().privilege()) {
      x.session().privilege(level);
      return;
    }
    var wanted = shell.config().enablePassword(level);
    if (wanted.isPresent()) {
      askFor(x, level, wanted.get(), 1);
    } else if (x.session().line().startsWith("con")) {
      x.session().privilege(level);
    } else {
      x.print(shell.wording().say("no-password-set") + "\n");
    }
  }

  private void askFor(Execution x, int level, PasswordCheck wanted, int tryNumber) {
    x.ask(shell.wording().say("password-prompt"), false, answer -> {
      char[] typed = answer.toCharArray();
      shell.loop().compute(() -> wanted.matches(typed), good -> {
        Arrays.fill(typed, '\0');
        if (!good && tryNumber < TRIES) {
          askFor(x, level, wanted, tryNumber + 1);
          return;
        }
        if (good) x.session().privilege(level);
        else x.print(shell.wording().say(wanted.isSecret() ? "bad-secrets" : "bad-passwords") + "\n");
        x.done();
      });
    });
  }

  private void disable(Execution x) {
    int level = number(x, "level", 1);
    if (level <= x.session().privilege()) x.session().privilege(level);
    else x.print(shell.wording().say("disable-higher") + "\n");
  }

  private void showPrivilege(Execution x) {
    x.print(shell.wording().say("privilege", Map.of("level", x.session().privilege())) + "\n");
  }

  private void showHistory(Execution x) {
    for (String line : x.session().history()) x.print("  " + line + "\n");
  }
}
