package net.anotherbox.shell.line;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import net.anotherbox.runtime.loop.VirtualLoop;

/** A terminal for tests: what is typed goes in as text, what the screen got comes out as text. */
public final class Desk implements AutoCloseable {
  private final ByteArrayOutputStream screen = new ByteArrayOutputStream();
  public final VirtualLoop loop = new VirtualLoop(Instant.EPOCH);
  public final Keyboard keyboard = new Keyboard(loop.clock());
  public final Display display = new Display(screen, Thread.ofPlatform().daemon().factory());
  public final LineEditor editor = new LineEditor(keyboard, display);

  public Desk type(String text) {
    byte[] b = text.getBytes(StandardCharsets.ISO_8859_1);
    keyboard.put(b, b.length);
    return this;
  }

  /** All that has been sent to the screen. */
  public String screen() {
    display.drain();
    return screen.toString(StandardCharsets.ISO_8859_1);
  }

  /** What somebody sees who looks at the screen: backspaces carried out, lines separated by newlines. */
  public String seen() {
    var lines = new StringBuilder();
    var line = new StringBuilder();
    int at = 0;
    for (char c : screen().toCharArray()) {
      if (c == '\n') {
        lines.append(line.toString().stripTrailing()).append('\n');
        line.setLength(0);
        at = 0;
      } else if (c == '\r') {
        at = 0;
      } else if (c == '\b') {
        at = Math.max(0, at - 1);
      } else if (c >= ' ') {
        if (at < line.length()) line.setCharAt(at, c);
        else line.append(c);
        at++;
      }
    }
    return lines.append(line.toString().stripTrailing()).toString();
  }

  @Override
  public void close() {
    keyboard.hangUp();
    display.close();
  }
}
