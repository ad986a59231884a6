package net.anotherbox.shell.box;

import java.util.Locale;
import net.anotherbox.config.commit.Configuration;
import net.anotherbox.config.feature.Feature;
import net.anotherbox.config.grammar.Grammar;
import net.anotherbox.runtime.release.Personality;
import net.anotherbox.shell.box.SupportReport.Part;
import net.anotherbox.shell.output.Wording;

/** {@code show configuration support}: what each line of the running configuration does here. */
final class SupportFeature implements Feature {
  private final Configuration configuration;
  private final Grammar grammar;
  private final Personality personality;
  private final ForeignLines foreign;
  private final Wording wording;

  SupportFeature(Configuration configuration, Grammar grammar, Personality personality, ForeignLines foreign,
      Wording wording) {
    this.configuration = configuration;
    this.grammar = grammar;
    this.personality = personality;
    this.foreign = foreign;
    this.wording = wording;
  }

  @Override
  public void declare(Grammar g) {
    g.exec("show configuration support [active|kept|partial|security]:part",
        x -> x.print(report().text(x.command().arg("part").map(p -> Part.valueOf(p.toUpperCase(Locale.ROOT)))
            .orElse(Part.ALL))),
        "Contents of Non-Volatile memory", "What each line of the configuration does here", "Lines that do what they say",
        "Lines without effect by nature", "Lines that lack an effect", "Lines that filter, authenticate or encrypt")
        .privilege(15);
  }

  SupportReport report() {
    return SupportReport.of(configuration.current(), grammar, personality.release(), foreign.rows(), wording);
  }
}
