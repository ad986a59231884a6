package net.anotherbox.shell.output;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.anotherbox.runtime.release.Personality;
import net.anotherbox.runtime.release.Platform;
import net.anotherbox.runtime.release.Release;
import net.anotherbox.shell.line.Desk;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@org.junit.jupiter.api.Timeout(30)
class PagerTest {
  private static final String ERASED = "\b".repeat(9) + " ".repeat(8) + "\b".repeat(9);
  private static final String MORE = " --More-- " + ERASED;
  private final Desk desk = new Desk();
  private final Wording wording = Wording.ofShell(new Personality(Release.R12_4, Platform.C3725));

  @AfterEach
  void close() {
    desk.close();
  }

  private Pager pager(int length) {
    return new Pager(desk.editor, desk.display, wording, length, 80);
  }

  private boolean print(LineSink sink, int from, int to) {
    for (int i = from; i <= to; i++) if (!sink.line("line " + i)) return false;
    sink.end();
    return true;
  }

  @Test
  void stopsWhenTheScreenIsFullAndGoesOnByPagesAndLines() {
    desk.type(" \r ");
    assertTrue(print(pager(4), 1, 8));
    assertEquals("line 1\r\nline 2\r\nline 3\r\n" + MORE + "line 4\r\nline 5\r\nline 6\r\n" + MORE + "line 7\r\n" + MORE
        + "line 8\r\n", desk.screen());
  }

  @Test
  void endsTheOutputOnAnyOtherKeyAndLeavesTheCursorAtColumnZero() {
    desk.type("q");
    assertFalse(print(pager(4), 1, 8));
    assertEquals("line 1\r\nline 2\r\nline 3\r\n" + MORE, desk.screen());
  }

  @Test
  void doesNotPageWhenTheLengthIsZeroOrTheOutputFits() {
    assertTrue(print(pager(0), 1, 500));
    assertTrue(print(pager(4), 1, 3));
    assertFalse(desk.screen().contains("More"));
  }

  @Test
  void countsTheRowsOfALineThatWraps() {
    desk.type("q");
    Pager p = pager(4);
    assertTrue(p.line("x".repeat(200)));
    assertFalse(p.line("next"));
  }

  @Test
  void searchesForwardFromTheQuestion() {
    desk.type("/e 7\r ");
    assertTrue(print(pager(4), 1, 9));
    assertEquals("line 1\nline 2\nline 3\n/e 7\nfiltering...\nline 7\nline 8\nline 9\n", desk.seen());
  }

  @Test
  void filtersOnPlusAndMinus() {
    desk.type("+[46]\r");
    assertTrue(print(pager(4), 1, 9));
    assertEquals("line 1\nline 2\nline 3\n+[46]\nfiltering...\nline 4\nline 6\n", desk.seen());
  }

  @Test
  void putsOneSearchBehindTheOther() {
    desk.type("-5\r-7\r");
    assertTrue(print(pager(3), 1, 8));
    assertEquals("line 1\nline 2\n-5\nfiltering...\nline 3\nline 4\n-7\nfiltering...\nline 6\nline 8\n", desk.seen());
  }

  @Test
  void printsPartsOfALineAtOnce() {
    Pager p = pager(24);
    p.part("!!");
    assertEquals("!!", desk.screen());
    p.part("!");
    p.line("");
    p.line("Success");
    p.end();
    assertEquals("!!!\r\nSuccess\r\n", desk.screen());
  }

  @Test
  void removesTheQuestionForALogMessageAndAsksAgain() throws Exception {
    var done = new java.util.concurrent.CompletableFuture<Boolean>();
    Thread.ofPlatform().daemon().start(() -> done.complete(print(pager(3), 1, 3)));
    while (!desk.screen().endsWith(" --More-- ")) Thread.onSpinWait();
    desk.display.message("%SYS-5-X: y", false);
    desk.type(" ");
    assertTrue(done.get(10, java.util.concurrent.TimeUnit.SECONDS));
    assertEquals("line 1\nline 2\n%SYS-5-X: y\nline 3\n", desk.seen());
  }
}
