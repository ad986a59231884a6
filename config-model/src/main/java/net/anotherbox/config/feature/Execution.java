package net.anotherbox.config.feature;

import java.util.function.Consumer;
import net.anotherbox.config.grammar.Matched;

/** One run of an exec command. Ends when the command's method returns, unless it called {@link #later}. */
public interface Execution {
  Matched command();

  Session session();

  /** Shows text; '\n' ends a line. Goes through the pager and the output filter of the line. */
  void print(String text);

  /** There is no such thing as this named word says: complains of it as of a word that does not belong there. */
  default void invalid(String name) {
    throw new UnsupportedOperationException(name);
  }

  /** The command goes on after its method has returned, until {@link #done}. */
  void later();

  void done();

  /** Asks a question; the answer (without the line end) comes on the control thread. Implies {@link #later}. */
  void ask(String question, boolean echo, Consumer<String> answer);

  /** {@code [confirm]}: one key; true for RETURN or 'y'. Implies {@link #later}. */
  void confirm(String question, Consumer<Boolean> answer);

  /** Reads lines of text up to a Ctrl-Z; Ctrl-C breaks the command off. Implies {@link #later}. */
  default void message(Consumer<String> text) {
    throw new UnsupportedOperationException("message");
  }

  /** What to do when the user breaks the command off (Ctrl-^ or Ctrl-C). It must end in {@link #done}. */
  void onBreak(Runnable task);
}
