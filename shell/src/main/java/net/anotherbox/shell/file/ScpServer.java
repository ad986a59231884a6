package net.anotherbox.shell.file;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import net.anotherbox.runtime.port.FileError;
import net.anotherbox.runtime.port.FileError.Reason;
import net.anotherbox.runtime.port.Flash;
import net.anotherbox.shell.session.CopyServer;

/** {@code ip scp server enable}: files of the box for whoever has privilege 15 and the protocol of {@code scp -O}. */
final class ScpServer implements CopyServer {
  private static final int PRIVILEGED = 15;

  private final FileSystems files;

  ScpServer(FileSystems files) {
    this.files = files;
  }

  /** What the other end wants. @param receive whether a file is to come here */
  private record Wish(boolean receive, String path) {
    /** Reads "scp -v -t -- flash:x". */
    static Optional<Wish> read(String command) {
      List<String> words = words(command);
      boolean to = false;
      boolean from = false;
      boolean names = false;
      var paths = new ArrayList<String>();
      for (String w : words.subList(1, words.size())) {
        if (!names && w.equals("--")) names = true;
        else if (!names && w.startsWith("-") && w.length() > 1) {
          to |= w.contains("t");
          from |= w.contains("f");
        } else paths.add(w);
      }
      return to == from || paths.size() != 1 ? Optional.empty() : Optional.of(new Wish(to, paths.getFirst()));
    }

    /** Words as a shell takes them apart: quotes and backslashes of the other end's making. */
    private static List<String> words(String command) {
      var words = new ArrayList<String>();
      StringBuilder word = null;
      char quote = 0;
      for (int i = 0; i < command.length(); i++) {
        char c = command.charAt(i);
        boolean blank = quote == 0 && Character.isWhitespace(c);
        if (blank) {
          if (word != null) words.add(word.toString());
          word = null;
          continue;
        }
        if (word == null) word = new StringBuilder();
        if (quote == 0 && (c == '\'' || c == '"')) quote = c;
        else if (c == quote) quote = 0;
        else if (c == '\\' && quote != '\'' && i + 1 < command.length()) word.append(command.charAt(++i));
        else word.append(c);
      }
      if (word != null) words.add(word.toString());
      return words;
    }
  }

  @Override
  public int serve(String command, String user, String from, String line, int privilege, InputStream in, OutputStream out) {
    var wire = new ScpWire(in, out);
    try {
      Optional<Wish> wish = Wish.read(command);
      if (privilege < PRIVILEGED) {
        wire.no(files.wording.say("scp-privilege"));
      } else if (wish.isEmpty()) {
        wire.no(files.wording.say("scp-usage"));
      } else {
        var guest = new Guest(user, from, line, privilege);
        Url u = onLoop(() -> meant(guest, wish.get().path()));
        if (wish.get().receive()) receive(wire, u, guest);
        else send(wire, u, announced(wish.get().path(), u));
        return 0;
      }
    } catch (FileError e) {
      refuse(wire, e);
    } catch (IOException e) {
      // The other end has gone; what came of the file was not kept.
      return 1;
    }
    return 1;
  }

  private void refuse(ScpWire wire, FileError e) {
    try {
      wire.no(files.reason(e));
    } catch (IOException gone) {
      // Nobody is left to be told.
      return;
    }
  }

  private Url meant(Guest guest, String path) {
    return switch (path) {
      case FileSystems.RUNNING -> new Url("system", "", FileSystems.RUNNING);
      case FileSystems.STARTUP -> new Url("nvram", "", FileSystems.STARTUP);
      default -> files.resolve(guest, path);
    };
  }

  /** Something of the control thread's. */
  private <T> T onLoop(FileSystems.Waiting<T> task) throws FileError {
    var answer = new CompletableFuture<T>();
    files.loop.post(() -> {
      try {
        answer.complete(task.run());
      } catch (FileError | RuntimeException e) {
        answer.completeExceptionally(e);
      }
    });
    try {
      return answer.get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof FileError f ? f : new FileError(Reason.IO);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new FileError(Reason.ABORTED);
    }
  }

  private void receive(ScpWire wire, Url u, Guest guest) throws IOException, FileError {
    wire.yes();
    ScpWire.Header h;
    try {
      h = wire.header();
    } catch (EOFException e) {
      return;
    }
    Url to = onLoop(() -> files.isFlash(u) && (FileSystems.path(u).isEmpty() || isDirectory(u))
        ? u.file(files.below(u, h.name())) : u);
    if (to.isRemote()) throw new FileError(Reason.PERMISSION);
    Target target = onLoop(() -> files.target(to));
    Target checked = (size, marks) -> {
      Flash.Upload upload = target.open(size, marks);
      try {
        wire.yes();
      } catch (IOException e) {
        throw new FileError(Reason.IO);
      }
      return upload;
    };
    if (onLoop(() -> files.isFlash(to) && files.space(to).orElseThrow().free() < h.size())) {
      throw new FileError(Reason.NO_SPACE);
    }
    FileSystems.Copied c = FileSystems.carry(marks -> new Source.Opened(wire.body(h.size()), h.size()), checked,
        FileSystems.SILENT);
    onLoop(() -> files.arrived(to, c, guest));
    wire.yes();
  }

  private boolean isDirectory(Url u) {
    try {
      return files.stat(u).directory();
    } catch (FileError e) {
      return false;
    }
  }

  /**
   * The name that a file is announced by. OpenSSH takes only what was asked for, after the last slash if there is one: of
   * "flash:x" all of it, of "flash:/x" the "x".
   */
  private static String announced(String path, Url u) {
    String last = path.substring(path.lastIndexOf('/') + 1);
    return last.isEmpty() ? u.name() : last;
  }

  private void send(ScpWire wire, Url u, String name) throws IOException, FileError {
    Source source = onLoop(() -> {
      if (u.isRemote()) throw new FileError(Reason.PERMISSION);
      return files.source(u);
    });
    wire.answered();
    FileSystems.carry(source, (size, marks) -> new Flash.Upload() {
      {
        try {
          wire.announce(size, name);
        } catch (IOException e) {
          throw new FileError(Reason.IO);
        }
      }

      @Override
      public void write(byte[] bytes, int from, int to) throws FileError {
        try {
          wire.bytes(bytes, from, to);
        } catch (IOException e) {
          throw new FileError(Reason.IO);
        }
      }

      @Override
      public void keep() throws FileError {
        try {
          wire.sent();
        } catch (IOException e) {
          throw new FileError(Reason.IO);
        }
      }

      @Override
      public void close() {}
    }, FileSystems.SILENT);
  }
}
