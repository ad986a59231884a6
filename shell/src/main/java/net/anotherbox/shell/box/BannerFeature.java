package net.anotherbox.shell.box;

import java.util.List;
import java.util.Optional;
import net.anotherbox.config.commit.Configuration;
import net.anotherbox.config.feature.Feature;
import net.anotherbox.config.grammar.Grammar;
import net.anotherbox.config.grammar.Line;
import net.anotherbox.config.grammar.Matched;
import net.anotherbox.config.grammar.Mode;
import net.anotherbox.config.tree.Entry;
import net.anotherbox.config.tree.Section;

/**
 * {@code banner motd|login|exec|prompt-timeout}: a text between two delimiters, on one line or over several. The
 * delimiter is the
 * first
 * character of the text; what routers print, "^C", may be the two characters or the control character itself.
 */
public final class BannerFeature implements Feature {
  private static final String CARET_C = "^C";

  private final Configuration configuration;
  private Line banner;

  BannerFeature(Configuration configuration) {
    this.configuration = configuration;
  }

  @Override
  public void declare(Grammar g) {
    banner = g.line(Mode.CONFIG, "banner {exec|login|motd|prompt-timeout}:kind LINE:raw",
        "Define a login banner", "Set EXEC process creation banner", "Set login banner", "Set Message of the Day banner",
        "Set Message for login authentication timeout",
        "c banner-text c, where 'c' is a delimiting character").slot("banner").keyed("kind")
        .rewrite(BannerFeature::delimited).block(m -> m.arg("delimiter")).printed("|banner {kind} ^C{head}{block}^C|")
        .active();
    g.line(Mode.CONFIG, "banner {incoming|slip-ppp}:kind LINE:raw", "Define a login banner",
        "Set incoming terminal line banner", "Set Message for SLIP/PPP",
            "c banner-text c, where 'c' is a delimiting character").slot("banner other")
        .keyed("kind")
        .rewrite(BannerFeature::delimited).block(m -> m.arg("delimiter")).printed("|banner {kind} ^C{head}{block}^C|")
        .kept("there is no occasion to show it");
  }

  /** Words without the text; "head" is what stands on the first line, "block" the rest, there already if nothing follows. */
  private static Matched delimited(Matched m) {
    if (!m.has("raw")) return m;
    String raw = m.required("raw");
    String delimiter = raw.startsWith(CARET_C) ? CARET_C : raw.substring(0, 1);
    String rest = raw.substring(delimiter.length());
    int end = rest.indexOf(delimiter);
    Matched named = m.withWords(List.of("banner", m.required("kind"))).with("raw", "").with("delimiter", delimiter);
    return end >= 0 ? named.with("head", rest.substring(0, end)).with("block", "") : named.with("head", rest + "\n");
  }

  /** The text as typed, its lines ended by newlines; empty if there is no such banner. */
  public Optional<String> text(String kind) {
    Section root = configuration.current();
    Optional<Entry> e = root.all(banner).filter(b -> b.required("kind").equals(kind)).findFirst();
    return e.map(b -> b.required("head") + b.arg("block").orElse(""));
  }
}
