package net.anotherbox.plane.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.anotherbox.config.grammar.ArgumentType;
import net.anotherbox.config.grammar.Grammar;
import net.anotherbox.config.grammar.Matched;
import net.anotherbox.config.grammar.Mode;
import net.anotherbox.runtime.value.InterfaceName;

/** {@code interface range FastEthernet 0/0 - 1 , Loopback 1}: what is typed next goes into each of these interfaces. */
final class InterfaceRange {
  private static final Mode RANGE = new Mode(InterfaceLines.INTERFACE.id(), "config-if-range", InterfaceLines.INTERFACE.title());
  private static final int MOST = 512;
  private static final Pattern LAST_NUMBER = Pattern.compile("(.*?)(\\d{1,9})");
  /** A name, and up to where it goes: another of its kind, or the last number of that. */
  private static final Pattern PIECE = Pattern.compile("(.*?\\d[\\d/.:]*)(?:-(.+))?");

  /** Ranges without blanks: "fa0/0-1", "fa0/0,lo1-3,"; a blank may stand before the first number. */
  private static final ArgumentType UNSPACED = new ArgumentType() {
    @Override
    public boolean accepts(String token) {
      return token.matches(".*\\d[-,].*") && read(token).isPresent();
    }

    @Override
    public boolean inTwoWords() {
      return true;
    }

    @Override
    public Map<String, String> choices() {
      return ArgumentType.INTERFACE.choices();
    }
  };

  private InterfaceRange() {}

  /** @param text IOS's words, by message */
  static void declare(Grammar g, Function<String, Optional<String>> text) {
    g.type("INTERFACES", UNSPACED);
    g.prefix(Mode.CONFIG, "interface", "Select an interface to configure");
    String one = "{IFNAME:range|INTERFACES:range} [-:range {<0-2147483647>:range|IFNAME:range}]";
    String[] help = {"interface range command", "interface", "interfaces", "up to", "number of the last", "the last interface"};
    var all = new ArrayList<>(List.of(help));
    all.add("and");
    all.addAll(List.of(help).subList(1, help.length));
    g.line(Mode.CONFIG, "interface range " + one + " [{[,:range] " + one + "}+]", all.toArray(String[]::new))
        .opens(RANGE).spans(InterfaceRange::lines).active()
        .check((s, m) -> refusal(m, text)).checkNo((s, m) -> refusal(m, text));
  }

  private static Optional<String> refusal(Matched m, Function<String, Optional<String>> text) {
    return read(m.required("range")).isPresent() ? Optional.empty() : text.apply("range-invalid");
  }

  private static List<String> lines(Matched m) {
    return read(m.required("range")).orElseThrow().stream().map(n -> "interface " + n).toList();
  }

  /** The interfaces, or empty if some range goes backwards, to another kind, or too far. */
  static Optional<List<InterfaceName>> read(String text) {
    var all = new ArrayList<InterfaceName>();
    for (String piece : text.replaceAll(" *- *", "-").replaceAll("[ ,]+", ",").split(",")) {
      Matcher m = PIECE.matcher(piece);
      if (!m.matches() || !add(m.group(1), Optional.ofNullable(m.group(2)), all)) return Optional.empty();
    }
    return all.isEmpty() ? Optional.empty() : Optional.of(all);
  }

  private static boolean add(String from, Optional<String> to, List<InterfaceName> into) {
    Optional<InterfaceName> first = InterfaceName.parse(from);
    if (first.isEmpty()) return false;
    Matcher start = LAST_NUMBER.matcher(first.get().toString());
    if (!start.matches()) return false;
    long low = Long.parseLong(start.group(2));
    Optional<Long> high = to.isEmpty() ? Optional.of(low) : end(to.get(), start.group(1));
    if (high.isEmpty() || high.get() < low || high.get() - low + into.size() >= MOST) return false;
    for (long n = low; n <= high.get(); n++) {
      Optional<InterfaceName> name = InterfaceName.parse(start.group(1) + n);
      if (name.isEmpty()) return false;
      into.add(name.get());
    }
    return true;
  }

  private static Optional<Long> end(String to, String prefix) {
    if (to.matches("\\d{1,9}")) return Optional.of(Long.parseLong(to));
    return InterfaceName.parse(to).map(n -> LAST_NUMBER.matcher(n.toString()))
        .filter(m -> m.matches() && m.group(1).equals(prefix)).map(m -> Long.parseLong(m.group(2)));
  }
}
