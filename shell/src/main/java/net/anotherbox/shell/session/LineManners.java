package net.anotherbox.shell.session;

import java.util.Optional;

/**
 * What the configuration says about sessions at one line, beyond what {@link LineConfig} says.
 *
 * @param absoluteTimeoutSeconds after which a session is ended whatever is done there; 0: never
 * @param warningSeconds how long before that it is said
 * @param sessionTimeoutSeconds after which an idle session to elsewhere is ended; 0: never
 * @param loginSeconds how long the answer to a question of the login may take; 0: for ever
 * @param lockable whether {@code lock} may lock it
 * @param monitor whether log messages are shown there without being asked for
 * @param editing whether lines can be edited
 * @param motdBanner whether the message of the day is shown there
 * @param execBanner whether the banner of {@code exec} is shown there
 * @param stamped whether {@code show} commands begin with the load and the time ({@code exec prompt timestamp})
 * @param location a remark; empty if there is none
 * @param accessIn name of the access list that the other end must pass; "-" if there is none
 * @param accessOut the same for sessions to elsewhere
 * @param rotary group of lines that it belongs to; 0 for none
 * @param autocommand what a session does in place of showing a prompt
 */
public record LineManners(int absoluteTimeoutSeconds, int warningSeconds, int sessionTimeoutSeconds, int loginSeconds,
    boolean lockable, boolean monitor, boolean editing, boolean motdBanner, boolean execBanner, boolean stamped,
    String location, String accessIn, String accessOut, int rotary, Optional<String> autocommand) {
  /** A line about which nothing has been configured. */
  public static final LineManners DEFAULT =
      new LineManners(0, 20, 0, 30, false, false, true, true, true, false, "", "-", "-", 0, Optional.empty());
}
