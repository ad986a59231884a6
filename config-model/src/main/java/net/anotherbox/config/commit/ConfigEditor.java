package net.anotherbox.config.commit;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;
import java.util.function.UnaryOperator;
import net.anotherbox.config.grammar.Grammar;
import net.anotherbox.config.grammar.Line;
import net.anotherbox.config.grammar.Matched;
import net.anotherbox.config.grammar.Mode;
import net.anotherbox.config.grammar.Parsed;
import net.anotherbox.config.tree.Entry;
import net.anotherbox.config.tree.Section;
import net.anotherbox.runtime.loop.Clock;

/**
 * One user in configuration mode: the modes that are open, and what each line does. Lines are tried in the mode they are
 * typed in, then outwards to the global mode, as IOS does: a pasted configuration never says "exit".
 */
public final class ConfigEditor {
  /**
   * An open mode: its entry is found again by its key at each line, since others may change the tree meanwhile.
   *
   * @param indent columns before the line that opened it; less than that before what stands in it
   * @param others the keys of further sections that are open together with it
   */
  private record Open(Mode mode, String key, String text, int indent, List<String> others) {}

  private static final BooleanSupplier NOT_INDENTED = () -> false;

  private final Grammar grammar;
  private final Configuration configuration;
  private final CommitLog journal;
  private final Clock clock;
  private final String user;
  private final boolean factory;
  private final ArrayList<Open> open = new ArrayList<>();
  private boolean readsBack;
  private boolean restores;
  private boolean ofAnyRelease;
  private IntSupplier privilege = () -> 15;

  public ConfigEditor(Grammar grammar, Configuration configuration, CommitLog journal, Clock clock, String user) {
    this(grammar, configuration, journal, clock, user, false);
  }

  private ConfigEditor(Grammar grammar, Configuration configuration, CommitLog journal, Clock clock, String user,
      boolean factory) {
    this.grammar = grammar;
    this.configuration = configuration;
    this.journal = journal;
    this.clock = clock;
    this.user = user;
    this.factory = factory;
  }

  /**
   * An editor whose entries count as the release's own: they replace nothing that somebody has typed, are replaced by what
   * anybody types, and dropped when the release changes.
   */
  public static ConfigEditor factory(Grammar grammar, Configuration configuration, Clock clock) {
    return new ConfigEditor(grammar, configuration, CommitLog.NONE, clock, "", true);
  }

  /**
   * What comes is a text that a router has written, or somebody after one: a line in it that the release has anyway is no
   * wish of anybody's, and goes when another release does without it.
   */
  public void readsBack(boolean now) {
    readsBack = now;
    ofAnyRelease = now;
  }

  /**
   * The text is a whole configuration: its lines stand in its order, though the release had some of them before it came.
   */
  public void restores(boolean now) {
    readsBack(now);
    restores = now;
  }

  /** Lines that only another release has are taken too: what was in force before must be so again. */
  public ConfigEditor ofAnyRelease() {
    ofAnyRelease = true;
    return this;
  }

  /** Who types is of this privilege level, which may change: what is above it is no command for him. */
  public ConfigEditor typedAt(IntSupplier level) {
    privilege = level;
    return this;
  }

  /** Whether a line becomes somebody's own that so far was the release's. */
  private boolean takesOver(Entry old) {
    return old.factory() && !factory && !readsBack;
  }

  public Mode mode() {
    return open.isEmpty() ? Mode.CONFIG : open.get(open.size() - 1).mode;
  }

  /** The keys of the open sections, the outermost first. */
  public List<String> path() {
    return keys(open.size());
  }

  /** Where the parser stands, for {@code ?} and Tab. */
  public Grammar.Place place() {
    return place(open.size());
  }

  private Grammar.Place place(int depth) {
    Mode m = depth == 0 ? Mode.CONFIG : open.get(depth - 1).mode;
    Entry section = depth == 0 ? null : configuration.current().at(keys(depth)).orElse(null);
    return new Grammar.Place(m, section, privilege.getAsInt());
  }

  private List<String> keys(int depth) {
    if (depth == 0) return List.of();
    if (depth == 1) return List.of(open.getFirst().key);
    return open.subList(0, depth).stream().map(Open::key).toList();
  }

  /**
   * Types one line. Line ends within it, as somebody may quote them in, are dropped: they would make two of it when
   * printed.
   */
  public Outcome type(String typed) {
    return type(typed, NOT_INDENTED);
  }

