package net.anotherbox.shell.box;

import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import net.anotherbox.config.commit.Configuration;
import net.anotherbox.config.feature.Execution;
import net.anotherbox.config.feature.Feature;
import net.anotherbox.config.grammar.Grammar;
import net.anotherbox.config.grammar.Mode;
import net.anotherbox.config.tree.Entry;
import net.anotherbox.runtime.log.Log;
import net.anotherbox.runtime.loop.Clock;
import net.anotherbox.runtime.release.Screen;
import net.anotherbox.shell.access.Type7;
import net.anotherbox.shell.output.Wording;

/**
 * {@code show key chain}: the key chains of the configuration, their keys in plain, as IOS shows them, and which of them are
 * valid at this moment.
 */
final class KeyChainFeature implements Feature {
  private static final Screen SCREEN = Screen.load(KeyChainFeature.class, "show-key-chain.screen");

  private final Configuration configuration;
  private final Clock clock;
  private final Log log;
  private final Wording wording;

  /** @param log asked for the zone of the box */
  KeyChainFeature(Configuration configuration, Clock clock, Log log, Wording wording) {
    this.configuration = configuration;
    this.clock = clock;
    this.log = log;
    this.wording = wording;
  }

  @Override
  public void declare(Grammar g) {
    g.prefix(Mode.EXEC, "show", "Show running system information");
    g.prefix(Mode.EXEC, "show key", "Key information");
    g.exec("show key chain [WORD:name]", this::show, "Display key chain information", "Key chain name").privilege(15);
  }

  private void show(Execution x) {
    Optional<String> name = x.command().arg("name");
    var chains = configuration.current().entries().stream().filter(e -> !e.negated() && e.words().size() == 3
        && e.words().get(0).equals("key") && e.words().get(1).equals("chain")
        && name.filter(n -> !n.equals(e.words().get(2))).isEmpty()).map(this::chain).toList();
    x.print(SCREEN.render(wording.personality().release(), Map.of("chains", chains)));
  }

  private Map<String, Object> chain(Entry e) {
    var keys = new ArrayList<Map<String, Object>>();
    for (Entry k : e.body().entries()) if (!k.negated() && k.words().getFirst().equals("key")) keys.add(key(k));
    return Map.of("chain", e.words().get(2), "keys", keys);
  }

  private Map<String, Object> key(Entry k) {
    var facts = new HashMap<String, Object>(Map.of("key", k.words().get(1), "text", text(k)));
    facts.putAll(lifetime(k, "accept-lifetime", "accept"));
    facts.putAll(lifetime(k, "send-lifetime", "send"));
    return facts;
  }

  private static Optional<Entry> line(Entry key, String word) {
    return key.body().entries().stream().filter(b -> !b.negated() && b.words().getFirst().equals(word)).findFirst();
  }

  private static String text(Entry key) {
    Optional<Entry> line = line(key, "key-string");
    if (line.isEmpty()) return "";
    List<String> w = KeyLifetime.behindKeyword(line.get().words());
    String rest = String.join(" ", w.subList(w.size() > 1 && w.getFirst().matches("[07]") ? 1 : 0, w.size()));
    return w.size() > 1 && w.getFirst().equals("7") ? Type7.reveal(rest).orElse(rest) : rest;
  }

  private Map<String, Object> lifetime(Entry key, String word, String name) {
    Optional<KeyLifetime> l = line(key, word).flatMap(e -> KeyLifetime.read(KeyLifetime.behindKeyword(e.words()), log.zone()));
    String always = wording.say("key-always");
    String from = l.map(t -> said(t.from())).orElse(always);
    String to = l.map(t -> t.to().map(this::said).orElseGet(() -> wording.say("key-infinite"))).orElse(always);
    boolean now = l.map(t -> t.holds(clock.wall())).orElse(true);
    return Map.of(name + "From", from, name + "To", to, name + "Now", now ? wording.say("key-now") : "");
  }

  /** "00:00:01 UTC Nov 1 2010". */
  private String said(Instant at) {
    var local = at.atOffset(log.zone().offset(at));
    return DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT).format(local) + " " + log.zone().name(at) + " "
        + DateTimeFormatter.ofPattern("MMM d yyyy", Locale.ENGLISH).format(local);
  }
}
