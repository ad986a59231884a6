package net.anotherbox.shell.session;

import java.util.Arrays;
import java.util.Optional;
import net.anotherbox.shell.line.Assistant;
import net.anotherbox.shell.line.Display;
import net.anotherbox.shell.line.Entry;
import net.anotherbox.shell.line.Keyboard;
import net.anotherbox.shell.line.LineEditor;
import net.anotherbox.shell.output.LineSink;
import net.anotherbox.shell.output.OutputFilter;
import net.anotherbox.shell.output.Pager;

/**
 * Somebody at a terminal, from the first prompt to the last. Runs on a thread of its own, which waits for keys and for the
 * control thread; all that a line does happens in its {@link Seat} on the control thread.
 */
public final class ShellSession {
  /** An answer that comes within this time leaves together with the end of the line typed. */
  private static final long TOGETHER_MILLIS = 10;

  private final Shell shell;
  private final Connection connection;
  private final Keyboard keyboard;
  private final Display display;
  private final LineEditor editor;
  private final Events events = new Events();
  private final Seat seat;
  private Event.Done now;

  public ShellSession(Shell shell, Connection connection) {
    this.shell = shell;
    this.connection = connection;
    this.keyboard = connection.keyboard();
    this.display = connection.display();
    this.editor = new LineEditor(keyboard, display);
    this.seat = new Seat(shell, connection, events);
  }

  private final Assistant assistant = new Assistant() {
    @Override
    public void help(String typed) {
      String text = shell.ask(() -> seat.assistance().help(typed));
      var pager = pager(shell.ask(seat::began));
      print(pager, text);
      pager.end();
    }

    @Override
    public Optional<String> complete(String typed) {
      return shell.ask(() -> seat.assistance().complete(typed));
    }

    @Override
    public boolean takesControlC(String typed) {
      return !typed.isBlank() && shell.ask(() -> seat.assistance().takesControlC(typed));
    }
  };

  /** The terminal has another size now. From any thread. */
  public void resized(int width, int length) {
    shell.loop().post(() -> seat.resized(width, length));
  }

  /**
   * Whether nothing will happen here before somebody types or the control thread says something. From any thread; a lab
   * whose time stands still asks, to know when to let it pass.
   */
  public boolean isWaiting() {
    return keyboard.starving() || events.starving();
  }

  /** Whether a line is being carried out and has nothing to say at this moment. From any thread. */
  public boolean isAtWork() {
    return events.starving();
  }

  /** Serves the terminal until it or its user leaves. */
  public void run() {
    shell.loop().post(seat::listen);
    try {
      Optional<Identity> who = new LoginDialogue(shell, connection, editor).run();
      if (who.isEmpty() || !connection.entering().getAsBoolean()) return;
      open(who.get());
      display.print("\n");
      String user = who.get().name();
      Optional<String> instead = shell.ask(() -> shell.config().autocommand(connection.line(), user));
      if (instead.isPresent()) {
        enter(new Entry.Line(instead.get()), 0);
        if (!shell.ask(() -> shell.config().staysAfterCommand(user))) return;
      }
      while (!now.leaving()) {
        editor.editing(now.editing());
        Entry entry = editor.read(now.prompt(), now.width(), now.history(), assistant, this::prompted);
        if (entry instanceof Entry.Closed) return;
        remember(entry);
        enter(entry, now.prompt().length() - scrolled(entry));
      }
    } finally {
      close();
    }
  }

  /**
   * Carries out one command, without prompt or echo.
   *
   * @return whether it was a command
   */
  public boolean runOne(String command) {
    try {
      open(connection.who());
      enter(new Entry.Line(command), 0);
      return now.understood();
    } finally {
      close();
    }
  }

  private void open(Identity who) {
    shell.loop().post(() -> seat.open(who));
    follow();
  }

  private void close() {
    shell.loop().post(seat::close);
    display.drain();
  }

  private void remember(Entry entry) {
    switch (entry) {
      case Entry.Line l -> now.history().add(l.text());
      case Entry.End e -> now.history().add(e.text());
      case Entry.Abort a -> { }
      case Entry.Closed c -> { }
    }
  }

