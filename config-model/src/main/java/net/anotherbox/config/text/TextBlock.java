package net.anotherbox.config.text;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Lines of a configuration behind which a text stands that is none: banners up to their delimiter, certificates, keys. */
public final class TextBlock {
  private static final Pattern DELIMITED = Pattern.compile(
      "(?:banner\\s+(?:motd|login|exec|incoming|slip-ppp|prompt-timeout)|aaa\\s+authentication\\s+(?:banner|fail-message)"
      + "|menu\\s+\\S+\\s+title|(?:busy-message|login-string)\\s+\\S+|vacant-message)\\s+(\\^C|\\S)(.*)");
  /** Of a certificate that lies in a file only the name stands there. */
  private static final Pattern UNTIL_QUIT = Pattern.compile("certificate .*(?<!\\.cer)|key-string");
  private static final Pattern MACRO = Pattern.compile("macro name \\S+");

  private TextBlock() {}

  /**
   * What ends the text behind a line, if one stands there: the first line that contains it is the text's last.
   *
   * @param words the line without blanks around it
   */
  public static Optional<String> until(String words) {
    Matcher m = DELIMITED.matcher(words);
    if (m.matches()) return m.group(2).contains(m.group(1)) ? Optional.empty() : Optional.of(m.group(1));
    if (UNTIL_QUIT.matcher(words).matches()) return Optional.of("quit");
    return MACRO.matcher(words).matches() ? Optional.of("@") : Optional.empty();
  }
}
