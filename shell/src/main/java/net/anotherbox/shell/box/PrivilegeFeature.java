package net.anotherbox.shell.box;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.anotherbox.config.commit.Participant;
import net.anotherbox.config.feature.Feature;
import net.anotherbox.config.grammar.CommandLevels;
import net.anotherbox.config.grammar.Grammar;
import net.anotherbox.config.grammar.Line;
import net.anotherbox.config.grammar.Matched;
import net.anotherbox.config.grammar.Mode;
import net.anotherbox.config.tree.Entry;
import net.anotherbox.config.tree.Section;
import net.anotherbox.shell.output.Wording;

/**
 * {@code privilege exec level 7 show ip route}: the levels of commands. The words before the last get the level, too, each
 * with a line of its own, so that whoever is to type the command gets as far as that.
 */
final class PrivilegeFeature implements Feature, Participant {
  private final Wording wording;
  private Grammar grammar;
  private Line level;

  PrivilegeFeature(Wording wording) {
    this.wording = wording;
  }

  @Override
  public void declare(Grammar g) {
    grammar = g;
    g.prefix(Mode.CONFIG, "privilege", "Command privilege parameters");
    var help = new ArrayList<>(ModeWords.commandHelps());
    help.addAll(List.of("All suboption will be set to the samelevel", "Set privilege level of command",
        "Privilege level", "Initial keywords of the command to modify"));
    level = g.line(Mode.CONFIG, "privilege " + ModeWords.commandSyntax() + " [all]:all level <0-15>:level LINE:command",
        help.toArray(String[]::new)).slot("privilege").sorted().security().active()
        .key((s, m) -> key(m)).rewrite(this::spelled).check((s, m) -> known(m)).means(this::withBeginnings);
    var reset = new ArrayList<>(ModeWords.commandHelps());
    reset.addAll(List.of("All suboption will be set to the samelevel", "Reset privilege level of command",
        "Initial keywords of the command to modify"));
    g.line(Mode.CONFIG, "privilege " + ModeWords.commandSyntax() + " [all]:all reset LINE:command", reset.toArray(String[]::new))
        .slot("privilege").rewrite(this::spelled).active()
        .check((s, m) -> known(m).or(() -> s.get(key(m)).isPresent() ? Optional.empty() : Optional.of("")))
        .means((s, m) -> s.get(key(m)).map(e -> List.of("no " + String.join(" ", e.words()))).orElse(List.of()));
  }

  /** Longer commands before their own beginnings, as IOS prints them. */
  private static String key(Matched m) {
    String mode = m.required("mode");
    return "privilege " + ModeWords.rank(mode) + " " + mode + " " + m.required("command") + "{";
  }

  private Matched spelled(Matched m) {
    if (!m.has("command")) return m;
    Optional<String> whole = whole(m);
    if (whole.isEmpty()) return m.with("unknown", "");
    var words = new ArrayList<>(m.words());
    words.set(words.size() - 1, whole.get());
    return m.with("command", whole.get()).withWords(words);
  }

  private Optional<String> whole(Matched m) {
    return ModeWords.modes(m.required("mode")).stream()
        .flatMap(id -> grammar.modes().stream().filter(mode -> mode.id().equals(id)))
        .flatMap(mode -> grammar.keywords(mode, m.required("command")).stream()).findFirst();
  }

  private Optional<String> known(Matched m) {
    return m.has("unknown") ? Optional.of(wording.say("privilege-unknown") + "\n") : Optional.empty();
  }

  /** The beginnings first: the command itself stands for itself only once they are there. */
  private List<String> withBeginnings(Section s, Matched m) {
    if (m.negated() || m.toDefault()) return List.of();
    String mode = m.required("mode");
    var lines = new ArrayList<String>();
    boolean missing = false;
    String command = m.required("command");
    for (int blank = command.indexOf(' '); blank > 0; blank = command.indexOf(' ', blank + 1)) {
      String beginning = command.substring(0, blank);
      Optional<Entry> there = s.get("privilege " + ModeWords.rank(mode) + " " + mode + " " + beginning + "{");
      missing |= there.filter(e -> e.required("level").equals(m.required("level"))).isEmpty();
      lines.add("privilege " + mode + " level " + m.required("level") + " " + beginning);
    }
    lines.add(String.join(" ", m.words()));
    return missing ? lines : List.of();
  }

  @Override
  public void apply(Section before, Section now) {
    List<Entry> entries = now.all(level).toList();
    if (before.all(level).toList().equals(entries)) return;
    Map<String, CommandLevels.Given> given = new HashMap<>();
    for (Entry e : entries)
      for (String id : ModeWords.modes(e.required("mode")))
        given.put(id + ": " + e.required("command"), new CommandLevels.Given(Integer.parseInt(e.required("level")),
            e.arg("all").isPresent()));
    grammar.levels(given.isEmpty() ? CommandLevels.NONE : new CommandLevels(Map.copyOf(given)));
  }
}
