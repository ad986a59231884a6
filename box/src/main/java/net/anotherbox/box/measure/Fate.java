package net.anotherbox.box.measure;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import net.anotherbox.box.measure.ConfigFile.Counted;

/**
 * What became of a line that was taken and is not shown back as it stands in the file, as far as the box itself can prove
 * it: by what it showed before the line, right after it, and at the end.
 */
enum Fate {
  BLANKS("shown with other blanks between the words"),
  WRITTEN_OUT("abbreviated in the file, shown written out"),
  ENCODED("a secret in clear, shown as it is kept"),
  OTHER_WORDS("shown in other words"),
  OVERTAKEN("undone or replaced by a later line of the file"),
  TAKES_AWAY("takes a line away"),
  NOTHING_TO_SAY("says what holds without it"),
  UNEXPLAINED("not shown, and nothing proves why not");

  private static final Pattern SECRET = Pattern.compile("(.*\\b(?:secret|password|key|key-string))(?: 0)? \\S+");

  private final String words;

  Fate(String words) {
    this.words = words;
  }

  String words() {
    return words;
  }

  /** @param instead what is shown in its place, or "" */
  record Found(Counted line, Fate fate, String instead) {}

  /** @param shown what the box shows at the end */
  static Found of(Counted line, Course course, Set<String> shown) {
    String heading = course.opened(line.number()).orElse("");
    if (!heading.isEmpty() && shown.contains(heading)) return spelled(line, heading);
    var change = course.change(line.number());
    if (change.isEmpty()) return new Found(line, UNEXPLAINED, "");
    Set<String> before = paths(change.get().before());
    Set<String> after = paths(change.get().after());
    Set<String> added = new HashSet<>(after);
    added.removeAll(before);
    if (!added.isEmpty()) {
      List<String> still = added.stream().filter(shown::contains).toList();
      return still.isEmpty() ? new Found(line, OVERTAKEN, course.whatTookAway(line.number(), added))
          : spelled(line, still.getFirst());
    }
    boolean no = line.words().startsWith("no ");
    String opposite = course.context(line.number()).orElse("") + (no ? line.words().substring(3) : "no " + line.words());
    if (shown.contains(opposite)) return new Found(line, OVERTAKEN, opposite);
    if (!after.containsAll(before)) return new Found(line, TAKES_AWAY, "");
    boolean usual = course.inForce(line.number(), line.words());
    return new Found(line, no || usual ? NOTHING_TO_SAY : UNEXPLAINED, "");
  }

  private static Set<String> paths(ConfigFile f) {
    var paths = new HashSet<String>();
    for (Counted c : f.lines()) paths.add(c.path());
    return paths;
  }

  private static Found spelled(Counted line, String path) {
    String shown = path.substring(path.lastIndexOf(" / ") < 0 ? 0 : path.lastIndexOf(" / ") + 3);
    return new Found(line, spelling(line.words(), shown), path);
  }

  private static Fate spelling(String typed, String shown) {
    String[] t = typed.split("\\s+");
    String[] s = shown.split("\\s+");
    if (String.join(" ", t).equals(String.join(" ", s))) return BLANKS;
    var secret = SECRET.matcher(typed);
    if (secret.matches() && shown.matches(Pattern.quote(secret.group(1)) + " \\d \\S+")) return ENCODED;
    return begins(String.join("", t), String.join("", s)) ? WRITTEN_OUT : OTHER_WORDS;
  }

  /** Whether the one is the other with letters left out within words, whatever their case. */
  private static boolean begins(String typed, String shown) {
    int at = 0;
    for (char c : shown.toLowerCase(java.util.Locale.ROOT).toCharArray())
      if (at < typed.length() && Character.toLowerCase(typed.charAt(at)) == c) at++;
    return at == typed.length();
  }
}
