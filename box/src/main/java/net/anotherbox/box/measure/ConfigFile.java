package net.anotherbox.box.measure;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import net.anotherbox.config.text.TextBlock;

/**
 * A configuration somebody has, and which of its lines count. They do up to the first {@code end}, except
 *
 * <ul>
 *   <li>blank lines and comments;
 *   <li>what {@code show running-config} says above the configuration, prompts, and the pager's {@code --More--};
 *   <li>the commands around a paste: {@code enable}, {@code configure terminal}, {@code exit} and its kin ({@code
 *       exit-address-family} does count: IOS prints it), {@code write}, {@code copy running-config startup-config};
 *   <li>{@code version}, which says by which release the file was written: the box shows its own;
 *   <li>further lines of a text: a banner up to its delimiter, a certificate or key up to {@code quit}, a key up to {@code exit} as well. Their first line does.
 * </ul>
 *
 * <p>The control character that ends most banners is what a terminal shows of it: {@code ^C}.
 *
 * @param separated numbers of the lines that have a {@code !} between them and the line before that counts
 */
record ConfigFile(String name, String text, List<Counted> lines, Set<Integer> separated) {
  /**
   * A line that counts.
   *
   * @param number from 1
   * @param words the line without blanks around it
   * @param whole the same with the blanks
   * @param context the lines under which it stands, by indentation, each followed by " / "
   */
  record Counted(int number, String words, String whole, String context) {
    String path() {
      return context + words;
    }
  }

  private record Heading(int indent, String words) {}

  private static final Pattern NOISE = Pattern.compile("(?i)(Building configuration.*|Current configuration.*"
      + "|Using \\d+ (out )?of \\d+ bytes.*|Uncompressed configuration.*|en(able)?|conf(i\\w*)? ?t\\w*|exit|quit|end"
      + "|wr(i\\w*)?( mem\\w*)?|copy r\\S* s\\S*|show run\\S*|sh run\\S*|version \\S+|.*--More--.*|[\\w.-]+(\\([\\w-]+\\))?[#>].*)");

  static ConfigFile of(String name, String text) {
    var lines = new ArrayList<Counted>();
    Deque<Heading> open = new ArrayDeque<>();
    var separated = new TreeSet<Integer>();
    boolean separator = false;
    String until = null;
    int number = 0;
    for (String raw : text.replace("\3", "^C").split("\r?\n|\r", -1)) {
      number++;
      String words = raw.strip();
      if (until != null) {
        if (raw.contains(until) || until.equals("quit") && words.equals("exit")) until = null;
        continue;
      }
      if (words.equals("end")) break;
      separator |= words.equals("!");
      if (words.isEmpty() || words.startsWith("!") || NOISE.matcher(words).matches()) continue;
      int indent = raw.indexOf(words.charAt(0));
      while (!open.isEmpty() && open.peekLast().indent >= indent) open.removeLast();
      var context = new StringBuilder();
      for (Heading h : open) context.append(h.words).append(" / ");
      if (separator) separated.add(number);
      separator = false;
      lines.add(new Counted(number, words, raw, context.toString()));
      open.addLast(new Heading(indent, words));
      until = TextBlock.until(words).orElse(null);
    }
    return new ConfigFile(name, text, List.copyOf(lines), separated);
  }

  /** Whether a line says by which release the file was written. */
  boolean tellsRelease() {
    return text.lines().anyMatch(l -> l.startsWith("version "));
  }

  boolean hasSeparatorBefore(Counted line) {
    return separated.contains(line.number());
  }
}
