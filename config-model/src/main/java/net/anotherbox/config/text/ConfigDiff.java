package net.anotherbox.config.text;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What tells two configurations apart, line by line and each line in its mode. Modes are known by indentation, as the
 * running configuration is written. The order of lines matters only where IOS goes by it: in access lists and policy maps.
 */
public final class ConfigDiff {
  /** One line, with the further lines of a text (a banner), and what stands in its mode. */
  private record Node(String line, String more, List<Node> body) {
    String key(boolean ignoreCase) {
      String k = line.strip().replaceAll("\\s+", " ") + more;
      return ignoreCase ? k.toLowerCase(Locale.ROOT) : k;
    }
  }

  /** A change. @param path the lines that open its mode, outermost first */
  public record Change(List<String> path, String line) {}

  /** Lines of which several stand in the global mode and whose order is their meaning. */
  private static final Pattern LIST = Pattern.compile("(access-list \\S+|ipv6 prefix-list \\S+) .*");

  private final List<Node> old;
  private final List<Node> now;
  private final boolean ignoreCase;
  private final List<Change> added = new ArrayList<>();
  private final List<Change> removed = new ArrayList<>();
  private final List<Change> moved = new ArrayList<>();

  /** Compares. @param ignoreCase whether capital letters make no difference */
  public ConfigDiff(String old, String now, boolean ignoreCase) {
    this.ignoreCase = ignoreCase;
    this.old = read(old);
    this.now = read(now);
    compare(this.old, this.now, List.of());
  }

  /** Lines of the second that the first has not, in the order of the second; a line comes before what is in its mode. */
  public List<Change> added() {
    return List.copyOf(added);
  }

  /** Lines of the first that the second has not, in the order of the first. */
  public List<Change> removed() {
    return List.copyOf(removed);
  }

  /** Lines of both that stand in another order where the order matters. */
  public List<Change> moved() {
    return List.copyOf(moved);
  }

  public boolean isEmpty() {
    return added.isEmpty() && removed.isEmpty() && moved.isEmpty();
  }

  // ---- reading ----

  private static List<Node> read(String text) {
    String[] lines = text.split("\r?\n", -1);
    var root = new ArrayList<Node>();
    var open = new ArrayList<List<Node>>(List.of(root));
    var depths = new ArrayList<Integer>(List.of(-1));
    for (int i = 0; i < lines.length; i++) {
      String line = lines[i].stripTrailing();
      if (line.isBlank() || line.strip().startsWith("!") || ConfigLoader.isHeader(line)) continue;
      if (line.equals("end")) break;
      int depth = line.length() - line.stripLeading().length();
      while (depths.getLast() >= depth) {
        depths.removeLast();
        open.removeLast();
      }
      var more = new StringBuilder();
      Optional<String> until = TextBlock.until(line.strip());
      boolean ended = until.isEmpty();
      while (!ended && ++i < lines.length) {
        more.append('\n').append(lines[i]);
        ended = lines[i].contains(until.get());
      }
      var node = new Node(line.strip(), more.toString(), new ArrayList<>());
      open.getLast().add(node);
      open.add(node.body);
      depths.add(depth);
    }
    return root;
  }

  // ---- comparing ----

  /** Keys that tell repeated lines apart by their number. */
  private Map<String, Node> keyed(List<Node> nodes) {
    var found = new java.util.LinkedHashMap<String, Node>();
    var seen = new HashMap<String, Integer>();
    for (Node n : nodes) {
      String k = n.key(ignoreCase);
      int number = seen.merge(k, 1, Integer::sum);
      found.put(number == 1 ? k : k + "\0" + number, n);
    }
    return found;
  }

  private void compare(List<Node> a, List<Node> b, List<String> path) {
    missing(b, a, path, added);
    missing(a, b, path, removed);
    moves(a, b, path);
  }

  /** What stands in one and not in the other, in the order of the one. */
  private void missing(List<Node> of, List<Node> in, List<String> path, List<Change> into) {
    Map<String, Node> there = keyed(in);
    keyed(of).forEach((k, n) -> {
      Node other = there.get(k);
      if (other == null) all(n, path, into);
      else missing(n.body, other.body, below(path, n), into);
    });
  }

  private void moves(List<Node> a, List<Node> b, List<String> path) {
    Map<String, Node> before = keyed(a);
    Map<String, Node> after = keyed(b);
    order(before, after, path);
    after.forEach((k, n) -> {
      Node was = before.get(k);
      if (was != null) moves(was.body, n.body, below(path, n));
    });
  }

  private static List<String> below(List<String> path, Node n) {
    var p = new ArrayList<>(path);
    p.add(n.line);
    return p;
  }

  private static void all(Node n, List<String> path, List<Change> into) {
    into.add(new Change(path, n.line + n.more));
    for (Node c : n.body) all(c, below(path, n), into);
  }

