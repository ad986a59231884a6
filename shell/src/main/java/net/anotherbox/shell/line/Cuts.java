package net.anotherbox.shell.line;

import java.util.ArrayList;
import java.util.List;

/** The pieces of lines that were last cut, newest first, to be pasted into this line or a later one. */
final class Cuts {
  private static final int MOST = 10;

  private final List<String> pieces = new ArrayList<>();
  private int at;

  void add(String piece) {
    pieces.addFirst(piece);
    if (pieces.size() > MOST) pieces.removeLast();
  }

  /** The newest piece, or nothing. */
  String newest() {
    at = 0;
    return pieces.isEmpty() ? "" : pieces.getFirst();
  }

  /** The piece before the one given last; after the oldest comes the newest again. */
  String before() {
    if (pieces.isEmpty()) return "";
    at = (at + 1) % pieces.size();
    return pieces.get(at);
  }
}
