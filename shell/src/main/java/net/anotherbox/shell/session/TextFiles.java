package net.anotherbox.shell.session;

import java.util.Optional;

/** Where {@code | redirect}, {@code | append} and {@code | tee} put the output of a command. Called on the control thread. */
public interface TextFiles {
  /**
   * Writes a text file.
   *
   * @param url as typed: "flash:x", "x" (in the default file system)
   * @param text its lines ended by newlines
   * @param append behind what stands in the file already
   * @return empty if it was written, else what to complain
   */
  Optional<String> write(String url, String text, boolean append);
}
