package net.anotherbox.box.measure;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/** {@code ./router measure DIR}: how much of the configurations in a directory the box takes. */
public final class Measure {
  private static final String USAGE = """
      Usage: ./router measure [--rejected] [--hidden] [--blanks] [--order] [--running] DIR|FILE...
        --rejected   lists the lines that were not taken, with how often and where
        --hidden     lists the lines that were taken and are not shown back as they stand in the file
        --blanks     lists the lines with other blanks before or behind them
        --order      lists the lines that are shown at another place, and where separators differ
        --running    prints what the box shows of each file
      """;

  private static final List<String> LISTS = List.of("--rejected", "--hidden", "--blanks", "--order", "--running");

  private final PrintStream out;

  Measure(PrintStream out) {
    this.out = out;
  }

  /** @return the status of the process: 0, or 2 if the command line is wrong or a file cannot be read */
  public static int run(List<String> args, PrintStream out, PrintStream err) {
    var paths = new ArrayList<Path>();
    var lists = new HashSet<String>();
    boolean wrong = false;
    for (String a : args) {
      if (LISTS.contains(a)) lists.add(a);
      else if (a.startsWith("-")) wrong = true;
      else paths.add(Path.of(a));
    }
    if (wrong || paths.isEmpty()) {
      err.print(USAGE);
      return 2;
    }
    try {
      var figures = new ArrayList<Figures>();
      var m = new Measure(out);
      for (Path p : files(paths)) figures.add(m.one(ConfigFile.of(p.getFileName().toString(),
          Files.readString(p, StandardCharsets.ISO_8859_1))));
      for (String list : LISTS) if (lists.contains(list)) m.list(list, figures);
      m.totals(figures);
      return 0;
    } catch (IOException e) {
      err.println("router: measure: " + Reason.of(e));
      return 2;
    }
  }

  private void list(String which, List<Figures> figures) {
    switch (which) {
      case "--rejected" -> list("not taken", figures, f -> f.rejected().entrySet().stream()
          .map(e -> new Listed(e.getValue(), e.getKey().path())).toList());
      case "--hidden" -> {
        for (Fate fate : Fate.values()) list("taken, " + fate.words(), figures, f -> f.hidden().stream()
            .filter(h -> h.fate() == fate).map(h -> new Listed(h.line().path(), h.line().path()
            + (h.instead().isEmpty() ? "" : "\n          -> " + h.instead()))).toList());
      }
      case "--blanks" -> list("shown with other blanks before or behind: file, box", figures,
          f -> f.edges().stream().map(e -> new Listed(e, e)).toList());
      case "--running" -> figures.forEach(f -> out.print("\n" + f.file().name() + "\n" + f.running()));
      default -> {
        list("shown at another place", figures, f -> f.likeness().moved().stream()
            .map(c -> new Listed(c.path(), c.path())).toList());
        list("shown and not in the file", figures, f -> f.likeness().added().stream()
            .map(c -> new Listed(c.path(), c.path())).toList());
        list("separators: + in the file only, - in ours only", figures, f -> f.likeness().differently().stream()
            .map(d -> new Listed(d, d)).toList());
      }
    }
  }

  private static List<Path> files(List<Path> paths) throws IOException {
    var found = new ArrayList<Path>();
    for (Path p : paths) {
      if (!Files.isDirectory(p)) {
        found.add(p);
        continue;
      }
      try (var in = Files.list(p)) {
        in.filter(Files::isRegularFile).sorted().forEach(found::add);
      }
    }
    return found;
  }

  Figures one(ConfigFile file) {
    Figures f = Figures.of(file);
    int n = file.lines().size();
    out.printf(Locale.ROOT, "%-40.40s %5d lines  startup %5d  paste %5d  shown %5d  %s %s%s%s%n", file.name(), n, f.loaded(),
        f.pasted(), f.shown(), f.isWhole() ? "whole" : "-    ", f.fixpoint() ? "fixpoint" : "-       ",
        file.tellsRelease() ? "" : " as " + f.release(), f.failures().isEmpty() ? "" : "  " + f.failures());
    return f;
  }

  /** A line of a list. @param group what lines that are alike have in common */
  record Listed(String group, String line) {}

  private record Group(String name, List<String> lines, TreeSet<String> files) {}

  /** By the number of files, then of lines. */
  private void list(String title, List<Figures> figures, Function<Figures, List<Listed>> lines) {
    Map<String, Group> groups = new TreeMap<>();
    for (Figures f : figures)
      for (Listed l : lines.apply(f)) {
        Group g = groups.computeIfAbsent(template(l.group), k -> new Group(k, new ArrayList<>(), new TreeSet<>()));
        g.lines.add(l.line);
        g.files.add(f.file().name().split("[-_.]")[0]);
      }
    out.println("\n" + title + " (files, lines: what; one of them; where)");
    groups.values().stream().sorted(Comparator.comparingInt((Group g) -> -g.files.size())
        .thenComparingInt(g -> -g.lines.size())).forEach(g -> out.printf("%4d %5d: %s%n             %s   [%s]%n",
            g.files.size(), g.lines.size(), g.name, g.lines.getFirst(), String.join(" ",
                g.files.stream().limit(4).toList())));
  }

  /** Lines that differ in numbers, addresses and interfaces alone are one template. */
  static String template(String line) {
    return line.replaceAll("\\b[0-9A-Fa-f]{0,4}(:[0-9A-Fa-f]{0,4}){2,7}(/\\d+)?\\b", "<ip6>")
        .replaceAll("\\b\\d+\\.\\d+\\.\\d+\\.\\d+\\b", "<ip>")
        .replaceAll("\\d[\\d/:.]*", "<n>");
  }

  private void totals(List<Figures> figures) {
    long lines = figures.stream().mapToLong(f -> f.file().lines().size()).sum();
    out.println();
    percent("lines taken as startup-config", figures.stream().mapToLong(Figures::loaded).sum(), lines);
    percent("lines taken from a paste", figures.stream().mapToLong(Figures::pasted).sum(), lines);
    percent("lines taken both ways", lines - figures.stream().mapToLong(f -> f.rejected().size()).sum(), lines);
    percent("lines shown back verbatim", figures.stream().mapToLong(Figures::shown).sum(), lines);
    for (Fate fate : Fate.values()) {
      long of = figures.stream().flatMap(f -> f.hidden().stream()).filter(h -> h.fate() == fate).count();
      if (of > 0) percent("  taken and not verbatim: " + fate.words(), of, lines);
    }
    percent("of the lines shown verbatim: in the order of the file", figures.stream().mapToLong(f -> f.likeness().inOrder()).sum(),
        figures.stream().mapToLong(f -> f.likeness().common()).sum());
    percent("lines shown that the file has not", figures.stream().mapToLong(f -> f.likeness().added().size()).sum(),
        figures.stream().mapToLong(f -> f.likeness().common() + f.likeness().added().size()).sum());
    percent("neighbours with the same separator", figures.stream().mapToLong(f -> f.likeness().separated()).sum(),
        figures.stream().mapToLong(f -> f.likeness().neighbours()).sum());
    percent("files taken whole", figures.stream().filter(Figures::isWhole).count(), figures.size());
    percent("files whose running-config reads back to itself", figures.stream().filter(Figures::fixpoint).count(),
        figures.size());
  }

  private void percent(String what, long part, long all) {
    out.printf(Locale.ROOT, "%6.2f %%  %s (%d of %d)%n", all == 0 ? 100.0 : 100.0 * part / all, what, part, all);
  }
}
