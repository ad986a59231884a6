package net.anotherbox.shell.box;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import net.anotherbox.config.commit.Configuration;
import net.anotherbox.config.commit.Participant;
import net.anotherbox.config.feature.Execution;
import net.anotherbox.config.feature.Feature;
import net.anotherbox.config.feature.Session;
import net.anotherbox.config.grammar.Grammar;
import net.anotherbox.config.grammar.Line;
import net.anotherbox.config.grammar.Mode;
import net.anotherbox.config.grammar.Support;
import net.anotherbox.config.tree.Entry;
import net.anotherbox.config.tree.Section;
import net.anotherbox.runtime.log.Log;
import net.anotherbox.runtime.loop.Loop;
import net.anotherbox.runtime.loop.Timer;
import net.anotherbox.runtime.release.Release;
import net.anotherbox.shell.file.Archives;
import net.anotherbox.shell.file.Guest;
import net.anotherbox.shell.file.TextFiles;
import net.anotherbox.shell.output.Wording;

/** {@code archive}: copies of the running configuration, made when asked, at each {@code write memory}, now and then. */
final class ArchiveFeature implements Feature, Participant {
  static final Mode ARCHIVE = new Mode("config-archive", "config-archive", "Archive configuration commands:");
  private static final int USUAL = 10;

  private final Configuration configuration;
  private final Archives files;
  private final ConfigText text;
  private final Supplier<String> hostname;
  private final Loop loop;
  private final Log log;
  private final Wording wording;
  private final ArchiveLog logConfig;
  private Line archive;
  private Line path;
  private Line maximum;
  private Line period;
  private Line writeMemory;
  private Timer timer;
  private boolean upToDate;

  ArchiveFeature(Configuration configuration, Archives files, ConfigText text, Supplier<String> hostname, Loop loop, Log log,
      ArchiveLog logConfig, Wording wording) {
    this.configuration = configuration;
    this.files = files;
    this.text = text;
    this.hostname = hostname;
    this.loop = loop;
    this.log = log;
    this.logConfig = logConfig;
    this.wording = wording;
    text.onSave(() -> {
      if (enabled().isPresent() && body().has(writeMemory)) save(Guest.NOBODY, a -> reportFailure(a));
    });
  }

  @Override
  public void declare(Grammar g) {
    archive = g.line(Mode.CONFIG, "archive", "Archive the configuration").opens(ARCHIVE).active();
    path = g.line(ARCHIVE, "path LINE:url", "path for backups", "URL").slot("path").clearsOnNo()
        .support(ArchiveFeature::pathSupport);
    maximum = g.line(ARCHIVE, "maximum <1-14>:copies", "maximum number of backup copies", "Copies").slot("maximum")
        .clearsOnNo().active();
    period = g.line(ARCHIVE, "time-period <1-525600>:minutes",
        "Period of time in minutes to automatically archive the running-config", "Minutes").slot("time-period").clearsOnNo()
        .active();
    writeMemory = g.line(ARCHIVE, "write-memory", "Enable automatic backup generation during write memory").active();
    logConfig.declare(g);
    g.prefix(Mode.EXEC, "archive", "manage archive files");
    g.exec("archive config", this::config, "Archive the running configuration").privilege(15).since(Release.R12_4);
    g.prefix(Mode.EXEC, "show archive", "Archive functions");
    g.exec("show archive", this::show, "Archive functions").privilege(15).since(Release.R12_4);
  }

  private static Support pathSupport(Entry e) {
    String url = e.required("url");
    return url.matches("(?i)(flash|slot[01]|flash0|disk[01]|tftp):.*") ? Support.ACTIVE
        : new Support.Partial("copies are kept in the flash or by TFTP, nowhere else");
  }

  private Section body() {
    return configuration.current().one(archive).map(Entry::body).orElse(Section.EMPTY);
  }

  /** The path, if there is one: without it nothing is archived. */
  Optional<String> enabled() {
    return body().value(path, "url");
  }

  private int copies() {
    return body().value(maximum, "copies").map(Integer::parseInt).orElse(USUAL);
  }

  // ---- names ----

  /** Dashes for the blanks: "Mar--1-00-07-44.995". */
  private String stamp() {
    var at = loop.clock().wall().atOffset(log.zone().offset(loop.clock().wall()));
    return String.format(Locale.ROOT, "%tb-%s-%tH-%tM-%tS.%tL", at, String.format("%2d", at.getDayOfMonth()).replace(' ',
        '-'),
        at, at, at, at);
  }

