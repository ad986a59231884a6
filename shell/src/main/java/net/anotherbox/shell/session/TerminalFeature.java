package net.anotherbox.shell.session;

import java.util.List;
import net.anotherbox.config.feature.Execution;
import net.anotherbox.config.grammar.Grammar;
import net.anotherbox.config.grammar.Mode;

/** {@code terminal …}: settings of a session until it ends. */
final class TerminalFeature {
  private static final int PRIVILEGED = 15;
  private static final int DEFAULT_HISTORY = 10;
  private static final int DEFAULT_LENGTH = 24;
  private static final int DEFAULT_WIDTH = 80;
  private static final String NEGATED = "Negate a command or set its defaults";

  private final Shell shell;

  TerminalFeature(Shell shell) {
    this.shell = shell;
  }

  void declare(Grammar g) {
    g.prefix(Mode.EXEC, "terminal", "Set terminal line parameters");
    g.prefix(Mode.EXEC, "terminal no", NEGATED);
    g.prefix(Mode.EXEC, "terminal default", "Set a command to its defaults");
    screen(g);
    editing(g);
    character(g);
    g.exec("terminal monitor", this::monitor, "Copy debug output to the current terminal line").privilege(PRIVILEGED);
    for (String no : List.of("no", "default")) {
      g.exec("terminal " + no + " monitor", x -> x.session().monitor(false),
          "Copy debug output to the current terminal line").privilege(PRIVILEGED);
    }
  }

  private void screen(Grammar g) {
    String length = "Set number of lines on a screen";
    String width = "Set width of the display terminal";
    g.exec("terminal length <0-512>:value", x -> set(x, "length"), length,
        "Number of lines on screen (0 for no pausing)");
    g.exec("terminal width <0-512>:value", x -> set(x, "width"), width, "Number of characters on a screen line");
    for (String no : List.of("no", "default")) {
      g.exec("terminal " + no + " length", x -> x.session().terminal("length", DEFAULT_LENGTH), length);
      g.exec("terminal " + no + " width", x -> x.session().terminal("width", DEFAULT_WIDTH), width);
    }
  }

  private void editing(Grammar g) {
    String history = "Enable and control the command history function";
    String editing = "Enable command line editing";
    String help = "Provide help to unprivileged user";
    g.exec("terminal history [size <0-256>:value]", this::history, history, "Set history buffer size",
        "Size of history buffer");
    g.exec("terminal no history", x -> x.session().terminal("history", 0), history);
    g.exec("terminal no history size", x -> x.session().terminal("history", DEFAULT_HISTORY), history,
        "Set history buffer size");
    g.exec("terminal default history [size]", x -> x.session().terminal("history", DEFAULT_HISTORY), history,
        "Set history buffer size");
    g.exec("terminal editing", x -> x.session().terminal("editing", 1), editing);
    g.exec("terminal no editing", x -> x.session().terminal("editing", 0), editing);
    g.exec("terminal default editing", x -> x.session().terminal("editing", 1), editing);
    g.exec("terminal full-help", x -> x.session().terminal("full-help", 1), help);
    g.exec("terminal no full-help", x -> x.session().terminal("full-help", 0), help);
    g.exec("terminal exec prompt timestamp", x -> x.session().terminal("timestamp", 1), "Configure EXEC", "EXEC prompt",
        "Print timestamps for show commands");
    g.exec("terminal no exec prompt timestamp", x -> x.session().terminal("timestamp", 0), "Configure EXEC",
        "EXEC prompt", "Print timestamps for show commands");
  }

  /** What is the terminal's own matter is taken and has no effect: clients send some of it at every login. */
  private void character(Grammar g) {
    g.exec("terminal terminal-type WORD:type", x -> type(x, x.command().required("type")), "Set the terminal type",
        "Terminal type");
    g.exec("terminal no terminal-type", x -> type(x, ""), "Set the terminal type");
    g.exec("terminal international", x -> { }, "Enable international 8-bit character support");
    g.exec("terminal no international", x -> { }, "Enable international 8-bit character support");
    for (String bits : List.of("data-character-bits", "exec-character-bits", "special-character-bits")) {
      g.exec("terminal " + bits + " {7|8}", x -> { }, "Size of characters", "7-bit characters", "8-bit characters");
    }
    g.exec("terminal databits {5|6|7|8}", x -> { }, "Set number of data bits per character",
        "Five bits per character", "Six bits per character", "Seven bits per character", "Eight bits per character");
  }

  private static void set(Execution x, String name) {
    x.session().terminal(name, Integer.parseInt(x.command().required("value")));
  }

  private void type(Execution x, String type) {
    shell.sessions().of(x.session().line()).terminalType(type);
  }

  private void history(Execution x) {
    int before = x.session().terminal("history");
    x.session().terminal("history", x.command().arg("value").map(Integer::parseInt)
        .orElse(before == 0 ? DEFAULT_HISTORY : before));
  }

  private void monitor(Execution x) {
    if (x.session().line().startsWith("con")) x.print(shell.wording().say("console-monitors") + "\n");
    else x.session().monitor(true);
  }
}
