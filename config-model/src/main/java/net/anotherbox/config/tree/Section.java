package net.anotherbox.config.tree;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import net.anotherbox.config.grammar.Line;
import org.pcollections.HashTreePMap;
import org.pcollections.PMap;
import org.pcollections.PSortedMap;
import org.pcollections.TreePMap;

/**
 * The entries of one mode, in the order of typing. A change takes time in the logarithm of their number, and what it does
 * not touch stays the same object: see {@link #same}.
 */
public final class Section {
  public static final Section EMPTY = new Section(HashTreePMap.empty(), TreePMap.empty(), new Part[0], 0);

  /** The entries of one declaration, by place. */
  private record Part(Line line, PSortedMap<Long, Entry> entries) {}

  /** Where the entry of a key stands. */
  private final PMap<String, Long> places;
  private final PSortedMap<Long, Entry> entries;
  /** One for each declaration that has entries; there are never many, so an array beats a map. */
  private final Part[] parts;
  private final long end;
  /** Stands for this section in those made from it, which do not hold it. */
  private final Object self = new Object();
  /** How this section was made; null if not from another by one change. */
  private Made made;
  /** The one thing that was asked about the entries, with its answer; null before. */
  private Known<?> known;

  private record Made(Object from, Step step) {}

  /** One entry that came, went, or became another (also in what stands under it). @param before empty for one that came */
  public record Step(Optional<Entry> before, Optional<Entry> now) {}

  private record Known<T>(Fact<T> fact, T value) {
    Known<T> with(Entry added) {
      return new Known<>(fact, fact.with(value, added));
    }
  }

  private Section(PMap<String, Long> places, PSortedMap<Long, Entry> entries, Part[] parts, long end) {
    this.places = places;
    this.entries = entries;
    this.parts = parts;
    this.end = end;
  }

  public Collection<Entry> entries() {
    return entries.values();
  }

  public boolean isEmpty() {
    return entries.isEmpty();
  }

  public Optional<Entry> get(String key) {
    return Optional.ofNullable(places.get(key)).map(entries::get);
  }

  /**
   * What is to be known about the entries: quickly, if it was asked of the section that this one was made from by adding.
   */
  @SuppressWarnings("unchecked")
  public <T> T know(Fact<T> fact) {
    if (known != null && known.fact == fact) return (T) known.value;
    T value = fact.none();
    for (Entry e : entries.values()) value = fact.with(value, e);
    known = new Known<>(fact, value);
    return value;
  }

  /** Entries of one declaration, in order. */
  public Stream<Entry> all(Line line) {
    return part(line).values().stream();
  }

  private PSortedMap<Long, Entry> part(Line line) {
    int i = index(parts, line);
    return i < 0 ? TreePMap.empty() : parts[i].entries;
  }

  private static int index(Part[] parts, Line line) {
    for (int i = 0; i < parts.length; i++) if (parts[i].line == line) return i;
    return -1;
  }

  /** Whether there is an entry of a declaration of some kind. */
  public boolean any(Predicate<Line> which) {
    for (Part p : parts) if (which.test(p.line)) return true;
    return false;
  }

  /**
   * What has changed between two states, if one was made from the other by one change; empty otherwise, also if nothing is
   * known of it. With it a view of thousands of entries can be kept up to date without going through them.
   */
  public static Optional<Step> step(Section a, Section b) {
    return Optional.ofNullable(b.made).filter(m -> m.from == a.self).map(Made::step);
  }

  private Section madeFrom(Section origin, Entry before, Entry now) {
    made = new Made(origin.self, new Step(Optional.ofNullable(before), Optional.ofNullable(now)));
    return this;
  }

  /** Entries of all declarations of some kind, in order: looks at the declarations, not at the entries of others. */
  public Stream<Entry> where(Predicate<Line> which) {
    var found = new ArrayList<PSortedMap<Long, Entry>>();
    for (Part p : parts) if (which.test(p.line)) found.add(p.entries);
    if (found.isEmpty()) return Stream.empty();
    if (found.size() == 1) return found.get(0).values().stream();
    var inOrder = new TreeMap<Long, Entry>();
    found.forEach(inOrder::putAll);
    return inOrder.values().stream();
  }

  /** The declarations whose entries, or what stands under them, differ between two states. */
  public static Set<Line> changed(Section a, Section b) {
    var found = Collections.<Line>newSetFromMap(new IdentityHashMap<>(4));
    if (a == b) return found;
    int alike = 0;
    for (int n = Math.min(a.parts.length, b.parts.length); alike < n && a.parts[alike].line == b.parts[alike].line; alike++)
      if (a.parts[alike] != b.parts[alike]) found.add(a.parts[alike].line);
    for (int i = alike; i < a.parts.length; i++) if (b.lacks(a.parts[i])) found.add(a.parts[i].line);
    for (int i = alike; i < b.parts.length; i++) if (a.lacks(b.parts[i])) found.add(b.parts[i].line);
    return found;
  }

  private boolean lacks(Part p) {
    for (Part mine : parts) if (mine == p) return false;
    return true;
  }

  /** Whether nothing has changed between two states in the entries of these declarations, and in what stands under them. */
  public static boolean same(Section a, Section b, Line... lines) {
    if (a == b) return true;
    for (Line l : lines) {
      int i = index(a.parts, l);
      int j = index(b.parts, l);
      if ((i < 0 ? null : a.parts[i]) != (j < 0 ? null : b.parts[j])) return false;
    }
    return true;
  }

  /** The entry of a declaration that can stand only once. */
  public Optional<Entry> one(Line line) {
    int i = index(parts, line);
    return i < 0 ? Optional.empty() : Optional.of(parts[i].entries.firstEntry().getValue());
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
    Long there = places.get(e.key());
    if (there == null) {
      var more = new Section(places.plus(e.key(), end), entries.plus(end, e), joined(parts, e, end), end + 1);
      if (known != null) more.known = known.with(e);
      return more.madeFrom(this, null, e);
    }
    Entry old = entries.get(there);
    var others = old.line() == e.line() ? parts : parted(old, there);
    return new Section(places, entries.plus(there, e), joined(others, e, there), end).madeFrom(this, old, e);
  }

  public Section without(String key) {
    Long there = places.get(key);
    if (there == null) return this;
    var left = entries.minus(there);
    Entry gone = entries.get(there);
    return left.isEmpty() ? EMPTY : new Section(places.minus(key), left, parted(gone, there), end).madeFrom(this, gone, null);
  }

  private static Part[] joined(Part[] parts, Entry e, Long place) {
    int i = index(parts, e.line());
    var changed = Arrays.copyOf(parts, i < 0 ? parts.length + 1 : parts.length);
    var before = i < 0 ? TreePMap.<Long, Entry>empty() : parts[i].entries;
    changed[i < 0 ? parts.length : i] = new Part(e.line(), before.plus(place, e));
    return changed;
  }

  private Part[] parted(Entry e, Long place) {
    int i = index(parts, e.line());
    var left = parts[i].entries.minus(place);
    if (left.isEmpty()) return Stream.of(parts).filter(p -> p.line != e.line()).toArray(Part[]::new);
    var changed = parts.clone();
    changed[i] = new Part(e.line(), left);
    return changed;
  }

  /** Replaces the body of the section at the end of a path of keys. @throws IllegalStateException if it is not there */
  public Section edit(List<String> path, UnaryOperator<Section> change) {
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
