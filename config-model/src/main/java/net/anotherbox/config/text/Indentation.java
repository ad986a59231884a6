package net.anotherbox.config.text;

import java.util.ArrayList;
import java.util.Optional;
import net.anotherbox.config.commit.ConfigEditor;
import net.anotherbox.config.grammar.Matched;
import net.anotherbox.config.grammar.Mode;

/**
 * Whether the blanks before its lines say where the sections of a text end. They do in what a router has printed; they do not
 * in what somebody has typed or where a web page has lost some of them. It takes a look at all of the text, so it is taken
 * only when somebody asks.
 */
final class Indentation {
  private final String[] lines;
  private final ConfigEditor editor;
  private Optional<Boolean> meant = Optional.empty();

  Indentation(String[] lines, ConfigEditor editor) {
    this.lines = lines;
    this.editor = editor;
  }

  /** Columns before the first character of a line. */
  static int of(String line) {
    int n = 0;
    while (n < line.length() && Character.isWhitespace(line.charAt(n))) n++;
    return n;
  }

  /** Whether there are lines that stand further in, and no line of a section stands as far out as what opens it. */
  boolean isMeant() {
    if (meant.isEmpty()) meant = Optional.of(look());
    return meant.get();
  }

  private record Open(Mode mode, int indent) {}

  private boolean look() {
    boolean any = false;
    boolean doubtful = false;
    var open = new ArrayList<Open>();
    for (String l : lines) {
      if (l.isBlank() || l.strip().startsWith("!")) continue;
      int indent = of(l);
      any |= indent > 0 && !open.isEmpty();
      int outside = 0;
      while (outside < open.size() && open.get(outside).indent < indent) outside++;
      Optional<Matched> here = editor.read(mode(open, outside), l);
      Optional<Matched> inner = Optional.empty();
      for (int depth = open.size(); inner.isEmpty() && depth > outside; depth--) inner = editor.read(mode(open, depth), l);
      boolean leaves = inner.filter(m -> m.line().isLeaving()).isPresent();
      if (here.isEmpty() && inner.isPresent() && (!leaves || doubtful)) return false;
      // What both know says nothing: it may still be the inner one's.
      doubtful = inner.isPresent() && !leaves;
      if (!doubtful) open.subList(outside, open.size()).clear();
      here.filter(m -> !m.negated()).ifPresent(m -> m.line().opens()
          .ifPresent(mode -> open.add(new Open(mode, indent - (m.line().isLevel() ? 1 : 0)))));
    }
    return any;
  }

  private static Mode mode(ArrayList<Open> open, int depth) {
    return depth == 0 ? Mode.CONFIG : open.get(depth - 1).mode;
  }
}
