package net.anotherbox.routing.rib;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import net.anotherbox.config.commit.CommitLog;
import net.anotherbox.config.commit.ConfigEditor;
import net.anotherbox.config.commit.Configuration;
import net.anotherbox.config.commit.Outcome;
import net.anotherbox.config.feature.Execution;
import net.anotherbox.config.feature.Session;
import net.anotherbox.config.grammar.Grammar;
import net.anotherbox.config.grammar.Matched;
import net.anotherbox.config.grammar.Mode;
import net.anotherbox.config.text.ConfigOrder;
import net.anotherbox.config.text.RunningConfig;
import net.anotherbox.runtime.log.Log;
import net.anotherbox.runtime.loop.VirtualLoop;
import net.anotherbox.runtime.port.KernelPort.Route;
import net.anotherbox.runtime.release.Personality;
import net.anotherbox.runtime.release.Platform;
import net.anotherbox.runtime.release.Release;
import net.anotherbox.runtime.value.Ipv4;
import net.anotherbox.runtime.value.Ipv4Prefix;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RoutingFeatureTest {
  private final VirtualLoop loop = new VirtualLoop(Instant.EPOCH);
  private final Personality personality = new Personality(Release.R12_4, Platform.C3725);
  private final Interfaces interfaces = new Interfaces();
  private final RecordingKernel kernel = new RecordingKernel();
  private final Log log = new Log(loop.clock());
  private final Grammar grammar = new Grammar(personality);
  private final Configuration configuration = new Configuration();
  private final List<String> messages = new ArrayList<>();
  private ConfigEditor editor;

  @BeforeEach
  void assemble() {
    interfaces.set("FastEthernet0/0", "10.0.0.1/24", true);
    interfaces.set("FastEthernet0/1", "200.56.4.1/30", true);
    interfaces.set("Null0", null, false);
    var feature = new RoutingFeature(personality, loop, interfaces, kernel, log);
    feature.declare(grammar);
    configuration.add(feature);
    editor = new ConfigEditor(grammar, configuration, CommitLog.NONE, loop.clock(), "test");
    log.add((severity, text) -> messages.add(text));
  }

  private String type(String... lines) {
    var said = new StringBuilder();
    for (String l : lines) if (!(editor.type(l) instanceof Outcome.Accepted)) said.append(refusal(editor.type(l)));
    return said.toString();
  }

  private static String refusal(Outcome o) {
    return o instanceof Outcome.Refused r ? r.text() : o.toString();
  }

  private static Route route(String prefix, String hop, String link, int metric) {
    return new Route(Ipv4Prefix.of(prefix), hop == null ? null : Ipv4.of(hop), link, metric);
  }

  private String show(String command) {
    var m = (Matched) grammar.parse(new Grammar.Place(Mode.EXEC, null, 15), command);
    var out = new StringBuilder();
    m.line().command().orElseThrow().run(new Execution() {
      @Override
      public Matched command() {
        return m;
      }

      @Override
      public Session session() {
        throw new AssertionError("a show needs no session");
      }

      @Override
      public void print(String text) {
        out.append(text);
      }

      @Override
      public void later() {
        throw new AssertionError("a show ends at once");
      }

      @Override
      public void done() {}

      @Override
      public void ask(String question, boolean echo, Consumer<String> answer) {
        throw new AssertionError("a show asks nothing");
      }

      @Override
      public void confirm(String question, Consumer<Boolean> answer) {
        throw new AssertionError("a show asks nothing");
      }

      @Override
      public void onBreak(Runnable task) {}
    });
    return out.toString();
  }

  private String running() {
    return String.join("\n", new RunningConfig(ConfigOrder.load()).render(configuration.current(), Release.R12_4).lines()
        .filter(l -> !l.equals("!") && !l.equals("end")).toList());
  }

  @Test
  void everyWordHasHelpAndEveryLineSaysWhatItDoes() {
    assertEquals(List.of(), grammar.violations());
  }

  @Test
  void theKernelIsGivenTheStaticRoutesAndNotTheConnectedOnes() {
    type("ip route 0.0.0.0 0.0.0.0 200.56.4.2", "ip route 192.168.0.0 255.255.0.0 Null0",
        "ip route 172.16.0.0 255.255.0.0 FastEthernet0/0",
        "ip route 172.17.0.0 255.255.0.0 FastEthernet0/0 10.0.0.9");
    assertEquals(List.of(route("172.16.0.0/16", null, "fa0/0", 1), route("192.168.0.0/16", null, "", 1), route("0.0.0.0/0",
        "200.56.4.2", "fa0/1", 1),
        route("172.17.0.0/16", "10.0.0.9", "fa0/0", 1)), kernel.last());
    assertEquals(List.of(true), kernel.forwarding);
  }

  @Test
  void aNextHopIsFoundThroughOtherRoutes() {
    type("ip route 192.168.9.0 255.255.255.0 172.16.0.1", "ip route 172.16.0.0 255.255.255.0 10.0.0.2");
    assertEquals(List.of(route("172.16.0.0/24", "10.0.0.2", "fa0/0", 1), route("192.168.9.0/24", "10.0.0.2", "fa0/0", 1)),
        kernel.last());
    type("no ip route 172.16.0.0 255.255.255.0 10.0.0.2");
    assertEquals(List.of(), kernel.last());
    assertEquals("ip route 192.168.9.0 255.255.255.0 172.16.0.1", running());
  }

  @Test
  void noRouteRestsOnItself() {
    type("ip route 0.0.0.0 0.0.0.0 8.8.8.8");
    assertEquals(List.of(), kernel.last());
    type("ip route 1.0.0.0 255.0.0.0 2.0.0.1", "ip route 2.0.0.0 255.0.0.0 1.0.0.1");
    assertEquals(List.of(), kernel.last());
    type("ip route 8.8.8.8 255.255.255.255 10.0.0.3");
    assertEquals(List.of(route("0.0.0.0/0", "10.0.0.3", "fa0/0", 1), route("8.8.8.8/32", "10.0.0.3", "fa0/0", 1)),
        kernel.last().stream()
        .filter(r -> r.prefix().length() != 8).toList());
  }

  @Test
  void aFloatingRouteTakesOverWhenTheInterfaceGoes() {
    type("ip route 172.16.0.0 255.255.0.0 10.0.0.2", "ip route 172.16.0.0 255.255.0.0 200.56.4.2 200",
        "ip route 172.18.0.0 255.255.0.0 10.0.0.2 255");
    assertEquals(List.of(route("172.16.0.0/16", "10.0.0.2", "fa0/0", 1)), kernel.last());
    interfaces.set("FastEthernet0/0", "10.0.0.1/24", false);
    assertEquals(List.of(route("172.16.0.0/16", "200.56.4.2", "fa0/1", 1)), kernel.last());
    interfaces.set("FastEthernet0/0", "10.0.0.1/24", true);
    assertEquals(List.of(route("172.16.0.0/16", "10.0.0.2", "fa0/0", 1)), kernel.last());
  }

  @Test
  void equalRoutesStandTogetherAndAConnectedOneBeatsThem() {
    type("ip route 172.16.0.0 255.255.0.0 10.0.0.2", "ip route 172.16.0.0 255.255.0.0 10.0.0.3",
        "ip route 10.0.0.0 255.255.255.0 200.56.4.2");
    assertEquals(List.of(route("172.16.0.0/16", "10.0.0.2", "fa0/0", 1), route("172.16.0.0/16", "10.0.0.3", "fa0/0", 2)),
        kernel.last());
    assertTrue(show("show ip route")
        .contains("S    172.16.0.0/16 [1/0] via 10.0.0.2\n                   [1/0] via 10.0.0.3\n"), show("show ip route"));
    type("no ip route 172.16.0.0 255.255.0.0");
    assertEquals(List.of(), kernel.last());
  }

  @Test
  void impossibleRoutesAreRefused() {
    assertEquals("%Inconsistent address and mask\n", type("ip route 10.1.1.1 255.255.255.0 10.0.0.2"));
    assertEquals("%Inconsistent address and mask\n", type("ip route 10.1.1.0 255.0.255.0 10.0.0.2"));
    assertEquals("%Invalid next hop address (it's this router)\n", type("ip route 0.0.0.0 0.0.0.0 10.0.0.1"));
  }

  @Test
  void aRefusalOfTheKernelIsToldOnce() {
    kernel.refuse = List.of(route("0.0.0.0/0", "200.56.4.2", "fa0/1", 1));
    type("ip route 0.0.0.0 0.0.0.0 200.56.4.2", "ip route 172.16.0.0 255.255.0.0 10.0.0.2");
    assertEquals(List.of("%KERNEL-3-ROUTE: The kernel refuses the route to 0.0.0.0/0"), messages);
  }

  @Test
  void aHostUsesItsDefaultGatewayOnly() {
    type("ip route 0.0.0.0 0.0.0.0 200.56.4.2", "ip default-gateway 10.0.0.254");
    assertEquals(List.of(route("0.0.0.0/0", "200.56.4.2", "fa0/1", 1)), kernel.last());
    type("no ip routing");
    assertEquals(List.of(true, false), kernel.forwarding);
    assertEquals(List.of(route("0.0.0.0/0", "10.0.0.254", "fa0/0", 1)), kernel.last());
    assertEquals("Default gateway is 10.0.0.254\n\nHost               Gateway           Last Use    Total Uses  Interface\n"
        + "ICMP redirect cache is empty\n", show("show ip route"));
    assertEquals("no ip routing\nip default-gateway 10.0.0.254\nip route 0.0.0.0 0.0.0.0 200.56.4.2", running());
    type("ip routing");
    assertEquals(List.of(true, false, true), kernel.forwarding);
  }

  @Test
  void theTableIsShownAs124DoesIt() {
    interfaces.set("Loopback0", "10.9.9.9/32", true);
    interfaces.set("Loopback1", "192.168.7.1/24", true);
    type("ip route 0.0.0.0 0.0.0.0 200.56.4.2", "ip route 172.16.4.0 255.255.255.0 FastEthernet0/0 10.0.0.9 7",
        "ip route 172.16.5.0 255.255.255.0 Null0");
    assertEquals("""
        Codes: C - connected, S - static, R - RIP, M - mobile, B - BGP
               D - EIGRP, EX - EIGRP external, O - OSPF, IA - OSPF inter area\s
               N1 - OSPF NSSA external type 1, N2 - OSPF NSSA external type 2
               E1 - OSPF external type 1, E2 - OSPF external type 2
               i - IS-IS, su - IS-IS summary, L1 - IS-IS level-1, L2 - IS-IS level-2
               ia - IS-IS inter area, * - candidate default, U - per-user static route
               o - ODR, P - periodic downloaded static route

        Gateway of last resort is 200.56.4.2 to network 0.0.0.0

             10.0.0.0/8 is variably subnetted, 2 subnets, 2 masks
        C       10.0.0.0/24 is directly connected, FastEthernet0/0
        C       10.9.9.9/32 is directly connected, Loopback0
             172.16.0.0/24 is subnetted, 2 subnets
        S       172.16.4.0 [7/0] via 10.0.0.9, FastEthernet0/0
        S       172.16.5.0 is directly connected, Null0
        C    192.168.7.0/24 is directly connected, Loopback1
             200.56.4.0/30 is subnetted, 1 subnets
        C       200.56.4.0 is directly connected, FastEthernet0/1
        S*   0.0.0.0/0 [1/0] via 200.56.4.2
        """, show("show ip route"));
    assertEquals("     172.16.0.0/24 is subnetted, 2 subnets\nS       172.16.4.0 [7/0] via 10.0.0.9, FastEthernet0/0\n"
        + "S       172.16.5.0 is directly connected, Null0\nS*   0.0.0.0/0 [1/0] via 200.56.4.2\n",
        show("show ip route static"));
  }

  @Test
  void theTableIsShownAs152DoesItWithLocalRoutes() {
    personality.release(Release.R15_2);
    type("ip route 0.0.0.0 0.0.0.0 200.56.4.2");
    String shown = show("show ip route");
    assertEquals("""
        Gateway of last resort is 200.56.4.2 to network 0.0.0.0

        S*    0.0.0.0/0 [1/0] via 200.56.4.2
              10.0.0.0/8 is variably subnetted, 2 subnets, 2 masks
        C        10.0.0.0/24 is directly connected, FastEthernet0/0
        L        10.0.0.1/32 is directly connected, FastEthernet0/0
              200.56.4.0/24 is variably subnetted, 2 subnets, 2 masks
        C        200.56.4.0/30 is directly connected, FastEthernet0/1
        L        200.56.4.1/32 is directly connected, FastEthernet0/1
        """, shown.substring(shown.indexOf("Gateway")));
    assertTrue(shown.startsWith("Codes: L - local, C - connected"), shown);
    assertTrue(show("show ip route static").startsWith("Codes: L"));
  }

  @Test
  void oneEntryIsExplained() {
    type("ip route 0.0.0.0 0.0.0.0 200.56.4.2", "ip route 172.16.4.0 255.255.255.0 10.0.0.9");
    assertEquals(
        "Routing entry for 172.16.4.0/24\n  Known via \"static\", distance 1, metric 0\n  Routing Descriptor "
        + "Blocks:\n  * 10.0.0.9\n"
        + "      Route metric is 0, traffic share count is 1\n", show("show ip route 172.16.4.77"));
    assertEquals(
        "Routing entry for 10.0.0.0/24\n  Known via \"connected\", distance 0, metric 0 (connected, via interface)\n"
        + "  Routing Descriptor Blocks:\n  * directly connected, via FastEthernet0/0\n      Route metric is "
        + "0, traffic share count is 1\n",
        show("show ip route 10.0.0.7"));
    assertEquals(
        "Routing entry for 0.0.0.0/0, supernet\n  Known via \"static\", distance 1, metric 0, candidate default path\n"
        + "  Routing Descriptor Blocks:\n  * 200.56.4.2\n      Route metric is 0, traffic share count is 1\n",
        show("show ip route 0.0.0.0"));
    assertEquals("% Network not in table\n", show("show ip route 9.9.9.9"));
    assertEquals("% Subnet not in table\n", show("show ip route 10.77.0.1"));
  }

  @Test
  void routesAreKeptAsTypedAndSortedByPrefix() {
    type("ip route 172.16.0.0 255.255.0.0 10.0.0.2 5 name south tag 9 permanent",
        "ip route 9.0.0.0 255.0.0.0 10.0.0.2 track 3",
        "ip route 0.0.0.0 0.0.0.0 dhcp", "ip classless", "ip cef", "ip forward-protocol nd", "no ip subnet-zero");
    assertEquals("no ip subnet-zero\nip cef\nip classless\nip forward-protocol nd\nip route 0.0.0.0 0.0.0.0 dhcp\n"
        + "ip route 9.0.0.0 255.0.0.0 10.0.0.2 track 3\nip route 172.16.0.0 255.255.0.0 10.0.0.2 5 name south tag "
        + "9 permanent", running());
  }
}
