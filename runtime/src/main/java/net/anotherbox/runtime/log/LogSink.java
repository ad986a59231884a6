package net.anotherbox.runtime.log;

/** Somebody who shows or keeps log messages. Called on the control thread. */
public interface LogSink {
  /**
   * @param severity 0 (emergencies) to 7 (debugging)
   * @param text the message with its timestamp; may hold several lines, without a final newline
   */
  void message(int severity, String text);
}
