package net.anotherbox.shell.line;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Reads lines with IOS's editing keys. A character is echoed when it is read from the {@link Keyboard}, which is after the
 * prompt has been printed, however early it arrived. Used by one thread, the session's.
 */
public final class LineEditor {
  private static final String BELL = "\u0007";

  private final Keyboard keyboard;
  private final Display display;
  private final Cuts cuts = new Cuts();
  private boolean editing = true;

  /** Ties the two together: what was printed is sent when the keyboard runs dry. */
  public LineEditor(Keyboard keyboard, Display display) {
    this.keyboard = keyboard;
    this.display = display;
    keyboard.beforeWaiting(display::flush);
  }

  /** Without editing ({@code terminal no editing}) the cursor stays at the end: characters, deleting, help and no more. */
  public void editing(boolean on) {
    editing = on;
  }

  /** How one line is read. */
  private final class Reading implements Display.Standing {
    final LineBuffer line = new LineBuffer(cuts);
    final String prompt;
    final int width;
    final List<String> history;
    final Assistant assistant;
    LineView view;
    int remembered;
    String unfinished = "";

    Reading(String prompt, int width, List<String> history, Assistant assistant) {
      this.prompt = prompt;
      this.width = width;
      this.history = history;
      this.assistant = assistant;
      this.remembered = history.size();
      this.view = new LineView(prompt, width);
    }

    @Override
    public String before() {
      return "";
    }

    @Override
    public String after() {
      return view.whole();
    }

    void show() {
      display.edit(() -> view.refresh(line.text(), line.cursor()));
    }

    /** Prompt and line once more, from the beginning of a line. */
    void again() {
      display.edit(() -> {
        view = new LineView(prompt, width);
        return prompt + view.refresh(line.text(), line.cursor());
      });
      display.standing(this);
    }

    /** Leaves the line, with what the key that ends it shows. */
    void leave(String mark) {
      display.edit(() -> view.toEnd() + mark + "\n");
      display.standing(null);
    }

    void recall(int step) {
      int to = remembered + step;
      if (to < 0 || to > history.size()) return;
      if (remembered == history.size()) unfinished = line.text();
      remembered = to;
      line.become(to == history.size() ? unfinished : history.get(to));
    }
  }

  /**
   * Prints the prompt and reads a line.
   *
   * @param width columns of the terminal, 0 for no limit
   * @param history what the arrow keys bring back; the caller adds to it
   */
  public Entry read(String prompt, int width, History history, Assistant assistant) {
    return read(prompt, width, history, assistant, () -> {});
  }

  /** @param prompted what to do when the prompt stands, before the first key */
  public Entry read(String prompt, int width, History history, Assistant assistant, Runnable prompted) {
    var r = new Reading(prompt, width, history.lines(), assistant);
    display.working(false);
    r.again();
    prompted.run();
    while (true) {
      int b = keyboard.read();
      Key key = Key.of(b, keyboard);
      Optional<Entry> done = finish(r, key);
      if (done.isPresent()) {
        display.working(true);
        return done.get();
      }
      apply(r, key, b);
    }
  }

  private Optional<Entry> finish(Reading r, Key key) {
    return switch (key) {
      case RETURN -> {
        r.leave("");
        yield Optional.of(new Entry.Line(r.line.text(), r.view.scrolled()));
      }
      case END_MODE -> {
        r.leave("^Z");
        yield Optional.of(new Entry.End(r.line.text(), r.view.scrolled()));
      }
      case ABORT -> {
        if (r.assistant.takesControlC(r.line.beforeCursor())) {
          insert(r, '\3');
          yield Optional.empty();
        }
        r.leave("^C");
        yield Optional.of(new Entry.Abort());
      }
      case END_OF_INPUT -> {
        display.standing(null);
        yield Optional.of(new Entry.Closed());
      }
      default -> Optional.empty();
    };
  }

  private void apply(Reading r, Key key, int b) {
    switch (key) {
      case CHARACTER -> insert(r, (char) b);
      case QUOTE -> insertQuoted(r);
      case HELP -> help(r);
      case TAB -> tab(r);
      case REDISPLAY -> {
        r.leave("");
        r.again();
      }
      default -> {
        if (editing || key == Key.DELETE_LEFT || key == Key.CUT_TO_START) edit(r, key);
        r.show();
      }
    }
  }

  private void edit(Reading r, Key key) {
    LineBuffer l = r.line;
    switch (key) {
      case LEFT -> l.left();
      case RIGHT -> l.right();
      case HOME -> l.home();
      case END -> l.end();
      case WORD_LEFT -> l.wordLeft();
      case WORD_RIGHT -> l.wordRight();
      case DELETE_LEFT -> l.deleteLeft();
      case DELETE_RIGHT -> l.deleteRight();
      case CUT_WORD_LEFT -> l.cutWordLeft();
      case CUT_WORD_RIGHT -> l.cutWordRight();
      case CUT_TO_END -> l.cutToEnd();
      case CUT_TO_START -> l.cutToStart();
      case PASTE -> l.paste();
      case PASTE_BEFORE -> l.pasteBefore();
      case TRANSPOSE -> l.transpose();
      case UPPER -> l.recase(LineBuffer.Case.UPPER);
      case LOWER -> l.recase(LineBuffer.Case.LOWER);
      case CAPITAL -> l.recase(LineBuffer.Case.CAPITAL);
      case UP -> r.recall(-1);
      case DOWN -> r.recall(1);
      case FIRST -> r.recall(-r.remembered);
      case LAST -> r.recall(r.history.size() - r.remembered);
      default -> { }
    }
  }

