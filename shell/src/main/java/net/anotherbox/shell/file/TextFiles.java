package net.anotherbox.shell.file;

import java.util.function.Consumer;
import net.anotherbox.config.feature.Session;

/**
 * Files by URL as whole texts, each byte a character: what {@code | redirect} and the archive write. To be called on the
 * control thread; answers come there, later. Nothing is asked and nothing is shown.
 */
public interface TextFiles {
  /** What became of it. */
  sealed interface Answer {
    /** @param text what was read; empty after writing */
    record Done(String text) implements Answer {}

    /** @param error as IOS puts it, e.g. "%Error opening flash:/x (No such file or directory)", without a newline */
    record Failed(String error) implements Answer {}
  }

  /** @param by whose current directory a name without a scheme is in */
  void read(Session by, String url, Consumer<Answer> then);

  /** Writes a file anew, or adds to its end. */
  void write(Session by, String url, String text, boolean append, Consumer<Answer> then);
}
