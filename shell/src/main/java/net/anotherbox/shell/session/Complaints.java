package net.anotherbox.shell.session;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import net.anotherbox.config.grammar.Help;
import net.anotherbox.config.grammar.Matched;
import net.anotherbox.config.grammar.Parsed;

/** What the shell says about lines it cannot carry out. */
final class Complaints {
  /** Commands whose output may be filtered. */
  private static final Set<String> FILTERED = Set.of("show", "more", "dir");
  /** The old spelling of {@code show running-config}. */
  private static final List<String> SHOWN = List.of("write", "terminal");

  /** Commands that alone are no command but a list of them. */
  private static final List<String> LISTS = List.of("show", "clear");

  private final Shell shell;

  Complaints(Shell shell) {
    this.shell = shell;
  }

  static boolean isFiltered(Matched m) {
    return FILTERED.contains(m.words().getFirst()) || m.words().equals(SHOWN);
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

  /** As above; a single word that is no command is taken for the name of a host to log in to, if the line does so. */
  String aboutExec(Parsed p, String typed, int indent, boolean takesHostNames) {
    boolean oneWord = typed.chars().noneMatch(Character::isWhitespace);
    if (p instanceof Parsed.Incomplete && oneWord) {
      for (String list : LISTS)
        if (list.startsWith(typed.toLowerCase(Locale.ROOT))) return shell.wording()
            .say("subcommands", Map.of("word", list)) + "\n";
    }
    if (p instanceof Parsed.Ambiguous) return ambiguous(typed);
    if (!(p instanceof Parsed.Invalid) || !oneWord || !takesHostNames) return about(p, indent);
    return unknownHost(typed);
  }

  /** A word that is the name of no host. */
  String unknownHost(String typed) {
    var lookup = shell.config().domainServer().map(s -> shell.wording().say("translating", Map.of("word", typed, "server",
        s)))
        .orElseGet(() -> shell.wording().say("translating-nowhere", Map.of("word", typed)));
    return lookup + "\n" + say("unknown-host");
  }

  /** @return empty if the filter can be used */
  String about(Matched m, OutputPipe pipe, String typed, int indent) {
    if (!isFiltered(m)) return invalid(indent + pipe.bar());
    return switch (pipe.read()) {
      case OutputPipe.Read.Good g -> "";
      case OutputPipe.Read.ToFile f -> "";
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

  /** What {@code ?} shows: {@code command} is the text before it, without "do"; its output may have filters. */
  String shown(Help help, String command, int width, boolean filtered) {
    return switch (help) {
      case Help.Listing l when filtered && l.cr() -> l.text(width, Map.entry("|", shell.wording().say("modifiers")));
      case Help.Listing l -> l.text(width);
      case Help.Words w -> w.text(width) + "\n";
      case Help.Unrecognized u -> say("unrecognized");
      case Help.Ambiguous a -> ambiguous(command);
    };
  }
}
