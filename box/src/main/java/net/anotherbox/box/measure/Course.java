package net.anotherbox.box.measure;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;
import net.anotherbox.config.commit.ConfigEditor;
import net.anotherbox.config.commit.Configuration;
import net.anotherbox.config.commit.Outcome;
import net.anotherbox.config.text.ConfigLoader;
import net.anotherbox.config.text.ConfigLoader.Rejected;
import net.anotherbox.config.tree.Entry;
import net.anotherbox.config.tree.Section;
import net.anotherbox.runtime.release.Personality;

/** How a configuration came about, line by line, while a text was loaded. */
final class Course {
  /**
   * After one line.
   *
   * @param before the configuration before it
   * @param path the keys of the sections it stands under
   * @param own the key of the section that it opened, if it opened one
   */
  private record Step(Section before, Section after, List<String> path, Optional<String> own) {}

  private final Configuration configuration;
  private final Personality personality;
  private final Function<Section, String> printer;
  private final Supplier<String> all;
  private final TreeMap<Integer, Step> steps = new TreeMap<>();

  /**
   * @param printer shows a configuration
   * @param all shows the present one with what is in force without having been typed
   */
  Course(Configuration configuration, Personality personality, Function<Section, String> printer, Supplier<String> all) {
    this.configuration = configuration;
    this.personality = personality;
    this.printer = printer;
    this.all = all;
  }

  /** Loads the text and watches. What was seen at an earlier load is forgotten. */
  List<Rejected> load(String text, ConfigEditor editor) {
    steps.clear();
    var before = new ArrayList<>(List.of(configuration.current()));
    return ConfigLoader.load(text, editor, (number, outcome) -> {
      if (outcome instanceof Outcome.Accepted a) {
        boolean opened = a.line().line().opens().isPresent() && !a.line().negated() && !a.line().toDefault();
        List<String> open = editor.path();
        steps.put(number, new Step(before.getFirst(), configuration.current(),
            opened ? open.subList(0, open.size() - 1) : open, opened ? Optional.of(open.getLast()) : Optional.empty()));
      }
      before.set(0, configuration.current());
    });
  }

  /** What a line stands under, as the box prints it at the end; empty if that is not there any more. */
  Optional<String> context(int number) {
    return Optional.ofNullable(steps.get(number)).flatMap(s -> context(s.path));
  }

  /** The section that a line opened, as the box prints it at the end; empty if it opened none or that is gone. */
  Optional<String> opened(int number) {
    return Optional.ofNullable(steps.get(number)).flatMap(s -> s.own.flatMap(own -> {
      var path = new ArrayList<>(s.path);
      path.add(own);
      return context(path).map(c -> c.substring(0, c.length() - 3));
    }));
  }

  private Optional<String> context(List<String> path) {
    var text = new StringBuilder();
    for (int depth = 1; depth <= path.size(); depth++) {
      Optional<Entry> e = configuration.current().at(path.subList(0, depth));
      if (e.isEmpty()) return Optional.empty();
      if (e.get().line().isLevel()) continue;
      Optional<String> printed = e.get().line().printing().print(personality.release(), e.get());
      if (printed.isEmpty()) return Optional.empty();
      text.append(printed.get().lines().findFirst().orElse("").strip()).append(" / ");
    }
    return Optional.of(text.toString());
  }

  /** The configurations before and after a line, as the box prints them; empty for a line that was not taken. */
  Optional<Change> change(int number) {
    return Optional.ofNullable(steps.get(number)).map(s -> new Change(ConfigFile.of("before", printer.apply(s.before)),
        ConfigFile.of("after", printer.apply(s.after))));
  }

  /** Whether {@code show running-config all} has these words at the end where the line stood. */
  boolean inForce(int number, String words) {
    String path = context(number).orElse("") + words;
    return ConfigFile.of("all", all.get()).lines().stream().anyMatch(c -> c.path().equals(path));
  }

  /** The later line with which all of these went from what the box shows, with its number; empty if that was no line. */
  String whatTookAway(int number, Set<String> paths) {
    for (var later : steps.tailMap(number, false).entrySet()) {
      var shown = ConfigFile.of("after", printer.apply(later.getValue().after));
      if (shown.lines().stream().noneMatch(c -> paths.contains(c.path()))) return "line " + later.getKey();
    }
    return "";
  }

  record Change(ConfigFile before, ConfigFile after) {}
}
