package net.anotherbox.shell.box;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.anotherbox.config.commit.Configuration;
import net.anotherbox.config.feature.Execution;
import net.anotherbox.config.feature.Feature;
import net.anotherbox.config.grammar.Grammar;
import net.anotherbox.config.grammar.Line;
import net.anotherbox.config.grammar.Mode;
import net.anotherbox.runtime.release.Screen;
import net.anotherbox.shell.output.Wording;

/** {@code alias}: short names for the beginnings of lines. Some exec commands have one from the start. */
final class AliasFeature implements Feature {
  private static final Map<String, String> BUILT_IN = new LinkedHashMap<>();

  static {
    BUILT_IN.put("h", "help");
    BUILT_IN.put("lo", "logout");
    BUILT_IN.put("p", "ping");
    BUILT_IN.put("r", "resume");
    BUILT_IN.put("s", "show");
    BUILT_IN.put("u", "undebug");
    BUILT_IN.put("un", "undebug");
    BUILT_IN.put("w", "where");
  }

  private final Configuration configuration;
  private final Wording wording;
  private final Screen screen = Screen.load(AliasFeature.class, "show-aliases.screen");
  private Line alias;

  AliasFeature(Configuration configuration, Wording wording) {
    this.configuration = configuration;
    this.wording = wording;
  }

  @Override
  public void declare(Grammar g) {
    var help = new ArrayList<>(List.of("Create command alias"));
    help.addAll(ModeWords.helps());
    help.addAll(List.of("Alias name", "Alias-command line"));
    alias = g.line(Mode.CONFIG, "alias " + ModeWords.syntax() + " WORD:name LINE:text", help.toArray(String[]::new))
        .slot("alias").keyed("mode", "name").clearsOnNo("mode").active();
    var shown = new ArrayList<>(List.of("Display alias commands"));
    shown.addAll(ModeWords.helps());
    g.exec("show aliases [" + String.join("|", ModeWords.words()) + "]:mode", this::show, shown.toArray(String[]::new));
  }

  /** The names of a mode. @param mode its id, or "configure" */
  Map<String, String> of(String mode) {
    if (!configuration.current().any(l -> l == alias)) return mode.equals("exec") ? Collections.unmodifiableMap(BUILT_IN) : Map.of();
    String word = ModeWords.of(mode);
    var names = new LinkedHashMap<>(word.equals("exec") ? BUILT_IN : Map.of());
    configuration.current().all(alias).filter(e -> e.required("mode").equals(word))
        .forEach(e -> names.put(e.required("name"), e.required("text")));
    return names;
  }

  private void show(Execution x) {
    List<String> words = x.command().arg("mode").map(List::of).orElseGet(ModeWords::words);
    List<Map<String, ?>> modes = new ArrayList<>();
    List<String> order = new ArrayList<>(words);
    if (order.remove("exec")) order.addFirst("exec");
    for (String w : order) {
      Map<String, String> names = of(w);
      if (names.isEmpty()) continue;
      List<Map<String, ?>> rows = new ArrayList<>();
      names.forEach((name, text) -> rows.add(Map.of("name", name, "text", text)));
      modes.add(Map.of("mode", ModeWords.title(w), "aliases", rows));
    }
    x.print(screen.render(wording.personality().release(), Map.of("modes", modes)));
  }
}
