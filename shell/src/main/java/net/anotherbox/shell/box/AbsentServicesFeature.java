package net.anotherbox.shell.box;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import net.anotherbox.config.commit.Configuration;
import net.anotherbox.config.feature.Feature;
import net.anotherbox.config.grammar.Grammar;
import net.anotherbox.config.grammar.Line;
import net.anotherbox.config.grammar.Mode;
import net.anotherbox.config.tree.Entry;
import net.anotherbox.runtime.release.Personality;
import net.anotherbox.runtime.release.Release;
import net.anotherbox.runtime.release.Screen;
import net.anotherbox.runtime.value.InterfaceName;
import net.anotherbox.shell.output.Wording;

/**
 * The show commands of services that IOS has and the box does not run. They say what IOS says while the service is off: that
 * is how it is, whatever the configuration asks for.
 */
final class AbsentServicesFeature implements Feature {
  private static final Pattern SERVER = Pattern.compile("^ntp (?:server|peer) (?:ip |ipv6 )?(?:vrf \\S+ )?(\\S+)");

  private final Configuration configuration;
  private final Personality personality;
  private final Wording wording;
  private final Screen ntpStatus = Screen.load(AbsentServicesFeature.class, "show-ntp-status.screen");
  private final Screen ntpAssociations = Screen.load(AbsentServicesFeature.class, "show-ntp-associations.screen");
  private final Screen vrfs = Screen.load(AbsentServicesFeature.class, "show-vrf.screen");

  AbsentServicesFeature(Configuration configuration, Personality personality, Wording wording) {
    this.configuration = configuration;
    this.personality = personality;
    this.wording = wording;
  }

  @Override
  public void declare(Grammar g) {
    g.prefix(Mode.EXEC, "show ip", "IP information");
    neighbours(g);
    g.prefix(Mode.EXEC, "show snmp", "snmp statistics");
    says(g, "show snmp", "snmp-off");
    says(g, "show snmp {chassis|community|contact|engineID|group|host|location|mib|pending|sessions|view}", "snmp-off",
        "show snmp chassis", "show snmp communities", "show snmp contact", "show snmp engineID", "show snmp groups",
        "show snmp hosts", "show snmp location", "show mib objects", "snmp manager pending requests",
        "snmp manager sessions", "show snmp views");
    // An agent that is not there has no users: IOS lists none.
    g.exec("show snmp user", x -> {}, "show snmp users");
    ntp(g);
    g.exec("show ip vrf", x -> x.print(vrfs()), "VPN Routing/Forwarding instance information");
    g.exec("show vrf", x -> x.print(vrfs()), "VPN Routing/Forwarding instance information").since(Release.R15_1);
    says(g, "show ip bgp [LINE]", "bgp-off", "BGP information", "Network, or what to show");
  }

  private void neighbours(Grammar g) {
    g.prefix(Mode.EXEC, "show cdp", "CDP information");
    says(g, "show cdp", "cdp-off");
    says(g, "show cdp {interface [IFNAME]|traffic|entry WORD}", "cdp-off", "CDP interface status and configuration",
        "interface", "CDP statistics", "Information for specific neighbor entry", "Name of CDP neighbor, or *");
    says(g, "show cdp neighbors [IFNAME] [detail]", "cdp-off", "CDP neighbor entries", "interface",
        "Show detailed information");
    g.prefix(Mode.EXEC, "show lldp", "LLDP information");
    says(g, "show lldp", "lldp-off").since(Release.R15_1);
    says(g, "show lldp {errors|interface [IFNAME]|traffic|entry WORD}", "lldp-off",
        "LLDP computational errors and overflows", "LLDP interface status and configuration", "interface", "LLDP statistics",
        "Information for specific neighbor entry", "Name of LLDP neighbor, or *").since(Release.R15_1);
    says(g, "show lldp neighbors [IFNAME] [detail]", "lldp-off", "LLDP neighbor entries", "interface",
        "Show detailed information").since(Release.R15_1);
  }

  private Line says(Grammar g, String command, String message, String... help) {
    return g.exec(command, x -> x.print(wording.say(message) + "\n"), help);
  }

  private void ntp(Grammar g) {
    g.prefix(Mode.EXEC, "show ntp", "Network time protocol");
    g.exec("show ntp status", x -> x.print(ntpStatus.render(personality.release(), Map.of())), "NTP status");
    g.exec("show ntp associations [detail]", x -> x.print(ntpAssociations.render(personality.release(),
        Map.of("servers", servers()))), "NTP associations", "Show detail");
  }

  /** The servers that the configuration names; nobody has heard of any of them. */
  private List<Map<String, Object>> servers() {
    var found = new ArrayList<Map<String, Object>>();
    for (Entry e : configuration.current().entries()) {
      var m = SERVER.matcher(String.join(" ", e.words()));
      if (!e.negated() && m.find()) found.add(Map.of("server", m.group(1)));
    }
    return found;
  }

  private String vrfs() {
    var rows = new ArrayList<Map<String, Object>>();
    for (Entry e : configuration.current().entries()) {
      String line = String.join(" ", e.words());
      boolean vrf = !e.negated() && (line.matches("ip vrf \\S+") || line.matches("vrf definition \\S+"));
      if (!vrf) continue;
      String name = e.words().getLast();
      String rd = e.body().entries().stream().filter(b -> b.words().getFirst().equals("rd")).findFirst()
          .map(b -> b.words().getLast()).orElse("<not set>");
      rows.addAll(rows(name, rd));
    }
    return vrfs.render(personality.release(), Map.of("vrfs", rows));
  }

  /** A row for the instance and its first interface, one more for each further interface. */
  private List<Map<String, Object>> rows(String name, String rd) {
    var rows = new ArrayList<Map<String, Object>>();
    for (Entry e : configuration.current().entries()) {
      if (e.words().size() < 2 || !e.words().getFirst().equals("interface")) continue;
      boolean member = e.body().entries().stream().map(b -> String.join(" ", b.words()))
          .anyMatch(l -> l.equals("ip vrf forwarding " + name) || l.equals("vrf forwarding " + name));
      if (!member) continue;
      boolean first = rows.isEmpty();
      rows.add(Map.of("name", first ? name : "", "rd", first ? rd : "", "protocols", first ? "ipv4" : "", "interface",
          brief(e.words().get(1))));
    }
    return rows.isEmpty() ? List.of(Map.of("name", name, "rd", rd, "protocols", "ipv4", "interface", "")) : rows;
  }

  private static String brief(String interfaceName) {
    return InterfaceName.parse(interfaceName)
        .map(InterfaceName::brief).orElse(interfaceName);
  }
}
