package net.anotherbox.box.measure;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a terminal showed while a text was pasted: which line drew which complaint. */
final class Transcript {
  private static final Pattern PROMPT = Pattern.compile("[^\\s(]*(?:\\([\\w-]+\\)#|[#>])(.*)");
  /** What IOS says of a line that it takes. */
  private static final Pattern NOTE = Pattern.compile("% ?(NOTE|Warning|WARNING|Generating|The |Login disabled on line "
      + "|A profile is deemed incomplete).*|Enter .*");

  private Transcript() {}

  /** Complaints by the number of the line, from 1. */
  static Map<Integer, String> complaints(String text, String transcript) {
    String[] typed = text.split("\r?\n|\r", -1);
    var found = new LinkedHashMap<Integer, String>();
    int next = 0;
    int at = -1;
    for (String shown : transcript.split("\n")) {
      Matcher m = PROMPT.matcher(shown);
      int match = m.matches() ? find(typed, next, m.group(1)) : -1;
      if (match >= 0) {
        at = match;
        next = match + 1;
      } else if (at >= 0 && shown.startsWith("%") && shown.length() > 1 && !NOTE.matcher(shown).matches()) {
        found.merge(at + 1, shown, (a, b) -> a);
      }
    }
    return found;
  }

  private static int find(String[] typed, int from, String echo) {
    for (int i = from; i < typed.length; i++) if (same(typed[i], echo)) return i;
    return -1;
  }

  private static boolean same(String typed, String echo) {
    return words(typed).equals(words(echo));
  }

  private static List<String> words(String line) {
    var out = new ArrayList<String>();
    for (String w : line.strip().split("\\s+")) out.add(w.replace("\3", "^C"));
    return out;
  }
}
