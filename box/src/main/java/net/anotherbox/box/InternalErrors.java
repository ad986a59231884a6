package net.anotherbox.box;

import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;

/**
 * Where mistakes of the program itself end up: the user is told in one line that there was one, the stack goes to a file
 * beside nvram that only its owner reads. From any thread.
 */
final class InternalErrors {
  /** What is kept; a mistake that happens with every packet must not fill the disk. */
  private static final long LIMIT = 1_000_000;

  private final Path file;
  private final PrintStream told;

  InternalErrors(Path state, PrintStream told) {
    this.file = state.resolve("internal-errors.log");
    this.told = told;
  }

  synchronized void happened(Throwable t) {
    var stack = new StringWriter();
    t.printStackTrace(new PrintWriter(stack, true));
    String where;
    try {
      if (!Files.exists(file))
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      if (Files.size(file) < LIMIT) Files.writeString(file, Instant.now() + " " + stack + "\n", StandardOpenOption.APPEND);
      where = "see " + file;
    } catch (IOException e) {
      where = "and " + file + " cannot be written";
    }
    told.print("router: internal error (" + t.getClass().getSimpleName() + "), " + where + "\r\n");
    told.flush();
  }
}
