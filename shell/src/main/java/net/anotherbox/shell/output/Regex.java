package net.anotherbox.shell.output;

import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Regular expressions as IOS writes them: {@code . * + ? ^ $ [] () | \} as everywhere, and {@code _} for a delimiter (the
 * beginning or end of the line, a blank, comma, brace or parenthesis). Braces are ordinary characters.
 */
public final class Regex {
  private static final String DELIMITER = "(?:^|$|[ ,{}()_])";

  private Regex() {}

  /** Empty if it is not well formed. */
  public static Optional<Pattern> compile(String text) {
    try {
      return Optional.of(Pattern.compile(translate(text)));
    } catch (PatternSyntaxException e) {
      return Optional.empty();
    }
  }

  private static String translate(String text) {
    var out = new StringBuilder();
    boolean atom = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean repeats = c == '*' || c == '+' || c == '?';
      switch (c) {
        case '_' -> out.append(DELIMITER);
        case '{', '}' -> out.append('\\').append(c);
        case '\\' -> i = escape(text, i, out);
        case '[' -> i = bracket(text, i, out);
        // nothing to repeat: IOS takes the sign for itself, and a second one adds nothing
        case '*', '+', '?' -> {
          if (atom) out.append(c);
          else if (i == 0 || !isRepeat(text.charAt(i - 1))) out.append('\\').append(c);
        }
        default -> out.append(c);
      }
      atom = !repeats && c != '(' && c != '|' && c != '^';
    }
    return out.toString();
  }

  private static boolean isRepeat(char c) {
    return c == '*' || c == '+' || c == '?';
  }

  private static int escape(String text, int at, StringBuilder out) {
    if (at + 1 >= text.length()) throw new PatternSyntaxException("ends with a backslash", text, at);
    char c = text.charAt(at + 1);
    if (c >= '1' && c <= '9') out.append('\\').append(c);
    else out.append(Pattern.quote(String.valueOf(c)));
    return at + 1;
  }

  /** Copies a bracket expression, in which only "]", "^" and "-" mean something. @return the index of its "]" */
  private static int bracket(String text, int at, StringBuilder out) {
    int i = at + 1;
    boolean not = i < text.length() && text.charAt(i) == '^';
    if (not) i++;
    int end = text.indexOf(']', i + 1);
    if (end < 0) throw new PatternSyntaxException("no ]", text, at);
    out.append(not ? "[^" : "[");
    for (; i < end; i++) {
      char c = text.charAt(i);
      if (c != '-' && !Character.isLetterOrDigit(c)) out.append('\\');
      out.append(c);
    }
    out.append(']');
    return end;
  }
}