  /**
   * Types a line of a text. Where it would be a line of the open mode and of one further out, and stands no further in than
   * the line that opened the inner one, it is the outer one's, if the text goes by that.
   *
   * @param indented whether the text shows by blanks where a section ends
   */
  public Outcome type(String typed, BooleanSupplier indented) {
    String text = typed.indexOf('\r') < 0 && typed.indexOf('\n') < 0 ? typed : typed.replaceAll("[\\r\\n]", "");
    String word = text.strip();
    if (isWord(word, "end", 3)) {
      open.clear();
      return new Outcome.Left();
    }
    if (isWord(word, "exit", 2) && startsNothingElse(word)) return exit();
    Parsed best = null;
    for (int depth = open.size(); depth >= 0; depth--) {
      Grammar.Place place = place(depth);
      if (depth > 0 && place.section() == null) continue;
      Parsed p = parsed(place, text);
      if (p instanceof Parsed.Blank) return new Outcome.Nothing();
      if (p instanceof Matched m) {
        int outside = indented == NOT_INDENTED ? depth : outside(text, depth);
        Matched outer = outside < depth && parsed(place(outside), text) instanceof Matched o && indented.getAsBoolean() ? o
            : null;
        open.subList(outer == null ? depth : outside, open.size()).clear();
        return enter(outer == null ? m : outer);
      }
      best = further(best, p);
    }
    return new Outcome.NotUnderstood(best);
  }

  /** How many of the open modes a line is in by the blanks before it. */
  private int outside(String text, int depth) {
    int blanks = indent(text);
    int n = 0;
    while (n < depth && open.get(n).indent < blanks) n++;
    return n;
  }

  /** What a line would be in some section of a mode; empty for what is none. */
  public Optional<Matched> read(Mode mode, String text) {
    return parsed(new Grammar.Place(mode, null, privilege.getAsInt()), text) instanceof Matched m ? Optional.of(m)
        : Optional.empty();
  }

  private Parsed parsed(Grammar.Place place, String text) {
    return ofAnyRelease ? grammar.parseOfAnyRelease(place, text) : grammar.parse(place, text);
  }

  private static int indent(String line) {
    int n = 0;
    while (n < line.length() && Character.isWhitespace(line.charAt(n))) n++;
    return n;
  }

  /** The line that this text would be, without typing it; empty for what is none, and for the words that leave a mode. */
  public Optional<Matched> understood(String text) {
    String word = text.strip();
    if (isWord(word, "end", 3) || isWord(word, "exit", 2) && startsNothingElse(word)) return Optional.empty();
    for (int depth = open.size(); depth >= 0; depth--) {
      if (depth > 0 && configuration.current().at(keys(depth)).isEmpty()) continue;
      Parsed p = grammar.parse(place(depth), text);
      if (p instanceof Matched m) return Optional.of(m);
      if (p instanceof Parsed.Blank) return Optional.empty();
    }
    return Optional.empty();
  }

  /** The line that another release would read here, of a text that was not understood; empty if none would. */
  public Optional<Line> ofAnotherRelease(String text) {
    for (int depth = open.size(); depth >= 0; depth--) {
      if (depth > 0 && configuration.current().at(keys(depth)).isEmpty()) continue;
      if (grammar.parseOfAnyRelease(place(depth), text) instanceof Matched m) return Optional.of(m.line());
    }
    return Optional.empty();
  }

  /** Whether this is {@code do} with a command of the exec behind it, where the release knows that. */
  public boolean commandBehindDo(String typed) {
    String word = typed.strip();
    return (word.equals("do") || word.startsWith("do ")) && grammar.hasVerb("do");
  }

  private boolean startsNothingElse(String word) {
    return word.equals("exit") || !(grammar.parse(place(), word) instanceof Matched);
  }

  private static boolean isWord(String typed, String word, int least) {
    return typed.length() >= least && word.startsWith(typed);
  }

  /** Leaves the innermost mode. */
  public Outcome exit() {
    if (open.isEmpty()) return new Outcome.Left();
    open.remove(open.size() - 1);
    return new Outcome.Nothing();
  }

  /** The error that speaks of the later word; of equals that of the inner mode. */
  private static Parsed further(Parsed a, Parsed b) {
    if (a == null) return b;
    return reach(b) > reach(a) ? b : a;
  }

  private static int reach(Parsed p) {
    return switch (p) {
      case Parsed.Invalid i -> i.column();
      case Parsed.Ambiguous x -> x.column();
      case Parsed.Incomplete x -> Integer.MAX_VALUE;
      case Parsed.Blank x -> -1;
      case Matched m -> Integer.MAX_VALUE;
    };
  }

