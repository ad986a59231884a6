package net.anotherbox.config.grammar;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** What {@code ?} has to say at a place of a line. */
public sealed interface Help {
  /** All that may follow, each with its help: the answer after a blank. */
  record Listing(String title, SortedMap<String, String> rows, boolean cr) implements Help {
    /** The same with one row more, which stands last whatever its name. */
    public String text(int width, Map.Entry<String, String> lastRow) {
      var all = new ArrayList<>(rows.entrySet());
      all.add(lastRow);
      return listed(all, width);
    }

    @Override
    public String text(int width) {
      return listed(rows.entrySet(), width);
    }

    private String listed(Collection<Map.Entry<String, String>> all, int width) {
      int column = cr ? 4 : 0;
      for (var row : all) column = Math.max(column, row.getKey().length());
      var out = new StringBuilder(title.isEmpty() ? "" : title + "\n");
      for (var row : all) wrapped("  " + row.getKey() + " ".repeat(column - row.getKey().length()) + "  ", row.getValue(),
          width, out);
      return out.append(cr ? "  <cr>\n\n" : "\n").toString();
    }

    /** A help that does not fit goes on below its own beginning. */
    private static void wrapped(String front, String help, int width, StringBuilder out) {
      var line = new StringBuilder(front);
      for (String word : help.split(" ")) {
        boolean first = line.length() == front.length();
        if (!first && width > front.length() && line.length() + 1 + word.length() >= width) {
          out.append(line.toString().stripTrailing()).append('\n');
          line = new StringBuilder(" ".repeat(front.length()));
          first = true;
        }
        if (!first) line.append(' ');
        line.append(word);
      }
      out.append(line.toString().stripTrailing()).append('\n');
    }
  }

  /** The words that begin so: the answer within a word. */
  record Words(List<String> words) implements Help {
    @Override
    public String text(int width) {
      if (words.equals(REST)) return "LINE    <cr>\n";
      String flat = String.join("  ", words);
      int most = width == 0 ? Integer.MAX_VALUE : width;
      return (flat.length() < most ? flat : columns(most)) + "\n";
    }

    private String columns(int width) {
      int column = words.stream().mapToInt(String::length).max().orElse(0) + 2;
      int perRow = Math.max(1, (width - 1) / column);
      var out = new StringBuilder();
      for (int i = 0; i < words.size(); i++) {
        boolean ends = (i + 1) % perRow == 0 || i + 1 == words.size();
        out.append(words.get(i)).append(ends ? i + 1 == words.size() ? "" : "\n" : " ".repeat(column - words.get(i).length()));
      }
      return out.toString();
    }
  }

  /** Nothing may stand here. */
  record Unrecognized() implements Help {
    @Override
    public String text(int width) {
      return "";
    }
  }

  /** A word before could mean several. */
  record Ambiguous() implements Help {
    @Override
    public String text(int width) {
      return "";
    }
  }

  /** Within text that takes the rest of the line. */
  List<String> REST = List.of("LINE", "<cr>");

  /** @param width columns of the screen, 0 for no limit; a newline ends each row */
  String text(int width);

  static boolean isArgument(String shown) {
    return shown.startsWith("<") || shown.equals(shown.toUpperCase(Locale.ROOT));
  }

  /** An interface name is asked for by the kinds there are, a port by the names of ports. */
  static void add(TreeMap<String, String> shown, Word word, String help, String partial) {
    Map<String, String> choices = word.keyword() ? Map.of() : word.type().choices();
    if (choices.isEmpty()) shown.putIfAbsent(word.shown(), help == null ? "" : help);
    choices.forEach((name, its) -> {
      if (!isArgument(name) || partial.chars().allMatch(Character::isDigit)) shown.putIfAbsent(name, its);
    });
  }
}
