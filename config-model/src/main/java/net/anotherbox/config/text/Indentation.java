package net.anotherbox.config.text;

import java.util.ArrayList;
import java.util.Optional;
import net.anotherbox.config.commit.ConfigEditor;
import net.anotherbox.config.grammar.Matched;
import net.anotherbox.config.grammar.Mode;

/**
 * Whether the blanks before its lines say where the sections of a text end. They do in what a router has printed; they do
 * not in what somebody has typed or where a web page has lost some of them. It takes a look at all of the text, so it is
 * taken only when somebody asks.
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
    int doubt = -1;
    var open = new ArrayList<Open>();
    Optional<String> text = Optional.empty();
    for (String l : lines) {
      if (text.isPresent()) {
        if (l.contains(text.get())) text = Optional.empty();
        continue;
      }
      if (l.isBlank() || l.strip().startsWith("!")) continue;
      int indent = of(l);
      any |= indent > 0 && !open.isEmpty();
      int outside = 0;
      while (outside < open.size() && open.get(outside).indent < indent) outside++;
      Optional<Matched> here = editor.read(mode(open, outside), l);
      Optional<Matched> inner = Optional.empty();
      for (int depth = open.size(); inner.isEmpty() && depth > outside; depth--) inner = editor.read(mode(open, depth), l);
      text = textBehind(here.isPresent() ? here : inner);
      boolean leaves = inner.filter(m -> m.line().isLeaving()).isPresent();
      if (here.isEmpty() && inner.isPresent() && (!leaves || doubt >= 0)) return false;
      if (doubt >= 0 && outside > doubt) return false;
      Optional<Mode> opened = here.filter(m -> !m.negated()).flatMap(m -> m.line().opens());
      // What both know says nothing: it may still be the inner one's, as what comes next will tell.
      doubt = inner.isPresent() && !leaves && opened.isEmpty() ? outside : -1;
      if (doubt < 0) open.subList(outside, open.size()).clear();
      boolean level = here.filter(m -> m.line().isLevel()).isPresent();
      opened.ifPresent(mode -> open.add(new Open(mode, indent - (level ? 1 : 0))));
    }
    return any;
  }

  private static Optional<String> textBehind(Optional<Matched> line) {
    return line.filter(m -> !m.negated() && !m.has("block")).flatMap(m -> m.line().rules().blockDelimiter(m));
  }

  private static Mode mode(ArrayList<Open> open, int depth) {
    return depth == 0 ? Mode.CONFIG : open.get(depth - 1).mode;
  }
}
