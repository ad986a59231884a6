package net.anotherbox.shell.box;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.anotherbox.config.grammar.Grammar;
import net.anotherbox.config.grammar.Line;
import net.anotherbox.runtime.log.Log;
import net.anotherbox.runtime.release.Personality;
import net.anotherbox.shell.output.Wording;

/**
 * Lines that somebody typed and the box's release does not have, though another has: a configuration that was pasted
 * without its {@code version} line, mostly. The router says no more of them than its {@code ^}; the log and {@code show
 * configuration support} say which release the box should be told to be. Belongs to the control thread.
 */
final class ForeignLines {
  private final Grammar grammar;
  private final Personality personality;
  private final Log log;
  private final Wording wording;
  /** How often each was typed. */
  private final Map<Line, Integer> typed = new LinkedHashMap<>();

  ForeignLines(Grammar grammar, Personality personality, Log log, Wording wording) {
    this.grammar = grammar;
    this.personality = personality;
    this.log = log;
    this.wording = wording;
  }

  /** Says so once of each line. */
  void came(Line line) {
    if (typed.merge(line, 1, Integer::sum) > 1) return;
    facts(line).forEach(f -> log.syslog("PARSER", 6, "RELEASE", wording.say("release-of-line", f)));
  }

  /** Of those that the release still does not have: a newline-ended row each. */
  String rows() {
    var out = new StringBuilder();
    typed.keySet().forEach(l -> facts(l).forEach(f -> out.append(wording.say("support-foreign", f)).append('\n')));
    return out.toString();
  }

  private List<Map<String, Object>> facts(Line line) {
    var facts = new ArrayList<Map<String, Object>>();
    grammar.elsewhere(line).ifPresent(r -> facts.add(Map.of("line", keywords(line), "release", r, "own", personality.release(),
        "count", typed.get(line), "times", typed.get(line) == 1 ? "once" : typed.get(line) + " times")));
    return facts;
  }

  /** What its declaration begins with: nothing of what was typed, which may hold a secret. */
  private static String keywords(Line line) {
    return Stream.of(line.syntax().split(" ")).takeWhile(w -> w.matches("[a-z0-9-]+")).collect(Collectors.joining(" "));
  }
}
