package net.anotherbox.shell.file;

import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import net.anotherbox.config.feature.Execution;
import net.anotherbox.config.feature.Feature;
import net.anotherbox.config.grammar.Grammar;
import net.anotherbox.config.grammar.Mode;
import net.anotherbox.runtime.log.Log;
import net.anotherbox.runtime.port.FileError;
import net.anotherbox.runtime.port.Flash;
import net.anotherbox.runtime.release.Screen;

/** {@code dir}, {@code pwd}, {@code cd}, {@code show flash:}, {@code show file …}: what is where. */
final class DirFeature implements Feature {
  private static final DateTimeFormatter MONTH = DateTimeFormatter.ofPattern("MMM", Locale.ROOT);

  private final FileSystems files;
  private final Log log;
  private final Screen dir = Screen.load(DirFeature.class, "dir.screen");
  private final Screen show = Screen.load(DirFeature.class, "show-flash.screen");
  private final Screen systems = Screen.load(DirFeature.class, "show-file-systems.screen");

  DirFeature(FileSystems files, Log log) {
    this.files = files;
    this.log = log;
  }

  @Override
  public void declare(Grammar g) {
    g.type("DIRECTORY", new FileName(files::listable, "Directory or file name"));
    g.exec("dir [/all] [/recursive] [DIRECTORY:url]", this::dir, "List files on a filesystem", "List all files",
        "List files recursively", "Directory or file name").privilege(15);
    g.exec("dir [/all] all-filesystems", this::dirAll, "List files on a filesystem", "List all files",
        "List files on all filesystems").privilege(15);
    g.exec("pwd", x -> x.print(files.current(x.session()) + "\n"), "Display current working directory").privilege(15);
    g.type("FOLDER", new FileName(files::listable, "Directory name"));
    g.exec("cd [FOLDER:url]", this::cd, "Change current directory", "Directory name").privilege(15);
    g.prefix(Mode.EXEC, "show", "Show running system information");
    for (String name : files.configs.flashNames())
      g.exec("show " + name + ":", x -> flash(x), "display information about " + name + ": file system");
    g.exec("show flash", this::flash, "display information about flash: file system").hidden();
    g.prefix(Mode.EXEC, "show file", "Show filesystem information");
    g.exec("show file systems", this::systems, "List filesystems");
    g.type("ANYFILE", new FileName(files::readable, "File to get information about"));
    g.exec("show file information ANYFILE:url", this::information, "Information about a file", "File name");
  }

  // ---- dir ----

  /** As "-rw-": what a directory listing says of it. */
  private static String mode(Url where, Flash.Stat s) {
    if (s.directory()) return "drw-";
    if (s.name().equals(FileSystems.PRIVATE) && where.scheme().equals("nvram")) return "----";
    return "-rw-";
  }

  private Map<String, Object> row(int number, Url where, Flash.Stat s, String name) {
    var m = new LinkedHashMap<String, Object>();
    m.put("number", number);
    m.put("mode", mode(where, s));
    m.put("bytes", s.bytes());
    m.put("name", name);
    var at = s.modified().atOffset(log.zone().offset(s.modified()));
    m.put(s.modified().getEpochSecond() == 0 ? "undated" : "dated", true);
    m.put("month", MONTH.format(at));
    m.put("day", at.getDayOfMonth());
    m.put("year", at.getYear());
    m.put("time", String.format("%02d:%02d:%02d", at.getHour(), at.getMinute(), at.getSecond()));
    m.put("zone", at.getOffset().getTotalSeconds() == 0 ? "+00:00" : at.getOffset().getId());
    m.put("date", String.format("%s %d", MONTH.format(at), at.getDayOfMonth()));
    return m;
  }

  private void dir(Execution x) {
    Url u = x.command().arg("url").map(n -> files.place(x.session(), n)).orElseGet(() -> files.current(x.session()));
    dir(x, u, x.command().words().contains("/recursive"));
  }

  private void dir(Execution x, Url typed, boolean recursive) {
    Url u = typed.path().startsWith("/") ? typed : typed.file("/" + typed.path());
    try {
      var facts = new LinkedHashMap<String, Object>();
      facts.put("url", u);
      Flash.Stat at = files.stat(u);
      List<Map<String, Object>> rows = new ArrayList<>();
      if (at.directory()) rows(u, "", recursive, rows);
      else rows.add(row(1, u, at, at.name()));
      if (rows.isEmpty()) facts.put("empty", true);
      else facts.put("filled", true);
      facts.put("files", rows);
      Optional<FileSystems.Space> space = files.space(u);
      space.ifPresentOrElse(s -> {
        facts.put("total", s.total());
        facts.put("free", s.free());
        facts.put("spacious", true);
      }, () -> facts.put("spaceless", true));
      x.print(dir.render(files.wording.personality().release(), facts));
    } catch (FileError e) {
      x.print(files.error("error-opening", u, e) + "\n");
    }
  }

