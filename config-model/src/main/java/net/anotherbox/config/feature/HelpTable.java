package net.anotherbox.config.feature;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Helps of words by the mode and by the words before them, out of "words.help": for lines whose own file says nothing of a
 * word. A word whose help is "-" is not listed.
 */
final class HelpTable {
  static final String UNLISTED = "-";
  private static final int MOST_BEFORE = 2;

  private final Map<String, String> helps = new HashMap<>();

  HelpTable(List<String> rows) {
    String mode = "";
    String after = "";
    for (String r : rows) {
      if (r.startsWith("mode ") || r.startsWith("after ")) {
        if (r.startsWith("mode ")) mode = r.substring("mode ".length()).strip();
        after = r.startsWith("after ") ? r.substring("after ".length()).strip() + " " : "";
        continue;
      }
      int blank = r.indexOf(' ');
      if (blank < 0) throw new IllegalArgumentException("no help: " + r);
      String key = mode + ": " + after + r.substring(0, blank);
      if (helps.put(key, r.substring(blank).strip()) != null) throw new IllegalArgumentException("twice: " + key);
    }
  }

  /** The help of the word at this place of a line's words: alternatives stand one after the other there. */
  Optional<String> of(String mode, List<String> words, int at) {
    for (int before = Math.min(at, MOST_BEFORE); before >= Math.min(at, 1); before--) {
      String found = helps.get(mode + ": " + String.join(" ", words.subList(0, before)) + (before == 0 ? "" : " ")
          + words.get(at));
      if (found != null) return Optional.of(found);
    }
    return Optional.empty();
  }

  /** Whether the releases do not list a line that begins so. */
  boolean unlisted(String mode, List<String> words) {
    for (int at = 0; at < Math.min(words.size(), MOST_BEFORE + 1); at++) {
      String path = String.join(" ", words.subList(0, at + 1));
      if (UNLISTED.equals(helps.get(mode + ": " + path))) return true;
    }
    return false;
  }
}
