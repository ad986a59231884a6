package net.anotherbox.shell.file;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import net.anotherbox.runtime.port.FileError;
import net.anotherbox.runtime.value.Ipv4;

/** Runs a command on another machine over SSH: what a copy by {@code scp} begins with. */
public interface RemoteCopy {
  /** A command that runs there, by the ends of its streams. */
  interface Running extends AutoCloseable {
    /** What it prints. */
    InputStream in();

    /** What it reads. */
    OutputStream out();

    @Override
    void close() throws IOException;
  }

  /**
   * Logs in with a password and starts a command; waits for the other end.
   *
   * @throws FileError if nobody answers, the password is wrong, or the machine is not the one it was
   */
  Running start(Ipv4 host, String user, String password, String command) throws FileError;

  /** Where there is no network. */
  RemoteCopy NONE = (host, user, password, command) -> {
    throw new FileError(FileError.Reason.UNREACHABLE);
  };
}
