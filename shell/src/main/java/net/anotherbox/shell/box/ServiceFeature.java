package net.anotherbox.shell.box;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import net.anotherbox.config.commit.Configuration;
import net.anotherbox.config.commit.Participant;
import net.anotherbox.config.feature.Feature;
import net.anotherbox.config.grammar.Grammar;
import net.anotherbox.config.grammar.Line;
import net.anotherbox.config.grammar.Matched;
import net.anotherbox.config.grammar.Mode;
import net.anotherbox.config.tree.Entry;
import net.anotherbox.config.tree.Section;
import net.anotherbox.runtime.log.Log;
import net.anotherbox.runtime.log.TimestampStyle;
import net.anotherbox.shell.access.Secrets;

/** {@code service timestamps}, {@code service password-encryption} and the services that are not there. */
final class ServiceFeature implements Feature, Participant {
  private static final List<String> OPTIONS = List.of("msec", "localtime", "show-timezone", "year");

  private final Configuration configuration;
  private final Log log;
  private final Secrets secrets;
  private final Supplier<List<Line>> hideable;
  private Line timestamps;
  private Line encryption;

  /** @param hideable lines whose last word is a plain password unless a named word "type" says otherwise */
  ServiceFeature(Configuration configuration, Log log, Secrets secrets, Supplier<List<Line>> hideable) {
    this.configuration = configuration;
    this.log = log;
    this.secrets = secrets;
    this.hideable = hideable;
  }

  @Override
  public void declare(Grammar g) {
    g.prefix(Mode.CONFIG, "service", "Modify use of network based services");
    String stamp = "Timestamp debug/log messages";
    timestamps = g.line(Mode.CONFIG,
        "service timestamps {debug|log}:what [uptime|datetime [msec|localtime|show-timezone|year]*]:style",
        stamp, "Timestamp debug messages", "Timestamp log messages", "Timestamp with system uptime",
        "Timestamp with date and time",
        "Include milliseconds in timestamp", "Use local time zone for timestamps", "Add time zone information to timestamp",
        "Include year in timestamp").slot("service timestamps").keyed("what").negatable().rewrite(ServiceFeature::inOrder)
        .active();
    g.line(Mode.CONFIG, "service timestamps", stamp).hidden().active()
        .means((s, m) -> Stream.of("debug", "log").map(w -> (m.negated() ? "no " : "") + "service timestamps " + w)
        .toList());
    encryption = g.line(Mode.CONFIG, "service password-encryption", "Encrypt system passwords").negatable().security()
        .active();
    withoutEffect(g);
  }

  private static void withoutEffect(Grammar g) {
    g.line(Mode.CONFIG, "service sequence-numbers", "Stamp logger messages with a sequence number")
        .partial("messages are not numbered");
    none(g, "tcp-keepalives-in", "Generate keepalives on idle incoming network connections",
        "SSH sessions end by exec-timeout");
    none(g, "tcp-keepalives-out", "Generate keepalives on idle outgoing network connections",
        "sessions to elsewhere end by session-timeout");
    none(g, "pad", "Enable PAD commands", "there is no X.25");
    none(g, "dhcp", "Enable DHCP server and relay agent", "no DHCP server runs here");
    none(g, "finger", "Allow responses to finger requests", "nothing listens");
    none(g, "tcp-small-servers", "Enable small TCP servers (e.g., ECHO)", "nothing listens");
    none(g, "udp-small-servers", "Enable small UDP servers (e.g., ECHO)", "nothing listens");
    none(g, "config", "TFTP load config files", "no configuration is fetched from the network");
    none(g, "nagle", "Enable Nagle's congestion control algorithm", "it is the host's matter");
    none(g, "linenumber", "enable line number banner for each exec", "the banner has no line number");
    none(g, "compress-config", "Compress the configuration file", "there is room enough");
    none(g, "call-home", "Enable call-home service", "nobody is called");
    none(g, "unsupported-transceiver", "enable support for third-party transceivers", "it is the host's matter");
  }

  private static void none(Grammar g, String word, String help, String reason) {
    g.line(Mode.CONFIG, "service " + word, help).negatable().kept(reason);
  }

  /** The options in IOS's order, whatever order they were typed in; without a style uptime is meant. */
  private static Matched inOrder(Matched m) {
    if (!m.has("what")) return m;
    var words = new ArrayList<>(List.of("service", "timestamps", m.required("what")));
    List<String> typed = List.of(m.arg("style").orElse("uptime").split(" "));
    words.add(typed.get(0));
    for (String o : OPTIONS) if (typed.contains(o)) words.add(o);
    return m.with("style", String.join(" ", words.subList(3, words.size()))).withWords(words);
  }

  // ---- effect ----

  @Override
  public boolean rewrites() {
    return true;
  }

  @Override
  public void apply(Section before, Section now) {
    if (!Section.same(before, now, timestamps)) {
      log.debugStyle(style(now, "debug"));
      log.logStyle(style(now, "log"));
    }
    if (!now.has(encryption)) return;
    Section seen = before.has(encryption) ? before : Section.EMPTY;
    if (hidden(seen, now) != now) configuration.then(() -> configuration.commit(root -> hidden(seen, root), () -> {}));
  }

  private TimestampStyle style(Section root, String what) {
    Optional<Entry> e = root.all(timestamps).filter(x -> x.required("what").equals(what) && !x.negated()).findFirst();
    if (e.isEmpty()) return TimestampStyle.NONE;
    List<String> o = List.of(e.get().required("style").split(" "));
    if (o.get(0).equals("uptime")) return TimestampStyle.UPTIME;
    return new TimestampStyle(TimestampStyle.Kind.DATETIME, o.contains("msec"), o.contains("localtime"),
        o.contains("show-timezone"),
        o.contains("year"));
  }

  /** The same tree with every plain password as type 7; the same object if there is none in what was not seen before. */
  private Section hidden(Section seen, Section s) {
    var changed = Section.changed(seen, s);
    Section out = s;
    for (Entry e : s.where(changed::contains).toList()) {
      Optional<Entry> was = seen.get(e.key());
      if (was.isPresent() && was.get() == e) continue;
      Section body = hidden(was.map(Entry::body).orElse(Section.EMPTY), e.body());
      Entry now = hideable.get().contains(e.line()) && isPlain(e) ? hidden(e) : e;
      if (now != e || body != e.body()) out = out.with(now.withBody(body));
    }
    return out;
  }

  private static boolean isPlain(Entry e) {
    return !e.negated() && e.arg("secret").isPresent() && e.arg("type").orElse("0").equals("0")
        && !e.arg("kind").orElse("").equals("secret");
  }

  private Entry hidden(Entry e) {
    var words = new ArrayList<>(e.words().subList(0, e.words().size() - (e.arg("type").isPresent() ? 2 : 1)));
    String stored = secrets.makeType7(e.required("secret"));
    words.addAll(List.of("7", stored));
    var args = new HashMap<>(e.args());
    args.put("type", "7");
    args.put("secret", stored);
    return new Entry(e.line(), e.key(), false, List.copyOf(words), java.util.Map.copyOf(args), e.factory(), e.body());
  }
}
