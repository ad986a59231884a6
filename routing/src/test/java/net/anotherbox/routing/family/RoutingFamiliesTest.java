package net.anotherbox.routing.family;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import net.anotherbox.config.commit.CommitLog;
import net.anotherbox.config.commit.ConfigEditor;
import net.anotherbox.config.commit.Configuration;
import net.anotherbox.config.commit.Outcome;
import net.anotherbox.config.feature.Modes;
import net.anotherbox.config.grammar.Grammar;
import net.anotherbox.config.grammar.Mode;
import net.anotherbox.config.grammar.Parsed;
import net.anotherbox.config.grammar.Support;
import net.anotherbox.config.text.ConfigLoader;
import net.anotherbox.config.text.ConfigOrder;
import net.anotherbox.config.text.RunningConfig;
import net.anotherbox.runtime.loop.VirtualLoop;
import net.anotherbox.runtime.release.Personality;
import net.anotherbox.runtime.release.Platform;
import net.anotherbox.runtime.release.Release;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Each family by a configuration of its own: {@code NAME.cfg} beside this class. */
class RoutingFamiliesTest {
  private static final List<String> FAMILIES = List.of("ospf", "bgp", "eigrp", "rip", "isis", "nhrp", "policy", "vrf",
      "multicast", "mpls", "qos", "flow", "sla", "pfr", "fhrp");

  private final Personality personality = new Personality(Release.R15_2, Platform.C2911);
  private final Grammar grammar = new Grammar(personality);
  private Configuration configuration = new Configuration();
  private ConfigEditor editor;

  @BeforeEach
  void declare() {
    new RoutingFamilies(configuration, personality).declare(grammar);
    grammar.line(Mode.CONFIG, "interface IFNAME:name", "Select an interface to configure", "interface")
        .opens(Modes.INTERFACE).keyed("name").sorted().active();
    erase();
  }

  private void erase() {
    configuration = new Configuration();
    editor = new ConfigEditor(grammar, configuration, CommitLog.NONE, new VirtualLoop(Instant.EPOCH).clock(), "test");
  }

  private String shown() {
    String text = new RunningConfig(ConfigOrder.load()).render(configuration.current(), Release.R15_2);
    return String.join("\n", text.lines().filter(l -> !l.isBlank() && !l.strip().equals("!") && !l.equals("end")).toList())
        + "\n";
  }

