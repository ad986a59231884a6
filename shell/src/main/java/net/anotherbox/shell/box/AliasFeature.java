package net.anotherbox.shell.box;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.anotherbox.config.commit.Configuration;
import net.anotherbox.config.feature.Execution;
import net.anotherbox.config.feature.Feature;
import net.anotherbox.config.grammar.Grammar;
import net.anotherbox.config.grammar.Line;
import net.anotherbox.config.grammar.Mode;
import net.anotherbox.runtime.release.Screen;
import net.anotherbox.shell.output.Wording;

/** {@code alias}: other names for commands. Those of exec mode that every router has are here too. */
final class AliasFeature implements Feature {
  private static final Map<String, String> BUILT_IN = Map.of("h", "help", "lo", "logout", "p", "ping", "r", "resume", "s",
      "show", "u", "undebug", "un", "undebug", "w", "where");
  /** Modes by their prompts, and what {@code alias} calls them. */
  private static final Map<String, String> MODES = Map.of("exec", "exec", "config", "configure", "config-if", "interface",
      "config-subif", "subinterface", "config-line", "line", "config-router", "router", "config-crypto-map", "crypto-map");

  private final Configuration configuration;
  private final Wording wording;
  private final Screen shown = Screen.load(AliasFeature.class, "show-aliases.screen");
  private Line alias;

  AliasFeature(Configuration configuration, Wording wording) {
    this.configuration = configuration;
    this.wording = wording;
  }

  @Override
  public void declare(Grammar g) {
    alias = g.line(Mode.CONFIG, "alias {configure|crypto-map|exec|interface|line|router|subinterface}:mode WORD:name "
        + "LINE:command", "Create command alias", "Global configuration mode", "Crypto map config mode", "Exec mode",
        "Interface configuration mode", "Line configuration mode", "Router configuration mode",
        "Subinterface configuration mode", "Alias name", "Command with parameters").slot("alias").keyed("mode", "name")
        .clearsOnNo("mode", "name").active();
    g.prefix(Mode.EXEC, "show", "Show running system information");
    g.exec("show aliases", this::show, "Display alias commands");
  }

  /** Commands by their names in the mode with this prompt, or in "exec". */
  Map<String, String> of(String mode) {
    var all = new TreeMap<String, String>(mode.equals("exec") ? BUILT_IN : Map.of());
    configuration.current().all(alias).filter(e -> e.required("mode").equals(mode))
        .forEach(e -> all.put(e.required("name"), e.required("command")));
    return all;
  }

  private void show(Execution x) {
    var modes = new ArrayList<Map<String, ?>>();
    for (var mode : new TreeMap<>(MODES).reversed().entrySet()) {
      List<Map<String, String>> rows = of(mode.getValue()).entrySet().stream()
          .map(a -> Map.of("name", a.getKey(), "command", a.getValue())).toList();
      String name = mode.getValue().substring(0, 1).toUpperCase(java.util.Locale.ROOT) + mode.getValue().substring(1);
      if (!rows.isEmpty()) modes.add(Map.of("mode", name, "aliases", rows));
    }
    x.print(shown.render(wording.personality().release(), Map.of("modes", modes)));
  }
}
