package net.anotherbox.shell.file;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.WeakHashMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import net.anotherbox.config.feature.Session;
import net.anotherbox.runtime.loop.Loop;
import net.anotherbox.runtime.port.FileError;
import net.anotherbox.runtime.port.FileError.Reason;
import net.anotherbox.runtime.port.Flash;
import net.anotherbox.shell.output.Wording;

/** Which file a URL means, and how it is read and written. Belongs to the control thread. */
public final class FileSystems implements TextFiles {
  static final String STARTUP = "startup-config";
  static final String PRIVATE = "private-config";
  static final String RUNNING = "running-config";
  /** No text that is handled as a whole is longer. */
  private static final int LARGEST_TEXT = 8 << 20;
  private static final int BUFFER = 1 << 16;

  /** What a copy over the network is made of, or what says that there is none. */
  interface Network {
    Source from(Url url) throws FileError;

    Target to(Url url) throws FileError;
  }

  final Loop loop;
  final Flash flash;
  final ConfigFiles configs;
  final Wording wording;
  private final Network network;
  private final Map<Session, Url> current = new WeakHashMap<>();

  FileSystems(Loop loop, Flash flash, ConfigFiles configs, Network network, Wording wording) {
    this.loop = loop;
    this.flash = flash;
    this.configs = configs;
    this.network = network;
    this.wording = wording;
  }

  // ---- names ----

  /** The file system's proper name: slot0: and the like are the flash where the platform has them. */
  String proper(String scheme) {
    return configs.flashNames().contains(scheme) ? "flash" : scheme;
  }

  boolean isKnown(String scheme) {
    String s = proper(scheme);
    return List.of("flash", "nvram", "system", "null", "tftp", "scp").contains(s);
  }

  boolean isFlash(Url u) {
    return proper(u.scheme()).equals("flash");
  }

  Url home() {
    return new Url(configs.flashNames().getFirst(), "", "/");
  }

  /** Where somebody is, after {@code cd}. */
  Url current(Session s) {
    return current.getOrDefault(s, home());
  }

  void current(Session s, Url where) {
    current.put(s, where);
  }

  /** What somebody means by a name: the two configurations by their own names, else a file where he is. */
  Url resolve(Session s, String typed) {
    Optional<Url> whole = Url.parse(typed);
    if (whole.isPresent()) return whole.get();
    Url here = current(s);
    if (typed.startsWith("/")) return here.file(typed);
    return here.file((here.path().endsWith("/") ? here.path() : here.path() + "/") + typed);
  }

  /** The same; a name alone may also be that of a file system without its colon. */
  Url place(Session s, String typed) {
    if (typed.indexOf(':') < 0 && typed.length() >= 3 && !isThere(resolve(s, typed))) {
      for (String system : all()) if (system.startsWith(typed.toLowerCase(Locale.ROOT))) return new Url(system, "", "");
    }
    return resolve(s, typed);
  }

  /** Names of the file systems, as {@code ?} lists them. */
  List<String> all() {
    return Stream.concat(configs.flashNames().stream(), Stream.of("null", "nvram", "scp", "system", "tftp")).toList();
  }

  List<String> listable() {
    return Stream.concat(configs.flashNames().stream(), Stream.of("nvram", "system")).toList();
  }

  List<String> readable() {
    return Stream.concat(listable().stream(), Stream.of("scp", "tftp")).toList();
  }

  List<String> deletable() {
    return Stream.concat(configs.flashNames().stream(), Stream.of("nvram")).toList();
  }

  List<String> onFlash() {
    return configs.flashNames();
  }

  /** The path of something in a directory. */
  String below(Url dir, String name) {
    return dir.path().endsWith("/") ? dir.path() + name : dir.path() + "/" + name;
  }

  /** The path below the root of the file system. */
  static String path(Url u) throws FileError {
    return u.resolved().orElseThrow(() -> new FileError(Reason.INVALID_NAME));
  }

  /** IOS's words for a reason. */
  String reason(FileError e) {
    if (!e.detail().isEmpty()) return e.detail();
    return wording.say("reason-" + e.reason().name().toLowerCase(Locale.ROOT).replace('_', '-'));
  }

  /** "%Error opening flash:/x (No such file or directory)". @param doing name of the message */
  String error(String doing, Url u, FileError e) {
    return wording.say(doing, Map.of("url", u, "reason", reason(e)));
  }

  // ---- what is there ----