  private void insert(Reading r, char c) {
    if (r.line.insert(c)) r.show();
    else display.print(BELL);
  }

  private void insertQuoted(Reading r) {
    int b = keyboard.read();
    if (b != Keyboard.END) insert(r, (char) b);
  }

  private void help(Reading r) {
    if (r.assistant == Assistant.NONE) {
      insert(r, '?');
      return;
    }
    r.leave("?");
    r.assistant.help(r.line.beforeCursor());
    display.freshLine();
    r.again();
  }

  private void tab(Reading r) {
    if (r.assistant == Assistant.NONE) {
      insert(r, '\t');
      return;
    }
    Optional<String> whole = r.assistant.complete(r.line.beforeCursor());
    if (whole.isEmpty()) display.print(BELL);
    r.leave("");
    whole.ifPresent(r.line::replaceBefore);
    r.again();
  }

  /**
   * Prints the prompt and reads a line without showing it. The caller wipes the result.
   *
   * @return empty if the terminal has gone or Ctrl-C was typed
   */
  public Optional<char[]> readSecret(String prompt) {
    display.print(prompt);
    var typed = new char[256];
    int n = 0;
    try {
      while (true) {
        int b = keyboard.read();
        switch (Key.of(b, keyboard)) {
          case RETURN, END_MODE -> {
            display.print("\n");
            return Optional.of(Arrays.copyOf(typed, n));
          }
          case END_OF_INPUT -> {
            return Optional.empty();
          }
          case ABORT -> {
            display.print("\n");
            return Optional.empty();
          }
          case DELETE_LEFT -> n = Math.max(0, n - 1);
          case CUT_TO_START, CUT_WORD_LEFT -> n = 0;
          case CHARACTER, HELP -> {
            if (n < typed.length) typed[n++] = (char) b;
          }
          default -> { }
        }
      }
    } finally {
      Arrays.fill(typed, '\0');
    }
  }

  /** Reads the answer to a question: edited, but neither remembered nor helped with. Empty after Ctrl-C or hang-up. */
  public Optional<String> readPlain(String question, int width) {
    return switch (read(question, width, new History(), Assistant.NONE)) {
      case Entry.Line l -> Optional.of(l.text());
      case Entry.End e -> Optional.of(e.text());
      case Entry.Abort a -> Optional.empty();
      case Entry.Closed c -> Optional.empty();
    };
  }

  /** Prints the question and waits for one key: a byte, or {@link Keyboard#END}. */
  public int readKey(String question) {
    display.print(question);
    return keyboard.read();
  }

  /**
   * Reads text of any number of lines up to a delimiter. What follows the delimiter on its line is read and dropped.
   *
   * @param delimiter one character, which may be a control character, or a word
   * @return empty if Ctrl-C was typed or the terminal has gone; lines are separated by newlines
   */
  public Optional<String> readText(String delimiter) {
    var text = new StringBuilder();
    int lineStart = 0;
    while (true) {
      int b = keyboard.read();
      if (b == Keyboard.END) return Optional.empty();
      if (b == 'C' - '@' && delimiter.indexOf(b) < 0) {
        display.print("^C\n");
        return Optional.empty();
      }
      if (b == '\b' || b == 127) {
        if (text.length() > lineStart) {
          text.setLength(text.length() - 1);
          display.print("\b \b");
        }
      } else if (b == Keyboard.CR) {
        text.append('\n');
        lineStart = text.length();
        display.print("\n");
      } else {
        text.append((char) b);
        display.print(visible((char) b));
        int at = text.indexOf(delimiter, lineStart);
        if (at >= 0) {
          skipLine();
          return Optional.of(text.substring(0, at));
        }
      }
    }
  }

  /** Reads lines up to a Ctrl-Z. @return empty if Ctrl-C was typed or the terminal has gone */
  public Optional<String> readMessage() {
    var text = new StringBuilder();
    while (true) {
      int b = keyboard.read();
      switch (Key.of(b, keyboard)) {
        case END_MODE -> {
          display.print("^Z\n");
          return Optional.of(text.toString());
        }
        case ABORT -> {
          display.print("^C\n");
          return Optional.empty();
        }
        case END_OF_INPUT -> {
          return Optional.empty();
        }
        case RETURN -> {
          text.append('\n');
          display.print("\n");
        }
        case DELETE_LEFT -> {
          if (text.isEmpty() || text.charAt(text.length() - 1) == '\n') continue;
          text.setLength(text.length() - 1);
          display.print("\b \b");
        }
        case CHARACTER, HELP -> {
          text.append((char) b);
          display.print(String.valueOf((char) b));
        }
        default -> { }
      }
    }
  }

  private void skipLine() {
    for (int b; (b = keyboard.read()) != Keyboard.CR && b != Keyboard.END; ) display.print(visible((char) b));
    display.print("\n");
  }

  /** How a character is shown: control characters but the tab as "^" and a letter. */
  public static String visible(char c) {
    return c < ' ' && c != '\t' ? "^" + (char) (c + '@') : String.valueOf(c);
  }
}
