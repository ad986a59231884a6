package net.anotherbox.plane.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import net.anotherbox.plane.nd.RouterAdvertisement;
import net.anotherbox.runtime.port.RouterMessages;
import net.anotherbox.runtime.release.Platform;
import net.anotherbox.runtime.release.Release;
import net.anotherbox.runtime.value.Ipv6;
import org.junit.jupiter.api.Test;

/** What hosts on a link are told, when, and what is shown of it. */
class AdvertisementsTest {
  private static final Ipv6 ALL_NODES = Ipv6.of("FF02::1");
  private static final Ipv6 HOST = Ipv6.of("FE80::77");
  private static final byte[] SOLICITATION = {(byte) 133, 0, 0, 0, 0, 0, 0, 0};
  private final Bench b = new Bench(Release.R12_4, Platform.C3725);

  /** "ipv6 unicast-routing" is routing's line: here one stands for it. */
  private void router(String... lines) {
    b.grammar.line(net.anotherbox.config.grammar.Mode.CONFIG, "ipv6 unicast-routing", "Enable unicast routing").active();
    b.kernel.plug("eth0", true);
    b.exec("port bind FastEthernet0/0 eth0");
    assertEquals("", b.type("ipv6 unicast-routing", "interface FastEthernet0/0"));
    assertEquals("", b.type(lines));
    b.kernel.ipv6.settle("eth0", Ipv6.ANY);
  }

  private RouterAdvertisement last() {
    return RouterAdvertisement.read(b.kernel.ipv6.sent.getLast().message()).orElseThrow();
  }

  private int sentWithin(long millis) {
    int before = b.kernel.ipv6.sent.size();
    b.loop.run(millis);
    return b.kernel.ipv6.sent.size() - before;
  }

  private void solicited(Ipv6 source) {
    b.kernel.ipv6.hears.orElseThrow().received("eth0", source, SOLICITATION);
  }

  @Test
  void anInterfaceWithAPrefixTellsHostsOfItThreeTimesSoonAndThenRarely() {
    router("ipv6 address 2001:db8:1::1/64");
    assertEquals(1, sentWithin(100));
    assertEquals(2, sentWithin(33_000));
    int later = sentWithin(2_000_000);
    assertTrue(later >= 10 && later <= 13, "" + later);
    var sent = b.kernel.ipv6.sent.getFirst();
    assertEquals(ALL_NODES, sent.destination());
    assertEquals(Ipv6.of("FE80::C003:DFF:FEEB:0"), sent.source());
    assertEquals("[Prefix[prefix=2001:DB8:1::/64, onLink=true, autonomous=true, router=false, valid=2592000, "
        + "preferred=604800]]", last().prefixes().toString());
    assertEquals(1800, last().lifetime());
    assertEquals(64, last().hopLimit());
    assertEquals(1500, last().mtu().getAsInt());
  }

  @Test
  void nobodyIsToldBeforeTheAddressesAreKnownToBeFreeOrWithoutRouting() {
    router("ipv6 address 2001:db8:1::1/64");
    b.type("exit", "no ipv6 unicast-routing");
    b.kernel.ipv6.sent.clear();
    assertEquals(0, sentWithin(1_000_000));
    b.type("ipv6 unicast-routing", "interface FastEthernet0/0", "ipv6 address fe80::9 link-local");
    b.kernel.ipv6.sent.clear();
    assertEquals(0, sentWithin(1_000_000));
    b.kernel.ipv6.settle("eth0", Ipv6.of("FE80::9"));
    assertEquals(0, sentWithin(1_000_000));
    b.kernel.ipv6.settle("eth0", Ipv6.ANY);
    assertEquals(1, sentWithin(100));
  }

  @Test
  void aRouterThatStopsSaysSo() {
    router("ipv6 address 2001:db8:1::1/64");
    b.loop.run(100);
    b.type("exit", "no ipv6 unicast-routing");
    assertEquals(0, last().lifetime());
    b.type("ipv6 unicast-routing");
    b.loop.run(5_000);
    assertEquals(1800, last().lifetime());
    b.interfaces.close();
    assertEquals(0, last().lifetime());
  }

