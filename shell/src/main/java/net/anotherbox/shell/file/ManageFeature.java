package net.anotherbox.shell.file;

import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import net.anotherbox.config.feature.Execution;
import net.anotherbox.config.feature.Feature;
import net.anotherbox.config.grammar.Grammar;
import net.anotherbox.config.grammar.Mode;
import net.anotherbox.runtime.port.FileError;
import net.anotherbox.runtime.port.FileError.Reason;
import net.anotherbox.runtime.port.Flash;

/**
 * {@code mkdir}, {@code rmdir}, {@code rename}, {@code delete}, {@code more}, {@code verify}, {@code format}, {@code
 * squeeze}.
 */
final class ManageFeature implements Feature {
  private static final int PRIVILEGED = 15;
  /** Bytes to be shown at once; nobody reads more, and a session's queue is memory. */
  private static final int LARGEST_SHOWN = 4 << 20;
  private static final int MARK_BYTES = 1 << 20;

  private final FileSystems files;
  private final PromptFeature prompts;

  ManageFeature(FileSystems files, PromptFeature prompts) {
    this.files = files;
    this.prompts = prompts;
  }

  @Override
  public void declare(Grammar g) {
    g.type("NEWFOLDER", new FileName(files::onFlash, "Directory name"));
    g.exec("mkdir NEWFOLDER:url", this::mkdir, "Create new directory", "Directory name").privilege(PRIVILEGED);
    g.exec("rmdir NEWFOLDER:url", this::rmdir, "Remove existing directory", "Directory name").privilege(PRIVILEGED);
    g.type("OLDFILE", new FileName(files::onFlash, "File to be renamed"));
    g.exec("rename OLDFILE:from NEWFOLDER:to", this::rename, "Rename a file", "File to be renamed", "New name")
        .privilege(PRIVILEGED);
    g.type("DELETED", new FileName(files::deletable, "File to be deleted"));
    g.exec("delete [/force] [/recursive] [/force] DELETED:url", this::delete, "Delete a file", "Force delete",
        "Recursive delete", "Force delete", "File to be deleted").privilege(PRIVILEGED);
    g.type("SHOWN", new FileName(files::readable, "File to display"));
    g.exec("more [/ascii|/binary|/ebcdic] SHOWN:url", this::more, "Display the contents of a file",
        "Display binary files in ASCII", "Force display to hex/text format", "Display binary files in EBCDIC",
        "File to display").privilege(PRIVILEGED);
    g.type("VERIFIED", new FileName(files::onFlash, "File to be verified"));
    g.exec("verify [/md5] VERIFIED:url [WORD:hash]", this::verify, "Verify a file", "Compute an md5 signature for a file",
        "File to be verified", "Expected signature").privilege(PRIVILEGED);
    for (String name : files.configs.flashNames()) {
      g.exec("format " + name + ":", x -> format(x, name), "Format a filesystem", "Filesystem to be formatted")
          .privilege(PRIVILEGED);
      g.exec("squeeze " + name + ":", x -> squeeze(x, name), "Squeeze a filesystem", "Filesystem to be squeezed")
          .privilege(PRIVILEGED);
    }
    g.prefix(Mode.EXEC, "erase", "Erase a filesystem");
    for (String name : files.configs.flashNames())
      g.exec("erase " + name + ":", x -> format(x, name), "Filesystem to be erased").privilege(PRIVILEGED);
  }

  /** Something on the flash itself; the other file systems are no place for it. */
  private String onFlash(Url u) throws FileError {
    if (!files.isFlash(u)) throw new FileError(Reason.PERMISSION);
    return FileSystems.path(u);
  }

  private void say(Execution x, String name, Object... facts) {
    x.print(files.wording.say(name, files.facts(facts)) + "\n");
  }

