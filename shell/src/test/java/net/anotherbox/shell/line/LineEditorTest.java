package net.anotherbox.shell.line;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@org.junit.jupiter.api.Timeout(30)
class LineEditorTest {
  private final Desk desk = new Desk();
  private final History history = new History();

  @AfterEach
  void close() {
    desk.close();
  }

  private Entry read(int width) {
    return desk.editor.read("R1#", width, history, WORDS);
  }

  private String typed(String keys) {
    desk.type(keys);
    return ((Entry.Line) read(80)).text();
  }

  /** Knows one word, "version", and one help screen. */
  private final Assistant WORDS = new Assistant() {
    @Override
    public void help(String typed) {
      desk.display.print("  help after [" + typed + "]\n\n");
    }

    @Override
    public Optional<String> complete(String typed) {
      int word = typed.lastIndexOf(' ') + 1;
      return "version".startsWith(typed.substring(word)) ? Optional.of(typed.substring(0, word) + "version ")
          : Optional.empty();
    }
  };

  @Test
  void echoesEachCharacterOnceAndEndsTheLineWithCrLf() {
    assertEquals("show clock", typed("show clock\r"));
    assertEquals("R1#show clock\r\n", desk.screen());
  }

  @Test
  void takesCrLfAndCrLfEachAsOneEndOfLine() {
    desk.type("a\rb\nc\r\nd\r\0\n\r\ne\r");
    String[] wanted = {"a", "b", "c", "d", "", "", "e"};
    for (String w : wanted) assertEquals(new Entry.Line(w), read(80));
  }

  @Test
  void ignoresNulBytes() {
    assertEquals("exit", typed("\0ex\0it\0\r"));
    assertEquals("R1#exit\r\n", desk.screen());
  }

  @Test
  void echoesTypeAheadOnlyAfterThePromptItAnswers() {
    desk.type("one\rtwo\r");
    read(80);
    desk.display.print("answer\n");
    read(80);
    assertEquals("R1#one\r\nanswer\r\nR1#two\r\n", desk.screen());
  }

  @Test
  void sendsTheEndOfAnEmptyLineTogetherWithTheNextPrompt() throws Exception {
    var writes = new java.util.concurrent.LinkedBlockingQueue<String>();
    var display = new Display(new java.io.OutputStream() {
      @Override
      public void write(int b) {
        throw new AssertionError("a byte of its own");
      }

      @Override
      public void write(byte[] b, int off, int len) {
        writes.add(new String(b, off, len, java.nio.charset.StandardCharsets.ISO_8859_1));
      }
    }, Thread.ofPlatform().daemon().factory());
    var keyboard = new Keyboard(desk.loop.clock());
    var editor = new LineEditor(keyboard, display);
    var session = Thread.ofPlatform().daemon().start(() -> {
      while (editor.read("R1#", 80, history, WORDS) instanceof Entry.Line) { }
    });
    assertEquals("R1#", writes.poll(10, java.util.concurrent.TimeUnit.SECONDS));
    keyboard.put(new byte[] {'\r'}, 1);
    assertEquals("\r\nR1#", writes.poll(10, java.util.concurrent.TimeUnit.SECONDS));
    keyboard.end();
    session.join(10_000);
    display.close();
    assertFalse(session.isAlive());
  }

  @Test
  void erasesWithBackspaceBlankBackspace() {
    assertEquals("shop", typed("show\u007f\bop\r"));
    assertEquals("R1#show\b \b\b \bop\r\n", desk.screen());
  }

  @Test
  void insertsInTheMiddleAndMovesTheRestAlong() {
    assertEquals("show ip route", typed("show route\u0001\u001bf\u0006ip \r"));
    assertEquals("R1#show ip route\n", desk.seen());
  }

  @Test
  void knowsTheEditingKeys() {
    assertEquals("abc", typed("bc\u0001a\r"));
    assertEquals("abcd", typed("abc\u0001\u0005d\r"));
    assertEquals("axb", typed("ab\u0002x\r"));
    assertEquals("abx", typed("ab\u0002\u0006x\r"));
    assertEquals("ac", typed("abc\u0002\u0002\u0004\r"));
    assertEquals("ab", typed("abcd\u0002\u0002\u000b\r"));
    assertEquals("cd", typed("abcd\u0002\u0002\u0015\r"));
    assertEquals("cd", typed("abcd\u0002\u0002\u0018\r"));
    assertEquals("show ", typed("show version\u0017\r"));
    assertEquals("one two", typed("two\u0015one \u0019\r"));
    assertEquals("show", typed("shwo\u0014\r"));
    assertEquals("one three", typed("one two three\u001bb\u001bb\u001bd\u0004\r"));
    assertEquals("One TWO", typed("one two\u0001\u001bc\u001bu\r"));
    assertEquals("a?b", typed("a\u0016?b\r"));
  }

