package net.anotherbox.lab.transcript;

import java.util.ArrayList;
import java.util.List;

/** A terminal that knows no more than printable characters, CR, LF, BS and BEL, and goes on in the next row at its edge. */
final class Glass {
  private final List<StringBuilder> rows = new ArrayList<>(List.of(new StringBuilder()));
  private int width;
  private int column;

  Glass(int width) {
    this.width = width;
  }

  void width(int columns) {
    width = columns;
  }

  void print(char c) {
    switch (c) {
      case '\r' -> column = 0;
      case '\n' -> rows.add(new StringBuilder());
      case '\b' -> column = Math.max(0, column - 1);
      case '\7' -> { }
      default -> {
        if (width > 0 && column == width) {
          rows.add(new StringBuilder());
          column = 0;
        }
        var row = rows.getLast();
        while (row.length() <= column) row.append(' ');
        row.setCharAt(column++, c);
      }
    }
  }

  /** The last rows, without trailing blanks, the last with {} before the character at the cursor. */
  List<String> last(int n) {
    var shown = new ArrayList<String>();
    for (int i = Math.max(0, rows.size() - n); i < rows.size(); i++) shown.add(rows.get(i).toString().stripTrailing());
    var row = new StringBuilder(shown.removeLast());
    while (row.length() < column) row.append(' ');
    shown.add(row.insert(column, "{}").toString());
    return shown;
  }
}