  /** Asks for a name unless it is not to be asked; an empty answer is the name that was typed. */
  private void named(Execution x, String question, Url u, java.util.function.Consumer<Url> then) {
    String name = u.path().startsWith("/") ? u.path().substring(1) : u.path();
    if (prompts.isQuiet() && !name.isEmpty()) {
      then.accept(u);
      return;
    }
    x.ask(files.wording.say(question, Map.of("name", name)), true, answer -> {
      String a = answer.strip();
      if (a.isEmpty() && name.isEmpty()) {
        x.done();
        return;
      }
      then.accept(a.isEmpty() ? u : Url.parse(a).orElseGet(() -> u.file(a)));
    });
  }

  // ---- directories ----

  private void mkdir(Execution x) {
    named(x, "ask-create-directory", files.place(x.session(), x.command().required("url")), u -> {
      try {
        files.flash.makeDirectory(onFlash(u));
        say(x, "created-directory", "url", u);
      } catch (FileError e) {
        x.print(files.error("error-creating-directory", u, e) + "\n");
      }
      x.done();
    });
  }

  private void rmdir(Execution x) {
    named(x, "ask-remove-directory", files.place(x.session(), x.command().required("url")), u ->
        confirmed(x, "confirm-delete", u, () -> {
          try {
            files.flash.removeDirectory(onFlash(u));
            say(x, "removed-directory", "url", u);
          } catch (FileError e) {
            x.print(files.error("error-removing-directory", u, e) + "\n");
          }
        }));
  }

  private void confirmed(Execution x, String question, Url u, Runnable then) {
    if (prompts.isQuiet()) {
      then.run();
      x.done();
      return;
    }
    x.confirm(files.wording.say(question, Map.of("url", u)), yes -> {
      if (yes) then.run();
      else say(x, "delete-aborted", "url", u);
      x.done();
    });
  }

  private void rename(Execution x) {
    Url from = files.place(x.session(), x.command().required("from"));
    Url given = files.place(x.session(), x.command().required("to"));
    named(x, "ask-destination", given, to -> {
      try {
        files.flash.rename(onFlash(from), onFlash(to));
      } catch (FileError e) {
        x.print(files.wording.say("error-renaming", Map.of("from", from, "to", to, "reason", files.reason(e))) + "\n");
      }
      x.done();
    });
  }

  // ---- delete ----

  private void delete(Execution x) {
    Url typed = files.place(x.session(), x.command().required("url"));
    boolean force = x.command().words().contains("/force");
    boolean recursive = x.command().words().contains("/recursive");
    if (force) {
      remove(x, typed, recursive);
      return;
    }
    named(x, "ask-delete", typed, u -> confirmed(x, "confirm-delete", u, () -> remove(x, u, recursive)));
  }

  private void remove(Execution x, Url u, boolean recursive) {
    try {
      if (u.scheme().equals("nvram") && FileSystems.path(u).equals(FileSystems.STARTUP)) {
        files.stat(u);
        files.configs.eraseStartup();
        return;
      }
      String path = onFlash(u);
      if (recursive && files.flash.stat(path).directory()) removeAll(path);
      else files.flash.remove(path);
    } catch (FileError e) {
      x.print(files.error("error-deleting", u, e) + "\n");
    }
  }

  private void removeAll(String path) throws FileError {
    for (Flash.Stat s : files.flash.list(path)) {
      String p = path.isEmpty() ? s.name() : path + "/" + s.name();
      if (s.directory()) removeAll(p);
      else files.flash.remove(p);
    }
    if (!path.isEmpty()) files.flash.removeDirectory(path);
  }

  /** Empties it: there is no other format, and no space that could be squeezed out. */
  private void format(Execution x, String name) {
    x.confirm(files.wording.say("confirm-format", Map.of("name", name + ":")), yes -> {
      if (!yes) {
        x.done();
        return;
      }
      x.confirm(files.wording.say("confirm-format-again", Map.of("name", name + ":")), sure -> {
        if (sure) {
          try {
            removeAll("");
            say(x, "formatted", "name", name + ":");
          } catch (FileError e) {
            x.print(files.error("error-deleting", files.home(), e) + "\n");
          }
        }
        x.done();
      });
    });
  }

