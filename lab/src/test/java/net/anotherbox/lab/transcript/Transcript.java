package net.anotherbox.lab.transcript;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import net.anotherbox.runtime.release.Platform;
import net.anotherbox.runtime.release.Release;
import net.anotherbox.shell.session.Identity;
import net.anotherbox.shell.session.LineName;

/** One transcript: read from the lines of its file, and played. */
final class Transcript {
  private final List<String> lines;
  private final List<String> played = new ArrayList<>();
  private final Set<Station> greeted = new HashSet<>();
  private final boolean update;
  private Release release = Release.R12_4;
  private Platform platform = Platform.C3725;
  private String startup = "";
  private Site site;
  private Station here;
  private int at;

  /** @param update keep what comes instead of comparing it */
  Transcript(List<String> lines, boolean update) {
    this.lines = lines;
    this.update = update;
  }

  /** Plays it. @return the lines as they should have been */
  List<String> play() {
    try {
      while (at < lines.size()) step(lines.get(at));
      if (site == null) throw new AssertionError("nobody sits anywhere");
      for (var s : site.stations()) {
        if (!update) assertEquals("", Keys.shown(s.getValue().unread()), s.getKey() + ": nobody looked at this");
        s.getValue().checkLineEnds();
      }
      return played;
    } finally {
      if (site != null) site.close();
    }
  }

  private void step(String line) {
    if (line.startsWith("|")) {
      bytes();
      return;
    }
    if (line.startsWith("=")) {
      screen();
      return;
    }
    played.add(line);
    at++;
    if (line.isBlank() || line.startsWith("#")) return;
    if (line.startsWith("> ")) type(line.substring(2));
    else instruct(line.split(" +"));
  }

  private void instruct(String[] w) {
    switch (w[0]) {
      case "release" -> release = Release.parse(w[1]).orElseThrow();
      case "platform" -> platform = Platform.parse(w[1]).orElseThrow();
      case "startup" -> {
        List<String> block = block('|');
        played.addAll(block.stream().map(Transcript::row).toList());
        startup = block.stream().collect(Collectors.joining("\n", "", "\n"));
      }
      case "scenario" -> site = new Site(w[1]);
      case "on" -> here = site.station(w[1]);
      case "wait" -> site.pass(millis(w[1]));
      case "until" -> site.until(() -> here.unread().endsWith("\r\n" + w[1]));
      case "size" -> {
        here.resize(size(w[1])[0], size(w[1])[1]);
        site.settle();
      }
      case "over" -> assertTrue(here.isOver(), "the session goes on");
      default -> sit(w);
    }
  }

  private void sit(String[] w) {
    boolean console = w[0].equals("con");
    if (!console && !w[0].matches("vty\\d+")) throw new AssertionError("what is this: " + String.join(" ", w));
    if (site == null) site = new Site(release, platform, startup);
    LineName line = console ? LineName.CONSOLE : LineName.vty(Integer.parseInt(w[0].substring(3)));
    var who = console ? new Identity("", 1) : new Identity(w[2], Integer.parseInt(w[3]));
    site.open(line, who, size(w[1])[0], size(w[1])[1]);
    if (here == null) here = site.station(line.joined());
    greeted.add(site.station(line.joined()));
  }

  private static int[] size(String text) {
    String[] n = text.split("x");
    return new int[] {Integer.parseInt(n[0]), Integer.parseInt(n[1])};
  }

  private static long millis(String text) {
    return text.endsWith("ms") ? Long.parseLong(text.replace("ms", "")) : 1000 * Long.parseLong(text.replace("s", ""));
  }

  private void type(String keys) {
    if (greeted.remove(here)) here.seen();
    here.type(Keys.bytes(keys));
    site.settle();
  }

  private List<String> block(char mark) {
    var block = new ArrayList<String>();
    while (at < lines.size() && lines.get(at).startsWith(String.valueOf(mark))) block.add(content(lines.get(at++)));
    return block;
  }

  private static String content(String line) {
    return line.length() > 1 && line.startsWith("|") && line.endsWith("|") ? line.substring(1, line.length() - 1)
        : line.substring(1);
  }

  private static String row(String content) {
    return "|" + content + (content.endsWith(" ") || content.endsWith("|") ? "|" : "");
  }

  private void bytes() {
    List<String> wanted = block('|');
    String got = here.unread();
    here.seen();
    greeted.remove(here);
    List<String> rows = List.of(got.split("\r\n", -1)).stream().map(Keys::shown).toList();
    played.addAll(rows.stream().map(Transcript::row).toList());
    if (!update) assertEquals(String.join("\n", wanted), String.join("\n", rows), () -> "above line " + at);
  }

  private void screen() {
    List<String> wanted = block('=');
    List<String> rows = here.screen(wanted.size());
    here.seen();
    greeted.remove(here);
    rows.forEach(r -> played.add("=" + r));
    if (!update) assertEquals(String.join("\n", wanted), String.join("\n", rows), () -> "above line " + at);
  }
}
