package net.anotherbox.shell.box;

import java.util.Optional;
import net.anotherbox.config.commit.Configuration;
import net.anotherbox.config.feature.Feature;
import net.anotherbox.config.grammar.Grammar;
import net.anotherbox.config.grammar.Line;
import net.anotherbox.config.grammar.Mode;
import net.anotherbox.config.tree.Entry;
import net.anotherbox.config.tree.Section;

/** {@code banner motd|login|exec|prompt-timeout}: a text between two delimiters. */
public final class BannerFeature implements Feature {
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
        .delimited().printed("|banner {kind} {mark}{head}{block}{mark}|")
        .active();
    g.line(Mode.CONFIG, "banner {incoming|slip-ppp}:kind LINE:raw", "Define a login banner",
        "Set incoming terminal line banner", "Set Message for SLIP/PPP",
            "c banner-text c, where 'c' is a delimiting character").slot("banner other")
        .keyed("kind")
        .delimited().printed("|banner {kind} {mark}{head}{block}{mark}|")
        .kept("there is no occasion to show it");
  }

  /** The text as typed, its lines ended by newlines; empty if there is no such banner. */
  public Optional<String> text(String kind) {
    Section root = configuration.current();
    Optional<Entry> e = root.all(banner).filter(b -> b.required("kind").equals(kind)).findFirst();
    return e.map(b -> b.required("head") + b.arg("block").orElse(""));
  }
}
