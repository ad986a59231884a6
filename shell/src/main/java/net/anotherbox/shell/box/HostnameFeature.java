package net.anotherbox.shell.box;

import java.util.Map;
import java.util.Optional;
import net.anotherbox.config.commit.Configuration;
import net.anotherbox.config.feature.Feature;
import net.anotherbox.config.grammar.Grammar;
import net.anotherbox.config.grammar.Line;
import net.anotherbox.config.grammar.Mode;
import net.anotherbox.shell.output.Wording;

/** {@code hostname}: what the prompt begins with. */
public final class HostnameFeature implements Feature {
  private static final String UNNAMED = "Router";

  private final Configuration configuration;
  private final Wording wording;
  private Line hostname;

  HostnameFeature(Configuration configuration, Wording wording) {
    this.configuration = configuration;
    this.wording = wording;
  }

  @Override
  public void declare(Grammar g) {
    hostname = g.line(Mode.CONFIG, "hostname WORD:name", "Set system's network name", "This system's network name").active()
        .check((s, m) -> m.negated() || m.required("name").matches("[A-Za-z0-9_][A-Za-z0-9._-]{0,62}") ? Optional.empty()
            : Optional.of(wording.say("hostname-bad", Map.of()) + "\n"));
    g.line(Mode.CONFIG, "prompt LINE:text", "Set system's prompt", "Prompt string")
        .partial("the prompt stays the host name and the mode");
  }

  /** Whether somebody has given the box a name of its own. */
  boolean isNamed() {
    return !hostname().equals(UNNAMED);
  }

  /** The name in force. */
  public String hostname() {
    return configuration.current().value(hostname, "name").orElse(UNNAMED);
  }
}