  private void squeeze(Execution x, String name) {
    x.confirm(files.wording.say("confirm-squeeze", Map.of("name", name + ":")), yes -> {
      if (yes) say(x, "squeezed", "name", name + ":");
      x.done();
    });
  }

  // ---- reading ----

  private void more(Execution x) {
    Url u = files.place(x.session(), x.command().required("url"));
    boolean binary = x.command().words().contains("/binary");
    boolean ascii = x.command().words().contains("/ascii");
    try {
      Source from = files.source(u);
      x.later();
      files.wait(() -> FileSystems.carry(from, (size, m) -> new FileSystems.Collected(LARGEST_SHOWN), FileSystems.SILENT),
          c -> {
            String text = c.text().orElse("");
            x.print(binary || !ascii && text.indexOf('\0') >= 0 ? hexadecimal(text) : shown(text));
            x.done();
          }, e -> {
            x.print(files.error("error-opening", u, e) + "\n");
            x.done();
          });
    } catch (FileError e) {
      x.print(files.error("error-opening", u, e) + "\n");
    }
  }

  /** What a terminal could take for a command to itself is not shown. */
  private static String shown(String text) {
    var out = new StringBuilder();
    for (String line : text.split("\r?\n", -1)) out.append(line.replaceAll("[\\x00-\\x08\\x0B-\\x1F\\x7F-\\x9F]",
        ".")).append('\n');
    return text.endsWith("\n") ? out.substring(0, out.length() - 1) : out.toString();
  }

  private static String hexadecimal(String bytes) {
    var out = new StringBuilder();
    for (int at = 0; at < bytes.length(); at += 16) {
      out.append(String.format("%08X: ", at));
      var text = new StringBuilder();
      for (int i = at; i < at + 16; i++) {
        if (i % 4 == 0 && i > at) out.append(' ');
        out.append(i < bytes.length() ? String.format("%02X", (int) bytes.charAt(i)) : "  ");
        if (i < bytes.length()) text.append(bytes.charAt(i) >= ' ' && bytes.charAt(i) < 127 ? bytes.charAt(i) : '.');
      }
      out.append("    ").append(text).append('\n');
    }
    return out.toString();
  }

  // ---- verify ----

  private void verify(Execution x) {
    Url u = files.place(x.session(), x.command().required("url"));
    boolean md5 = x.command().words().contains("/md5");
    try {
      Source from = files.source(u);
      x.later();
      if (!md5) say(x, "verifying", "url", u);
      var marks = new Progress(files.loop, x);
      x.onBreak(marks::breakOff);
      files.wait(() -> digest(from, marks, md5), hash -> verified(x, u, md5, hash), e -> {
        x.print("\n" + files.error("error-verifying", u, e) + "\n");
        x.done();
      });
    } catch (FileError e) {
      x.print(files.error("error-verifying", u, e) + "\n");
    }
  }

  private void verified(Execution x, Url u, boolean md5, String hash) {
    Optional<String> wanted = x.command().arg("hash").map(h -> h.toLowerCase(Locale.ROOT));
    if (!md5) say(x, "no-signature", "url", u);
    else if (wanted.isEmpty()) say(x, "md5", "url", u, "hash", hash);
    else say(x, wanted.get().equals(hash) ? "md5-good" : "md5-bad", "url", u, "hash", hash, "wanted", wanted.get());
    x.done();
  }

  private static String digest(Source from, Progress marks, boolean md5) throws FileError {
    try (var in = from.open(marks).bytes()) {
      var digest = MessageDigest.getInstance("MD5");
      byte[] buffer = new byte[1 << 16];
      long sum = 0;
      for (int n; (n = in.read(buffer)) >= 0; sum += n) {
        if (marks.isBrokenOff()) throw new FileError(Reason.ABORTED);
        digest.update(buffer, 0, n);
        if (md5 && (sum + n) / MARK_BYTES > sum / MARK_BYTES) marks.say(".");
      }
      if (md5) marks.say(".");
      return HexFormat.of().formatHex(digest.digest());
    } catch (IOException e) {
      throw new FileError(Reason.IO);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