  private Outcome enter(Matched m) {
    if (m.line().command().isPresent()) {
      boolean understood = !m.toDefault() && (!m.negated() || m.line().isNegatable());
      return !understood ? new Outcome.NotUnderstood(new Parsed.Invalid(0, 0)) : new Outcome.Runs(m);
    }
    var delimiter = m.negated() ? Optional.<String>empty() : m.line().rules().blockDelimiter(m);
    if (delimiter.isPresent() && !m.has("block")) return new Outcome.NeedsBlock(m, delimiter.get());
    return commit(m);
  }

  /** The line that a {@link Outcome.NeedsBlock} was about, with the text that stood between the delimiters. */
  public Outcome block(Matched m, String text) {
    return commit(m.line().rules().whole(m, text));
  }

  private Outcome commit(Matched m) {
    List<List<String>> paths = paths();
    var means = new LinkedHashSet<String>();
    for (List<String> path : paths) {
      Section here = section(path);
      var objection = m.line().rules().refusal(here, m);
      if (objection.isEmpty() && !readsBack && !factory) objection = m.line().rules().typedRefusal(here, m);
      if (objection.isPresent()) return new Outcome.Refused(objection.get());
      means.addAll(m.line().rules().meaning(here, m));
    }
    if (!means.isEmpty()) return instead(m, List.copyOf(means));
    List<String> together = m.line().rules().sections(m);
    if (!together.isEmpty()) return span(m, together);
    Section here = section(paths.getFirst());
    boolean fresh = here.get(m.line().key(here, m)).isEmpty();
    var refusal = committed(root -> {
      Section changed = root;
      for (List<String> path : paths) changed = changed.edit(path, s -> changed(s, m));
      return changed;
    }, m);
    if (refusal.isPresent()) return new Outcome.Refused(refusal.get());
    String key = m.line().key(here, m);
    if (!m.negated() && !m.toDefault()) m.line().opens().ifPresent(mode -> open.add(opened(m, mode, key, List.of())));
    if (m.line().isLeaving() && !open.isEmpty()) open.removeLast();
    return new Outcome.Accepted(m, (fresh && !m.negated() ? m.line().rules().acceptanceNote(m).orElse("") : "")
        + warning(paths.getFirst(), m));
  }

  /** The sections that a line goes into: one, but where several are open together. Who has gone meanwhile is left out. */
  private List<List<String>> paths() {
    List<List<String>> all = List.of(List.of());
    for (Open o : open) {
      var longer = new ArrayList<List<String>>();
      for (List<String> path : all) {
        longer.add(joined(path, o.key));
        for (String other : o.others) longer.add(joined(path, other));
      }
      all = longer;
    }
    if (all.size() == 1) return all;
    var there = all.stream().filter(p -> configuration.current().at(p).isPresent()).toList();
    return there.isEmpty() ? List.of(all.getFirst()) : there;
  }

  private static List<String> joined(List<String> path, String key) {
    var longer = new ArrayList<>(path);
    longer.add(key);
    return longer;
  }

  private Section section(List<String> path) {
    return path.isEmpty() ? configuration.current() : configuration.current().at(path).map(Entry::body).orElse(Section.EMPTY);
  }

  /** Opens several sections together: those that are not there come into being as one change. */
  private Outcome span(Matched m, List<String> lines) {
    if (m.negated() || m.toDefault()) {
      return instead(m, lines.stream().map(l -> (m.negated() ? "no " : "default ") + l).toList());
    }
    ConfigEditor typist = aside();
    var keys = new ArrayList<String>();
    var notes = new StringBuilder();
    for (String l : lines) {
      typist.open.clear();
      Outcome o = typist.type(l);
      if (!(o instanceof Outcome.Accepted a)) return o;
      notes.append(a.note());
      keys.add(typist.open.getLast().key);
    }
    var refusal = committed(root -> typist.configuration.current(), m);
    if (refusal.isPresent()) return new Outcome.Refused(refusal.get());
    open.add(opened(m, m.line().opens().orElseThrow(), keys.getFirst(), keys.subList(1, keys.size())));
    return new Outcome.Accepted(m, notes.toString());
  }

  private String warning(List<String> path, Matched m) {
    if (readsBack || factory || path.isEmpty() || m.negated() || m.toDefault()) return "";
    return configuration.current().at(path).flatMap(section -> m.line().rules().warning(section, m)).orElse("");
  }

