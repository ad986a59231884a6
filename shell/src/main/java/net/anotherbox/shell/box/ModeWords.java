package net.anotherbox.shell.box;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The words by which {@code alias} and {@code privilege} name the modes, and the modes of this box that they mean. */
final class ModeWords {
  /** A word, its help, the ids of the modes. */
  private record Word(String help, String title, List<String> modes) {}

  private static final Map<String, Word> WORDS = new LinkedHashMap<>();

  static {
    word("ca-trustpoint", "CA trustpoint configuration mode", "CA trustpoint configuration", "ca-trustpoint");
    word("configure", "Global configuration mode", "Configure", "config");
    word("crypto-map", "Crypto map config mode", "Crypto map config", "crypto-map");
    word("exec", "Exec mode", "Exec", "exec");
    word("interface", "Interface configuration mode", "Interface configuration", "interface");
    word("ipenacl", "IP named extended access-list configuration mode",
        "IP named extended access-list configuration", "ext-nacl");
    word("ipsnacl", "IP named simple access-list configuration mode", "IP named simple access-list configuration",
        "std-nacl");
    word("keyring", "Keyring mode", "Keyring", "config-keyring");
    word("line", "Line configuration mode", "Line configuration", "config-line");
    word("router", "Router configuration mode", "Router configuration", "router-bgp", "router-eigrp",
        "router-eigrp-named", "router-ospf", "router-rip");
  }

  private ModeWords() {}

  private static void word(String name, String help, String title, String... modes) {
    WORDS.put(name, new Word(help, title, List.of(modes)));
  }

  static String syntax() {
    return "{" + String.join("|", WORDS.keySet()) + "}:mode";
  }

  static List<String> helps() {
    return WORDS.values().stream().map(Word::help).toList();
  }

  static List<String> modes(String word) {
    return WORDS.get(word).modes();
  }

  static List<String> words() {
    return List.copyOf(WORDS.keySet());
  }

  static String title(String word) {
    return WORDS.get(word).title();
  }

  /** The word for a mode; its own id if there is none. */
  static String of(String mode) {
    return WORDS.entrySet().stream().filter(w -> w.getValue().modes().contains(mode)).map(Map.Entry::getKey).findFirst()
        .orElse(mode);
  }

  /** Where its lines stand among the others in the running configuration: those of exec last. */
  static int rank(String word) {
    return word.equals("exec") ? 9 : word.equals("configure") ? 8 : 1;
  }
}
