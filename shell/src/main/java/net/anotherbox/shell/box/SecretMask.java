package net.anotherbox.shell.box;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Hides secrets in lines as they were typed, abbreviated or not. What might be a secret is taken for one: it is better to
 * hide a word too many.
 */
final class SecretMask {
  static final String STARS = "*****";
  /** After these all that follows is secret. */
  private static final List<String> BEFORE_A_LINE = List.of("password", "secret", "key-string");
  /** After these one word is. */
  private static final List<String> BEFORE_A_WORD = List.of("key", "pre-shared-key", "community", "md5",
      "message-digest-key");
  /** "pre-shared-key address …": the secret comes later. */
  private static final List<String> NO_SECRETS = List.of("address", "hostname");
  private static final Pattern WORD = Pattern.compile("\\S+");

  private SecretMask() {}

  static String of(String line) {
    String first = line.lines().findFirst().orElse("");
    var m = WORD.matcher(first);
    var out = new StringBuilder();
    boolean next = false;
    while (m.find()) {
      String w = m.group();
      out.append(out.isEmpty() ? "" : " ");
      if (fits(w, NO_SECRETS)) next = false;
      if (next && !w.matches("[0-9]") && !fits(w, BEFORE_A_WORD)) {
        out.append(STARS);
        next = false;
        continue;
      }
      out.append(w);
      if (fits(w, BEFORE_A_LINE) && m.end() < first.length()) return rest(first.substring(m.end()).strip(), out);
      if (fits(w, BEFORE_A_WORD)) next = true;
    }
    return out.toString();
  }

  /** The same of a line of a configuration, which keeps its place. */
  static String indented(String line) {
    return line.substring(0, line.length() - line.stripLeading().length()) + of(line);
  }

  private static String rest(String rest, StringBuilder out) {
    String[] p = rest.split("\\s+", 2);
    boolean typed = p.length == 2 && p[0].matches("[0-9]");
    return out.append(' ').append(typed ? p[0] + " " : "").append(STARS).toString();
  }

  /** Whether it is one of these or abbreviates it; to two letters only where that is common ("ena se", "user x pa"). */
  private static boolean fits(String word, List<String> names) {
    String w = word.toLowerCase(Locale.ROOT);
    return names.stream().anyMatch(n -> n.equals(w) || n.startsWith(w) && w.length() >= shortest(n));
  }

  private static int shortest(String name) {
    return switch (name) {
      case "password", "secret", "key", "md5" -> 2;
      case "key-string" -> 4;
      default -> 3;
    };
  }
}