  @Test
  void aHostThatAsksIsAnsweredWithinHalfASecondAndNotOftenerThanEveryThree() {
    router("ipv6 address 2001:db8:1::1/64");
    b.loop.run(60_000);
    solicited(Ipv6.ANY);
    solicited(HOST);
    assertEquals(1, sentWithin(500));
    solicited(HOST);
    assertEquals(0, sentWithin(2_000));
    assertEquals(1, sentWithin(1_500));
    assertEquals(ALL_NODES, b.kernel.ipv6.sent.getLast().destination());
  }

  @Test
  void suppressedMeansOnlyWhoAsksIsTold() {
    router("ipv6 address 2001:db8:1::1/64", "ipv6 nd ra suppress");
    assertEquals(0, sentWithin(1_000_000));
    solicited(HOST);
    assertEquals(1, sentWithin(500));
    b.type("ipv6 nd ra suppress all");
    assertEquals(0, last().lifetime());
    solicited(HOST);
    assertEquals(0, sentWithin(10_000));
  }

  @Test
  void tunnelsAreSilentUntilToldToSpeak() {
    assertEquals("", b.type("interface Tunnel0", "no ipv6 nd ra suppress"));
    assertTrue(b.running().contains(" no ipv6 nd ra suppress\n"), b.running());
    b.type("ipv6 nd ra suppress");
    assertFalse(b.running().contains("no ipv6 nd ra suppress"), b.running());
  }

  @Test
  void theLinesSayWhatIsTold() {
    router("ipv6 address 2001:db8:1::1/64", "ipv6 address 2001:db8:2::1/64", "ipv6 nd managed-config-flag",
        "ipv6 nd other-config-flag", "ipv6 nd ra lifetime 900", "ipv6 nd router-preference high",
        "ipv6 nd prefix 2001:db8:1::/64 3600 infinite no-autoconfig", "ipv6 nd prefix default no-advertise",
        "ipv6 nd reachable-time 20000", "ipv6 nd ns-interval 2000", "ipv6 mtu 1400");
    b.loop.run(100);
    assertTrue(last().managed() && last().other());
    assertEquals(900, last().lifetime());
    assertEquals(RouterAdvertisement.Preference.HIGH, last().preference());
    assertEquals("[Prefix[prefix=2001:DB8:1::/64, onLink=true, autonomous=false, router=false, valid=3600, preferred=3600]]",
        last().prefixes().toString());
    assertEquals(20_000, last().reachable());
    assertEquals(2_000, last().retransmit());
    assertEquals(1_400, last().mtu().getAsInt());
    assertEquals(20_000, b.kernel.ipv6.wishes.get("eth0").manners().reachableMillis());
    assertEquals(2_000, b.kernel.ipv6.wishes.get("eth0").manners().retransmitMillis());
  }

  @Test
  void aChangeIsToldAtOnceButNotWithinThreeSeconds() {
    router("ipv6 address 2001:db8:1::1/64");
    b.loop.run(60_000);
    b.type("ipv6 nd managed-config-flag");
    assertEquals(1, sentWithin(100));
    b.type("ipv6 nd other-config-flag");
    assertEquals(0, sentWithin(2_000));
    assertEquals(1, sentWithin(1_000));
  }

  @Test
  void theIntervalMayBeInMillisecondsAndTheLeastIsAtMostThreeQuarters() {
    router("ipv6 address 2001:db8:1::1/64", "ipv6 nd ra interval msec 100 70");
    int sent = sentWithin(10_000);
    assertTrue(sent > 95 && sent < 145, "" + sent);
    assertEquals("% Minimum interval must be no greater than 75% of maximum\n", b.type("ipv6 nd ra interval 20 16"));
  }

  @Test
  void bothSpellingsAreOneLine() {
    router("ipv6 nd suppress-ra", "ipv6 nd ra suppress", "ipv6 nd ra-interval 60", "ipv6 nd ra interval 30",
        "ipv6 nd ra lifetime 5", "ipv6 nd ra-lifetime 7");
    String shown = b.running("interface FastEthernet0/0", 9);
    assertFalse(shown.contains("suppress-ra") || shown.contains("ra-interval") || shown.contains("ra lifetime"), shown);
    assertTrue(shown.contains("ipv6 nd ra-lifetime 7") && shown.contains("ipv6 nd ra interval 30"), shown);
  }

