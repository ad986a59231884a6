package net.anotherbox.shell.session;

import java.io.InputStream;
import java.io.OutputStream;

/** Serves files to whoever comes with the copy protocol of {@code scp}. */
public interface CopyServer {
  /**
   * One copy, until its end; on a thread that may wait.
   *
   * @param command what the other end would run here: "scp -t flash:x"
   * @param privilege of whoever it is
   * @param line "vty 0"
   * @return exit status
   */
  int serve(String command, String user, String from, String line, int privilege, InputStream in, OutputStream out);
}
