package net.anotherbox.box.measure;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.anotherbox.box.measure.ConfigFile.Counted;

/**
 * How much a configuration as the box prints it looks like the file it came from, apart from the lines themselves.
 *
 * @param common lines that stand in both
 * @param inOrder the most of them that stand in the same order
 * @param neighbours pairs of lines that follow each other in both, whatever comments and separators are between them
 * @param separated of these, how many have a {@code !} between them in both or in neither
 * @param moved lines that are not among those in order, as the file has them
 * @param differently pairs where only one of the two has a {@code !}, with a sign for which: "+" the file, "-" the box
 */
record Likeness(int common, int inOrder, int neighbours, int separated, List<Counted> moved, List<String> differently) {
  static Likeness of(ConfigFile file, ConfigFile shown) {
    Map<String, Integer> places = new HashMap<>();
    for (int i = 0; i < shown.lines().size(); i++) places.putIfAbsent(shown.lines().get(i).path(), i);
    var there = new ArrayList<Counted>();
    for (Counted c : file.lines()) if (places.containsKey(c.path())) there.add(c);
    int[] at = there.stream().mapToInt(c -> places.get(c.path())).toArray();
    boolean[] kept = longestRising(at);
    var moved = new ArrayList<Counted>();
    for (int i = 0; i < at.length; i++) if (!kept[i]) moved.add(there.get(i));
    int neighbours = 0;
    var differently = new ArrayList<String>();
    for (int i = 1; i < file.lines().size(); i++) {
      Counted before = file.lines().get(i - 1);
      Counted now = file.lines().get(i);
      Integer p = places.get(before.path());
      Integer q = places.get(now.path());
      if (p == null || q == null || q != p + 1) continue;
      neighbours++;
      boolean inFile = file.hasSeparatorBefore(now);
      if (inFile != shown.hasSeparatorBefore(shown.lines().get(q))) differently.add((inFile ? "+ " : "- ") + start(before)
          + " ! " + start(now));
    }
    return new Likeness(there.size(), there.size() - moved.size(), neighbours, neighbours - differently.size(), moved,
        differently);
  }

  private static String start(Counted c) {
    String[] words = c.words().split("\\s+");
    return (c.context().isEmpty() ? "" : "_") + String.join(" ", Arrays.asList(words).subList(0, Math.min(2, words.length)));
  }

  /** Which members of a sequence make up its longest rising part. */
  private static boolean[] longestRising(int[] a) {
    int[] tail = new int[a.length];
    int[] previous = new int[a.length];
    int length = 0;
    for (int i = 0; i < a.length; i++) {
      int low = 0;
      int high = length;
      while (low < high) {
        int middle = (low + high) / 2;
        if (a[tail[middle]] <= a[i]) low = middle + 1;
        else high = middle;
      }
      previous[i] = low == 0 ? -1 : tail[low - 1];
      tail[low] = i;
      length = Math.max(length, low + 1);
    }
    var kept = new boolean[a.length];
    for (int i = length == 0 ? -1 : tail[length - 1]; i >= 0; i = previous[i]) kept[i] = true;
    return kept;
  }
}
