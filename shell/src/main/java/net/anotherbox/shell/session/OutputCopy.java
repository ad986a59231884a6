package net.anotherbox.shell.session;

import java.util.Map;
import net.anotherbox.shell.file.TextFiles;

/** The output of a command on its way to a file. Belongs to the control thread. */
final class OutputCopy {
  private final OutputPipe.Read.ToFile where;
  private final StringBuilder text = new StringBuilder();

  OutputCopy(OutputPipe.Read.ToFile where) {
    this.where = where;
  }

  /** @return whether it goes to the screen too */
  boolean takes(String part) {
    text.append(part);
    return where.shown();
  }

  /** The line ends when the file has been written, or not. */
  void write(Shell shell, Seat seat, boolean understood) {
    String url = where.url();
    var files = shell.config().files();
    if (files.isEmpty()) {
      seat.print(shell.wording().say("no-file", Map.of("url", url)));
      seat.finished(understood);
      return;
    }
    files.get().write(seat, url, text.toString(), where.append(), answer -> {
      if (answer instanceof TextFiles.Answer.Failed f) seat.print(f.error());
      seat.finished(understood);
    });
  }
}