  /** What stands at a URL, without waiting for a network. */
  Flash.Stat stat(Url u) throws FileError {
    String p = path(u);
    return switch (proper(u.scheme())) {
      case "flash" -> flash.stat(p);
      case "nvram", "system" -> {
        if (p.isEmpty()) yield new Flash.Stat("", true, 0, Instant.EPOCH);
        yield list(u.file("/")).stream().filter(s -> s.name().equals(p)).findFirst()
            .orElseThrow(() -> new FileError(Reason.NO_SUCH_FILE));
      }
      default -> throw new FileError(Reason.NO_SUCH_FILE);
    };
  }

  /** What a directory holds. */
  List<Flash.Stat> list(Url u) throws FileError {
    String p = path(u);
    if (isFlash(u)) return flash.list(p);
    if (!p.isEmpty()) throw new FileError(Reason.NO_SUCH_FILE);
    var found = new ArrayList<Flash.Stat>();
    switch (u.scheme()) {
      case "nvram" -> {
        configs.startup().ifPresent(t -> found.add(new Flash.Stat(STARTUP, false, t.length(), Instant.EPOCH)));
        found.add(new Flash.Stat(PRIVATE, false, configs.privateBytes(), Instant.EPOCH));
      }
      case "system" -> found.add(new Flash.Stat(RUNNING, false, configs.running().length(), loop.clock().wall()));
      default -> throw new FileError(Reason.INVALID_NAME);
    }
    return found;
  }

  /** Bytes for files altogether, and those that are left. */
  record Space(long total, long free) {}

  Optional<Space> space(Url u) throws FileError {
    return switch (proper(u.scheme())) {
      case "flash" -> {
        long total = configs.flashBytes();
        yield Optional.of(new Space(total, Math.clamp(total - flash.used(), 0, flash.room())));
      }
      case "nvram" -> {
        long used = 0;
        for (Flash.Stat s : list(u.file("/"))) used += s.bytes();
        yield Optional.of(new Space(configs.nvramBytes(), Math.max(0, configs.nvramBytes() - used)));
      }
      default -> Optional.empty();
    };
  }

  // ---- the ends of a copy ----

  private static Source text(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
    return marks -> new Source.Opened(new ByteArrayInputStream(bytes), bytes.length);
  }

  /** @throws FileError if it is clear already that it cannot be read */
  Source source(Url u) throws FileError {
    if (u.isRemote()) return network.from(u);
    String p = path(u);
    switch (proper(u.scheme())) {
      case "flash" -> {
        if (flash.stat(p).directory()) throw new FileError(Reason.IS_DIRECTORY);
        return marks -> new Source.Opened(flash.read(p), flash.stat(p).bytes());
      }
      case "nvram" -> {
        if (p.equals(PRIVATE)) throw new FileError(Reason.PERMISSION);
        if (p.equals(STARTUP)) return text(configs.startup().orElseThrow(() -> new FileError(Reason.NO_SUCH_FILE)));
      }
      case "system" -> {
        if (p.equals(RUNNING)) return text(configs.running());
      }
      case "null" -> {
        return text("");
      }
      default -> { }
    }
    throw new FileError(Reason.NO_SUCH_FILE);
  }

  /** Where the bytes of a copy go; a configuration is written by {@link #arrived} when they are all there. */
  Target target(Url u) throws FileError {
    if (u.isRemote()) return network.to(u);
    String p = path(u);
    switch (proper(u.scheme())) {
      case "flash" -> {
        if (p.isEmpty()) throw new FileError(Reason.IS_DIRECTORY);
        return (size, marks) -> flash.write(p, granted(u, p));
      }
      case "nvram" -> {
        if (p.equals(STARTUP)) return (size, marks) -> new Collected(configs.nvramBytes());
        throw new FileError(Reason.PERMISSION);
      }
      case "system" -> {
        if (p.equals(RUNNING)) return (size, marks) -> new Collected(LARGEST_TEXT);
        throw new FileError(Reason.PERMISSION);
      }
      case "null" -> {
        return (size, marks) -> new Collected(0);
      }
      default -> throw new FileError(Reason.INVALID_NAME);
    }
  }

  /** What is free, and what the file that goes gives back. */
  private long granted(Url u, String p) throws FileError {
    long old;
    try {
      old = flash.stat(p).bytes();
    } catch (FileError e) {
      old = 0;
    }
    return space(u).orElseThrow().free() + old;
  }

  /** Bytes that are kept in memory until they are all there. Of a limit of 0 nothing is kept, and anything taken. */
  static final class Collected implements Flash.Upload {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final int limit;

    Collected(int limit) {
      this.limit = limit;
    }

    @Override
    public void write(byte[] b, int from, int to) throws FileError {
      if (limit == 0) return;
      if (bytes.size() + to - from > limit) throw new FileError(Reason.NO_SPACE);
      bytes.write(b, from, to - from);
    }