  private void rows(Url u, String prefix, boolean recursive, List<Map<String, Object>> rows) throws FileError {
    for (Flash.Stat s : files.list(u)) {
      rows.add(row(rows.size() + 1, u, s, prefix + s.name()));
      if (recursive && s.directory()) rows(u.file(files.below(u, s.name())), prefix + s.name() + "/", true, rows);
    }
  }

  private void dirAll(Execution x) {
    for (String s : List.of("nvram", "system", files.configs.flashNames().getFirst()))
      dir(x, new Url(s, "", "/"), false);
  }

  private void cd(Execution x) {
    if (x.command().arg("url").isEmpty()) {
      files.current(x.session(), files.home());
      return;
    }
    Url u = files.place(x.session(), x.command().required("url"));
    try {
      if (!files.stat(u).directory()) throw new FileError(FileError.Reason.NOT_DIRECTORY);
      String path = FileSystems.path(u);
      files.current(x.session(), u.file(path.isEmpty() ? "/" : "/" + path + "/"));
    } catch (FileError e) {
      x.print(files.error("error-changing", u, e) + "\n");
    }
  }

  // ---- show ----

  private void flash(Execution x) {
    Url u = files.home();
    try {
      List<Map<String, Object>> rows = new ArrayList<>();
      rows(u, "", true, rows);
      long used = files.flash.used();
      FileSystems.Space space = files.space(u).orElseThrow();
      var facts = new LinkedHashMap<String, Object>();
      facts.put("files", rows);
      facts.put("used", used);
      facts.put("free", space.free());
      facts.put("total", space.total());
      facts.put("kilobytes", space.total() / 1024);
      facts.put(files.configs.flashIsLinear() ? "linear" : "disk", true);
      if (rows.isEmpty()) facts.put("empty", true);
      else facts.put("filled", true);
      x.print(show.render(files.wording.personality().release(), facts));
    } catch (FileError e) {
      x.print(files.error("error-opening", u, e) + "\n");
    }
  }

  private void systems(Execution x) {
    var rows = new ArrayList<Map<String, Object>>();
    Url here = files.current(x.session());
    for (String s : List.of("system", "null", "nvram", "tftp", "scp", "flash")) {
      Url u = s.equals("flash") ? files.home() : new Url(s, "", "/");
      Optional<FileSystems.Space> space;
      try {
        space = files.space(u);
      } catch (FileError e) {
        space = Optional.empty();
      }
      rows.add(Map.of("mark", files.proper(here.scheme()).equals(s) ? "*" : " ",
          "size", space.map(v -> Long.toString(v.total())).orElse("-"),
          "free", space.map(v -> Long.toString(v.free())).orElse("-"),
          "type", switch (s) {
            case "nvram" -> "nvram";
            case "flash" -> files.configs.flashIsLinear() ? "flash" : "disk";
            case "tftp", "scp" -> "network";
            default -> "opaque";
          }, "flags", s.equals("null") ? "wo" : "rw",
          "prefixes", s.equals("flash") ? String.join(" ", files.configs.flashNames().stream().map(n -> n + ":").toList())
              : s + ":"));
    }
    x.print(systems.render(files.wording.personality().release(), Map.of("systems", rows)));
  }

  /** Only what the name and its first bytes say: a text, an image, or something else. */
  private void information(Execution x) {
    Url u = files.place(x.session(), x.command().required("url"));
    try {
      Flash.Stat s = files.stat(u);
      if (s.directory()) {
        x.print(files.wording.say("information-directory", Map.of("url", u)) + "\n");
        return;
      }
      Source from = files.source(u);
      x.later();
      files.wait(() -> isText(from), text -> {
        x.print(files.wording.say(text ? "information-text" : "information-other", Map.of("url", u)) + "\n");
        x.done();
      }, e -> {
        x.print(files.error("error-opening", u, e) + "\n");
        x.done();
      });
    } catch (FileError e) {
      x.print(files.error("error-opening", u, e) + "\n");
    }
  }

  private static boolean isText(Source from) throws FileError {
    try (var in = from.open(FileSystems.SILENT).bytes()) {
      for (byte b : in.readNBytes(512)) if (b == 0) return false;
      return true;
    } catch (java.io.IOException e) {
      throw new FileError(FileError.Reason.IO);
    }
  }
}
