package net.anotherbox.shell.session;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** A session on another machine, by the ends of its streams. From any thread. */
public interface FarEnd extends AutoCloseable {
  /** What it shows; its end is the end of the session. */
  InputStream in();

  /** What is typed there. A return is the byte 13. */
  OutputStream out();

  /** Whether it shows what is typed by itself. */
  default boolean echoes() {
    return true;
  }

  @Override
  void close() throws IOException;
}
