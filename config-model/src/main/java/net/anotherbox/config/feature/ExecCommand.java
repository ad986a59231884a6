package net.anotherbox.config.feature;

/** What an exec command does. Runs on the control thread and must not block: see {@link Execution#later}. */
public interface ExecCommand {
  void run(Execution x);
}
