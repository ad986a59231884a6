package net.anotherbox.shell.access;

import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.List;

/** The threads of whoever sits at a line. */
final class Sitting {
  private static final long PATIENCE = 20_000;

  private Sitting() {}

  /** Those that are alive. */
  static List<Thread> threads(String prefix) {
    return Thread.getAllStackTraces().keySet().stream().filter(t -> t.getName().startsWith(prefix)).toList();
  }

  /** Waits for the end of each. */
  static void ended(String prefix) throws InterruptedException {
    for (Thread t : threads(prefix)) {
      t.join(PATIENCE);
      assertFalse(t.isAlive(), () -> t.getName() + " goes on: " + List.of(t.getStackTrace()));
    }
  }
}
