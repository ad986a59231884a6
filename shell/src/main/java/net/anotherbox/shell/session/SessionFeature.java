package net.anotherbox.shell.session;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import net.anotherbox.config.commit.ConfigEditor;
import net.anotherbox.config.feature.Execution;
import net.anotherbox.config.feature.Feature;
import net.anotherbox.config.feature.Session;
import net.anotherbox.config.grammar.Grammar;
import net.anotherbox.config.grammar.Mode;
import net.anotherbox.runtime.log.TimestampStyle;
import net.anotherbox.runtime.release.Screen;

/** The commands that are about the session itself: enable, configure, terminal, exit, show users and the like. */
public final class SessionFeature implements Feature {
  private static final int PRIVILEGED = 15;
  private static final int DEFAULT_HISTORY = 10;

  private final Shell shell;
  private final Function<Session, ConfigEditor> editors;
  private final Screen showUsers = Screen.load(SessionFeature.class, "show-users.screen");

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
    g.exec("configure [terminal]", this::configure, "Enter configuration mode", "Configure from the terminal")
        .privilege(PRIVILEGED);
    g.prefix(Mode.EXEC, "show", "Show running system information");
    g.exec("show privilege", this::showPrivilege, "Show current privilege level");
    g.exec("show history", this::showHistory, "Display the session command history");
    g.exec("show users", this::showUsers, "Display information about terminal lines");
    g.exec("who", this::showUsers, "List users on active lines").hidden();
    terminal(g);
  }

  private void terminal(Grammar g) {
    g.prefix(Mode.EXEC, "terminal", "Set terminal line parameters");
    g.prefix(Mode.EXEC, "terminal no", "Negate a command or set its defaults");
    g.exec("terminal length <0-512>:value", x -> set(x, "length"), "Set number of lines on a screen",
        "Number of lines on screen (0 for no pausing)");
    g.exec("terminal no length", x -> x.session().terminal("length", 24), "Set number of lines on a screen");
    g.exec("terminal width <0-512>:value", x -> set(x, "width"), "Set width of the display terminal",
        "Number of characters on a screen line");
    g.exec("terminal no width", x -> x.session().terminal("width", 80), "Set width of the display terminal");
    g.exec("terminal history [size <0-256>:value]", this::history, "Enable and control the command history function",
        "Set history buffer size", "Size of history buffer");
    g.exec("terminal no history [size]", x -> x.session().terminal("history", 0),
        "Enable and control the command history function",
        "Set history buffer size");
    g.exec("terminal editing", x -> x.session().terminal("editing", 1), "Enable command line editing");
    g.exec("terminal no editing", x -> x.session().terminal("editing", 0), "Enable command line editing");
    g.exec("terminal monitor", this::monitor, "Copy debug output to the current terminal line").privilege(PRIVILEGED);
    g.exec("terminal no monitor", x -> x.session().monitor(false), "Copy debug output to the current terminal line")
        .privilege(PRIVILEGED);
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

  // ---- configuration ----

  private void configure(Execution x) {
    if (x.command().words().size() > 1) {
      startConfiguring(x);
      return;
    }
    x.ask(shell.wording().say("configure-from"), true, answer -> {
      if (answer.isBlank() || "terminal".startsWith(answer.strip())) startConfiguring(x);
      else x.print(shell.wording().say("configure-from-what") + "\n");
      x.done();
    });
  }

  private void startConfiguring(Execution x) {
    x.print(shell.wording().say("configure") + "\n");
    x.session().configure(editors.apply(x.session()));
  }

  // ---- terminal ----

  private static void set(Execution x, String name) {
    x.session().terminal(name, Integer.parseInt(x.command().required("value")));
  }

  private void history(Execution x) {
    int before = x.session().terminal("history");
    x.session().terminal("history", number(x, "value", before == 0 ? DEFAULT_HISTORY : before));
  }

  private void monitor(Execution x) {
    if (x.session().line().startsWith("con")) x.print(shell.wording().say("console-monitors") + "\n");
    else x.session().monitor(true);
  }

  private void showHistory(Execution x) {
    for (String line : x.session().history()) x.print("  " + line + "\n");
  }

  private void showUsers(Execution x) {
    List<Map<String, ?>> rows = new ArrayList<>();
    for (SessionTable.Row r : shell.sessions().rows()) {
      rows.add(Map.of("own", r.line().toString().equals(x.session().line()) ? "*" : " ", "number", r.line().absolute(),
          "line", r.line().toString(), "user", r.user(), "idle",
          TimestampStyle.uptime(r.idleMillis() / 1000), "from", r.from()));
    }
    x.print(showUsers.render(shell.wording().personality().release(), Map.of("users", rows)));
  }
}
