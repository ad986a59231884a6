package net.anotherbox.routing.family;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import net.anotherbox.config.commit.Configuration;
import net.anotherbox.config.feature.Execution;
import net.anotherbox.config.grammar.Grammar;
import net.anotherbox.config.grammar.Mode;
import net.anotherbox.config.tree.Entry;
import net.anotherbox.runtime.release.Catalogue;
import net.anotherbox.runtime.release.Personality;
import net.anotherbox.runtime.release.Screen;

/** {@code show route-map} and {@code show ip prefix-list}: what the configuration has of them, as IOS words it. */
final class ListShows {
  /** What IOS says of a match, by how its line begins; the words that follow stand behind it. */
  private static final List<Map.Entry<Pattern, String>> CLAUSES = List.of(
      clause("as-path", "as-path (as-path filter):"), clause("community", "community (community-list filter):"),
      clause("extcommunity", "extcommunity (extcommunity-list filter):"),
      clause("(ip(?:v6)?) (address|next-hop|route-source|redistribution-source) prefix-list", "$1 $2 prefix-lists:"),
      clause("(ip) (address|next-hop|route-source|redistribution-source)", "$1 $2 (access-lists):"),
      clause("(ipv6) (address|next-hop|route-source)", "$1 $2"), clause("(interface|tag|metric|route-type)", "$1"));

  private final Configuration configuration;
  private final Personality personality;
  private final Screen maps = Screen.load(ListShows.class, "show-route-map.screen");
  private final Screen lists = Screen.load(ListShows.class, "show-prefix-list.screen");
  private final Catalogue catalogue = Catalogue.load(ListShows.class, "route-map.msg");

  ListShows(Configuration configuration, Personality personality) {
    this.configuration = configuration;
    this.personality = personality;
  }

  private static Map.Entry<Pattern, String> clause(String begins, String said) {
    return Map.entry(Pattern.compile(begins + " (.*)"), said);
  }

  void declare(Grammar g) {
    g.prefix(Mode.EXEC, "show", "Show running system information");
    g.prefix(Mode.EXEC, "show ip", "IP information");
    g.prefix(Mode.EXEC, "show ipv6", "IPv6 information");
    g.exec("show route-map [WORD:name]", this::routeMaps, "route-map information", "Route map name");
    for (String family : List.of("ip", "ipv6")) g.exec("show " + family + " prefix-list [WORD:name]",
        x -> prefixLists(x, family), (family.equals("ip") ? "List IP prefix lists" : "List IPv6 prefix lists"),
        "Name of a prefix list");
  }

  // ---- route maps ----

  private void routeMaps(Execution x) {
    Optional<String> name = x.command().arg("name");
    var found = configuration.current().entries().stream().filter(e -> !e.negated()
        && e.words().getFirst().equals("route-map") && name.filter(n -> !n.equals(e.required("name"))).isEmpty()).toList();
    if (found.isEmpty() && name.isPresent()) {
      x.print(catalogue.render(personality.release(), "route-map-absent", Map.of("name", name.get())).orElse("") + "\n");
      return;
    }
    x.print(maps.render(personality.release(), Map.of("maps", found.stream().map(ListShows::map).toList())));
  }

  private static Map<String, Object> map(Entry e) {
    var facts = new HashMap<String, Object>(Map.of("name", e.required("name"), "action", e.required("action"), "seq",
        e.required("seq"), "matches", clauses(e, "match"), "sets", clauses(e, "set")));
    for (Entry b : e.body().entries()) if (!b.negated() && b.words().getFirst().equals("description"))
      facts.put("description", String.join(" ", b.words().subList(1, b.words().size())));
    return facts;
  }

  private static List<Map<String, Object>> clauses(Entry map, String verb) {
    var found = new ArrayList<Map<String, Object>>();
    for (Entry e : map.body().entries()) {
      if (e.negated() || !e.words().getFirst().equals(verb)) continue;
      String rest = String.join(" ", e.words().subList(1, e.words().size()));
      found.add(Map.of("text", verb.equals("match") ? said(rest) : rest));
    }
    return found;
  }

  private static String said(String match) {
    for (var c : CLAUSES) {
      var m = c.getKey().matcher(match);
      if (m.matches()) return m.replaceFirst(c.getValue()) + " " + m.group(m.groupCount()) + " ";
    }
    return match;
  }

  // ---- prefix lists ----

  private void prefixLists(Execution x, String family) {
    Optional<String> wanted = x.command().arg("name");
    var found = new LinkedHashMap<String, Map<String, Object>>();
    for (Entry e : configuration.current().entries()) {
      List<String> w = e.words();
      if (e.negated() || w.size() < 5 || !w.getFirst().equals(family) || !w.get(1).equals("prefix-list")) continue;
      String name = w.get(2);
      if (wanted.filter(n -> !n.equals(name)).isPresent()) continue;
      var list = found.computeIfAbsent(name, n -> new HashMap<>(Map.of("family", family, "name", n, "count", 0,
          "entries", List.of())));
      if (w.get(3).equals("description")) list.put("description", String.join(" ", w.subList(4, w.size())));
      else if (w.get(3).equals("seq")) add(list, w);
    }
    x.print(lists.render(personality.release(), Map.of("lists", List.copyOf(found.values()))));
  }

  private static void add(Map<String, Object> list, List<String> words) {
    var entries = new ArrayList<Object>((List<?>) list.get("entries"));
    entries.add(Map.of("seq", words.get(4), "rest", String.join(" ", words.subList(5, words.size()))));
    list.put("entries", entries);
    list.put("count", entries.size());
  }
}
