package net.anotherbox.shell.session;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import net.anotherbox.config.grammar.Matched;
import net.anotherbox.config.grammar.Parsed;

/** What the shell says about lines it cannot carry out. */
final class Complaints {
  /** Commands whose output may be filtered. */
  private static final Set<String> FILTERED = Set.of("show", "more", "dir");

  /** Commands that alone are no command but a list of them. */
  private static final List<String> LISTS = List.of("show", "clear");

  private final Shell shell;

  Complaints(Shell shell) {
    this.shell = shell;
  }

  static boolean isFiltered(Matched m) {
    return FILTERED.contains(m.words().getFirst());
  }

  private String say(String name) {
    return shell.wording().say(name) + "\n";
  }

  /** @param indent columns of the prompt, so that the marker stands under the character */
  String about(Parsed p, int indent) {
    return switch (p) {
      case Parsed.Invalid i -> invalid(indent + i.column());
      case Parsed.Ambiguous a -> ambiguous(a.typed());
      case Parsed.Incomplete i -> say("incomplete") + "\n";
      case Parsed.Blank b -> "";
      case Matched m -> "";
    };
  }

  /** As above; a single word that is no command is taken for the name of a host to log in to. */
  String aboutExec(Parsed p, String typed, int indent) {
    boolean oneWord = typed.chars().noneMatch(Character::isWhitespace);
    if (p instanceof Parsed.Incomplete && oneWord) {
      for (String list : LISTS)
        if (list.startsWith(typed.toLowerCase(Locale.ROOT))) return shell.wording()
            .say("subcommands", Map.of("word", list)) + "\n";
    }
    if (!(p instanceof Parsed.Invalid) || !oneWord) return about(p, indent);
    String lookup = shell.config().domainServer()
        .map(s -> shell.wording().say("translating", Map.of("word", typed, "server", s)) + "\n").orElse(say("bad-host"));
    return lookup + say("unknown-host");
  }

  /** @return empty if the filter can be used */
  String about(Matched m, OutputPipe pipe, String typed, int indent) {
    if (!isFiltered(m)) return invalid(indent + pipe.bar());
    return switch (pipe.read()) {
      case OutputPipe.Read.Good g -> "";
      case OutputPipe.Read.Invalid i -> invalid(indent + i.column());
      case OutputPipe.Read.Ambiguous a -> ambiguous(typed.strip());
      case OutputPipe.Read.Incomplete i -> say("incomplete") + "\n";
      case OutputPipe.Read.BadRegex b -> say("bad-regex");
    };
  }

  private String invalid(int column) {
    return " ".repeat(Math.max(0, column)) + "^\n" + say("invalid") + "\n";
  }

  private String ambiguous(String typed) {
    return shell.wording().say("ambiguous", Map.of("typed", typed)) + "\n";
  }

  /** Adds the bar to a list of what may follow, before its {@code <cr>}. */
  String withModifiers(String help) {
    int cr = help.indexOf("  <cr>\n");
    if (cr < 0) return help;
    var words = help.lines().filter(l -> l.startsWith("  ")).map(l -> l.strip().split("  ")[0]);
    String bar = "  |" + " ".repeat(words.mapToInt(String::length).max().orElse(4) + 1);
    return help.substring(0, cr) + bar + shell.wording().say("modifiers") + "\n" + help.substring(cr);
  }
}