  private static String text(String name) throws IOException {
    try (var in = RoutingFamiliesTest.class.getResourceAsStream(name + ".cfg")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private String type(String... lines) {
    var said = new StringBuilder();
    for (String l : lines)
      switch (editor.type(l)) {
        case Outcome.Refused r -> said.append(r.text());
        case Outcome.NotUnderstood(Parsed.Invalid i) -> said.append(l.strip()).append('@').append(i.column()).append(' ');
        case Outcome.NotUnderstood n -> said.append(l.strip()).append(' ').append(n.why().getClass().getSimpleName());
        default -> { }
      }
    return said.toString().strip();
  }

  @Test
  void everyWordHasHelpAndEveryLineSaysWhatItDoes() {
    assertEquals(List.of(), grammar.violations());
  }

  @TestFactory
  Stream<DynamicTest> aFamilyIsShownAsItWasTyped() {
    return FAMILIES.stream().map(n -> DynamicTest.dynamicTest(n, () -> isShownAsItWasTyped(n)));
  }

  private void isShownAsItWasTyped(String name) throws IOException {
    erase();
    String text = text(name);
    assertEquals(List.of(), ConfigLoader.load(text, editor));
    assertEquals(text, shown());
    erase();
    assertEquals(List.of(), ConfigLoader.load(text, editor));
    assertEquals(text, shown(), "read back");
  }

  @TestFactory
  Stream<DynamicTest> everyLineOfAFamilyCanBeTakenBack() {
    return FAMILIES.stream().map(n -> DynamicTest.dynamicTest(n, () -> canBeTakenBack(n)));
  }

  private void canBeTakenBack(String name) throws IOException {
    String text = text(name);
    Map<Integer, String> path = new LinkedHashMap<>();
    String operation = "!";
    var wrong = new ArrayList<String>();
    for (String line : text.lines().toList()) {
      int depth = line.length() - line.stripLeading().length();
      if (depth == 0) operation = "!";
      path.keySet().removeIf(d -> d >= depth);
      if (line.strip().startsWith("exit")) continue;
      for (String verb : List.of("no ", "default ")) {
        erase();
        ConfigLoader.load(text, editor);
        editor.type("end");
        path.values().forEach(p -> editor.type(p));
        // The lines of an IP SLA operation stand beside the line that opens their mode.
        if (depth == 1) editor.type(operation);
        String positive = line.strip().startsWith("no ") ? line.strip().substring(3) : line.strip();
        if (!(editor.type(verb + positive) instanceof Outcome.Accepted)) wrong.add(verb + line);
        if (shown().equals(text) && !(line.strip().startsWith("no ") && verb.equals("no "))
            && !verb.equals("default ")) wrong.add(verb + line + ": still there");
      }
      path.put(depth, line.strip());
      if (name.equals("sla") && line.matches(" (icmp|udp|type).*")) operation = line.strip();
    }
    assertEquals(List.of(), wrong);
  }

  @Test
  void aTypingErrorIsMarkedWhereItStands() {
    type("router ospf 1");
    assertEquals("network 10.0.0.0 0.0.0.255 aria 0@29", type("network 10.0.0.0 0.0.0.255 aria 0"));
    assertEquals("area 1 nssa no-sumary@18", type("area 1 nssa no-sumary"));
    assertEquals("default-metric 99999999@15", type("default-metric 99999999"));
    type("router bgp 65001");
    assertEquals("neighbor 10.0.0.1 remot-as 1@23", type("neighbor 10.0.0.1 remot-as 1"));
    assertEquals("address-family ipv5@18", type("address-family ipv5"));
    type("router eigrp 1");
    assertEquals("eigrp stub conected@14", type("eigrp stub conected"));
    type("route-map M permit 10");
    assertEquals("match ip adress 1@11", type("match ip adress 1"));
    assertEquals("set ip next-hop verify-availability 10.0.0.1 1 trak 1@50",
        type("set ip next-hop verify-availability 10.0.0.1 1 trak 1"));
    assertEquals("match as-path Incomplete", type("match as-path"));
    type("policy-map P", "class C");
    assertEquals("bandwidth precent 10@11", type("bandwidth precent 10"));
    type("class-map match-any C");
    assertEquals("match ip dscp af99@16", type("match ip dscp af99"));
    type("ip sla 1");
    assertEquals("icmp-echo 10.0.0.1 source-if Loopback0@27", type("icmp-echo 10.0.0.1 source-if Loopback0").replace(
        "Incomplete", ""));
    type("interface Serial0/0");
    assertEquals("standby 1 ip 10.0.0.300@13", type("standby 1 ip 10.0.0.300"));
    assertEquals("ip pim sparse-mod2@17", type("ip pim sparse-mod2"));
    assertEquals("ip ospf cost 70000@13", type("ip ospf cost 70000"));
  }

  @Test
  void leavingAFamilyOfAddressesGoesBackToTheProcess() {
    type("router bgp 1", "neighbor 10.0.0.2 remote-as 2", "address-family ipv4", "exit-address-family");
    assertEquals("config-router", editor.mode().prompt());
    assertEquals("""
        router bgp 1
         neighbor 10.0.0.2 remote-as 2
         address-family ipv4
         exit-address-family
        """, shown());
  }

  @Test
  void anEntryOfAPrefixListWithoutANumberComesFiveAfterTheLast() {
    assertEquals("", type("ip prefix-list L permit 10.0.0.0/8 le 24", "ip prefix-list L seq 12 deny 0.0.0.0/0",
        "ip prefix-list L permit 192.168.0.0/16", "ip prefix-list A seq 5 permit 10.0.0.0/8"));
    assertEquals("""
        ip prefix-list A seq 5 permit 10.0.0.0/8
        ip prefix-list L seq 5 permit 10.0.0.0/8 le 24
        ip prefix-list L seq 12 deny 0.0.0.0/0
        ip prefix-list L seq 15 permit 192.168.0.0/16
        """, shown());
    assertEquals("", type("no ip prefix-list L permit 192.168.0.0/16", "no ip prefix-list A"));
    assertEquals("""
        ip prefix-list L seq 5 permit 10.0.0.0/8 le 24
        ip prefix-list L seq 12 deny 0.0.0.0/0
        """, shown());
  }

  @Test
  void aRouteMapBeginsAtTenAndGoesAsAWhole() {
    assertEquals("", type("route-map Z", "match tag 5", "route-map A deny 20", "route-map Z permit 5", "exit"));
    assertEquals("""
        route-map Z permit 5
        route-map Z permit 10
         match tag 5
        route-map A deny 20
        """, shown());
    assertEquals("", type("no route-map Z"));
    assertEquals("route-map A deny 20\n", shown());
  }

  @Test
  void networksAreWrittenAsIosWritesThem() {
    assertEquals("", type("router ospf 1", "network 10.1.1.1 0.0.0.255 area 0", "router rip", "network 10.1.2.3",
        "router eigrp 1", "network 172.16.5.5", "network 10.1.1.77 0.0.0.3", "router bgp 1", "network 10.0.0.0 mask 255.0.0.0",
        "network 10.4.4.9 mask 255.255.255.0"));
    assertEquals("""
        router ospf 1
         network 10.1.1.0 0.0.0.255 area 0
        router eigrp 1
         network 10.1.1.76 0.0.0.3
         network 172.16.0.0
        router rip
         network 10.0.0.0
        router bgp 1
         network 10.0.0.0
         network 10.4.4.0 mask 255.255.255.0
        """, shown());
  }

  @Test
  void aNeighborGoesWithAllItsLines() {
    assertEquals("", type("router bgp 1", "neighbor 10.0.0.2 remote-as 2", "neighbor 10.0.0.3 remote-as 3",
        "neighbor 10.0.0.2 description first", "neighbor 10.0.0.2 weight 5"));
    assertEquals("""
        router bgp 1
         neighbor 10.0.0.2 remote-as 2
         neighbor 10.0.0.2 description first
         neighbor 10.0.0.2 weight 5
         neighbor 10.0.0.3 remote-as 3
        """, shown());
    assertEquals("", type("no neighbor 10.0.0.2 weight", "no neighbor 10.0.0.3"));
    assertEquals("router bgp 1\n neighbor 10.0.0.2 remote-as 2\n neighbor 10.0.0.2 description first\n", shown());
    assertEquals("", type("no neighbor 10.0.0.2 remote-as 2"));
    assertEquals("router bgp 1\n", shown());
  }

  @Test
  void theHelpReadsAsIos() {
    type("router bgp 1", "template peer-policy P");
    String help = grammar.help(editor.place(), "route-map ");
    assertEquals("  WORD  Name of route map\n\n", help);
    type("route-map M permit 10");
    help = grammar.help(editor.place(), "match ip ");
    assertEquals("""
          address                Match address of route or match packet
          next-hop               Match next-hop address of route
          redistribution-source  Match next hop address or source address of route for
                                 redistribution
          route-source           Match advertising source address of route

        """, help);
    type("ip vrf BLUE");
    assertEquals("  ASN:nn or IP-address:nn  VPN extended community\n\n", grammar.help(editor.place(), "rd "));
  }

  @Test
  void whatDoesNotRunSaysSo() throws IOException {
    ConfigLoader.load(text("eigrp"), editor);
    configuration.current().entries().stream().filter(e -> e.words().contains("eigrp")).forEach(e -> assertTrue(
        assertInstanceOf(Support.Partial.class, e.line().support(e)).reason().startsWith("EIGRP is not running")));
  }
}
