package net.anotherbox.shell.session;

import java.util.ArrayList;
import java.util.Map;
import net.anotherbox.config.grammar.Help;

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

  /** The help to a word, with those that begin with it in front, as "*s=show". */
  static Help with(Map<String, String> aliases, String typed, Help help) {
    String word = typed.strip();
    if (word.isEmpty() || word.contains(" ") || typed.endsWith(" ")) return help;
    var all = new ArrayList<String>();
    aliases.forEach((name, line) -> {
      if (name.startsWith(word)) all.add("*" + name + "=" + (line.contains(" ") ? '"' + line + '"' : line));
    });
    if (help instanceof Help.Words w) all.addAll(w.words());
    return all.isEmpty() ? help : new Help.Words(all);
  }
}
