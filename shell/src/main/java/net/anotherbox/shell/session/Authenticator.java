package net.anotherbox.shell.session;

import java.util.Optional;

/**
 * Who may come in and what he may do. Everything here may take a while (a server elsewhere is asked): it is called on
 * threads of the transports and of sessions, never on the control thread, except where it says so.
 */
public interface Authenticator {
  /** What somebody must say to come in. */
  enum Questions {
    /** Nothing: the line is open. */
    NONE,
    /** A password alone. */
    PASSWORD,
    NAME_AND_PASSWORD,
    /** Nobody comes in here, and is told why. */
    REFUSED
  }

  /**
   * What a line asks, in its own words.
   *
   * @param greeting before the first question; may be empty
   * @param failed said after each wrong answer; may be empty
   * @param givenUp said after the last
   * @param tries wrong answers before the line is hung up
   */
  record Dialogue(Questions questions, String greeting, String namePrompt, String passwordPrompt, String failed,
      String givenUp, int tries) {}

  Dialogue dialogue(Caller caller);

  /** What became of an attempt. */
  sealed interface Verdict {
    record In(Identity who) implements Verdict {}

    /** No: he may try again, if the dialogue says so. */
    record No() implements Verdict {}

    /** He is who he says, and may not come in for all that. */
    record Refused(String text) implements Verdict {}
  }

  /**
   * @param user empty where only a password was asked, or nothing
   * @param password as bytes of Latin-1, empty where nothing was asked; the caller wipes it
   */
  Verdict check(Caller caller, String user, char[] password);

  /**
   * What {@code enable} asks.
   *
   * @param prompt empty where nothing is asked
   * @param failed said after the last wrong answer
   */
  record Enabling(boolean allowed, Optional<String> prompt, String failed, int tries) {}

  /** On the control thread. */
  Enabling enabling(Caller caller, String user, int level);

  /** Whether this password leads to that level. */
  boolean enables(Caller caller, String user, int level, char[] password);

  /** Whether anybody hears of commands at all. On the control thread. */
  default boolean watchesCommands() {
    return false;
  }

  /** Whether a command has to be asked for before it is run. On the control thread. */
  default boolean asksForCommand(Caller caller, int level, boolean configuration) {
    return false;
  }

  /** Whether somebody may run a command. */
  default boolean mayRun(Caller caller, Identity who, int level, java.util.List<String> words) {
    return true;
  }

  /** He has begun to work. On the control thread. */
  default void began(Caller caller, Identity who) {}

  /** He has run a command. On the control thread. */
  default void ran(Caller caller, Identity who, int level, String command) {}

  /** He has gone. On the control thread. */
  default void ended(Caller caller, Identity who) {}
}
