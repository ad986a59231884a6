package net.anotherbox.shell.box;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import net.anotherbox.config.feature.Feature;
import net.anotherbox.config.grammar.Grammar;
import net.anotherbox.config.grammar.Line;
import net.anotherbox.config.tree.Section;
import net.anotherbox.shell.box.Accounts.Kind;

/** The method lists that a line names ({@code login authentication} and the like). */
final class LineLists implements Feature {
  private final LineFeature lines;
  private Line login;
  private Line exec;
  private final Line[] commands = new Line[16];
  private Line accountExec;
  private final Line[] accountCommands = new Line[16];

  LineLists(LineFeature lines) {
    this.lines = lines;
  }

  @Override
  public void declare(Grammar g) {
    var mode = LineFeature.LINE;
    login = g.line(mode, "login authentication {default|WORD}:list", "Enable password checking",
        "Authentication parameters.", "Use the default authentication list.", "Use an authentication list with this name.")
        .slot("login authentication").clearsOnNo().security().active();
    g.prefix(mode, "authorization", "Authorization parameters");
    g.prefix(mode, "accounting", "Accounting parameters");
    exec = list(g, "authorization exec", "For starting an exec (shell)", "authorization");
    accountExec = list(g, "accounting exec", "For starting an exec (shell)", "accounting");
    for (int level = 0; level <= 15; level++) {
      commands[level] = list(g, "authorization commands " + level, "Enable level", "authorization");
      accountCommands[level] = list(g, "accounting commands " + level, "Enable level", "accounting");
    }
    for (String what : new String[] {"authorization", "accounting"}) {
      g.prefix(mode, what + " commands", "For exec (shell) commands");
      g.line(mode, what + " {arap|connection|reverse-access}:what {default|WORD}", "For Appletalk Remote Access Protocol",
          "For connections", "For reverse telnet connections", "Use the default list", "Use a list with this name")
          .slot(what).keyed("what").security().partial("there is no such service that would ask for it");
    }
  }

  private static Line list(Grammar g, String words, String help, String what) {
    return g.line(LineFeature.LINE, words + " {default|WORD}:list", help, "Use the default " + what + " list",
        "Use an " + what + " list with this name").slot(words).clearsOnNo().security().active();
  }

  /** By what they are about; those that the line does not name are missing. */
  Map<String, String> of(Section root, Kind kind, int number) {
    var found = new HashMap<String, String>();
    put(found, "login", root, kind, number, login);
    put(found, "authorization exec", root, kind, number, exec);
    put(found, "accounting exec", root, kind, number, accountExec);
    for (int level = 0; level <= 15; level++) {
      put(found, "authorization commands " + level, root, kind, number, commands[level]);
      put(found, "accounting commands " + level, root, kind, number, accountCommands[level]);
    }
    return found;
  }

  private void put(Map<String, String> found, String about, Section root, Kind kind, int number, Line line) {
    Optional<String> list = lines.setting(root, kind, number, line).flatMap(e -> e.arg("list"));
    list.ifPresent(l -> found.put(about, l));
  }
}
