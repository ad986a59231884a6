package net.anotherbox.shell.line;

/** A line being edited: its characters, the cursor, and what was last cut. Knows nothing of the screen. */
final class LineBuffer {
  static final int MOST = 4096;

  private final StringBuilder text = new StringBuilder();
  private final Cuts cuts;
  private int cursor;
  /** Where the last paste begins and ends, if nothing has been done since. */
  private int pastedFrom = -1;
  private int pastedTo;

  LineBuffer(Cuts cuts) {
    this.cuts = cuts;
  }

  String text() {
    return text.toString();
  }

  String beforeCursor() {
    return text.substring(0, cursor);
  }

  int cursor() {
    return cursor;
  }

  /** @return false if the line is full */
  boolean insert(char c) {
    if (text.length() >= MOST) return false;
    pastedFrom = -1;
    text.insert(cursor++, c);
    return true;
  }

  void become(String line) {
    text.setLength(0);
    text.append(line);
    cursor = text.length();
    pastedFrom = -1;
  }

  /** The text before the cursor becomes this. */
  void replaceBefore(String start) {
    text.replace(0, cursor, start);
    cursor = start.length();
  }

  void left() {
    if (cursor > 0) cursor--;
  }

  void right() {
    if (cursor < text.length()) cursor++;
  }

  void home() {
    cursor = 0;
  }

  void end() {
    cursor = text.length();
  }

  void wordLeft() {
    cursor = wordStart();
  }

  void wordRight() {
    cursor = wordEnd();
  }

  void deleteLeft() {
    if (cursor > 0) text.deleteCharAt(--cursor);
  }

  void deleteRight() {
    if (cursor < text.length()) text.deleteCharAt(cursor);
  }

  void cutWordLeft() {
    cut(wordStart(), cursor);
  }

  void cutWordRight() {
    cut(cursor, wordEnd());
  }

  void cutToEnd() {
    cut(cursor, text.length());
  }

  void cutToStart() {
    cut(0, cursor);
  }

  private void cut(int from, int to) {
    if (from == to) return;
    cuts.add(text.substring(from, to));
    text.delete(from, to);
    cursor = from;
  }

  /** The piece that was cut last. */
  void paste() {
    put(cuts.newest());
  }

  /** Right after a paste: the piece cut before that one in its place. */
  void pasteBefore() {
    if (pastedFrom < 0 || cursor != pastedTo) return;
    text.delete(pastedFrom, pastedTo);
    cursor = pastedFrom;
    put(cuts.before());
  }

  private void put(String piece) {
    int from = cursor;
    for (char c : piece.toCharArray()) insert(c);
    pastedFrom = from;
    pastedTo = cursor;
  }

  /** Swaps the character before the cursor with the one at it (at the end: the last two). */
  void transpose() {
    int at = cursor == text.length() ? cursor - 1 : cursor;
    if (at < 1) return;
    char c = text.charAt(at);
    text.setCharAt(at, text.charAt(at - 1));
    text.setCharAt(at - 1, c);
    cursor = at + 1;
  }

  enum Case { UPPER, LOWER, CAPITAL }

  /** Changes the word from the cursor on and goes behind it. */
  void recase(Case to) {
    int end = wordEnd();
    boolean first = true;
    for (int i = cursor; i < end; i++) {
      char c = text.charAt(i);
      if (!Character.isLetterOrDigit(c)) continue;
      text.setCharAt(i, to == Case.LOWER || to == Case.CAPITAL && !first ? Character.toLowerCase(c)
          : Character.toUpperCase(c));
      first = false;
    }
    cursor = end;
  }

  private int wordStart() {
    int i = cursor;
    while (i > 0 && text.charAt(i - 1) == ' ') i--;
    while (i > 0 && text.charAt(i - 1) != ' ') i--;
    return i;
  }

  private int wordEnd() {
    int i = cursor;
    while (i < text.length() && text.charAt(i) == ' ') i++;
    while (i < text.length() && text.charAt(i) != ' ') i++;
    return i;
  }
}
