package net.anotherbox.shell.box;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import net.anotherbox.config.feature.Execution;
import net.anotherbox.config.grammar.Grammar;
import net.anotherbox.config.tree.Entry;
import net.anotherbox.runtime.release.Release;
import net.anotherbox.shell.output.Wording;

/** The forms of {@code show running-config} that show a part of it, or all of it otherwise. */
final class RunningParts {
  private static final String CURRENT = "Current operating configuration";
  private static final int PRIVILEGED = 15;
  /** The partitions that have lines here, and how those begin. */
  private static final Map<String, List<String>> PARTITIONS = partitions();
  private static final List<String> PARTITION_HELP = List.of("All access-list configurations", "All class-map configurations",
      "All as-path access list configurations", "All community list configurations", "All ip prefix-list configurations",
      "All ip static configurations", "All line mode configurations", "All policy-map configurations",
      "All route-map configurations", "All routing configurations", "All SNMP configurations", "All TACACS configurations");

  private final ConfigText text;
  private final Wording wording;
  private final BiConsumer<Execution, String> shown;

  /** @param shown prints a configuration with what stands above it */
  RunningParts(ConfigText text, Wording wording, BiConsumer<Execution, String> shown) {
    this.text = text;
    this.wording = wording;
    this.shown = shown;
  }

  private static Map<String, List<String>> partitions() {
    var p = new LinkedHashMap<String, List<String>>();
    p.put("access-list", List.of("access-list ", "ip access-list ", "ipv6 access-list "));
    p.put("class-map", List.of("class-map "));
    p.put("ip-as-path", List.of("ip as-path "));
    p.put("ip-community", List.of("ip community-list ", "ip extcommunity-list "));
    p.put("ip-prefix-list", List.of("ip prefix-list ", "ipv6 prefix-list "));
    p.put("ip-static-routes", List.of("ip route "));
    p.put("line", List.of("line "));
    p.put("policy-map", List.of("policy-map "));
    p.put("route-map", List.of("route-map "));
    p.put("router", List.of("router ", "ipv6 router "));
    p.put("snmp", List.of("snmp-server "));
    p.put("tacacs", List.of("tacacs-server ", "tacacs "));
    return p;
  }

  void declare(Grammar g) {
    g.exec("show running-config [full] linenum", x -> shown.accept(x, numbered(text.running(g, x.session().privilege()))),
        CURRENT, "full configuration", "Display line numbers in output").privilege(PRIVILEGED);
    g.exec("show running-config brief", x -> shown.accept(x, brief(text.running(g, x.session().privilege()))), CURRENT,
        "configuration without certificate data").since(Release.R12_4).privilege(PRIVILEGED);
    for (String kind : List.of("class-map", "policy-map")) g.exec("show running-config " + kind + " [WORD:name]",
        x -> shown.accept(x, text.part(e -> begins(e, List.of(kind + " ")) && x.command().arg("name")
            .filter(n -> !e.words().getLast().equals(n)).isEmpty())), CURRENT,
        "Show " + kind + " information", kind + " name").since(Release.R12_4).privilege(PRIVILEGED);
    var names = String.join("|", PARTITIONS.keySet().stream().map(n -> n + ":part").toList());
    String[] help = new String[PARTITION_HELP.size() + 2];
    help[0] = CURRENT;
    help[1] = "Configuration corresponding a partition";
    for (int i = 2; i < help.length; i++) help[i] = PARTITION_HELP.get(i - 2);
    g.exec("show running-config partition {" + names + "}", x -> partition(x, x.command().required("part")), help)
        .since(Release.R15_1).privilege(PRIVILEGED);
  }

  private void partition(Execution x, String name) {
    String part = text.part(e -> begins(e, PARTITIONS.get(name)));
    shown.accept(x, "!\n" + wording.say("partition", Map.of("name", name)) + "\n!\n!\n" + part);
  }

  private static boolean begins(Entry e, List<String> starts) {
    String words = String.join(" ", e.words()) + " ";
    return starts.stream().anyMatch(words::startsWith);
  }

  private static String numbered(String shown) {
    int[] number = {0};
    return shown.lines().map(l -> String.format("%2d : %s", ++number[0], l)).collect(Collectors.joining("\n", "", "\n"));
  }

  /** Without what stands in certificates: hexadecimal rows and the "quit" that ends them. */
  private static String brief(String shown) {
    var out = new StringBuilder();
    Optional<String> inside = Optional.empty();
    for (String l : shown.lines().toList()) {
      if (inside.isPresent()) {
        if (l.strip().equals("quit")) inside = Optional.empty();
        continue;
      }
      out.append(l).append('\n');
      if (l.matches(" +certificate .*(?<!\\.cer)")) inside = Optional.of(l);
    }
    return out.toString();
  }
}
