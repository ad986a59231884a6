package net.anotherbox.config.text;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.anotherbox.config.grammar.Mode;
import net.anotherbox.config.text.ConfigOrder.Mark;
import net.anotherbox.config.text.ConfigOrder.Row;
import net.anotherbox.config.text.ConfigOrder.Separator;
import net.anotherbox.config.tree.Entry;
import net.anotherbox.config.tree.Section;
import net.anotherbox.runtime.release.Release;

/** Prints a configuration as IOS does. */
public final class RunningConfig {
  /**
   * Entries of sorted lines stand by key, numbers as numbers. What is negated comes first: read back after the others it
   * would take them away.
   */
  private static final Comparator<Entry> BY_KEY = Comparator.comparing((Entry e) -> !e.negated())
      .thenComparing((a, b) -> NaturalOrder.compare(a.key(), b.key()));

  private final ConfigOrder order;

  public RunningConfig(ConfigOrder order) {
    this.order = order;
  }

  /** The text from its first "!" to "end", newline-ended; without "Building configuration...". */
  public String render(Section root, Release release) {
    var out = new ArrayList<String>();
    out.add("!");
    section(root, Mode.CONFIG, release, "", out);
    out.add("end");
    return String.join("\n", out) + "\n";
  }

  /** One entry and what stands under it, e.g. for {@code show running-config interface}. */
  public String render(Entry e, Release release) {
    var out = new ArrayList<String>();
    entry(e, release, "", out);
    return String.join("\n", out) + "\n";
  }

  private void section(Section s, Mode mode, Release release, String indent, List<String> out) {
    ConfigOrder.Rows rows = order.rows(mode.id(), release);
    Map<Row, List<Entry>> placed = new IdentityHashMap<>();
    var unplaced = new ArrayList<Entry>();
    var last = new ArrayList<Entry>();
    for (Entry e : s.entries()) {
      if (e.line().isLeaving()) {
        last.add(e);
        continue;
      }
      Optional<Row> row = rows.place(words(e));
      if (row.isPresent()) placed.computeIfAbsent(row.get(), r -> new ArrayList<>()).add(e);
      else unplaced.add(e);
    }
    boolean printed = false;
    boolean pending = false;
    for (Row r : rows.all()) {
      if (r.words() == null) {
        pending = r.separator() == Separator.BEFORE_THE_NEXT && printed;
        if (pending) continue;
        if (r.separator() == Separator.ALWAYS || printed) out.add(indent + "!");
        printed = false;
        continue;
      }
      int before = out.size();
      if (r.isRest()) {
        printed |= rest(unplaced, release, indent, out);
        unplaced.clear();
      }
      if (placed.containsKey(r)) printed |= group(sorted(placed.get(r)), r.mark(), release, indent, out);
      if (pending && out.size() > before) out.add(before, indent + "!");
      pending = false;
    }
    if (!unplaced.isEmpty()) group(sorted(unplaced), Mark.NONE, release, indent, out);
    if (!last.isEmpty()) group(last, Mark.NONE, release, indent, out);
  }

  /** What has no place: lines first, so that no section takes them for its own. @return whether anything was printed */
  private boolean rest(List<Entry> entries, Release release, String indent, List<String> out) {
    boolean printed = false;
    for (boolean opening : new boolean[] {false, true}) {
      var these = entries.stream().filter(e -> e.line().opens().isPresent() == opening).toList();
      printed |= group(sorted(these), Mark.NONE, release, indent, out);
    }
    return printed;
  }

  /** "exit-address-family" and its kin stand last and below the line that opened their mode. */
  private static boolean endsMode(Entry e) {
    return e.line().isLeaving();
  }

  /** What is printed inline stands where its lines belong. */
  private static List<String> words(Entry e) {
    return e.line().printing().front(e).map(f -> List.of(f.split(" "))).orElse(e.words());
  }

  private static Collection<Entry> sorted(List<Entry> entries) {
    boolean inOrder = entries.stream().allMatch(e -> e.line().isSorted());
    if (!inOrder && !entries.stream().allMatch(e -> e.line().isGrouped())) return entries;
    var groups = new LinkedHashMap<String, List<Entry>>();
    for (Entry e : entries) groups.computeIfAbsent(e.line().group(e), g -> new ArrayList<>()).add(e);
    var sorted = new ArrayList<Entry>();
    for (List<Entry> group : groups.values()) {
      if (inOrder) group.sort(BY_KEY);
      sorted.addAll(group);
    }
    return sorted;
  }

  /** Whether two lines are of one list. */
  private static boolean sameList(Entry a, Entry b) {
    return a != null && a.arg("list").equals(b.arg("list"));
  }

  /** @return whether something stands after the last separator */
  private boolean group(Collection<Entry> entries, Mark mark, Release release, String indent, List<String> out) {
    boolean first = true;
    Entry last = null;
    for (Entry e : entries) {
      int before = out.size();
      boolean other = mark == Mark.BETWEEN || mark == Mark.BETWEEN_LISTS && !sameList(last, e);
      if (mark == Mark.BEFORE_EACH || other && !first) out.add(indent + "!");
      if (!entry(e, release, indent, out)) {
        while (out.size() > before) out.remove(out.size() - 1);
        continue;
      }
      first = false;
      last = e;
      if (mark == Mark.AFTER_EACH) out.add(indent + "!");
    }
    return !first && mark != Mark.AFTER_EACH;
  }

  /** @return whether the release prints it */
  private boolean entry(Entry e, Release release, String indent, List<String> out) {
    Optional<String> front = e.line().printing().front(e);
    if (front.isPresent()) return inline(front.get(), e, release, indent, out);
    Optional<String> text = e.line().printing().print(release, e);
    if (text.isEmpty()) return false;
    boolean family = !indent.isEmpty() && e.body().entries().stream().anyMatch(RunningConfig::endsMode);
    if (family && !out.getLast().equals(indent + "!")) out.add(indent + "!");
    // Further lines of a text are a block as it was typed in (a certificate), blanks and all.
    out.add((e.line().isLeaving() && !indent.isEmpty() ? indent.substring(1) : indent) + text.get());
    e.line().printing().remark(release, e).ifPresent(r -> out.add(indent + " " + r));
    e.line().opens().ifPresent(m -> section(e.body(), m, release, indent + e.line().printing().bodyIndent(release), out));
    return true;
  }

  private boolean inline(String front, Entry e, Release release, String indent, List<String> out) {
    var body = new ArrayList<String>();
    e.line().opens().ifPresent(m -> section(e.body(), m, release, "", body));
    for (String l : body) out.add(indent + front + " " + l);
    return !body.isEmpty();
  }
}
