package net.anotherbox.lab.transcript;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Keys by name ({@code <Return>}, {@code <^A>}, {@code <Esc-B>}) and control characters as a transcript shows them. */
final class Keys {
  private static final Pattern NAMED = Pattern.compile("<(\\^[@A-Z\\[\\]\\\\^_?]|Esc-.|[A-Z][A-Za-z]*)>");
  private static final Map<String, String> NAMES = Map.ofEntries(Map.entry("Return", "\r"), Map.entry("LF", "\n"),
      Map.entry("Tab", "\t"), Map.entry("Space", " "), Map.entry("Backspace", "\b"), Map.entry("Rubout", "\177"),
      Map.entry("NUL", "\0"), Map.entry("Up", "\33[A"), Map.entry("Down", "\33[B"), Map.entry("Right", "\33[C"),
      Map.entry("Left", "\33[D"), Map.entry("Home", "\33[1~"), Map.entry("End", "\33[4~"), Map.entry("Del", "\33[3~"));
  private static final Map<Character, String> SHOWN = Map.of('\b', "BS", '\7', "BEL", '\r', "CR", '\n', "LF", '\33', "ESC",
      '\0', "NUL", '\t', "TAB");

  private Keys() {}

  /** What the keys of a line send. A name that is none stands for itself: "&lt;1-5&gt;". */
  static String bytes(String typed) {
    return NAMED.matcher(typed).replaceAll(m -> Matcher.quoteReplacement(one(m.group(1), m.group())));
  }

  private static String one(String name, String otherwise) {
    if (name.startsWith("^")) return name.equals("^?") ? "\177" : String.valueOf((char) (name.charAt(1) & 31));
    if (name.startsWith("Esc-")) return "\33" + name.substring(4);
    return NAMES.getOrDefault(name, otherwise);
  }

  /** Text without line ends, with the names of what cannot be seen. */
  static String shown(String text) {
    var out = new StringBuilder();
    for (int i = 0; i < text.length(); ) {
      char c = text.charAt(i);
      int n = 1;
      if (c >= ' ' && c < 127) {
        out.append(c);
      } else {
        while (i + n < text.length() && text.charAt(i + n) == c) n++;
        out.append('<').append(SHOWN.getOrDefault(c,
            "0x" + Integer.toHexString(c))).append(n > 1 ? " " + n : "").append('>');
      }
      i += n;
    }
    return out.toString();
  }
}
