package net.anotherbox.config.grammar;

import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import net.anotherbox.config.tree.Entry;
import net.anotherbox.config.tree.Section;

/** What is made of a line that was typed before it stands in the configuration, and what is said of it. */
public final class Rules {
  BiFunction<Section, Matched, Optional<String>> check = (s, m) -> Optional.empty();
  BiFunction<Section, Matched, Optional<String>> checkTyped = (s, m) -> Optional.empty();
  BiFunction<Section, Matched, Optional<String>> checkNo = (s, m) -> Optional.empty();
  BiFunction<Section, Matched, List<String>> means = (s, m) -> List.of();
  Function<Matched, List<String>> spans = m -> List.of();
  Function<Matched, List<String>> begins = m -> List.of();
  Function<Matched, Optional<String>> note = m -> Optional.empty();
  BiFunction<Entry, Matched, Optional<String>> warning = (s, m) -> Optional.empty();
  Function<Matched, Optional<String>> block = m -> Optional.empty();
  Function<Matched, Matched> rewrite = m -> m;
  Function<Matched, Matched> whole = m -> m;

  Rules() {}

  /** IOS's words if it does not take it. */
  public Optional<String> refusal(Section section, Matched typed) {
    return typed.toDefault() ? Optional.empty() : (typed.negated() ? checkNo : check).apply(section, typed);
  }

  /** What only somebody who types it now is refused. */
  public Optional<String> typedRefusal(Section section, Matched typed) {
    return typed.toDefault() || typed.negated() ? Optional.empty() : checkTyped.apply(section, typed);
  }

  /** The lines that this one stands for, or none if it stands for itself. */
  public List<String> meaning(Section section, Matched typed) {
    return means.apply(section, typed);
  }

  /** The lines that open the sections which this one opens together; none if it opens its own, or no section. */
  public List<String> sections(Matched typed) {
    return spans.apply(typed);
  }

  /** The lines that a new section begins with. */
  public List<String> beginning(Matched typed) {
    return begins.apply(typed);
  }

  /** What IOS says when it accepts it. */
  public Optional<String> acceptanceNote(Matched typed) {
    return note.apply(typed);
  }

  /** What is said of it each time that somebody types it. */
  public Optional<String> warning(Entry section, Matched typed) {
    return warning.apply(section, typed);
  }

  /** What ends the text that it goes on in over several lines, if it does. */
  public Optional<String> blockDelimiter(Matched typed) {
    return block.apply(typed);
  }

  /** The line with the text that stood up to the delimiter. */
  public Matched whole(Matched typed, String text) {
    return whole.apply(typed.with("block", text));
  }

  Matched rewritten(Matched typed) {
    return rewrite.apply(typed);
  }
}