    @Override
    public void keep() {}

    @Override
    public void close() {}

    String text() {
      return bytes.toString(StandardCharsets.ISO_8859_1);
    }
  }

  /** What a copy came to: how much, and the text where that is not yet written. */
  record Copied(long bytes, Optional<String> text) {}

  /** Carries the bytes over. On the thread of the copy. */
  static Copied carry(Source from, Target to, Source.Marks marks) throws FileError {
    Source.Opened source = from.open(marks);
    try (InputStream in = whole(source); Flash.Upload out = to.open(in instanceof ByteArrayInputStream b ? b.available()
        : source.size(), marks)) {
      long sum = 0;
      byte[] buffer = new byte[BUFFER];
      for (int n; (n = in.read(buffer)) >= 0; sum += n) {
        if (marks.isBrokenOff()) throw new FileError(Reason.ABORTED);
        out.write(buffer, 0, n);
      }
      out.keep();
      return new Copied(sum, out instanceof Collected c ? Optional.of(c.text()) : Optional.empty());
    } catch (Source.Broken e) {
      throw e.why();
    } catch (IOException e) {
      throw new FileError(Reason.IO);
    }
  }

  /** What has no known length is read first: the protocols want to know it. */
  private static InputStream whole(Source.Opened source) throws IOException {
    if (source.size() >= 0) return source.bytes();
    try (InputStream in = source.bytes()) {
      return new ByteArrayInputStream(in.readAllBytes());
    }
  }

  /** The end of a copy to a configuration, back on the control thread. @return what is to be said about it */
  String arrived(Url to, Copied what, Session by) throws FileError {
    String text = what.text().orElse("");
    if (to.scheme().equals("system")) return configs.merge(text, by);
    if (to.scheme().equals("nvram")) {
      try {
        configs.startup(text);
      } catch (RuntimeException e) {
        throw new FileError(Reason.IO, String.valueOf(e.getMessage()));
      }
    }
    return "";
  }

  // ---- texts ----

  static final Source.Marks SILENT = new Source.Marks() {
    @Override
    public void say(String mark) {}

    @Override
    public boolean isBrokenOff() {
      return false;
    }
  };

  /** What work in the background came to. */
  record Result<T>(T value, FileError error) {}

  /** Does something that waits, and goes on with its result or its error. */
  <T> void wait(Waiting<T> work, Consumer<T> done, Consumer<FileError> failed) {
    loop.<Result<T>>background(() -> {
      try {
        return new Result<>(work.run(), null);
      } catch (FileError e) {
        return new Result<>(null, e);
      }
    }, r -> {
      if (r.error() != null) failed.accept(r.error());
      else done.accept(r.value());
    });
  }

  /** Work that waits. */
  interface Waiting<T> {
    T run() throws FileError;
  }

  @Override
  public void read(Session by, String url, Consumer<Answer> then) {
    Url u = resolve(by, url);
    try {
      Source from = source(u);
      wait(() -> carry(from, (size, m) -> new Collected(LARGEST_TEXT), SILENT),
          c -> then.accept(new Answer.Done(c.text().orElse(""))),
          e -> then.accept(new Answer.Failed(error("error-opening", u, e))));
    } catch (FileError e) {
      then.accept(new Answer.Failed(error("error-opening", u, e)));
    }
  }

  @Override
  public void write(Session by, String url, String text, boolean append, Consumer<Answer> then) {
    if (append) {
      Url u = resolve(by, url);
      if (isFlash(u) && !isThere(u)) write(by, url, text, false, then);
      else read(by, url, a -> {
        if (a instanceof Answer.Done d) write(by, url, d.text() + text, false, then);
        else then.accept(a);
      });
      return;
    }
    Url u = resolve(by, url);
    Consumer<FileError> failed = e -> then.accept(new Answer.Failed(error("error-opening", u, e)));
    try {
      Target to = target(u);
      wait(() -> carry(text(text), to, SILENT), c -> {
        try {
          arrived(u, c, by);
          then.accept(new Answer.Done(""));
        } catch (FileError e) {
          failed.accept(e);
        }
      }, failed);
    } catch (FileError e) {
      failed.accept(e);
    }
  }

  boolean isThere(Url u) {
    try {
      stat(u);
      return true;
    } catch (FileError e) {
      return false;
    }
  }

  Map<String, Object> facts(Object... pairs) {
    var m = new HashMap<String, Object>();
    for (int i = 0; i < pairs.length; i += 2) m.put((String) pairs[i], pairs[i + 1]);
    return m;
  }
}
