package net.anotherbox.shell.session;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import net.anotherbox.config.commit.ConfigEditor;
import net.anotherbox.config.feature.Execution;
import net.anotherbox.config.feature.Feature;
import net.anotherbox.config.feature.Session;
import net.anotherbox.config.grammar.Grammar;
import net.anotherbox.config.grammar.Mode;
import net.anotherbox.runtime.value.Ipv4;

/**
 * The commands that are about the session itself: {@code enable}, {@code exit} and the like, and with them those of its
 * neighbours, which each have a file of their own: configuring, the lines, messages, the terminal, sessions to elsewhere.
 */
public final class SessionFeature implements Feature {
  private static final int PRIVILEGED = 15;

  private final Shell shell;
  private final Function<Session, ConfigEditor> editors;
  private final OutgoingFeature outgoing;

  /** Without a way to other machines. @param editors a fresh editor for somebody who types {@code configure terminal} */
  public SessionFeature(Shell shell, Function<Session, ConfigEditor> editors) {
    this(shell, editors, OtherMachines.NONE, name -> Optional.empty());
  }

  /** @param addressOf address of an interface, by its whole name */
  public SessionFeature(Shell shell, Function<Session, ConfigEditor> editors, OtherMachines machines,
      Function<String, Optional<Ipv4>> addressOf) {
    this.shell = shell;
    this.editors = editors;
    this.outgoing = new OutgoingFeature(shell, machines, addressOf);
  }

  @Override
  public void declare(Grammar g) {
    g.exec("enable [<0-15>:level]", this::enable, "Turn on privileged commands", "Enable level").privilege(0);
    g.exec("disable [<0-15>:level]", this::disable, "Turn off privileged commands", "Privilege level to go to").privilege(0);
    g.exec("exit", outgoing::leave, "Exit from the EXEC").privilege(0);
    g.exec("logout", outgoing::leave, "Exit from the EXEC").privilege(0);
    g.exec("quit", outgoing::leave, "Exit from the EXEC").privilege(0).hidden();
    g.prefix(Mode.EXEC, "show", "Show running system information");
    g.exec("show privilege", this::showPrivilege, "Show current privilege level");
    g.exec("show history", this::showHistory, "Display the session command history");
    g.exec("help", x -> x.print(shell.wording().say("help") + "\n"), "Description of the interactive help system")
        .privilege(0);
    new ConfigureFeature(shell, editors).declare(g);
    new LinesFeature(shell).declare(g);
    new MessageFeature(shell).declare(g);
    new TerminalFeature(shell).declare(g);
    outgoing.declare(g);
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
    Caller caller = callerOf(x);
    Authenticator.Enabling how = shell.authenticator().enabling(caller, x.session().user(), level);
    if (how.allowed() && how.prompt().isPresent()) askFor(x, level, how, 1);
    else if (how.allowed()) x.session().privilege(level);
    else x.print(how.failed() + "\n");
  }

  private static Caller callerOf(Execution x) {
    if (x.session() instanceof Seat s) return s.caller();
    throw new IllegalStateException("nobody sits there");
  }

  /** The password is checked on a thread of its own: a server that is asked may let one wait. */
  private void askFor(Execution x, int level, Authenticator.Enabling how, int tryNumber) {
    x.ask(how.prompt().orElseThrow(), false, answer -> {
      char[] typed = answer.toCharArray();
      Caller caller = callerOf(x);
      String user = x.session().user();
      Thread.ofVirtual().name("enable").start(() -> {
        boolean good = shell.authenticator().enables(caller, user, level, typed);
        Arrays.fill(typed, '\0');
        shell.loop().post(() -> enabled(x, level, how, tryNumber, good));
      });
    });
  }

  private void enabled(Execution x, int level, Authenticator.Enabling how, int tryNumber, boolean good) {
    if (!good && tryNumber < how.tries()) {
      askFor(x, level, how, tryNumber + 1);
      return;
    }
    if (good) x.session().privilege(level);
    else x.print(how.failed() + "\n");
    x.done();
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
