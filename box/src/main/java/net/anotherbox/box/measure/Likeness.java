package net.anotherbox.box.measure;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
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
 * @param added lines that the box shows and the file lacks
 * @param moved lines that are not among those in order, as the file has them
 * @param differently pairs where only one of the two has a {@code !}, with a sign for which: "+" the file, "-" the box
 */
record Likeness(int common, int inOrder, int neighbours, int separated, List<Counted> added,
    List<Counted> moved, List<String> differently) {
  static Likeness of(ConfigFile file, ConfigFile shown) {
    Map<String, Deque<Integer>> places = new HashMap<>();
    for (int i = 0; i < shown.lines().size(); i++)
      places.computeIfAbsent(shown.lines().get(i).path(), k -> new ArrayDeque<>()).add(i);
    var there = new ArrayList<Counted>();
    Map<Counted, Integer> place = new HashMap<>();
    for (Counted c : file.lines()) {
      Deque<Integer> free = places.get(c.path());
      if (free == null) continue;
      there.add(c);
      place.put(c, free.size() > 1 ? free.poll() : free.peek());
    }
    int[] at = there.stream().mapToInt(place::get).toArray();
    boolean[] kept = longestRising(at);
    var moved = new ArrayList<Counted>();
    for (int i = 0; i < at.length; i++) if (!kept[i]) moved.add(there.get(i));
    int neighbours = 0;
    var differently = new ArrayList<String>();
    for (int i = 1; i < file.lines().size(); i++) {
      Counted before = file.lines().get(i - 1);
      Counted now = file.lines().get(i);
      Integer p = place.get(before);
      Integer q = place.get(now);
      if (p == null || q == null || q != p + 1) continue;
      neighbours++;
      boolean separate = file.hasSeparatorBefore(now);
      if (separate != shown.hasSeparatorBefore(shown.lines().get(q))) differently.add((separate ? "+ " : "- ") + start(before)
          + " ! " + start(now));
    }
    var inFile = new HashSet<String>();
    for (Counted c : file.lines()) inFile.add(c.path());
    List<Counted> added = shown.lines().stream().filter(c -> !inFile.contains(c.path())).toList();
    return new Likeness(there.size(), there.size() - moved.size(), neighbours, neighbours - differently.size(), added, moved,
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
