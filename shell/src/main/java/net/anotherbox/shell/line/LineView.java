package net.anotherbox.shell.line;

/**
 * The part of a line that the screen shows after the prompt, and the fewest characters that bring the screen up to date.
 * Uses nothing but printable characters and backspaces: no terminal type is asked for. A line that does not fit moves left
 * by ten characters at a time, and "$" stands where it goes on.
 */
final class LineView {
  private static final int STEP = 10;

  private final String prompt;
  private final int room;
  private String shown = "";
  private int at;
  private int scroll;

  /** @param width columns of the terminal; 0: as many as it takes */
  LineView(String prompt, int width) {
    this.prompt = prompt;
    this.room = width == 0 ? Integer.MAX_VALUE : Math.max(STEP + 2, width - prompt.length() - 2);
  }

  /** What to print so that the screen shows this text and cursor. */
  String refresh(String text, int cursor) {
    String wide = expand(text);
    int column = expand(text.substring(0, cursor)).length();
    while (column - scroll >= room) scroll += STEP;
    while (scroll > 0 && column <= scroll) scroll = Math.max(0, scroll - STEP);
    int end = (int) Math.min(wide.length(), (long) scroll + room);
    var visible = new StringBuilder(wide.substring(Math.min(scroll, end), end));
    if (scroll > 0 && !visible.isEmpty()) visible.setCharAt(0, '$');
    if (end < wide.length()) visible.setCharAt(visible.length() - 1, '$');
    return move(visible.toString(), column - scroll);
  }

  private String move(String next, int nextAt) {
    int same = 0;
    while (same < next.length() && same < shown.length() && next.charAt(same) == shown.charAt(same)) same++;
    boolean unchanged = same == next.length() && same == shown.length();
    var out = new StringBuilder();
    int pos = at;
    if (!unchanged) {
      if (same < pos) out.repeat('\b', pos - same);
      else out.append(next, pos, same);
      out.append(next, same, next.length());
      pos = next.length();
      int left = shown.length() - next.length();
      if (left > 0) out.repeat(' ', left).repeat('\b', left);
    }
    if (nextAt < pos) out.repeat('\b', pos - nextAt);
    else out.append(next, pos, nextAt);
    shown = next;
    at = nextAt;
    return out.toString();
  }

  /** Prompt and line as they stand, from column 0, the cursor put where it is. */
  String whole() {
    return prompt + shown + "\b".repeat(shown.length() - at);
  }

  /** Characters at the beginning of the line that are not shown. */
  int scrolled() {
    return scroll;
  }

  /** What leads from the cursor to the end of what is shown. */
  String toEnd() {
    String rest = shown.substring(at);
    at = shown.length();
    return rest;
  }

  private static String expand(String text) {
    var out = new StringBuilder(text.length());
    for (char c : text.toCharArray()) {
      if (c < ' ') out.append('^').append((char) (c + '@'));
      else if (c == 127) out.append("^?");
      else out.append(c);
    }
    return out.toString();
  }
}