  @Test
  void theScreenOfAnInterfaceSaysWhatIsSent() {
    router("ipv6 address 2001:db8:1::1/64");
    String early = b.exec("show ipv6 interface FastEthernet0/0").out.toString();
    assertTrue(early.endsWith("""
          ND reachable time is 30000 milliseconds
          ND advertised reachable time is 0 milliseconds
          ND advertised retransmit interval is 0 milliseconds
          ND router advertisements are sent every 200 seconds
          ND router advertisements live for 1800 seconds
          ND advertised default router preference is Medium
          Hosts use stateless autoconfig for addresses.
        """), early);
    b.personality.release(Release.R15_2);
    b.type("ipv6 nd other-config-flag", "interface Tunnel0", "ipv6 enable");
    String late = b.exec("show ipv6 interface FastEthernet0/0").out.toString();
    assertTrue(late.endsWith("""
          ND reachable time is 30000 milliseconds (using 30000)
          ND advertised reachable time is 0 (unspecified)
          ND advertised retransmit interval is 0 (unspecified)
          ND router advertisements are sent every 200 seconds
          ND router advertisements live for 1800 seconds
          ND advertised default router preference is Medium
          Hosts use stateless autoconfig for addresses.
          Hosts use DHCP to obtain other configuration.
        """), late);
    String tunnel = b.exec("show ipv6 interface Tunnel0").out.toString();
    assertTrue(tunnel.endsWith("""
          ND router advertisements live for 1800 seconds
          ND advertised default router preference is Medium
          ND RAs are suppressed (periodic)
          Hosts use stateless autoconfig for addresses.
        """), tunnel);
  }

  @Test
  void otherRoutersAreShownAsLongAsTheyLive() {
    router("ipv6 enable");
    RouterMessages.Receiver hears = b.kernel.ipv6.hears.orElseThrow();
    var said = new RouterAdvertisement(64, false, true, RouterAdvertisement.Preference.MEDIUM, 1800, 0, 0, new byte[0],
        java.util.OptionalInt.of(1500), List.of(new RouterAdvertisement.Prefix(net.anotherbox.runtime.value.Ipv6Prefix.of(
        "2001:db8:5::/64"), true, true, false, 2592000, 604800)), java.util.OptionalInt.empty(), List.of());
    hears.received("eth0", HOST, said.bytes());
    hears.received("eth9", HOST, said.bytes());
    hears.received("eth0", Ipv6.of("2001:db8::9"), said.bytes());
    b.loop.run(125_000);
    assertEquals("""
        Router FE80::77 on FastEthernet0/0, last update 2 min
          Hops 64, Lifetime 1800 sec, AddrFlag=0, OtherFlag=1, MTU=1500
          HomeAgentFlag=0, Preference=Medium
          Reachable time 0 msec, Retransmit time 0 msec
          Prefix 2001:DB8:5::/64 onlink autoconfig
            Valid lifetime 2592000, preferred lifetime 604800
        """, b.exec("show ipv6 routers").out.toString());
    b.loop.run(1_800_000);
    assertEquals("", b.exec("show ipv6 routers").out.toString());
  }

  @Test
  void aPrefixWithANameMayStandBeforeManyAddresses() {
    router("ipv6 address SITE ::1:0:0:0:1/64", "ipv6 address SITE ::2:0:0:0:0/64 eui-64");
    assertTrue(b.kernel.ipv6.wishes.get("eth0").addresses().stream().allMatch(a -> a.address().isLinkLocal()));
    b.type("exit", "ipv6 general-prefix SITE 2001:db8:7::/48");
    assertEquals(List.of("FE80::C003:DFF:FEEB:0", "2001:DB8:7:1::1", "2001:DB8:7:2:C003:DFF:FEEB:0"),
        b.kernel.ipv6.wishes.get("eth0").addresses().stream().map(a -> a.address().toString()).toList());
    assertEquals("""
        IPv6 Prefix SITE, acquired via Manual configuration
          2001:DB8:7::/48 Valid lifetime infinite, preferred lifetime infinite
           FastEthernet0/0 (Address command)
        """, b.exec("show ipv6 general-prefix").out.toString());
    b.type("ipv6 general-prefix SITE 2001:db8:8::/48");
    assertEquals("2001:DB8:8:1::1", b.kernel.ipv6.wishes.get("eth0").addresses().get(1).address().toString());
  }

