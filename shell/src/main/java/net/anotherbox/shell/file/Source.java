package net.anotherbox.shell.file;

import java.io.InputStream;
import net.anotherbox.runtime.port.FileError;

/** Where a copy comes from. */
interface Source {
  /** An open file. @param bytes how long it is, or -1 if that is not known before its end */
  record Opened(InputStream bytes, long size) {}

  /** Opens it, on the thread of the copy. What it reads may throw a {@link Broken}. */
  Opened open(Marks marks) throws FileError;

  /** A stream that has failed half way. */
  final class Broken extends java.io.IOException {
    private static final long serialVersionUID = 1L;
    private final transient FileError why;

    Broken(FileError why) {
      super(why.getMessage());
      this.why = why;
    }

    FileError why() {
      return why;
    }
  }

  /** What is said while a transfer goes on ("!", "."), and whether it is still wanted. From any thread. */
  interface Marks {
    void say(String mark);

    boolean isBrokenOff();
  }
}
