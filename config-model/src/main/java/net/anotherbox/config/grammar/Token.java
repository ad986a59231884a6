package net.anotherbox.config.grammar;

import java.util.ArrayList;
import java.util.List;

/** A word of a typed line and the offset at which it begins. */
record Token(String text, int at) {
  static List<Token> of(String line) {
    var tokens = new ArrayList<Token>();
    int i = 0;
    while (i < line.length()) {
      while (i < line.length() && blank(line.charAt(i))) i++;
      int from = i;
      while (i < line.length() && !blank(line.charAt(i))) i++;
      if (i > from) tokens.add(new Token(line.substring(from, i), from));
    }
    return tokens;
  }

  private static boolean blank(char c) {
    return c == ' ' || c == '\t';
  }
}
