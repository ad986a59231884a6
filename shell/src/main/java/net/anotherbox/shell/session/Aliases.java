package net.anotherbox.shell.session;

import java.util.Map;
import java.util.stream.Collectors;

/**
 * Short names for the beginnings of lines ({@code alias}). They are names, not abbreviations, and go before abbreviations;
 * a blank in front of a line keeps them out of it.
 */
final class Aliases {
  /** A line with its alias written out, and by how much that is longer than what was typed. */
  record Expanded(String text, int longer) {}

  private Aliases() {}

  static Expanded expand(Map<String, String> aliases, String typed) {
    int end = 0;
    while (end < typed.length() && !Character.isWhitespace(typed.charAt(end))) end++;
    String meaning = aliases.get(typed.substring(0, end));
    if (end == 0 || meaning == null) return new Expanded(typed, 0);
    return new Expanded(meaning + typed.substring(end), meaning.length() - end);
  }

  /** For the help to a word: those that begin with it, as "*s=show". Empty if there are none. */
  static String beginningWith(Map<String, String> aliases, String word) {
    return aliases.entrySet().stream().filter(a -> !word.isEmpty() && a.getKey().startsWith(word))
        .map(a -> "*" + a.getKey() + "=" + a.getValue()).collect(Collectors.joining("  "));
  }
}
