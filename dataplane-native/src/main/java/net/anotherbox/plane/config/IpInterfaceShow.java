package net.anotherbox.plane.config;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.anotherbox.config.tree.Entry;
import net.anotherbox.config.tree.Section;
import net.anotherbox.runtime.port.InterfaceTable.State;
import net.anotherbox.runtime.release.Personality;
import net.anotherbox.runtime.release.Screen;
import net.anotherbox.runtime.value.InterfaceName;

/** {@code show ip interface}: what the interface's lines say of IP on it, with the defaults of what nobody has said. */
final class IpInterfaceShow {
  private static final String YES = "";

  private final Interfaces interfaces;
  private final InterfaceLines lines;
  private final Personality personality;
  private final Screen screen = Screen.load(IpInterfaceShow.class, "ip-interface.screen");

  IpInterfaceShow(Interfaces interfaces, InterfaceLines lines, Personality personality) {
    this.interfaces = interfaces;
    this.lines = lines;
    this.personality = personality;
  }

  /** @param root the configuration in force */
  String show(Section root, Optional<InterfaceName> one) {
    var shown = interfaces.all().stream().filter(s -> one.isEmpty() || one.get().equals(s.name()))
        .map(s -> facts(s, root)).toList();
    return screen.render(personality.release(), Map.of("interfaces", shown));
  }

  private Map<String, Object> facts(State s, Section root) {
    Said said = new Said(lines.entries(root).stream().filter(e -> e.required("name").equals(s.name().toString()))
        .findFirst().map(Entry::body).orElse(Section.EMPTY));
    var f = new HashMap<String, Object>();
    f.put("interface", s.name());
    f.put("status", Interfaces.status(s));
    f.put("line", s.lineUp() ? "up" : "down");
    var lender = said.last("ip unnumbered").flatMap(InterfaceName::parse);
    s.address().ifPresent(a -> f.put("internet", a + "/" + s.prefixLength()));
    lender.ifPresent(n -> {
      f.put("unnumbered", n);
      f.put("lent", interfaces.state(n).flatMap(State::address).map(Object::toString).orElse("unassigned"));
    });
    f.put(s.address().isEmpty() && lender.isEmpty() ? "none" : "ip", YES);
    addressing(s, said, f);
    switching(said, new Said(root), f);
    return f;
  }

  private void addressing(State s, Said said, Map<String, Object> f) {
    InterfaceSettings set = interfaces.settings(s.name()).orElseThrow();
    f.put("origin", interfaces.method(s.name()).equals("NVRAM") ? "non-volatile memory" : "setup command");
    boolean loopback = s.name().kind() == InterfaceName.Kind.Loopback;
    f.put("ipmtu", loopback ? set.ipMtu().orElse(Hardware.of(personality, s.name()).mtu()) : s.mtu());
    f.put("helpers", helpers(said));
    f.put("directed", enabled(said.has("ip directed-broadcast")));
    f.put("secondaries", set.addresses().stream().filter(InterfaceSettings.Assigned::secondary)
        .map(a -> Map.of("secondary", a.address() + "/" + a.length())).toList());
    f.put("accessIn", set.accessIn().orElse("not set"));
    f.put("accessOut", set.accessOut().orElse("not set"));
    f.put("inputFeatures", set.accessIn().isPresent() ? "Access List, MCI Check" : "MCI Check");
    f.put("proxy", enabled(said.isOn("ip proxy-arp")));
    f.put("splitHorizon", enabled(said.isOn("ip split-horizon")));
    f.put("redirects", said.isOn("ip redirects") ? "always" : "never");
    f.put("unreachables", said.isOn("ip unreachables") ? "always" : "never");
    f.put("maskReplies", said.has("ip mask-reply") ? "always" : "never");
    f.put("policy", said.last("ip policy route-map").map(m -> "enabled, using route map " + m).orElse("disabled"));
    f.put("accounting", enabled(said.has("ip accounting output-packets")));
    f.put("violations", enabled(said.has("ip accounting access-violations")));
    f.put("translation", said.has("ip nat inside") ? "enabled, interface in domain inside"
        : said.has("ip nat outside") ? "enabled, interface in domain outside" : "disabled");
  }

  private static List<Map<String, String>> helpers(Said said) {
    List<String> all = said.each("ip helper-address");
    if (all.isEmpty()) return List.of(Map.of("helper", "Helper address is not set"));
    if (all.size() == 1) return List.of(Map.of("helper", "Helper address is " + all.getFirst()));
    var rows = new ArrayList<Map<String, String>>();
    String front = "Helper addresses are ";
    for (String a : all) {
      rows.add(Map.of("helper", front + a));
      front = " ".repeat(front.length());
    }
    return rows;
  }

  private static void switching(Said said, Said global, Map<String, Object> f) {
    boolean fast = said.isOn("ip route-cache");
    boolean cef = fast && global.has("ip cef") && !said.negated("ip route-cache cef");
    boolean flow = said.has("ip route-cache flow") || said.has("ip flow ingress");
    f.put("fast", enabled(fast));
    f.put("sameInterface", enabled(said.has("ip route-cache same-interface")));
    f.put("flow", enabled(flow));
    f.put("cef", enabled(cef));
    if (fast) f.put("turbo", YES);
    var flags = new ArrayList<String>();
    if (fast) flags.add("Fast");
    if (flow) flags.add("Flow");
    if (cef) flags.add("CEF");
    f.put("flags", flags.isEmpty() ? "No CEF" : String.join(", ", flags));
  }

  private static String enabled(boolean on) {
    return on ? "enabled" : "disabled";
  }

  /** What the lines of a section say, by the words they begin with. */
  private record Said(Section section) {
    private Optional<Entry> line(String words) {
      return section.entries().stream().filter(e -> String.join(" ", e.words()).equals(words)).findFirst();
    }

    boolean isOn(String words) {
      return !negated(words);
    }

    boolean has(String words) {
      return line(words).filter(e -> !e.negated()).isPresent();
    }

    boolean negated(String words) {
      return line(words).filter(Entry::negated).isPresent();
    }

    /** The last word of each line that begins so. */
    List<String> each(String words) {
      return section.entries().stream().filter(e -> !e.negated() && String.join(" ", e.words()).startsWith(words + " "))
          .map(e -> e.words().getLast()).toList();
    }

    Optional<String> last(String words) {
      return each(words).stream().findFirst();
    }
  }
}
