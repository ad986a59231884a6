package net.anotherbox.shell.box;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The words by which {@code alias} and {@code privilege} name the modes, and the modes of this box that they mean. */
final class ModeWords {
  /** A word, its help, the ids of the modes. */
  private record Word(String help, String title, List<String> modes) {}

  /** Of sub-interfaces: their commands are those of interfaces, their aliases are their own. */
  private static final String SUBINTERFACE = "subinterface";

  private static final Map<String, Word> WORDS = new LinkedHashMap<>();

  static {
    word("ca-trustpoint", "CA trustpoint configuration mode", "CA trustpoint configuration", "ca-trustpoint");
    word("configure", "Global configuration mode", "Configure", "config");
    word("controller", "Controller configuration mode", "Controller configuration", "config-controller");
    word("crypto-map", "Crypto map config mode", "Crypto map config", "crypto-map");
    word("crypto-transform", "Crypto transform config mode", "Crypto transform config", "cfg-crypto-trans");
    word("dhcp", "DHCP pool configuration mode", "DHCP pool configuration", "dhcp-config");
    word("exec", "Exec mode", "Exec", "exec");
    word("interface", "Interface configuration mode", "Interface configuration", "interface");
    word("ipenacl", "IP named extended access-list configuration mode",
        "IP named extended access-list configuration", "ext-nacl");
    word("ipsnacl", "IP named simple access-list configuration mode", "IP named simple access-list configuration",
        "std-nacl");
    word("isakmp-profile", "Crypto ISAKMP profile command mode", "Crypto ISAKMP profile command", "isakmp-profile");
    word("keychain", "Key-chain configuration mode", "Key-chain configuration", "keychain");
    word("keychain-key", "Key-chain key configuration mode", "Key-chain key configuration", "keychain-key");
    word("keyring", "Keyring mode", "Keyring", "config-keyring");
    word("line", "Line configuration mode", "Line configuration", "config-line");
    word("qosclassmap", "QoS Class Map configuration mode", "QoS Class Map configuration", "class-map");
    word("qospolicymap", "QoS Policy Map configuration mode", "QoS Policy Map configuration", "policy-map");
    word("route-map", "Route map config mode", "Route map config", "route-map");
    word("router", "Router configuration mode", "Router configuration", "router-bgp", "router-eigrp",
        "router-eigrp-named", "router-ospf", "router-rip");
    word(SUBINTERFACE, "Subinterface configuration mode", "Subinterface configuration");
  }

  private ModeWords() {}

  private static void word(String name, String help, String title, String... modes) {
    WORDS.put(name, new Word(help, title, List.of(modes)));
  }

  /** The words of modes that have aliases. */
  static String syntax() {
    return "{" + String.join("|", WORDS.keySet()) + "}:mode";
  }

  static List<String> helps() {
    return WORDS.values().stream().map(Word::help).toList();
  }

  /** The words of modes that have commands of their own. */
  static String commandSyntax() {
    return "{" + String.join("|", WORDS.keySet().stream().filter(w -> !w.equals(SUBINTERFACE)).toList()) + "}:mode";
  }

  static List<String> commandHelps() {
    return WORDS.entrySet().stream().filter(e -> !e.getKey().equals(SUBINTERFACE)).map(e -> e.getValue().help()).toList();
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
