package net.anotherbox.shell.box;

import java.util.Optional;
import java.util.regex.Pattern;
import net.anotherbox.config.grammar.Grammar;
import net.anotherbox.config.grammar.Line;
import net.anotherbox.config.grammar.Matched;
import net.anotherbox.config.grammar.Mode;
import net.anotherbox.config.tree.Entry;
import net.anotherbox.config.tree.Section;

/** What is in force without being typed, as {@code show running-config all} shows it beside what was typed. */
final class Defaults {
  private static final int HIGHEST = 15;
  /** From here on the words of a syntax are not fixed. */
  private static final Pattern CHOICE = Pattern.compile("\\s*([{\\[<(]|\\b[A-Z]|:).*");

  private final Grammar grammar;

  Defaults(Grammar grammar) {
    this.grammar = grammar;
  }

  /** The configuration with the default of each line that has one and does not stand in it. */
  Section beside(Section typed) {
    return beside(typed, Mode.CONFIG, null);
  }

  private Section beside(Section typed, Mode mode, Entry around) {
    Section all = typed;
    for (Entry e : typed.entries()) {
      var opened = e.line().opens();
      if (opened.isPresent() && !e.negated()) all = all.with(e.withBody(beside(e.body(), opened.get(), e)));
    }
    for (Line l : grammar.lines(mode)) {
      Optional<Entry> e = of(l, all, new Grammar.Place(mode, around, HIGHEST));
      if (e.isPresent() && all.get(e.get().key()).isEmpty()) all = all.with(e.get());
    }
    return all;
  }

  private Optional<Entry> of(Line l, Section section, Grammar.Place place) {
    if (!l.isOnByDefault() && l.defaultValue().isEmpty()) return Optional.empty();
    String fixed = CHOICE.matcher(l.syntax()).replaceFirst("");
    String text = fixed.equals(l.syntax()) ? fixed : l.defaultValue().map(v -> fixed + " " + v).orElse(fixed);
    return grammar.parse(place, text) instanceof Matched m && m.line() == l && l.isDefault(m)
        ? Optional.of(Entry.of(l.key(section, m), m, true)) : Optional.empty();
  }
}
