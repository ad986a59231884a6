package net.anotherbox.shell.access;

import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.List;
import java.util.Set;

/** The threads of whoever sits at a line from now on; another test's box may have stopped in the middle of a command. */
final class Sitting {
  private static final long PATIENCE = 20_000;

  private final String prefix;
  private final Set<Thread> others;

  /** @param prefix how their names begin */
  Sitting(String prefix) {
    this.prefix = prefix;
    this.others = Thread.getAllStackTraces().keySet();
  }

  /** Those that are alive. */
  List<Thread> threads() {
    return Thread.getAllStackTraces().keySet().stream().filter(t -> t.getName().startsWith(prefix) && !others.contains(t))
        .toList();
  }

  /** Waits for the end of each. */
  void ended() throws InterruptedException {
    for (Thread t : threads()) {
      t.join(PATIENCE);
      assertFalse(t.isAlive(), () -> t.getName() + " goes on: " + List.of(t.getStackTrace()));
    }
  }
}
