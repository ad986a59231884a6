package net.anotherbox.config.tree;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.anotherbox.config.grammar.Line;
import net.anotherbox.config.grammar.Matched;

/**
 * One line of the configuration.
 *
 * @param key unique in its section
 * @param words whole, without "no"
 * @param args the named words
 * @param factory put there by the release, not by anybody
 * @param body what stands in the mode it opens; empty for other lines
 */
public record Entry(Line line, String key, boolean negated, List<String> words, Map<String, String> args, boolean factory,
    Section body) {
  public static Entry of(String key, Matched m, boolean factory) {
    return new Entry(m.line(), key, m.negated(), m.words(), m.args(), factory, Section.EMPTY);
  }

  public Entry withBody(Section b) {
    return new Entry(line, key, negated, words, args, factory, b);
  }

  public Optional<String> arg(String name) {
    return Optional.ofNullable(args.get(name));
  }

  /** @throws IllegalStateException if the line has no such word */
  public String required(String name) {
    return arg(name).orElseThrow(() -> new IllegalStateException(line + " has no " + name));
  }

  public boolean is(Line l) {
    return line == l;
  }
}