  /** Names of copies: what stands for the time may be anything. */
  private Pattern copyOf(String url) {
    String expanded = url.replace("$h", hostname.get());
    var p = new StringBuilder();
    for (String part : expanded.split("\\$t", -1)) p.append(p.isEmpty() ? "" : ".*").append(Pattern.quote(part));
    return Pattern.compile(p + "(?:-[A-Z][a-z]{2}-[-0-9.]+)?-(\\d+)");
  }

  private String name(String url, String time, int number) {
    String said = url.contains("$t") ? "archive-name-timed" : "archive-name";
    return wording.say(said, Map.of("path", url.replace("$h", hostname.get()).replace("$t", time), "stamp", time, "number",
        number + 1, "index", number));
  }

  /** A copy that there is. */
  private record Copy(String url, int number) {}

  private List<Copy> saved(String url) {
    var found = new ArrayList<Copy>();
    Pattern p = copyOf(url);
    for (String u : files.beside(url.replace("$h", hostname.get()))) {
      var m = p.matcher(u);
      if (m.matches()) found.add(new Copy(u, Integer.parseInt(m.group(1))));
    }
    found.sort(Comparator.comparingInt(Copy::number));
    return found;
  }

  private int next(List<Copy> saved, String url) {
    int first = Integer.parseInt(name(url, "", 0).replaceAll(".*-(\\d+)$", "$1"));
    return saved.isEmpty() ? 0 : saved.getLast().number() + 1 - first;
  }

  // ---- copies ----

  /** Makes a copy and lets the oldest go. @param then gets the URL of the copy, or IOS's error */
  void save(Session by, Consumer<TextFiles.Answer> then) {
    String url = enabled().orElseThrow();
    String name = name(url, stamp(), next(saved(url), url));
    files.texts().write(by, name, text.running(), false, a -> {
      if (a instanceof TextFiles.Answer.Failed) {
        then.accept(a);
        return;
      }
      List<Copy> all = saved(url);
      for (int i = 0; i < all.size() - copies(); i++) files.remove(all.get(i).url());
      then.accept(new TextFiles.Answer.Done(name));
    });
  }

  private void reportFailure(TextFiles.Answer a) {
    if (a instanceof TextFiles.Answer.Failed f) log.syslog("ARCHIVE", 3, "FAILED", f.error());
  }

  private void config(Execution x) {
    if (enabled().isEmpty()) {
      x.print(wording.say("archive-off") + "\n");
      return;
    }
    x.later();
    save(x.session(), a -> {
      if (a instanceof TextFiles.Answer.Failed f) x.print(f.error() + "\n");
      x.done();
    });
  }

  private void show(Execution x) {
    Optional<String> url = enabled();
    if (url.isEmpty()) {
      x.print(wording.say("archive-off") + "\n");
      return;
    }
    List<Copy> all = saved(url.get());
    var out = new StringBuilder();
    var facts = new HashMap<String, Object>();
    facts.put("maximum", copies());
    facts.put("count", all.size());
    facts.put("next", name(url.get(), "<timestamp>", next(all, url.get())));
    out.append(wording.say("archive-table", facts)).append('\n');
    for (int i = 0; i < Math.max(copies(), all.size()); i++) {
      String name = i < all.size() ? all.get(i).url() + (i == all.size() - 1 ? " <- Most Recent" : "") : "";
      out.append(wording.say("archive-row", Map.of("number", i + 1, "name", name))).append('\n');
    }
    x.print(out.toString());
  }

  // ---- by time ----

  @Override
  public void apply(Section before, Section now) {
    upToDate = false;
    Optional<String> wanted = now.one(archive).map(Entry::body).filter(b -> b.has(path)).flatMap(b -> b.value(period,
        "minutes"));
    Optional<String> was = before.one(archive).map(Entry::body).filter(b -> b.has(path)).flatMap(b -> b.value(period,
        "minutes"));
    if (wanted.equals(was) && (timer != null) == wanted.isPresent()) return;
    if (timer != null) timer.cancel();
    timer = null;
    wanted.ifPresent(m -> again(Duration.ofMinutes(Long.parseLong(m)).toMillis()));
  }

  private void again(long millis) {
    timer = loop.after(millis, () -> {
      if (!upToDate) save(Guest.NOBODY, this::reportFailure);
      upToDate = true;
      again(millis);
    });
  }
}