  private void prompted() {
    if (now.unsaid()) shell.ask(() -> {
      seat.say();
      return true;
    });
  }

  private static int scrolled(Entry entry) {
    return switch (entry) {
      case Entry.Line l -> l.scrolled();
      case Entry.End e -> e.scrolled();
      case Entry.Abort a -> 0;
      case Entry.Closed c -> 0;
    };
  }

  private void enter(Entry entry, int indent) {
    Entry meant = entry;
    if (entry instanceof Entry.Line l && l.text().isBlank()) {
      // the name of the box may be another meanwhile
      now = shell.ask(() -> seat.standing(true));
      if (!shell.ask(seat::resumesOnReturn)) return;
      meant = new Entry.Line("resume");
    }
    Entry line = meant;
    shell.loop().post(() -> seat.enter(line, indent));
    follow();
  }

  /** Shows what the control thread says until the line has been carried out. */
  private void follow() {
    LineSink out = null;
    boolean wanted = true;
    while (true) {
      switch (next()) {
        case Event.Done d -> {
          if (out != null && wanted) out.end();
          now = d;
          return;
        }
        case Event.Began b -> out = pager(b);
        case Event.Filter f -> out = new OutputFilter(f.kind(), f.pattern(), out,
            n -> shell.wording().say("count", java.util.Map.of("count", n)));
        case Event.Print p -> {
          if (wanted && !print(out, p.text())) {
            wanted = false;
            shell.loop().post(() -> seat.breakOff(false));
          }
        }
        case Event.Ask a -> ask(a);
        case Event.Confirm c -> confirm(c);
        case Event.Block b -> block(b);
        case Event.Join j -> join(j);
        case Event.Message m -> message(m);
        case Event.Burst b -> display.message(b.text(), b.synchronous());
      }
    }
  }

  private Event next() {
    return events.poll(TOGETHER_MILLIS).orElseGet(() -> {
      display.flush();
      return events.take();
    });
  }

  private Pager pager(Event.Began size) {
    return new Pager(editor, display, shell.wording(), size.length(), size.width());
  }

  /** @return false if no more is wanted */
  private static boolean print(LineSink out, String text) {
    int from = 0;
    for (int nl; (nl = text.indexOf('\n', from)) >= 0; from = nl + 1) if (!out.line(text.substring(from, nl))) return false;
    return from == text.length() || out.part(text.substring(from));
  }

  private void ask(Event.Ask a) {
    Optional<String> answer = a.echo() ? editor.readPlain(a.question(), now.width())
        : editor.readSecret(a.question()).map(ShellSession::wiped);
    shell.loop().post(() -> {
      if (answer.isPresent()) a.answer().accept(answer.get());
      else seat.breakOff(true);
    });
  }

  private static String wiped(char[] typed) {
    String s = new String(typed);
    Arrays.fill(typed, '\0');
    return s;
  }

  private void confirm(Event.Confirm c) {
    int key = editor.readKey(c.question());
    display.print(key > ' ' && key < 127 ? (char) key + "\n" : "\n");
    shell.loop().post(() -> c.answer().accept(key == '\r' || key == 'y' || key == 'Y'));
  }

  private void join(Event.Join j) {
    display.flush();
    Conversation.End end = j.with().join(keyboard, display, j.escapes());
    shell.loop().post(() -> j.ended().accept(end));
  }

  private void block(Event.Block b) {
    if (b.delimiter().length() == 1) {
      String shown = LineEditor.visible(b.delimiter().charAt(0));
      display.print(shell.wording().say("enter-text", java.util.Map.of("delimiter", shown)) + "\n");
    }
    Optional<String> text = editor.readText(b.delimiter());
    shell.loop().post(() -> {
      if (text.isPresent()) b.text().accept(text.get());
      else seat.finished(true);
    });
  }

  private void message(Event.Message m) {
    Optional<String> text = editor.readMessage();
    shell.loop().post(() -> {
      if (text.isPresent()) m.text().accept(text.get());
      else seat.breakOff(true);
    });
  }
}
