package net.anotherbox.config.grammar;

import java.util.ArrayList;
import java.util.List;

/** A word of a typed line and the offset at which it begins. Words between quotes, {@code "two words"}, are one. */
record Token(String text, int at) {
  static List<Token> of(String line) {
    var tokens = new ArrayList<Token>();
    int i = 0;
    while (i < line.length()) {
      while (i < line.length() && blank(line.charAt(i))) i++;
      int from = i;
      if (i < line.length() && line.charAt(i) == '"') i = Math.max(i, closing(line, i));
      while (i < line.length() && !blank(line.charAt(i))) i++;
      if (i > from) tokens.add(new Token(line.substring(from, i), from));
    }
    return tokens;
  }

  /** The quote that ends the word which begins with one, or -1. */
  private static int closing(String line, int open) {
    int close = line.indexOf('"', open + 1);
    while (close > 0 && close + 1 < line.length() && !blank(line.charAt(close + 1))) close = line.indexOf('"', close + 1);
    return close;
  }

  private static boolean blank(char c) {
    return c == ' ' || c == '\t';
  }
}
