package net.anotherbox.shell.box;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import net.anotherbox.runtime.log.LocalZone;

/**
 * When a key may be used ({@code accept-lifetime}, {@code send-lifetime}). @param to empty for a key that does not expire
 */
record KeyLifetime(Instant from, Optional<Instant> to) {
  private static final List<DateTimeFormatter> FORMS = List.of(form("H:mm:ss MMM d uuuu"), form("H:mm:ss d MMM uuuu"));
  /** Words of a moment: time of day, month, day, year. */
  private static final int MOMENT = 4;
  private static final int MONTH_LETTERS = 3;

  private static DateTimeFormatter form(String pattern) {
    return DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH);
  }

  /** Reads what stands behind the keyword; empty if it says no time. @param zone of times that are said to be local */
  static Optional<KeyLifetime> read(List<String> words, LocalZone zone) {
    boolean local = !words.isEmpty() && words.getFirst().equals("local");
    List<String> w = local ? words.subList(1, words.size()) : words;
    if (w.size() <= MOMENT) return Optional.empty();
    LocalZone in = local ? zone : LocalZone.UTC;
    List<String> end = w.subList(MOMENT, w.size());
    try {
      Instant from = moment(w.subList(0, MOMENT), in);
      if (end.getFirst().equals("infinite")) return Optional.of(new KeyLifetime(from, Optional.empty()));
      Instant to = end.getFirst().equals("duration") && end.size() == 2 ? from.plusSeconds(Long.parseLong(end.get(1)))
          : moment(end, in);
      return Optional.of(new KeyLifetime(from, Optional.of(to)));
    } catch (DateTimeException | NumberFormatException e) {
      return Optional.empty();
    }
  }

  private static Instant moment(List<String> words, LocalZone zone) {
    String text = String.join(" ", words.stream().map(KeyLifetime::shortened).toList());
    DateTimeException none = new DateTimeException(text);
    for (DateTimeFormatter f : FORMS) {
      try {
        LocalDateTime t = LocalDateTime.parse(text, f);
        return t.toInstant(zone.offset(t.toInstant(ZoneOffset.UTC)));
      } catch (DateTimeException e) {
        none = e;
      }
    }
    throw none;
  }

  /** The name of a month in three letters, the first of them a capital. */
  private static String shortened(String word) {
    if (!Character.isLetter(word.charAt(0)) || word.length() < MONTH_LETTERS) return word;
    return word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1, MONTH_LETTERS).toLowerCase(Locale.ROOT);
  }

  boolean holds(Instant at) {
    return !at.isBefore(from) && to.filter(end -> !at.isBefore(end)).isEmpty();
  }

  /** Words of a line without those of its keyword. */
  static List<String> behindKeyword(List<String> words) {
    return Arrays.asList(String.join(" ", words.subList(1, words.size())).split(" +"));
  }
}