  @Test
  void takesArrowsOfBothKinds() {
    assertEquals("axb", typed("ab\u001b[Dx\r"));
    assertEquals("axb", typed("ab\u001bODx\r"));
    assertEquals("abx", typed("ab\u001b[D\u001b[Cx\r"));
    assertEquals("xab", typed("ab\u001b[Hx\r"));
    assertEquals("b", typed("ab\u001b[1~\u001b[3~\r"));
  }

  @Test
  void bringsBackWhatWasTypedBefore() {
    history.add("first");
    history.add("second");
    history.add("second");
    assertEquals("first", typed("\u0010\u0010\u0010\r"));
    assertEquals("second", typed("\u001b[A\u001b[A\u001b[B\r"));
    assertEquals("half", typed("half\u0010\u000e\r"));
    assertEquals("R1#first\nR1#second\nR1#half\n", desk.seen());
  }

  @Test
  void keepsNoMoreLinesThanTold() {
    for (int i = 0; i < 300; i++) history.add("line " + i);
    assertEquals(History.DEFAULT_SIZE, history.lines().size());
    assertEquals("line 290", history.lines().getFirst());
    history.size(2);
    assertEquals(java.util.List.of("line 298", "line 299"), history.lines());
    history.size(0);
    history.add("x");
    assertTrue(history.lines().isEmpty());
  }

  @Test
  void helpsAndKeepsTheLineForTheReturnThatFollows() {
    assertEquals("show version", typed("show ?version\r"));
    assertEquals("R1#show ?\r\n  help after [show ]\r\n\r\nR1#show version\r\n", desk.screen());
  }

  @Test
  void completesAWordOnANewLine() {
    assertEquals("show version ", typed("show ver\t\r"));
    assertEquals("R1#show ver\r\nR1#show version \r\n", desk.screen());
  }

  @Test
  void leavesAWordAloneThatHasNoSingleCompletion() {
    assertEquals("show xyz", typed("show xy\tz\r"));
    assertEquals("R1#show xy\u0007\r\nR1#show xyz\r\n", desk.screen());
  }

  @Test
  void endsWithTheTypedTextOnCtrlZAndWithoutItOnCtrlC() {
    desk.type("no shut\u001anever\u0003");
    assertEquals(new Entry.End("no shut"), read(80));
    assertEquals(new Entry.Abort(), read(80));
    assertEquals("R1#no shut^Z\r\nR1#never^C\r\n", desk.screen());
  }

  @Test
  void saysThatTheTerminalHasGone() {
    desk.type("half");
    desk.keyboard.end();
    assertEquals(new Entry.Closed(), read(80));
  }

  @Test
  void scrollsALineThatIsLongerThanTheScreen() {
    String line = "access-list 101 permit tcp 172.16.2.5 255.255.255.0 172.16.1.20 255.255.255.0 eq 80";
    assertEquals(line, typed(line + "\r"));
    String last = desk.seen().split("\n")[0];
    assertTrue(last.startsWith("R1#$"), last);
    assertTrue(last.length() < 80, last);
    assertTrue(last.endsWith("255.255.255.0 eq 80"), last);
    assertFalse(desk.screen().contains("\u001b"));
  }

  @Test
  void scrollsBackWhenTheCursorReturns() {
    String line = "x".repeat(100);
    desk.type(line + "\u0001y\r");
    assertEquals(new Entry.Line("y" + line), read(40));
    assertTrue(desk.seen().startsWith("R1#y" + "x".repeat(30)), desk.seen());
  }

  @Test
  void echoesPlainlyWhenTheWidthIsZeroOrLarge() {
    String line = "x".repeat(400);
    desk.type(line + "\r" + line + "\r");
    desk.editor.read("R1#", 0, history, WORDS);
    desk.editor.read("R1#", 511, history, WORDS);
    assertEquals(("R1#" + line + "\r\n").repeat(2), desk.screen());
  }

  @Test
  void doesNotEchoPasswordsAndKeepsTypeAhead() {
    desk.type("secreX\u007ft?\rnext\r");
    assertArrayEquals("secret?".toCharArray(), desk.editor.readSecret("Password: ").orElseThrow());
    assertEquals(new Entry.Line("next"), read(80));
    assertEquals("Password: \r\nR1#next\r\n", desk.screen());
  }

  @Test
  void readsTextOfManyLinesUpToItsDelimiter() {
    desk.type("Welcome?\tto\r\nR1%ignored\rnext\r");
    assertEquals(Optional.of("Welcome?\tto\nR1"), desk.editor.readText("%"));
    assertEquals(new Entry.Line("next"), read(80));
    desk.type("30820\r 1A\rquit\rnext\r");
    assertEquals(Optional.of("30820\n 1A\n"), desk.editor.readText("quit"));
    assertEquals(new Entry.Line("next"), read(80));
  }