  private void order(Map<String, Node> before, Map<String, Node> after, List<String> path) {
    boolean inside = !path.isEmpty() && isOrdered(path.getLast());
    if (!inside && !path.isEmpty()) return;
    var groups = new java.util.LinkedHashSet<String>();
    for (Node n : after.values()) group(n, inside).ifPresent(groups::add);
    for (String g : groups) {
      List<String> first = common(before, after, g, inside);
      List<String> second = common(after, before, g, inside);
      Set<String> still = longestCommon(first, second);
      for (String k : second) if (!still.contains(k)) moved.add(new Change(path, after.get(k).line));
    }
  }

  private static boolean isOrdered(String opening) {
    return opening.startsWith("ip access-list ") || opening.startsWith("ipv6 access-list ")
        || opening.startsWith("policy-map ");
  }

  private static Optional<String> group(Node n, boolean inside) {
    if (inside) return Optional.of("");
    var m = LIST.matcher(n.line);
    return m.matches() ? Optional.of(m.group(1)) : Optional.empty();
  }

  private static List<String> common(Map<String, Node> of, Map<String, Node> other, String group, boolean inside) {
    var keys = new ArrayList<String>();
    of.forEach((k, n) -> {
      if (other.containsKey(k) && group(n, inside).filter(group::equals).isPresent()) keys.add(k);
    });
    return keys;
  }

  /** What need not be moved. */
  private static Set<String> longestCommon(List<String> a, List<String> b) {
    int[][] length = new int[a.size() + 1][b.size() + 1];
    for (int i = a.size() - 1; i >= 0; i--)
      for (int j = b.size() - 1; j >= 0; j--)
        length[i][j] = a.get(i).equals(b.get(j)) ? length[i + 1][j + 1] + 1 : Math.max(length[i + 1][j], length[i][j + 1]);
    var kept = new HashSet<String>();
    for (int i = 0, j = 0; i < a.size() && j < b.size(); ) {
      if (a.get(i).equals(b.get(j))) {
        kept.add(a.get(i++));
        j++;
      } else if (length[i + 1][j] >= length[i][j + 1]) {
        i++;
      } else {
        j++;
      }
    }
    return kept;
  }

  // ---- as text ----

  /** The changes with a sign each, under the lines that open their modes: "+" what is new, "-" what goes, "!" what moves. */
  public String contextual() {
    var out = new StringBuilder();
    print(added, "+", out);
    print(removed, "-", out);
    print(moved, "!", out);
    return out.toString();
  }

  private static void print(List<Change> changes, String sign, StringBuilder out) {
    List<String> open = List.of();
    for (Change c : changes) {
      int same = 0;
      while (same < Math.min(open.size(), c.path.size()) && open.get(same).equals(c.path.get(same))) same++;
      for (int depth = same; depth < c.path.size(); depth++) out.append(" ".repeat(depth)).append(c.path.get(depth)).append('\n');
      out.append(" ".repeat(c.path.size())).append(sign).append(c.line).append('\n');
      var now = new ArrayList<>(c.path);
      now.add(c.line);
      open = now;
    }
  }

  /** The lines that make the second of the first, typed one after another: what goes first, then what comes. */
  public List<String> commands() {
    var out = new ArrayList<String>();
    commands(removed.stream().filter(c -> !isBelowAnother(c)).map(c -> new Change(c.path, no(c.line))).toList(), out);
    commands(added, out);
    return out;
  }

  /** What is in a mode goes with the line that opens it. */
  private boolean isBelowAnother(Change c) {
    if (c.path.isEmpty()) return false;
    var opening = new Change(c.path.subList(0, c.path.size() - 1), c.path.getLast());
    return removed.contains(opening);
  }

  private static String no(String line) {
    return line.startsWith("no ") ? line.substring(3) : "no " + line;
  }

  private static void commands(List<Change> changes, List<String> out) {
    var text = new StringBuilder();
    print(changes, "", text);
    text.toString().lines().forEach(out::add);
  }

  /**
   * What the second would do to the first if it were typed in: its lines that are not there yet, and each "no" for which
   * there is something.
   */
  public List<String> merging() {
    var wanted = new ArrayList<Change>();
    for (Change c : added) {
      String positive = c.line.startsWith("no ") ? c.line.substring(3) : "";
      if (positive.isEmpty() || stands(positive, c.path)) wanted.add(c);
    }
    var out = new ArrayList<String>();
    commands(wanted, out);
    return out;
  }

  private boolean stands(String start, List<String> path) {
    List<Node> at = old;
    for (String p : path) {
      Optional<Node> n = at.stream().filter(x -> x.line.equals(p)).findFirst();
      if (n.isEmpty()) return false;
      at = n.get().body;
    }
    return at.stream().anyMatch(n -> n.line.equals(start) || n.line.startsWith(start + " "));
  }
}
