package net.anotherbox.config.grammar;

import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import net.anotherbox.config.tree.Entry;
import net.anotherbox.runtime.release.Release;
import net.anotherbox.runtime.release.Texts;

/** How the running configuration shows the entries of one line. */
public final class Printing {
  private final Line line;
  Texts printed;
  Texts printedNo;
  int indent;
  Release indentFrom;
  Release indentUpTo;
  boolean level;
  int bodyIndent;
  Release bodyIndentUpTo;
  Predicate<Entry> blankBehind = e -> false;
  Predicate<Entry> remarked = e -> false;
  Texts remark;
  Function<Entry, String> inline;

  Printing(Line line) {
    this.line = line;
  }

  /** The line as this release prints it, or empty where it does not print it. */
  public Optional<String> print(Release release, Entry e) {
    String behind = !e.negated() && blankBehind.test(e) ? " " : "";
    return text(release, e).map(t -> " ".repeat(indent(release)) + t + behind);
  }

  private int indent(Release r) {
    return (indentFrom == null || r.atLeast(indentFrom)) && (indentUpTo == null || !r.atLeast(indentUpTo)) ? indent : 0;
  }

  /** How much further in than the line itself the mode that it opens is printed. */
  public String bodyIndent(Release r) {
    int further = bodyIndentUpTo != null && !r.atLeast(bodyIndentUpTo) ? bodyIndent : 0;
    return " ".repeat(indent(r) + further + (level ? 0 : 1));
  }

  private Optional<String> text(Release release, Entry e) {
    if (e.negated() && printedNo != null) return printedNo.render(release, e.args());
    String plain = String.join(" ", e.words()) + blockOf(e);
    Optional<String> text = printed == null ? Optional.of(plain) : printed.render(release, e.args());
    return e.negated() ? text.map(t -> "no " + t.strip()) : text;
  }

  /**
   * The text that the line goes on in, as it was typed, and what ends it: without them all that follows would be read as
   * it.
   */
  private String blockOf(Entry e) {
    Optional<String> text = e.arg("block");
    if (text.isEmpty() || e.negated()) return "";
    Optional<String> delimiter = line.rules().blockDelimiter(new Matched(line, false, false, e.words(), e.args(), ""));
    if (delimiter.isEmpty()) return "";
    return "\n" + text.get() + (text.get().endsWith("\n") || text.get().isEmpty() ? "" : "\n") + delimiter.get();
  }

  /** What is printed below it, one blank further in. */
  public Optional<String> remark(Release release, Entry e) {
    return remarked.test(e) ? remark.render(release, e.args()) : Optional.empty();
  }

  /** What goes in front of each entry of the body if the line itself is not printed. */
  public Optional<String> front(Entry e) {
    return inline == null ? Optional.empty() : Optional.of(inline.apply(e));
  }
}