  /** What stands in a mode that is printed at the level of its line is in it by any blanks. */
  private static Open opened(Matched m, Mode mode, String key, List<String> others) {
    return new Open(mode, key, m.typed().strip(), indent(m.typed()) - (m.line().isLevel() ? 1 : 0), others);
  }

  /** Types other lines in place of one: on a copy, so that they come into force together or not at all. */
  private Outcome instead(Matched m, List<String> lines) {
    ConfigEditor typist = aside();
    for (String l : lines) {
      Outcome o = typist.type(l);
      if (!(o instanceof Outcome.Accepted)) return o;
    }
    var refusal = committed(root -> typist.configuration.current(), m);
    return refusal.isPresent() ? new Outcome.Refused(refusal.get()) : new Outcome.Accepted(m, "");
  }

  private ConfigEditor aside() {
    var copy = new Configuration();
    copy.commit(root -> configuration.current(), () -> {});
    var typist = new ConfigEditor(grammar, copy, CommitLog.NONE, clock, user, factory);
    typist.readsBack = readsBack;
    return typist;
  }

  /** The journal could not be written, so nothing has changed. */
  private static final class NotJournalled extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NotJournalled(RuntimeException cause) {
      super(cause);
    }
  }

  private Optional<String> committed(UnaryOperator<Section> change, Matched m) {
    try {
      return configuration.commit(change, () -> journal(m));
    } catch (NotJournalled e) {
      return Optional.of("% The journal cannot be written, the line is not in force: " + e.getCause().getMessage() + "\n");
    }
  }

  private void journal(Matched m) {
    try {
      append(m);
    } catch (RuntimeException e) {
      throw new NotJournalled(e);
    }
  }

  private void append(Matched m) {
    String block = m.arg("block").map(b -> "\n" + b).orElse("");
    journal.append(new CommitLog.Row(clock.wall(), user, open.stream().map(Open::text).toList(), m.typed().strip() + block));
  }

  /** What a line makes of a section: see the rules at {@link Line}. */
  private Section changed(Section s, Matched m) {
    Line line = m.line();
    String key = line.key(s, m);
    Optional<Entry> old = s.get(key);
    if (factory && old.isPresent() && !old.get().factory()) return s;
    if (m.toDefault() && line.opens().isPresent()) return old.isEmpty() ? s : s.with(old.get().withBody(beginning(m)));
    if (m.toDefault()) return s.without(key);
    if (m.negated()) {
      if (same(old, m)) return takesOver(old.get()) ? s.with(Entry.of(key, m, false)) : s;
      if (line.isClearedByNo() && !factory) s = cleared(s, m, line.isNegatable() ? key : "");
      return line.isNegatable() ? s.with(Entry.of(key, m, factory)) : s.without(key);
    }
    if (old.isPresent() && same(old, m)) {
      if (takesOver(old.get())) return s.with(Entry.of(key, m, false).withBody(old.get().body()));
      return old.get().factory() && restores ? s.without(key).with(old.get()) : s;
    }
    boolean back = line.isDefault(m) && old.filter(o -> !o.factory() && !o.line().isDefault(o)).isPresent();
    if (back) return s.without(key);
    return s.with(Entry.of(key, m, factory).withBody(old.map(Entry::body).orElseGet(() -> beginning(m))));
  }

  private Section beginning(Matched m) {
    Section s = Section.EMPTY;
    for (String text : m.line().rules().beginning(m)) {
      var place = new Grammar.Place(m.line().opens().orElseThrow(), null, 15);
      if (grammar.parse(place, text) instanceof Matched b) s = s.with(Entry.of(b.line().key(s, b), b, true));
      else throw new IllegalStateException(m.line() + " begins with what is no line: " + text);
    }
    return s;
  }

  /** @param replaced an entry that is not to lose its place, since another takes it */
  private static Section cleared(Section s, Matched m, String replaced) {
    for (Entry e : s.entries()) {
      if (e.key().equals(replaced)) continue;
      if (e.line().slot().equals(m.line().slot()) && e.args().entrySet()
          .containsAll(m.args().entrySet())) s = s.without(e.key());
    }
    return s;
  }

  private static boolean same(Optional<Entry> old, Matched m) {
    return old.isPresent() && old.get().line() == m.line() && old.get().negated() == m.negated()
        && old.get().words().equals(m.words()) && old.get().args().equals(m.args());
  }
}
