package net.anotherbox.shell.box;

import java.util.Optional;
import java.util.function.Function;
import java.util.function.IntFunction;
import net.anotherbox.config.grammar.Grammar;
import net.anotherbox.config.grammar.Line;
import net.anotherbox.config.grammar.Support;
import net.anotherbox.config.tree.Entry;
import net.anotherbox.shell.session.LineManners;

/** What stands under {@code line} about how a session there begins, runs and ends. */
final class MannersLines {
  private static final int WARNING_SECONDS = 20;
  private static final int LOGIN_SECONDS = 30;

  private Line absolute;
  private Line warning;
  private Line session;
  private Line response;
  private Line lockable;
  private Line monitor;
  private Line editing;
  private Line motd;
  private Line exec;
  private Line stamped;
  private Line location;
  private Line rotary;
  private Line autocommand;

  private IntFunction<Support> reached = group -> Support.ACTIVE;

  /** Who knows how callers get to a rotary group. */
  void reached(IntFunction<Support> by) {
    reached = by;
  }

  void declare(Grammar g) {
    absolute = g.line(LineFeature.LINE, "absolute-timeout <0-10000>:minutes", "Set absolute timeout for line disconnection",
        "Absolute timeout interval in minutes").slot("absolute-timeout").clearsOnNo().security().active();
    warning = g.line(LineFeature.LINE, "logout-warning [<0-4294967295>:seconds]",
        "Set Warning countdown for absolute timeout of line", "Time before line is disconnected in seconds")
        .slot("logout-warning").clearsOnNo().active();
    session = g.line(LineFeature.LINE, "session-timeout <0-35791>:minutes [output]",
        "Set interval for closing connection when there is no input traffic", "Session timeout interval in minutes",
        "Include output traffic as well as input traffic").slot("session-timeout").clearsOnNo()
        .active();
    g.prefix(LineFeature.LINE, "timeout", "Timeouts for the line");
    g.prefix(LineFeature.LINE, "timeout login", "Timeouts related to the login sequence");
    response = g.line(LineFeature.LINE, "timeout login response <0-300>:seconds",
        "Timeout for any user input during login sequences", "Timeout in seconds").slot("timeout login response")
        .clearsOnNo().security().active();
    lockable = g.line(LineFeature.LINE, "lockable", "Allow users to lock a line").active();
    monitor = g.line(LineFeature.LINE, "monitor", "Copy debug output to the current terminal line").active();
    editing = g.line(LineFeature.LINE, "editing", "Enable command line editing").onByDefault().active();
    motd = g.line(LineFeature.LINE, "motd-banner", "Enable the display of the MOTD banner").onByDefault().active();
    exec = g.line(LineFeature.LINE, "exec-banner", "Enable the display of the EXEC banner").onByDefault().active();
    g.prefix(LineFeature.LINE, "exec", "Configure EXEC");
    stamped = g.line(LineFeature.LINE, "exec prompt timestamp", "EXEC prompt", "Print timestamps for show commands")
        .slot("exec prompt timestamp").active();
    location = g.line(LineFeature.LINE, "location LINE:text", "Enter terminal location description",
        "One text line describing the terminal's location").slot("location").clearsOnNo().active();
    rotary = g.line(LineFeature.LINE, "rotary <0-127>:group", "Set line rotary group", "Rotary group to add line to")
        .slot("rotary").clearsOnNo().security().support(e -> reached.apply(Integer.parseInt(e.required("group"))));
    autocommand = g.line(LineFeature.LINE, "autocommand LINE:command", "Automatically execute an EXEC command",
        "Appropriate EXEC command").slot("autocommand").clearsOnNo().security().active();
  }

  /** @param of the entry that decides for a line, if there is one */
  LineManners read(Function<Line, Optional<Entry>> of, String accessIn, String accessOut) {
    boolean greets = isOn(of, exec);
    return new LineManners(number(of, absolute, "minutes", 0) * 60, number(of, warning, "seconds", WARNING_SECONDS),
        number(of, session, "minutes", 0) * 60, number(of, response, "seconds", LOGIN_SECONDS),
        of.apply(lockable).isPresent(), of.apply(monitor).isPresent(), isOn(of, editing), greets && isOn(of, motd), greets,
        of.apply(stamped).isPresent(), of.apply(location).map(e -> e.required("text")).orElse(""), accessIn, accessOut,
        number(of, rotary, "group", 0),
        of.apply(autocommand).map(e -> e.required("command")));
  }

  private static boolean isOn(Function<Line, Optional<Entry>> of, Line line) {
    return of.apply(line).map(e -> !e.negated()).orElse(true);
  }

  private static int number(Function<Line, Optional<Entry>> of, Line line, String name, int otherwise) {
    return of.apply(line).flatMap(e -> e.arg(name)).map(v -> (int) Math.min(Integer.MAX_VALUE, Long.parseLong(v)))
        .orElse(otherwise);
  }
}
