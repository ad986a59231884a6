package net.anotherbox.routing.family;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.List;
import net.anotherbox.config.commit.CommitLog;
import net.anotherbox.config.commit.ConfigEditor;
import net.anotherbox.config.commit.Configuration;
import net.anotherbox.config.feature.Feature;
import net.anotherbox.config.feature.Modes;
import net.anotherbox.config.grammar.Grammar;
import net.anotherbox.config.grammar.Mode;
import net.anotherbox.config.grammar.Support;
import net.anotherbox.config.text.ConfigLoader;
import net.anotherbox.config.text.ConfigOrder;
import net.anotherbox.config.text.RunningConfig;
import net.anotherbox.runtime.loop.VirtualLoop;
import net.anotherbox.runtime.release.Personality;
import net.anotherbox.runtime.release.Platform;
import net.anotherbox.runtime.release.Release;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ProtocolsTest {
  private final Grammar grammar = new Grammar(new Personality(Release.R15_1, Platform.C2911));
  private final Configuration configuration = new Configuration();

  @BeforeEach
  void declare() {
    List<Feature> features = List.of(new RoutingFamilies());
    for (Feature f : features) f.declare(grammar);
    grammar.line(Mode.CONFIG, "interface IFNAME:name", "Select an interface to configure",
        "interface").opens(Modes.INTERFACE)
        .keyed("name").sorted().active();
  }

  private void readsBackAsItStands(String text) {
    var editor = new ConfigEditor(grammar, configuration, CommitLog.NONE, new VirtualLoop(Instant.EPOCH).clock(), "test");
    assertEquals(List.of(), ConfigLoader.load(text, editor));
    String shown = new RunningConfig(ConfigOrder.load()).render(configuration.current(), Release.R15_1);
    var lines = shown.lines().filter(l -> !l.strip().equals("!") && !l.equals("end")).toList();
    assertEquals(text, String.join("\n", lines) + "\n");
  }

  @Test
  void everyWordHasHelpAndEveryLineSaysWhatItDoes() {
    assertEquals(List.of(), grammar.violations());
  }

  @Test
  void theHubOfTheDmvpnDocumentIsPrintedAsItStands() {
    readsBackAsItStands("""
        interface Tunnel0
         ip nhrp authentication NHRPAUTH
         ip nhrp map multicast dynamic
         ip nhrp network-id 1
         no ip split-horizon eigrp 1
        router eigrp 1
         network 10.1.1.0 0.0.0.255
         network 203.0.113.1 0.0.0.0
         network 203.0.113.2 0.0.0.0
        """);
    configuration.current().entries().stream().filter(e -> e.words().contains("eigrp")).forEach(e ->
        assertTrue(assertInstanceOf(Support.Partial.class, e.line().support(e)).reason().startsWith(
            "EIGRP is not running")));
  }

  @Test
  void theSpokeOfTheDmvpnDocumentIsPrintedAsItStands() {
    readsBackAsItStands("""
        interface Tunnel0
         ip nhrp authentication NHRPAUTH
         ip nhrp map 10.1.1.254 172.16.10.1
         ip nhrp network-id 1
         ip nhrp nhs 10.1.1.254
        """);
  }

  @Test
  void whatOtherProtocolsAreToldIsKept() {
    readsBackAsItStands("""
        interface GigabitEthernet0/0
         ip ospf 1 area 0
         ip ospf cost 10
        router eigrp LAB
         address-family ipv4 unicast autonomous-system 100
          af-interface GigabitEthernet0/0
           no split-horizon
          exit-af-interface
          topology base
           redistribute static
          exit-af-topology
          network 10.0.0.0 0.0.0.255
         exit-address-family
        router ospf 1
         router-id 1.1.1.1
         area 1 stub no-summary
         redistribute static metric 20 subnets
         passive-interface default
         no passive-interface GigabitEthernet0/0
         network 10.0.0.0 0.0.0.255 area 0
         default-information originate always
        router rip
         version 2
         network 10.0.0.0
         no auto-summary
        router bgp 65001
         bgp router-id 1.1.1.1
         bgp log-neighbor-changes
         neighbor 10.0.0.2 remote-as 65002
         neighbor 10.0.0.2 route-map IN in
         neighbor 2001:DB8::2 remote-as 65002
         address-family ipv4
          network 10.0.0.0 mask 255.255.255.0
          no neighbor 2001:DB8::2 activate
          neighbor 10.0.0.2 activate
         exit-address-family
        """);
  }
}
