package net.anotherbox.shell.session;

import java.util.List;
import java.util.Map;
import net.anotherbox.config.feature.Execution;
import net.anotherbox.config.grammar.Grammar;
import net.anotherbox.config.grammar.Mode;

/** {@code send}, from line to line, and {@code lock}, which keeps a line for whoever has its password. */
final class MessageFeature {
  private static final int PRIVILEGED = 15;

  private final Shell shell;

  MessageFeature(Shell shell) {
    this.shell = shell;
  }

  void declare(Grammar g) {
    g.prefix(Mode.EXEC, "send", "Send a message to other tty lines");
    g.exec("send *", x -> write(x, "all"), "All tty lines").privilege(PRIVILEGED);
    g.exec("send log [<0-7>:severity] LINE:text", this::log, "Log message", "Severity of the message",
        "Text of the message").privilege(PRIVILEGED);
    g.exec("send <0-999>:number", x -> write(x, "number"), "Send a message to a specific line").privilege(PRIVILEGED);
    g.exec("send {console <0-0>|aux <0-0>|vty <0-807>}:line", x -> write(x, "line"), "Primary terminal line",
        "Line number", "Auxiliary line", "Line number", "Virtual terminal", "Line number").privilege(PRIVILEGED);
    g.exec("lock", this::lock, "Lock the terminal");
  }

  private String say(String name) {
    return shell.wording().say(name) + "\n";
  }

  private int number(LineName l) {
    return l.absolute(shell.wording().personality().platform());
  }

  // ---- send ----

  private void write(Execution x, String to) {
    List<LineName> lines = shell.sessions().rows().stream().map(SessionTable.Row::line).toList();
    String where;
    if (to.equals("all")) {
      where = "all terminals";
    } else {
      int target = to.equals("number") ? Integer.parseInt(x.command().required("number"))
          : number(named(x.command().required("line")));
      lines = lines.stream().filter(l -> number(l) == target).toList();
      where = "tty" + target;
    }
    List<LineName> receivers = lines;
    x.print(say("send-enter"));
    x.message(text -> x.confirm(shell.wording().say("send-question"), yes -> {
      if (yes) deliver(x, receivers, where, text);
      x.done();
    }));
  }

  private static LineName named(String words) {
    String[] w = words.split(" ");
    return switch (w[0]) {
      case "console" -> LineName.CONSOLE;
      case "aux" -> LineName.AUX;
      default -> LineName.vty(Integer.parseInt(w[1]));
    };
  }

  private void deliver(Execution x, List<LineName> receivers, String where, String text) {
    int from = number(shell.sessions().of(x.session().line()).name());
    String frame = shell.wording().say("send-frame", Map.of("from", from, "to", where, "text", text.stripTrailing()));
    for (LineName l : receivers) shell.sessions().at(l).ifPresent(s -> s.burst(frame));
  }

  private void log(Execution x) {
    int severity = Integer.parseInt(x.command().arg("severity").orElse("7"));
    Seat own = shell.sessions().of(x.session().line());
    shell.log().syslog("SYS", severity, "USERLOG_" + SEVERITIES.get(severity), shell.wording().say("send-log",
        Map.of("from", number(own.name()), "user", own.user(), "text", x.command().required("text"))));
  }

  private static final List<String> SEVERITIES =
      List.of("EMERG", "ALERT", "CRIT", "ERR", "WARNING", "NOTICE", "INFO", "DEBUG");

  // ---- lock ----

  private void lock(Execution x) {
    if (!shell.config().manners(shell.sessions().of(x.session().line()).name()).lockable()) {
      x.print(say("lock-not-enabled"));
      return;
    }
    x.ask(shell.wording().say("password-prompt"), false, first -> x.ask(shell.wording().say("lock-again"), false,
        second -> {
          if (!first.equals(second)) {
            x.print(say("lock-different"));
            x.done();
            return;
          }
          x.print(say("locked"));
          askUntil(x, first);
        }));
  }

  /** Ctrl-C opens no lock; a terminal that has gone does, since nobody is left to be kept out. */
  private void askUntil(Execution x, String password) {
    x.onBreak(() -> {
      if (shell.sessions().of(x.session().line()).isGone()) x.done();
      else askUntil(x, password);
    });
    x.ask(shell.wording().say("password-prompt"), false, typed -> {
      if (typed.equals(password)) x.done();
      else askUntil(x, password);
    });
  }
}
