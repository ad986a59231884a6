package net.anotherbox.box.measure;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import net.anotherbox.box.Box;
import net.anotherbox.box.Memory;
import net.anotherbox.box.NoNetwork;
import net.anotherbox.config.commit.ConfigEditor;
import net.anotherbox.config.text.ConfigLoader.Rejected;
import net.anotherbox.runtime.loop.ControlLoop;
import net.anotherbox.runtime.loop.Loop;
import net.anotherbox.runtime.loop.VirtualLoop;
import net.anotherbox.runtime.port.SeededRandomness;
import net.anotherbox.runtime.release.Personality;
import net.anotherbox.runtime.release.Platform;
import net.anotherbox.runtime.release.Release;
import net.anotherbox.shell.box.BootFacts;
import net.anotherbox.shell.line.Display;
import net.anotherbox.shell.line.Keyboard;
import net.anotherbox.shell.session.Connection;
import net.anotherbox.shell.session.Identity;
import net.anotherbox.shell.session.LineName;
import net.anotherbox.shell.session.ShellSession;

/** One text in one box: what was not taken, and what the box shows afterwards. */
final class Trial {
  private static final Instant START = Instant.parse("2005-02-06T21:43:04Z");

  /**
   * @param rejected as the boot loader says it
   * @param release of the box at the end
   */
  record Loaded(List<Rejected> rejected, String running, Release release, Course course) {}

  /** @param transcript all that a terminal was sent, lines ended by newlines */
  record Pasted(String transcript, String running, List<Throwable> failures) {}

  private Trial() {}

  private static Box box(Loop loop, String startup, Release release) {
    return new Box(NoNetwork.outside(loop, new SeededRandomness(1)), Memory.volatileWith(startup, Map.of()),
        new Personality(release, Platform.C3725), new BootFacts("power-on", 0x2102, Instant.EPOCH), () -> {});
  }

  /** Boots with the text as startup-config. @param release of the box until a line of the text says another */
  static Loaded load(String text, Release release) {
    var loop = new VirtualLoop(START);
    Box box = box(loop, text, release);
    var texts = box.features().text();
    var course = new Course(box.configuration(), box.personality(), texts::of, () -> texts.all(box.grammar(), 15));
    List<Rejected> rejected = box.boot(new Box.Source() {
      @Override
      public List<Rejected> typeInto(ConfigEditor editor) {
        return course.load(text, editor);
      }

      @Override
      public String text() {
        return text;
      }
    });
    loop.drain();
    return new Loaded(rejected, texts.running(), box.personality().release(), course);
  }

  /** Boots without a configuration, and types the text in at a virtual terminal, between {@code conf t} and {@code end}. */
  static Pasted paste(String text, Release release) {
    var failures = new ArrayList<Throwable>();
    try (var loop = new ControlLoop(failures::add)) {
      Box box = box(loop, "", release);
      var shell = box.shell();
      shell.ask(box::boot);
      var keyboard = new Keyboard(loop.clock());
      var screen = new ByteArrayOutputStream();
      var display = new Display(screen, Thread.ofPlatform().daemon().factory());
      var session = new ShellSession(shell, new Connection(LineName.vty(0), new Identity("paste", 15), "192.0.2.1", 0, 0,
          keyboard, display, () -> {}));
      byte[] keys = ("configure terminal\n" + text + (text.endsWith("\n") ? "" : "\n") + "end\n")
          .getBytes(StandardCharsets.ISO_8859_1);
      Thread.ofPlatform().daemon().start(() -> {
        keyboard.put(keys, keys.length);
        keyboard.end();
      });
      try {
        session.run();
        display.drain();
      } finally {
        keyboard.hangUp();
        display.close();
      }
      String running = shell.ask(() -> box.features().text().running());
      return new Pasted(screen.toString(StandardCharsets.ISO_8859_1).replace("\r\n", "\n"), running, List.copyOf(failures));
    }
  }
}
