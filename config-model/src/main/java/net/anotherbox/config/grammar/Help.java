package net.anotherbox.config.grammar;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;

/** How the lists of {@code ?} look. */
final class Help {
  /** Arguments after keywords in angle brackets first, as IOS sorts: by character, lower case as upper. */
  static final Comparator<String> ORDER = Comparator.comparing((String s) -> s.toLowerCase(Locale.ROOT))
      .thenComparing(s -> s);

  private Help() {}

  static boolean isArgument(String shown) {
    return shown.startsWith("<") || shown.equals(shown.toUpperCase(Locale.ROOT));
  }

  /** An interface name is asked for by the kinds there are, a port by the names of ports. */
  static void add(Map<String, String> shown, Word word, String help, String partial) {
    Map<String, String> choices = word.keyword() ? Map.of() : word.type().choices();
    if (choices.isEmpty()) shown.putIfAbsent(word.shown(), help == null ? "" : help);
    choices.forEach((name, its) -> {
      if (!isArgument(name) || partial.chars().allMatch(Character::isDigit)) shown.putIfAbsent(name, its);
    });
  }

  static void addConfigurationVerbs(Map<String, String> shown) {
    shown.putIfAbsent("default", "Set a command to its defaults");
    shown.putIfAbsent("do", "To run exec commands in config mode");
    shown.putIfAbsent("end", "Exit from configure mode");
    shown.putIfAbsent("exit", "Exit from current mode");
    shown.putIfAbsent("no", "Negate a command or set its defaults");
  }

  /** Word help: the words side by side, two blanks apart, in lines of at most 80 characters. */
  static String words(Collection<String> words) {
    int width = words.stream().mapToInt(String::length).max().orElse(0) + 2;
    int perLine = Math.max(1, 79 / width);
    var out = new StringBuilder();
    int n = 0;
    for (String w : words) {
      out.append(w);
      out.append(++n % perLine == 0 || n == words.size() ? "\n" : " ".repeat(width - w.length()));
    }
    return out.toString();
  }

  static String columns(Map<String, String> shown, boolean cr) {
    int width = cr ? 4 : 0;
    for (String w : shown.keySet()) width = Math.max(width, w.length());
    var out = new StringBuilder();
    for (var e : shown.entrySet()) out.append(("  " + e.getKey() + " ".repeat(width - e.getKey().length()) + "  "
        + e.getValue()).stripTrailing()).append('\n');
    if (cr) out.append("  <cr>\n");
    return out.append('\n').toString();
  }
}
