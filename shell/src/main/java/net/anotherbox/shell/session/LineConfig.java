package net.anotherbox.shell.session;

import java.util.OptionalInt;

/**
 * What the configuration says about one line.
 *
 * @param login what a console asks before it lets anybody in; virtual terminals have asked already
 * @param execTimeoutSeconds after which an idle session is ended; 0: never
 * @param loggingSynchronous whether a message shows again what was being typed
 * @param loggingSeverity highest number of the severities shown (7: all), -1 for none
 * @param length lines of the screen if configured, 0 for no paging
 * @param width columns of the screen if configured, 0 for no limit
 * @param historySize lines to be remembered, 0 to 256
 * @param privilege level at which sessions begin, 0 to 15
 */
public record LineConfig(Login login, int execTimeoutSeconds, boolean loggingSynchronous, int loggingSeverity,
    OptionalInt length, OptionalInt width, int historySize, int privilege) {
  /** How somebody proves who he is. */
  public enum Login { NONE, LINE_PASSWORD, LOCAL }

  /** A line about which nothing has been configured. */
  public static final LineConfig DEFAULT =
      new LineConfig(Login.NONE, 600, false, 7, OptionalInt.empty(), OptionalInt.empty(), 10, 1);
}
