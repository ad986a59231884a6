package net.anotherbox.shell.line;

import java.util.ArrayList;
import java.util.List;

/** The last lines entered in one class of modes, oldest first. Filled by the session's thread, read by others too. */
public final class History {
  public static final int DEFAULT_SIZE = 10;

  private final List<String> lines = new ArrayList<>();
  private int size = DEFAULT_SIZE;

  /** Remembers a line, unless it is blank or the same as the last. */
  public synchronized void add(String line) {
    if (size == 0 || line.isBlank() || !lines.isEmpty() && lines.getLast().equals(line)) return;
    lines.add(line);
    trim();
  }

  /** @param lines how many to keep, 0 to 256 */
  public synchronized void size(int lines) {
    size = lines;
    trim();
  }

  private void trim() {
    while (lines.size() > size) lines.removeFirst();
  }

  public synchronized List<String> lines() {
    return List.copyOf(lines);
  }
}
