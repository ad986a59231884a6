package net.anotherbox.shell.box;

import java.util.Optional;
import net.anotherbox.config.commit.Configuration;
import net.anotherbox.config.feature.Feature;
import net.anotherbox.config.grammar.Grammar;
import net.anotherbox.config.grammar.Line;
import net.anotherbox.config.grammar.Mode;
import net.anotherbox.runtime.release.Release;

/** {@code configuration mode exclusive}: one session at a time may configure. */
final class ExclusiveFeature implements Feature {
  private final Configuration configuration;
  private Line exclusive;

  ExclusiveFeature(Configuration configuration) {
    this.configuration = configuration;
  }

  @Override
  public void declare(Grammar g) {
    g.prefix(Mode.CONFIG, "configuration", "Configuration access");
    g.prefix(Mode.CONFIG, "configuration mode", "Configuration mode locking");
    exclusive = g.line(Mode.CONFIG, "configuration mode exclusive {auto|manual}:how", "Lock configuration mode",
        "Lock configuration mode automatically", "Lock configuration mode on-demand").slot("configuration mode exclusive")
        .clearsOnNo().since(Release.R12_4).active();
  }

  /** Whether configuring keeps others out by itself, or when asked to; empty if it never does. */
  Optional<Boolean> isAutomatic() {
    return configuration.current().value(exclusive, "how").map("auto"::equals);
  }
}
