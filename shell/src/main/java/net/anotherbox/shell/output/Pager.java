package net.anotherbox.shell.output;

import java.util.Optional;
import java.util.regex.Pattern;
import net.anotherbox.shell.line.Display;
import net.anotherbox.shell.line.LineEditor;

/**
 * The end of the chain: prints lines and stops with " --More-- " when the screen is full. Space goes on by a page, RETURN
 * by a line; "/", "+" and "-" and an expression skip to, keep only or drop the lines that match; any other key ends the
 * output.
 */
public final class Pager implements LineSink {
  private final LineEditor editor;
  private final Display display;
  private final Wording wording;
  private final int length;
  private final int width;
  private int used;
  private int partial;
  private boolean stopped;
  private final Outlet first = new Outlet();
  private Outlet last = first;

  /**
   * @param length lines of the terminal, 0 for no paging
   * @param width columns of the terminal, 0 if lines do not wrap
   */
  public Pager(LineEditor editor, Display display, Wording wording, int length, int width) {
    this.editor = editor;
    this.display = display;
    this.wording = wording;
    this.length = length;
    this.width = width;
  }

  /** Where lines come out; a search puts itself behind it, and a new outlet behind that. */
  private final class Outlet implements LineSink {
    private LineSink next;

    @Override
    public boolean part(String text) {
      if (next == null && room() && next == null) return printPart(text);
      return !stopped && next.part(text);
    }

    @Override
    public boolean line(String text) {
      if (next == null && room() && next == null) return printLine(text);
      return !stopped && next.line(text);
    }

    @Override
    public void end() {
      if (next != null) next.end();
      else if (partial > 0) printLine("");
    }
  }

  @Override
  public boolean part(String text) {
    return !stopped && first.part(text);
  }

  @Override
  public boolean line(String text) {
    return !stopped && first.line(text);
  }

  @Override
  public void end() {
    if (!stopped) first.end();
  }

  private boolean printPart(String text) {
    display.print(text);
    display.flush();
    partial += text.length();
    return true;
  }

  private boolean printLine(String text) {
    display.print(text + "\n");
    used += rows(partial + text.length());
    partial = 0;
    return true;
  }

  private int rows(int columns) {
    return width == 0 || columns == 0 ? 1 : (columns + width - 1) / width;
  }

  private boolean room() {
    if (length == 0 || partial > 0 || used < Math.max(1, length - 1)) return true;
    int key = display.withStanding(wording.say("more"), this::erase, () -> editor.readKey(""));
    display.print(erase());
    switch (key) {
      case ' ' -> used = 0;
      case '\r' -> used = Math.max(0, length - 2);
      case '/', '+', '-' -> search((char) key);
      default -> stopped = true;
    }
    return !stopped;
  }

  /** Blanks the word, not the blanks around it, as IOS does: 9 backspaces, 8 blanks, 9 backspaces. */
  private String erase() {
    int word = wording.say("more").strip().length();
    String back = "\b".repeat(word + 1);
    return back + " ".repeat(word) + back;
  }

  private void search(char sign) {
    Optional<String> typed = editor.readPlain(String.valueOf(sign), width);
    Optional<Pattern> pattern = typed.filter(t -> !t.isEmpty()).flatMap(Regex::compile);
    used = 0;
    if (typed.isEmpty()) stopped = true;
    if (pattern.isEmpty()) {
      if (typed.filter(t -> !t.isEmpty()).isPresent()) display.print(wording.say("bad-regex") + "\n");
      return;
    }
    display.print(wording.say("filtering") + "\n");
    var kind = switch (sign) {
      case '/' -> OutputFilter.Kind.BEGIN;
      case '+' -> OutputFilter.Kind.INCLUDE;
      default -> OutputFilter.Kind.EXCLUDE;
    };
    var behind = new Outlet();
    last.next = new OutputFilter(kind, pattern.get(), behind, n -> "");
    last = behind;
  }
}
