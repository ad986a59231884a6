package net.anotherbox.config.grammar;

/** What a configuration line does here, as {@code show configuration support} says it. */
public sealed interface Support {
  /** It does what it says. */
  record Active() implements Support {}

  /** Stored and shown; without effect by nature. @param reason in a few words */
  record Kept(String reason) implements Support {}

  /** Stored and shown; an effect is missing. @param reason what is missing and what that means for the user */
  record Partial(String reason) implements Support {}

  Support ACTIVE = new Active();
}
