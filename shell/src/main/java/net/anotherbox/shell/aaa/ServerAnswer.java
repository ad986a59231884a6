package net.anotherbox.shell.aaa;

import java.util.List;
import java.util.OptionalInt;

/** What a server, or a group of them, says. */
sealed interface ServerAnswer {
  /**
   * Yes.
   *
   * @param privilege level that comes with it, if any
   * @param attributes what else it says, "name=value"
   */
  record Yes(OptionalInt privilege, List<String> attributes) implements ServerAnswer {
    static Yes plain() {
      return new Yes(OptionalInt.empty(), List.of());
    }
  }

  record No() implements ServerAnswer {}

  /** Nothing that could be understood came in time: the next server, or the next method, is asked. */
  record Silence() implements ServerAnswer {}
}