  @Test
  void takesCtrlCAsADelimiterIfItIsOneAndElseGivesUp() {
    desk.type("a\rb\u0003\r");
    assertEquals(Optional.of("a\nb"), desk.editor.readText("\u0003"));
    desk.type("a\rb\u0003");
    assertEquals(Optional.empty(), desk.editor.readText("%"));
  }

  @Test
  void passesBytesAbove127Through() {
    String utf8 = new String("é€".getBytes(java.nio.charset.StandardCharsets.UTF_8),
        java.nio.charset.StandardCharsets.ISO_8859_1);
    assertEquals("description " + utf8, typed("description " + utf8 + "\r"));
    assertEquals("R1#description " + utf8 + "\r\n", desk.screen());
  }

  @Test
  void printsAMessageOnALineOfItsOwnAndGoesOnBelow() {
    desk.type("sh");
    var got = readWhile(() -> desk.display.message("*Mar  1 00:00:01: %SYS-5-X: y", false), " ver\r");
    assertEquals(new Entry.Line("sh ver"), got);
    assertEquals("R1#sh\r\n*Mar  1 00:00:01: %SYS-5-X: y\r\n ver\r\n", desk.screen());
  }

  @Test
  void reprintsPromptAndLineAfterAMessageIfSynchronous() {
    desk.type("sh ver\u0002");
    var got = readWhile(() -> {
      desk.display.message("%SYS-5-X: y\n  more", true);
      desk.display.message("%SYS-5-Z: z", true);
    }, "!\r");
    assertEquals(new Entry.Line("sh ve!r"), got);
    assertEquals("R1#sh ver\n%SYS-5-X: y\n  more\nR1#sh ver\n%SYS-5-Z: z\nR1#sh ve!r\n", desk.seen());
  }

  /** Lets the session read what is typed, does something while it waits, then types the rest. */
  private Entry readWhile(Runnable meanwhile, String rest) {
    var waiting = new java.util.concurrent.CountDownLatch(1);
    desk.keyboard.beforeWaiting(() -> {
      desk.display.flush();
      waiting.countDown();
    });
    var got = new java.util.concurrent.CompletableFuture<Entry>();
    Thread.ofPlatform().daemon().start(() -> got.complete(read(80)));
    try {
      assertTrue(waiting.await(10, java.util.concurrent.TimeUnit.SECONDS));
      meanwhile.run();
      desk.type(rest);
      return got.get(10, java.util.concurrent.TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void runsTheBreakActionAtOnceAndOnlyWhileThereIsOne() {
    var broken = new java.util.concurrent.atomic.AtomicInteger();
    desk.keyboard.onBreak(broken::incrementAndGet);
    desk.type("ab\u001ec");
    desk.keyboard.onBreak(null);
    desk.type("\u001ed\r");
    assertEquals(1, broken.get());
    assertInstanceOf(Entry.Line.class, read(80));
    assertTrue(desk.screen().endsWith("R1#abcd\r\n"), desk.screen());
  }

  @Test
  void holdsUpAPasteWithoutLosingAnyOfIt() throws Exception {
    var typist = Thread.ofPlatform().daemon().start(() -> {
      for (int i = 0; i < 5000; i++) desk.type("line number " + i + "\n");
      desk.keyboard.end();
    });
    for (int i = 0; i < 5000; i++) assertEquals(new Entry.Line("line number " + i), read(80));
    assertEquals(new Entry.Closed(), read(80));
    typist.join(10_000);
  }

  @Test
  void keepsTheCursorAtTheEndWithoutEditing() {
    desk.editor.editing(false);
    assertEquals("abx", typed("abc\u007f\u0002\u0001\u001b[Dx\r"));
    assertEquals("c", typed("ab\u0015c\r"));
  }

  @Test
  void showsWhatItHoldsWhateverKeysAreTyped() {
    String keys = "ab c\u0001\u0002\u0004\u0005\u0006\u0008\u000b\u000e\u0010\u0014\u0015\u0017\u0018\u0019\u007f\u00e9";
    history.add("an earlier line of some length");
    var random = new java.util.Random(42);
    for (int round = 0; round < 500; round++) {
      try (var d = new Desk()) {
        var typed = new StringBuilder();
        for (int i = 0; i < 60; i++) {
          if (random.nextInt(8) == 0) typed.append('\u001b').append("bfdcul<>".charAt(random.nextInt(8)));
          else typed.append(keys.charAt(random.nextInt(keys.length())));
        }
        d.type(typed + "\r");
        int width = round % 2 == 0 ? 0 : 30;
        String text = ((Entry.Line) d.editor.read("R1#", width, history, WORDS)).text();
        String seen = d.seen().split("\n", -1)[0];
        if (width == 0) assertEquals(("R1#" + text).stripTrailing(), seen);
        else assertTrue(seen.startsWith("R1#") && seen.length() < 30, seen);
      }
    }
  }
}
