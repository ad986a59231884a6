package net.anotherbox.lab;

import java.util.SplittableRandom;
import java.util.regex.Pattern;
import net.anotherbox.config.grammar.Line;

/** Lines as somebody might type them, made of declarations: one way through each, with values for the arguments. */
final class Sentences {
  private static final Pattern RANGE = Pattern.compile("<(\\d+)-(\\d+)>");
  /** Names that are something else as well: numbers, types of secrets, words of the grammar, quotes. */
  private static final String[] ODD = {"0", "5", "6", "7", "10", "101", "all", "default", "no", "exit", "end", "in", "key",
      "address", "\"", "\"two words\"", "!", "?", "^C", "-1", "010", "Loopback1", "10.1.1.1", "w|1", "$", "{x}"};

  private final SplittableRandom random;
  private final int oddOneIn;

  /** @param oddOneIn how seldom a name is an odd one; 0 for never */
  Sentences(SplittableRandom random, int oddOneIn) {
    this.random = random;
    this.oddOneIn = oddOneIn;
  }

  String of(Line line) {
    var out = new StringBuilder();
    for (String word : line.way(random::nextInt)) out.append(out.isEmpty() ? "" : " ").append(value(word));
    return out.toString();
  }

  private String value(String word) {
    var range = RANGE.matcher(word);
    if (range.matches()) {
      long low = Long.parseLong(range.group(1));
      return Long.toString(low + random.nextLong(Math.min(20, Long.parseLong(range.group(2)) - low + 1)));
    }
    return switch (word) {
      case "WORD" -> name();
      case "LINE" -> random.nextInt(3) == 0 ? name() + " " + name() : name();
      case "A.B.C.D" -> random.nextBoolean() ? "10.1." + random.nextInt(4) + "." + random.nextInt(256) : "255.255.255.0";
      case "A.B.C.D/nn" -> "10.1." + random.nextInt(4) + ".0/24";
      case "X:X:X:X::X" -> "2001:DB8::" + random.nextInt(9);
      case "X:X:X:X::X/<0-128>" -> "2001:DB8:" + random.nextInt(9) + "::/64";
      case "IFNAME", "SUBINTERFACE" -> "Loopback" + random.nextInt(4);
      case "hh:mm" -> "12:0" + random.nextInt(9);
      case "hh:mm:ss" -> "12:00:0" + random.nextInt(9);
      case "/nn" -> "/24";
      case "VLANS" -> "1-" + random.nextInt(2, 9);
      case "PVCID" -> "1/" + random.nextInt(32, 40);
      case "SIGNED" -> Integer.toString(random.nextInt(-9, 9));
      default -> word;
    };
  }

  private String name() {
    return oddOneIn > 0 && random.nextInt(oddOneIn) == 0 ? ODD[random.nextInt(ODD.length)] : "w" + random.nextInt(9);
  }
}
