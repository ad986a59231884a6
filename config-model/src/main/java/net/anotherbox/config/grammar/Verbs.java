package net.anotherbox.config.grammar;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import net.anotherbox.runtime.release.Catalogue;
import net.anotherbox.runtime.release.Release;

/** The words that belong to a configuration mode whatever lines are declared in it: no, default, exit and their like. */
final class Verbs {
  /** Modes, by their prompts, whose lists name the help system too. */
  private static final Set<String> WITH_HELP = Set.of("config", "config-if", "config-subif", "config-line", "config-router");

  private static final Catalogue TEXTS = Catalogue.load(Verbs.class, "verbs.msg");

  private Verbs() {}

  /** Each with its help, as this release has them. */
  static Map<String, String> of(Mode mode, Release release) {
    var verbs = new TreeMap<String, String>();
    if (mode.isExec()) return verbs;
    boolean global = mode.equals(Mode.CONFIG);
    for (String verb : TEXTS.names()) {
      boolean listed = switch (verb) {
        case "end", "do" -> global;
        case "help" -> WITH_HELP.contains(mode.prompt());
        default -> verb.indexOf(' ') < 0;
      };
      if (listed) TEXTS.render(release, verb, Map.of()).ifPresent(help -> verbs.put(verb, help));
    }
    if (!global) verbs.put("exit", exit(mode, release));
    return verbs;
  }

  /** Whether the release has the verb at all. */
  static boolean has(String verb, Release release) {
    return TEXTS.render(release, verb, Map.of()).isPresent();
  }

  private static String exit(Mode mode, Release release) {
    String own = "exit " + mode.prompt();
    if (TEXTS.names().contains(own)) return TEXTS.render(release, own, Map.of()).orElseThrow();
    String name = mode.title().toLowerCase(Locale.ROOT).replaceFirst(" (config )?commands:$", "");
    String whole = name.endsWith("configuration") ? name : name + " configuration";
    return TEXTS.render(release, "exit mode", Map.of("mode", whole)).orElseThrow();
  }
}
