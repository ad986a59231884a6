package net.anotherbox.plane.config;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import net.anotherbox.config.grammar.ArgumentType;

/**
 * The names that access lists use for numbers of one family ("tcp", "udp", "icmp", "protocol", "dscp", "precedence",
 * "tos"), from {@code packet-names.table}. As an argument it takes a name, an abbreviation that is no other's, or a number
 * up to the family's greatest, and is written as a name wherever there is one.
 */
final class PacketNames implements ArgumentType {
  private static final Map<String, Map<String, String[]>> TABLE = load();

  private final Map<String, String> values = new LinkedHashMap<>();
  private final Map<String, String> helps = new LinkedHashMap<>();
  private final Map<String, String> names = new HashMap<>();
  private final int greatest;

  /** @param greatest number that may be typed, or -1 for names only */
  PacketNames(String family, int greatest) {
    this.greatest = greatest;
    if (greatest >= 0) helps.put("<0-" + greatest + ">", "Number");
    TABLE.get(family).forEach((name, row) -> {
      values.put(name, row[0]);
      names.putIfAbsent(row[0], name);
      helps.put(name, row[1]);
    });
  }

  private static Map<String, Map<String, String[]>> load() {
    var all = new HashMap<String, Map<String, String[]>>();
    var in = PacketNames.class.getResourceAsStream("packet-names.table");
    try (var r = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      r.lines().filter(l -> !l.isBlank() && !l.startsWith("#")).map(l -> l.split(" ", 4)).forEach(
          f -> all.computeIfAbsent(f[0], x -> new LinkedHashMap<>()).put(f[1], new String[] {f[2], f[3]}));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return all;
  }

  @Override
  public boolean accepts(String token) {
    return isNumber(token) || whole(token).isPresent();
  }

  private boolean isNumber(String token) {
    if (token.isEmpty() || token.length() > 5) return false;
    for (int i = 0; i < token.length(); i++) if (token.charAt(i) < '0' || token.charAt(i) > '9') return false;
    return Integer.parseInt(token) <= greatest;
  }

  private Optional<String> whole(String token) {
    String t = token.toLowerCase(java.util.Locale.ROOT);
    if (values.containsKey(t)) return Optional.of(t);
    var hits = values.keySet().stream().filter(n -> n.startsWith(t)).toList();
    return hits.size() == 1 ? Optional.of(hits.get(0)) : Optional.empty();
  }

  @Override
  public String canonical(String token) {
    if (!isNumber(token)) return whole(token).orElseThrow();
    String plain = Integer.toString(Integer.parseInt(token));
    return names.getOrDefault(plain, plain);
  }

  @Override
  public Map<String, String> choices() {
    return helps;
  }

  /** Whether this is a name of the family, written out. */
  boolean knows(String word) {
    return values.containsKey(word);
  }

  /** The number that a name or a number stands for; of "3/13" the first. */
  int number(String word) {
    String v = values.getOrDefault(word, word);
    int slash = v.indexOf('/');
    return Integer.parseInt(slash < 0 ? v : v.substring(0, slash));
  }

  /** What follows the slash of the name's number, or -1. */
  int second(String word) {
    String v = values.getOrDefault(word, word);
    int slash = v.indexOf('/');
    return slash < 0 ? -1 : Integer.parseInt(v.substring(slash + 1));
  }

  /** The name of a number such as "3/13". */
  Optional<String> name(String number) {
    return Optional.ofNullable(names.get(number));
  }
}
