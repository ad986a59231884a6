package net.anotherbox.shell.session;

import java.util.function.Consumer;
import java.util.regex.Pattern;
import net.anotherbox.shell.line.History;
import net.anotherbox.shell.output.OutputFilter;

/** What the control thread tells a session's thread while a line is being carried out. */
sealed interface Event {
  /** The line is being carried out: the size of the screen that its output is for. */
  record Began(int width, int length) implements Event {}

  /** From now on the output goes through a filter. */
  record Filter(OutputFilter.Kind kind, Pattern pattern) implements Event {}

  record Print(String text) implements Event {}

  /** A message of the log, or of somebody, that goes on a line of its own. */
  record Burst(String text, boolean synchronous) implements Event {}

  record Ask(String question, boolean echo, Consumer<String> answer) implements Event {}

  record Confirm(String question, Consumer<Boolean> answer) implements Event {}

  /** Lines are to be typed up to a Ctrl-Z. */
  record Message(Consumer<String> text) implements Event {}

  /** Keys and screen belong to another machine until it ends. */
  record Join(Conversation with, boolean escapes, Consumer<Conversation.End> ended) implements Event {}

  /** Text of many lines is to be typed. */
  record Block(String delimiter, Consumer<String> text) implements Event {}

  /**
   * The line has been carried out; what the next one is read with.
   *
   * @param width columns of the screen
   * @param editing whether the line can be edited
   * @param unsaid whether the log has something to say once the prompt stands
   * @param understood whether it was a command at all
   * @param leaving whether there is to be no next one
   */
  record Done(String prompt, int width, boolean editing, History history, boolean unsaid, boolean understood,
      boolean leaving) implements Event {}
}
