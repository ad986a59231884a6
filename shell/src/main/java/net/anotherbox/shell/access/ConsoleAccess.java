package net.anotherbox.shell.access;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Map;
import java.util.concurrent.ThreadFactory;
import net.anotherbox.shell.line.Display;
import net.anotherbox.shell.line.Keyboard;
import net.anotherbox.shell.session.Connection;
import net.anotherbox.shell.session.Identity;
import net.anotherbox.shell.session.LineName;
import net.anotherbox.shell.session.Shell;
import net.anotherbox.shell.session.ShellSession;
import org.jline.terminal.Attributes;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;

/**
 * The console: the terminal the process was started from, or whatever its standard input is. A terminal is put into raw
 * mode, so that every key reaches the line editor, and starts session after session; from a pipe or file lines are read
 * until it ends.
 */
public final class ConsoleAccess implements AutoCloseable {
  private static final ThreadFactory THREADS = Thread.ofPlatform().daemon().name("con0-", 0).factory();

  /** How long a terminal may take to show what the box says at its end. */
  private static final Duration LAST_WORDS = Duration.ofSeconds(1);

  private final Shell shell;
  private final Runnable onEnd;
  private final Terminal terminal;
  private final Keyboard keyboard;
  private final Display display;
  private final InputStream in;
  private volatile ShellSession session;

  /** @param onEnd run when there is nothing more to read: stop the box, or let it go on without a console */
  public ConsoleAccess(Shell shell, Runnable onEnd) {
    this.shell = shell;
    this.onEnd = onEnd;
    this.terminal = System.console() != null && System.console().isTerminal() ? raw() : null;
    this.in = terminal == null ? new FileInputStream(FileDescriptor.in) : terminal.input();
    OutputStream out = terminal == null ? new FileOutputStream(FileDescriptor.out) : terminal.output();
    this.keyboard = new Keyboard(shell.loop().clock());
    this.display = new Display(out, THREADS);
  }

  private static Terminal raw() {
    // said on standard error, which is the console: JNA is what the rest of the box uses too
    System.setProperty("org.jline.terminal.disableDeprecatedProviderWarning", "true");
    try {
      Terminal t = TerminalBuilder.builder().system(true).dumb(false).nativeSignals(false).build();
      t.enterRawMode();
      Attributes a = t.getAttributes();
      a.setLocalFlags(EnumSet.of(Attributes.LocalFlag.ISIG), false);
      a.setOutputFlags(EnumSet.of(Attributes.OutputFlag.OPOST), false);
      t.setAttributes(a);
      return t;
    } catch (IOException | IllegalStateException e) {
      return null;
    }
  }

  /** Begins to serve. */
  public void start() {
    if (terminal != null) terminal.handle(Terminal.Signal.WINCH, s -> {
      ShellSession now = session;
      if (now != null) now.resized(terminal.getWidth(), terminal.getHeight());
    });
    shell.loop().post(() -> shell.log().add(this::message));
    THREADS.newThread(() -> keyboard.drain(in)).start();
    THREADS.newThread(this::serve).start();
  }

  /** While nobody sits at the console it still shows what the box says. */
  private void message(int severity, String text) {
    if (session == null && severity <= shell.config().line(LineName.CONSOLE).loggingSeverity()) display.message(text, false);
  }

  private void serve() {
    boolean more = true;
    while (more) {
      if (terminal == null || pressReturn()) sit();
      more = keyboard.reopen() && terminal != null;
    }
    display.drain();
    onEnd.run();
  }

  private boolean pressReturn() {
    String host = shell.ask(() -> shell.config().hostname());
    display.print(shell.wording().say("press-return", Map.of("host", host)));
    display.flush();
    int key;
    do key = keyboard.read();
    while (key != '\r' && key != Keyboard.END);
    display.print("\n");
    return key == '\r';
  }

  private void sit() {
    int width = terminal == null ? 0 : terminal.getWidth();
    int length = terminal == null ? 0 : terminal.getHeight();
    session = new ShellSession(shell,
        new Connection(LineName.CONSOLE, new Identity("", 1), "", width, length, keyboard, display, () -> {}));
    session.run();
    session = null;
  }

  /** Gives the terminal back as it was. */
  @Override
  public void close() {
    keyboard.hangUp();
    display.freshLine();
    display.drain(LAST_WORDS);
    display.close();
    if (terminal == null) return;
    try {
      terminal.close();
    } catch (IOException gone) {
      // the terminal went away first
    }
  }
}
