package net.anotherbox.shell.session;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.TreeMap;
import java.util.regex.Pattern;
import net.anotherbox.config.grammar.Help;
import net.anotherbox.runtime.release.Catalogue;
import net.anotherbox.runtime.release.Personality;
import net.anotherbox.shell.output.OutputFilter;
import net.anotherbox.shell.output.Regex;
import net.anotherbox.shell.output.Wording;

/**
 * What stands behind the "|" of a show command. Every release takes all of it, since programs that log in send what their
 * own routers know; it lists and counts as possible only what it had.
 */
final class OutputPipe {
  private enum Kind {
    APPEND, BEGIN, COUNT, EXCLUDE, INCLUDE, REDIRECT, SECTION, TEE;

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    boolean toFile() {
      return this == APPEND || this == REDIRECT || this == TEE;
    }
  }

  /** What became of it. */
  sealed interface Read {
    record Good(OutputFilter.Kind kind, Pattern pattern) implements Read {}

    /** Into a file; {@code shown} on the screen too. */
    record ToFile(String url, boolean append, boolean shown) implements Read {}

    /** @param column offset in the typed line */
    record Invalid(int column) implements Read {}

    record Ambiguous() implements Read {}

    record Incomplete() implements Read {}

    record BadRegex() implements Read {}
  }

  private static final Catalogue TEXTS = Catalogue.load(OutputPipe.class, "pipes.msg");
  private static final List<String> SECTIONS = List.of("exclude", "include");

  private final String typed;
  private final int bar;
  private final Wording wording;

  private OutputPipe(String typed, int bar, Personality personality) {
    this.typed = typed;
    this.bar = bar;
    this.wording = new Wording(TEXTS, personality);
  }

  /** Finds the first word of the line that begins with a bar. */
  static Optional<OutputPipe> in(String typed, Personality personality) {
    for (int i = typed.indexOf('|'); i > 0; i = typed.indexOf('|', i + 1)) {
      if (Character.isWhitespace(typed.charAt(i - 1))) return Optional.of(new OutputPipe(typed, i, personality));
    }
    return Optional.empty();
  }

  String command() {
    return typed.substring(0, bar);
  }

  int bar() {
    return bar;
  }

  /** A blank after the bar is not needed, a blank after the word is: all behind that belongs to the expression. */
  Read read() {
    int from = skipBlanks(bar + 1);
    int to = wordEnd(from);
    if (from == to) return new Read.Incomplete();
    String word = typed.substring(from, to);
    List<Kind> kinds = kinds(word);
    if (kinds.isEmpty()) return new Read.Invalid(from + fitting(word));
    if (kinds.size() > 1) return new Read.Ambiguous();
    Kind kind = kinds.getFirst();
    String rest = typed.substring(skipBlanks(to));
    if (rest.isBlank()) return new Read.Incomplete();
    if (kind.toFile()) return file(kind, skipBlanks(to));
    return kind == Kind.SECTION ? section(rest) : matching(OutputFilter.Kind.valueOf(kind.name()), rest);
  }

  private Read file(Kind kind, int from) {
    int to = wordEnd(from);
    int more = skipBlanks(to);
    if (more < typed.length()) return new Read.Invalid(more);
    return new Read.ToFile(typed.substring(from, to), kind == Kind.APPEND, kind == Kind.TEE);
  }

  /** {@code section include EXPRESSION} is what {@code section EXPRESSION} is. */
  private static Read section(String rest) {
    String[] w = rest.split("\\s+", 2);
    List<String> which = SECTIONS.stream().filter(s -> s.startsWith(w[0].toLowerCase(Locale.ROOT))).toList();
    if (w.length < 2 || w[1].isBlank() || which.size() != 1) return matching(OutputFilter.Kind.SECTION, rest);
    return matching(which.getFirst().equals("include") ? OutputFilter.Kind.SECTION : OutputFilter.Kind.SECTION_EXCLUDE,
        w[1]);
  }

  private static Read matching(OutputFilter.Kind kind, String expression) {
    return Regex.compile(expression).<Read>map(p -> new Read.Good(kind, p)).orElseGet(Read.BadRegex::new);
  }

  private int skipBlanks(int at) {
    int i = at;
    while (i < typed.length() && Character.isWhitespace(typed.charAt(i))) i++;
    return i;
  }

  private int wordEnd(int at) {
    int i = at;
    while (i < typed.length() && !Character.isWhitespace(typed.charAt(i))) i++;
    return i;
  }

  /** Those that the release lists, else those of other releases. */
  private List<Kind> kinds(String start) {
    List<Kind> all = Arrays.stream(Kind.values()).filter(k -> k.word().startsWith(start.toLowerCase(Locale.ROOT))).toList();
    List<Kind> listed = all.stream().filter(k -> !wording.say(k.word()).isEmpty()).toList();
    return listed.isEmpty() ? all : listed;
  }

  private int fitting(String word) {
    for (int n = word.length() - 1; n > 0; n--) if (!kinds(word.substring(0, n)).isEmpty()) return n;
    return 0;
  }

  /** What {@code ?} has to say here. */
  Help help() {
    int from = skipBlanks(bar + 1);
    int to = wordEnd(from);
    String word = typed.substring(from, to);
    if (to < typed.length()) return after(kinds(word), typed.substring(to));
    var shown = new TreeMap<String, String>();
    for (Kind k : kinds(word)) {
      String help = wording.say(k.word());
      if (!help.isEmpty()) shown.put(k.word(), help);
    }
    if (shown.isEmpty()) return new Help.Unrecognized();
    return word.isEmpty() ? new Help.Listing("", shown, false) : new Help.Words(new ArrayList<>(shown.keySet()));
  }

  private Help after(List<Kind> kinds, String rest) {
    if (kinds.size() > 1) return new Help.Ambiguous();
    if (kinds.isEmpty()) return new Help.Unrecognized();
    if (kinds.getFirst().toFile())
      return rest.isBlank() ? new Help.Listing("", new TreeMap<>(Map.of("WORD", wording.say("url"))), false)
          : new Help.Words(List.of("WORD"));
    if (!rest.isBlank()) return new Help.Words(Help.REST);
    var shown = new TreeMap<String, String>(Map.of("LINE", wording.say("expression")));
    if (kinds.getFirst() == Kind.SECTION) for (String s : SECTIONS) {
      String help = wording.say("section-" + s);
      if (!help.isEmpty()) shown.put(s, help);
    }
    return new Help.Listing("", shown, false);
  }

  /** What Tab makes of the line. */
  Optional<String> completion() {
    int from = skipBlanks(bar + 1);
    String word = typed.substring(from);
    List<Kind> kinds = kinds(word);
    if (word.isEmpty() || kinds.size() != 1) return Optional.empty();
    return Optional.of(typed + kinds.getFirst().word().substring(word.length()) + " ");
  }

  /** For a command that is about to run: filters what goes to the screen, or says where a copy of it goes. */
  Optional<OutputCopy> open(Consumer<Event> tell) {
    switch (read()) {
      case Read.Good g -> tell.accept(new Event.Filter(g.kind(), g.pattern()));
      case Read.ToFile f -> {
        return Optional.of(new OutputCopy(f));
      }
      default -> throw new IllegalStateException("complained of");
    }
    return Optional.empty();
  }
}
