package net.anotherbox.config.grammar;

import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A text between two delimiters, on one line or over several, as banners are: the delimiter is the text's first character.
 * What routers print, "^C", may be the two characters or the control character itself.
 */
final class Delimited {
  private static final String CARET_C = "^C";

  private Delimited() {}

  /** Words without the text; "head" is what stands on the first line, "block" the rest, there already if nothing follows. */
  static Matched begun(Matched m) {
    if (!m.has("raw")) return m;
    String raw = m.required("raw");
    String delimiter = raw.startsWith(CARET_C) ? CARET_C : raw.substring(0, 1);
    String rest = raw.substring(delimiter.length());
    int end = rest.indexOf(delimiter);
    Matched named = m.withWords(m.words().subList(0, m.words().size() - 1)).with("raw", "").with("delimiter", delimiter);
    return end < 0 ? named.with("head", rest + "\n") : marked(named.with("head", rest.substring(0, end)).with("block", ""));
  }

  /** "mark" is the delimiter between which it is shown: "^C", unless that stands in the text. */
  static Matched marked(Matched m) {
    String text = m.required("head") + m.required("block");
    var others = IntStream.concat("#%@~&+|/=".chars(), IntStream.rangeClosed('!', 255)).filter(c -> c != '^')
        .mapToObj(Character::toString);
    String mark = Stream.concat(Stream.of(CARET_C), others).filter(d -> !text.contains(d)).findFirst().orElse(CARET_C);
    return m.with("mark", mark);
  }

  static Optional<String> delimiter(Matched m) {
    return m.arg("delimiter");
  }
}
