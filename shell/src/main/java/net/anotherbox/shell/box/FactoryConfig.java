package net.anotherbox.shell.box;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.anotherbox.config.commit.ConfigEditor;
import net.anotherbox.config.commit.Configuration;
import net.anotherbox.config.grammar.Grammar;
import net.anotherbox.config.text.ConfigLoader;
import net.anotherbox.config.tree.Entry;
import net.anotherbox.config.tree.Section;
import net.anotherbox.runtime.loop.Clock;
import net.anotherbox.runtime.release.Personality;
import net.anotherbox.runtime.release.Screen;
import net.anotherbox.runtime.value.InterfaceName;

/** What an erased router of the release and platform has in its configuration. */
public final class FactoryConfig {
  private final Grammar grammar;
  private final Configuration configuration;
  private final Personality personality;
  private final Clock clock;
  private final Screen text = Screen.load(FactoryConfig.class, "factory.screen");
  private List<ConfigLoader.Rejected> rejected = List.of();
  private Section bare = Section.EMPTY;

  FactoryConfig(Grammar grammar, Configuration configuration, Personality personality, Clock clock) {
    this.grammar = grammar;
    this.configuration = configuration;
    this.personality = personality;
    this.clock = clock;
  }

  /**
   * The text, for the release and platform that the box is at this moment. Interfaces are not shut down, unlike those of
   * a new router: configurations in documents seldom say {@code no shutdown}.
   */
  public String text() {
    List<Map<String, ?>> ports = new ArrayList<>();
    for (String name : personality.platform().ports()) {
      var facts = new LinkedHashMap<String, Object>();
      facts.put("name", name);
      facts.put(InterfaceName.of(name).kind().word(), true);
      ports.add(facts);
    }
    return text.render(personality.release(), Map.of("ports", ports, "release", personality.release()));
  }

  /**
   * Lays the release's lines under what was typed, in one commit: those of another release go, typed lines stay, and entries
   * that are the same keep their identity, so that no participant sees a change where there is none.
   */
  public void renew() {
    Section before = configuration.current();
    var alone = new Configuration();
    ConfigLoader.add(text(), ConfigEditor.factory(grammar, alone, clock));
    bare = alone.current();
    var scratch = new Configuration();
    scratch.commit(root -> withoutFactory(before, bare), () -> {});
    rejected = ConfigLoader.add(text(), ConfigEditor.factory(grammar, scratch, clock));
    Section wanted = reusing(before, scratch.current());
    configuration.commit(root -> wanted, () -> {});
  }

  /**
   * Whether somebody has taken a line away that the release has anyway, and said nothing in its place: it comes back with
   * the next {@link #renew}, as {@code no speed} leaves {@code speed auto}. Whole sections may go, unless they are always
   * there.
   */
  boolean isMissingIn(Section before, Section now) {
    var step = Section.step(before, now);
    // One more line takes none away; that is most of a configuration that comes.
    return step.filter(s -> s.before().isEmpty()).isEmpty() && isMissing(bare, before, now);
  }

  /** Looks only where something has changed. */
  private static boolean isMissing(Section bare, Section before, Section now) {
    if (before == now) return false;
    var changed = Section.changed(before, now);
    return bare.where(changed::contains).anyMatch(e -> {
      Optional<Entry> there = now.get(e.key());
      if (there.isEmpty()) return e.line().opens().isEmpty() || e.line().isStanding();
      return isMissing(e.body(), before.get(e.key()).map(Entry::body).orElse(Section.EMPTY), there.get().body());
    });
  }

  /** Lines of the text that the grammar did not take at the last {@link #renew}: a fault of ours, for the tests to find. */
  public List<ConfigLoader.Rejected> rejected() {
    return rejected;
  }

  /** What every section of its kind begins with stays in those that the release does not have anyway. */
  private static Section withoutFactory(Section s, Section bare) {
    Section out = Section.EMPTY;
    for (Entry e : s.entries()) {
      Optional<Section> anyway = bare.get(e.key()).map(Entry::body);
      Section body = !e.factory() && anyway.isEmpty() ? e.body() : withoutFactory(e.body(), anyway.orElse(Section.EMPTY));
      if (!e.factory() || !body.isEmpty()) out = out.with(e.withBody(body));
    }
    return out;
  }

  static Section reusing(Section old, Section now) {
    Section out = Section.EMPTY;
    boolean same = old.entries().size() == now.entries().size();
    var olds = old.entries().iterator();
    for (Entry e : now.entries()) {
      Optional<Entry> was = old.get(e.key());
      Entry with = e.withBody(reusing(was.map(Entry::body).orElse(Section.EMPTY), e.body()));
      Entry kept = was.filter(with::equals).orElse(with);
      same = same && olds.next() == kept;
      out = out.with(kept);
    }
    return same ? old : out;
  }
}
