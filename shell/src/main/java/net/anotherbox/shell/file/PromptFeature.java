package net.anotherbox.shell.file;

import net.anotherbox.config.commit.Configuration;
import net.anotherbox.config.feature.Feature;
import net.anotherbox.config.grammar.Grammar;
import net.anotherbox.config.grammar.Line;
import net.anotherbox.config.grammar.Mode;

/** {@code file prompt}: how much commands about files ask. */
final class PromptFeature implements Feature {
  private final Configuration configuration;
  private Line prompt;

  PromptFeature(Configuration configuration) {
    this.configuration = configuration;
  }

  @Override
  public void declare(Grammar g) {
    prompt = g.line(Mode.CONFIG, "file prompt {alert|noisy|quiet}:level", "Adjust file system parameters",
        "Prompt level for file operations", "Prompt only for destructive file operations",
        "Confirm all file operation parameters", "Seldom prompt for file operations").slot("file prompt").clearsOnNo()
        .defaults("alert").active();
  }

  /** Nothing is asked that has been said already. */
  boolean isQuiet() {
    return configuration.current().value(prompt, "level").filter("quiet"::equals).isPresent();
  }
}
