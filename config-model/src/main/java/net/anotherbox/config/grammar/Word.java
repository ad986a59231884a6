package net.anotherbox.config.grammar;

import java.util.Locale;

/** What may stand at one place of a line: a keyword, or an argument of some type. */
record Word(String shown, boolean keyword, ArgumentType type, String name) {
  static Word keyword(String text, String name) {
    return new Word(text, true, null, name);
  }

  static Word argument(String shown, ArgumentType type, String name) {
    return new Word(shown, false, type, name);
  }

  boolean is(String token) {
    return keyword && shown.equalsIgnoreCase(token);
  }

  boolean abbreviatedBy(String token) {
    return keyword && shown.regionMatches(true, 0, token, 0, token.length());
  }

  /** How many characters of the token are those of the keyword. */
  int fitting(String token) {
    int n = 0;
    while (n < shown.length() && n < token.length()
        && Character.toLowerCase(shown.charAt(n)) == Character.toLowerCase(token.charAt(n))) n++;
    return n;
  }

  boolean accepts(String token) {
    return !keyword && type.accepts(token);
  }

  boolean mayBegin(String start) {
    String small = start.toLowerCase(Locale.ROOT);
    return !keyword && (type.mayBegin(start)
        || type.choices().keySet().stream().anyMatch(c -> c.toLowerCase(Locale.ROOT).startsWith(small)));
  }

  /** Greater for what says more about its tokens: an address beats a WORD, anything beats a LINE. */
  int specificity() {
    return keyword ? 3 : type.specificity();
  }
}
