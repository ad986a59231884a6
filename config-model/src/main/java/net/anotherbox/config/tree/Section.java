package net.anotherbox.config.tree;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import net.anotherbox.config.grammar.Line;

/** The entries of one mode, in the order of typing. */
public final class Section {
  public static final Section EMPTY = new Section(Map.of());

  private final Map<String, Entry> entries;

  private Section(Map<String, Entry> entries) {
    this.entries = entries;
  }

  public Collection<Entry> entries() {
    return Collections.unmodifiableCollection(entries.values());
  }

  public boolean isEmpty() {
    return entries.isEmpty();
  }

  public Optional<Entry> get(String key) {
    return Optional.ofNullable(entries.get(key));
  }

  /** Entries of one declaration, in order. */
  public Stream<Entry> all(Line line) {
    return entries.values().stream().filter(e -> e.line() == line);
  }

  /** The entry of a declaration that can stand only once. */
  public Optional<Entry> one(Line line) {
    return all(line).findFirst();
  }

  /** A named word of such an entry, if the line stands there and is not negated. */
  public Optional<String> value(Line line, String name) {
    return one(line).filter(e -> !e.negated()).flatMap(e -> e.arg(name));
  }

  /** Whether the line stands there without "no". */
  public boolean has(Line line) {
    return one(line).filter(e -> !e.negated()).isPresent();
  }

  /** Whether a line that is on by default is on. */
  public boolean isOn(Line line) {
    return one(line).map(e -> !e.negated()).orElse(line.isOnByDefault());
  }

  /** Adds, or replaces the entry of the same key where it stands. */
  public Section with(Entry e) {
    var copy = new LinkedHashMap<>(entries);
    copy.put(e.key(), e);
    return new Section(copy);
  }

  public Section without(String key) {
    if (!entries.containsKey(key)) return this;
    var copy = new LinkedHashMap<>(entries);
    copy.remove(key);
    return copy.isEmpty() ? EMPTY : new Section(copy);
  }

  /** Replaces the body of the section at the end of a path of keys. @throws IllegalStateException if it is not there */
  public Section edit(List<String> path, java.util.function.UnaryOperator<Section> change) {
    if (path.isEmpty()) return change.apply(this);
    Entry e = get(path.get(0)).orElseThrow(() -> new IllegalStateException("no section " + path.get(0)));
    Section body = e.body().edit(path.subList(1, path.size()), change);
    return body == e.body() ? this : with(e.withBody(body));
  }

  /** The entry at the end of a path of keys. */
  public Optional<Entry> at(List<String> path) {
    Optional<Entry> e = get(path.get(0));
    return path.size() == 1 ? e : e.flatMap(x -> x.body().at(path.subList(1, path.size())));
  }
}
