package net.anotherbox.shell.box;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The words of a {@code username} line after the name, by what they are about. What is said about a user comes in any order
 * and on as many lines as somebody likes; it is kept as one line, and one more for the command that he is given.
 *
 * @param settings each by its first word, with it
 * @param credential "secret 5 …", "password …" or "nopassword"; empty if nothing is said about that
 * @param command the words of {@code autocommand}, with it; empty if there is none
 */
record UserWords(Map<String, List<String>> settings, List<String> credential, List<String> command) {
  private static final Set<String> WITH_VALUE = Set.of("privilege", "access-class", "user-maxlinks", "view", "callback-line",
      "callback-rotary", "callback-dialstring");
  private static final Set<String> CREDENTIALS = Set.of("secret", "password", "nopassword");
  private static final List<String> FIRST = List.of("access-class", "privilege");
  private static final int NAME = 2;

  /** Reads the words of a whole line. */
  static UserWords of(List<String> line) {
    var settings = new LinkedHashMap<String, List<String>>();
    List<String> credential = List.of();
    List<String> command = List.of();
    for (int i = NAME; i < line.size(); ) {
      String word = line.get(i);
      if (word.equals("autocommand")) {
        command = line.subList(i, line.size());
        break;
      }
      int words = word.equals("nopassword") ? 1 : CREDENTIALS.contains(word) ? line.size() - i
          : WITH_VALUE.contains(word) ? 2 : 1;
      if (CREDENTIALS.contains(word)) credential = line.subList(i, i + words);
      else settings.put(word, line.subList(i, i + words));
      i += words;
    }
    return new UserWords(settings, List.copyOf(credential), List.copyOf(command));
  }

  /** What was said before, where this says nothing else. */
  UserWords over(UserWords old) {
    var all = new LinkedHashMap<>(old.settings);
    all.putAll(settings);
    return new UserWords(all, credential.isEmpty() ? old.credential : credential, command);
  }

  /** Whether it says anything but a command. */
  boolean saysMore() {
    return !settings.isEmpty() || !credential.isEmpty() || command.isEmpty();
  }

  /** The words of the line, without the command: list and level first, the credential last, as it goes to the end. */
  List<String> line(String name) {
    var words = new ArrayList<>(List.of("username", name));
    for (String k : FIRST) words.addAll(settings.getOrDefault(k, List.of()));
    settings.forEach((k, v) -> {
      if (!FIRST.contains(k)) words.addAll(v);
    });
    words.addAll(credential);
    return words;
  }
}
