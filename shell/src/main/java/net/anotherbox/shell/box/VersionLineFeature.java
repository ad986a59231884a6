package net.anotherbox.shell.box;

import java.util.Map;
import java.util.Optional;
import net.anotherbox.config.commit.Configuration;
import net.anotherbox.config.commit.Participant;
import net.anotherbox.config.feature.Feature;
import net.anotherbox.config.grammar.Grammar;
import net.anotherbox.config.grammar.Line;
import net.anotherbox.config.grammar.Mode;
import net.anotherbox.config.tree.Section;
import net.anotherbox.runtime.release.Personality;
import net.anotherbox.runtime.release.Release;
import net.anotherbox.shell.output.Wording;

/**
 * {@code version 12.4}: from then on the box passes for that release, or for the newest it knows that is not newer. An
 * original only notes which release wrote the configuration; here it is how a pasted configuration brings its own dialect.
 */
final class VersionLineFeature implements Feature, Participant {
  private final Personality personality;
  private final Configuration configuration;
  private final FactoryConfig factory;
  private final Wording wording;
  private Line version;

  VersionLineFeature(Personality personality, Configuration configuration, FactoryConfig factory, Wording wording) {
    this.personality = personality;
    this.configuration = configuration;
    this.factory = factory;
    this.wording = wording;
  }

  @Override
  public void declare(Grammar g) {
    version = g.line(Mode.CONFIG, "version WORD:number", "Version of the configuration", "Release, e.g. 12.4").active()
        .check((s, m) -> m.negated() || Release.parse(m.required("number")).isPresent() ? Optional.empty()
            : Optional.of(wording.say("version-bad", Map.of("number", m.required("number"))) + "\n"));
  }

  @Override
  public boolean rewrites() {
    return true;
  }

  @Override
  public void apply(Section before, Section now) {
    if (before == now) return;
    Optional<Release> wanted = now.value(version, "number").flatMap(Release::parse).map(Release::nearestKnown);
    boolean same = wanted.isEmpty() || wanted.get().equals(personality.release());
    if (same && !factory.isMissingIn(before, now)) return;
    wanted.ifPresent(personality::release);
    configuration.then(factory::renew);
  }
}