  @Test
  void aNeighbourMayBeConfigured() {
    router("ipv6 enable", "exit", "ipv6 neighbor 2001:db8::7 FastEthernet0/0 0001.2.ABCD");
    assertEquals("eth0 2001:DB8::7 [0, 1, 0, 2, -85, -51]", b.kernel.ipv6.fixed.stream().map(f -> f.link() + " "
        + f.address() + " " + java.util.Arrays.toString(f.mac())).findFirst().orElse(""));
    assertTrue(b.running().contains("ipv6 neighbor 2001:DB8::7 FastEthernet0/0 0001.0002.abcd\n"), b.running());
    b.type("no ipv6 neighbor 2001:db8::7 FastEthernet0/0");
    assertEquals(List.of(), b.kernel.ipv6.fixed);
  }

  @Test
  void theHopLimitIsThatOfOwnPacketsAndOfWhatHostsAreTold() {
    router("ipv6 enable", "exit", "ipv6 hop-limit 40");
    b.loop.run(10_000);
    assertEquals(40, last().hopLimit());
    assertEquals(40, b.kernel.ipv6.wishes.get("eth0").manners().hopLimit());
  }

  @Test
  void thePrefixesToldAreListedWithWhereTheyComeFrom() {
    router("ipv6 address 2001:db8:1::1/64", "ipv6 address 2001:db8:2::1/64", "ipv6 nd prefix 2001:db8:2::/64 no-advertise",
        "ipv6 nd prefix 2001:db8:3::/64 infinite 3600 off-link");
    assertEquals("""
        IPv6 Prefix Advertisements FastEthernet0/0
        Codes: A - Address, P - Prefix-Advertisement, O - Pool
               U - Per-user prefix, D - Default
               N - Not advertised, C - Calendar

        PD default [LA] Valid lifetime 2592000, preferred lifetime 604800
        AD 2001:DB8:1::/64 [LA] Valid lifetime 2592000, preferred lifetime 604800
        APN 2001:DB8:2::/64 [LA] Valid lifetime 2592000, preferred lifetime 604800
        P 2001:DB8:3::/64 [A] Valid lifetime infinite, preferred lifetime 3600
        """, b.exec("show ipv6 interface FastEthernet0/0 prefix").out.toString());
  }

  private void says(Ipv6 router, RouterAdvertisement.Preference preference, int lifetime) {
    b.kernel.ipv6.hears.orElseThrow().received("eth0", router, new RouterAdvertisement(64, false, false, preference, lifetime,
        0, 0, new byte[0], java.util.OptionalInt.empty(), List.of(), java.util.OptionalInt.empty(), List.of()).bytes());
  }

  private String chosen() {
    return b.interfaces.table().defaultRouter(net.anotherbox.runtime.value.InterfaceName.of("FastEthernet0/0"))
        .map(Ipv6::toString).orElse("");
  }

  @Test
  void theDefaultRouterIsTheBestOfThoseThatOfferThemselves() {
    router("ipv6 address autoconfig");
    says(HOST, RouterAdvertisement.Preference.MEDIUM, 1800);
    assertEquals("", chosen());
    b.type("ipv6 address autoconfig default");
    b.kernel.ipv6.settle("eth0", Ipv6.ANY);
    assertEquals("FE80::77", chosen());
    var told = new java.util.ArrayList<String>();
    b.interfaces.table().onChange(() -> told.add(chosen()));
    says(Ipv6.of("FE80::78"), RouterAdvertisement.Preference.MEDIUM, 1800);
    assertEquals(List.of(), told);
    says(Ipv6.of("FE80::79"), RouterAdvertisement.Preference.HIGH, 60);
    assertEquals(List.of("FE80::79"), told);
    b.loop.run(61_000);
    assertEquals("FE80::77", told.getLast());
    says(HOST, RouterAdvertisement.Preference.MEDIUM, 0);
    assertEquals("FE80::78", told.getLast());
    assertEquals(List.of(), b.kernel.ipv6.sent, "an interface that learns tells nobody");
  }
}
