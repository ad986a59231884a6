package net.anotherbox.box;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import net.anotherbox.config.commit.CommitLog;
import net.anotherbox.config.commit.ConfigEditor;
import net.anotherbox.config.commit.Outcome;
import net.anotherbox.config.grammar.Parsed;
import net.anotherbox.runtime.loop.VirtualLoop;
import net.anotherbox.runtime.port.SeededRandomness;
import net.anotherbox.runtime.release.Personality;
import net.anotherbox.runtime.release.Platform;
import net.anotherbox.runtime.release.Release;
import net.anotherbox.shell.box.BootFacts;
import org.junit.jupiter.api.Test;

/** Families of lines that stand in files: taken, shown as they were, taken back, refused where they are mistyped. */
class FamiliesTest {
  private final VirtualLoop loop = new VirtualLoop(Instant.EPOCH);
  private final Box box = new Box(NoNetwork.outside(loop, new SeededRandomness(1)), Memory.volatileWith("", Map.of()),
      new Personality(Release.R12_4, Platform.C3725), new BootFacts("power-on", 0x2102, Instant.EPOCH), () -> { });

  private ConfigEditor editor() {
    return new ConfigEditor(box.grammar(), box.configuration(), CommitLog.NONE, loop.clock(), "test");
  }

  private void takesAndShows(String text) {
    box.boot();
    ConfigEditor editor = editor();
    for (String l : text.lines().toList()) assertInstanceOf(Outcome.Accepted.class, editor.type(l), l);
    var running = new ArrayList<>(box.features().text().running().lines().map(String::stripTrailing).toList());
    int at = -1;
    for (String l : text.lines().toList()) {
      int i = running.indexOf(l);
      assertTrue(i >= 0, "not shown: " + l);
      if (l.startsWith(" ")) assertTrue(i > at, "out of order: " + l);
      running.set(i, "");
      at = i;
    }
  }

  private void takesBack(String... lines) {
    String before = box.features().text().running();
    ConfigEditor editor = editor();
    for (String l : lines) assertInstanceOf(Outcome.Accepted.class, editor.type(l), l);
    assertTrue(box.features().text().running().length() < before.length(), "nothing has gone");
  }

  private void refuses(String line, int column, String... modes) {
    ConfigEditor editor = editor();
    for (String m : modes) assertInstanceOf(Outcome.Accepted.class, editor.type(m), m);
    var outcome = assertInstanceOf(Outcome.NotUnderstood.class, editor.type(line), line);
    assertEquals(column, assertInstanceOf(Parsed.Invalid.class, outcome.why(), line).column(), line);
  }

  @Test
  void linesOfOneWordForDifferentThingsStandBesideEachOther() {
    takesAndShows("""
        sccp ccm group 1
         associate ccm 1 priority 1
         associate ccm 2 priority 2
         connect retries 30
         connect interval 30
        sip-ua
         retry invite 3
         retry bye 2
        ip tcp intercept max-incomplete low 10
        ip tcp intercept max-incomplete high 20
        """);
    takesBack("no ip tcp intercept max-incomplete low 10", "sip-ua", "no retry bye");
    assertTrue(box.features().text().running().contains(" retry invite 3\n"));
    assertTrue(box.features().text().running().contains("ip tcp intercept max-incomplete high 20\n"));
    refuses("retry zero 2", 6, "sip-ua");
  }

  @Test
  void remarksStandBeforeTheEntryWhoseNumberTheyHave() {
    box.boot();
    ConfigEditor editor = editor();
    for (String l : List.of("ip access-list extended A", "10 remark first", "10 permit tcp any any", "20 remark second",
        "20 permit udp any any")) assertInstanceOf(Outcome.Accepted.class, editor.type(l), l);
    assertTrue(box.features().text().running().contains("""
        ip access-list extended A
         remark first
         permit tcp any any
         remark second
         permit udp any any
        """), () -> box.features().text().running());
    assertInstanceOf(Outcome.Accepted.class, editor.type("no 20 remark second"));
    assertTrue(!box.features().text().running().contains("remark second"));
  }

  @Test
  void dhcpPoolsComeBackAndGoAway() {
    takesAndShows("""
        ip dhcp excluded-address 10.1.0.1 10.1.0.9
        ip dhcp ping packets 4
        ip dhcp pool OFFICE
           network 10.1.0.0 255.255.255.0
           default-router 10.1.0.1
           dns-server 10.1.0.2 10.1.0.3
           option 150 ip 10.1.0.4
           option 43 hex f104.0a01.0004
           domain-name office.example
           lease 2 12 30
        ipv6 dhcp pool SIX
         address prefix 2001:DB8:1::/64
         dns-server 2001:DB8::53
         domain-name six.example""");
    takesBack("no ip dhcp excluded-address 10.1.0.1 10.1.0.9", "ip dhcp pool OFFICE", "no lease", "no option 43",
        "default dns-server", "no ip dhcp pool OFFICE", "no ipv6 dhcp pool SIX");
    refuses("lease forever", 6, "ip dhcp pool X");
    refuses("lease 366", 6, "ip dhcp pool X");
    refuses("ip dhcp ping packets 11", 21);
  }

  @Test
  void managementComesBackAndGoesAway() {
    takesAndShows("""
        snmp-server community seen RO 10
        snmp-server location Cellar
        snmp-server enable traps config
        snmp-server host 10.2.0.9 version 2c seen
        ntp server 10.2.0.1 prefer
        ntp trusted-key 7
        lldp run
        kron policy-list NIGHTLY
         cli write memory
        event manager applet WATCH
         event timer watchdog time 60
         action 1.0 syslog msg "seen"
         action 2.0 cli command "show clock\"""");
    takesBack("no snmp-server community seen", "no snmp-server location", "no snmp-server host 10.2.0.9 seen",
        "no ntp server 10.2.0.1", "no kron policy-list NIGHTLY", "no event manager applet WATCH");
    refuses("snmp-server locatoin Cellar", 17);
    refuses("ntp serve 10.2.0.1 perfer", 20);
    refuses("snmp-server enable traps confog", 29);
  }

  @Test
  void namesOfUsersServersAndListsComeBackAndGoAway() {
    takesAndShows("""
        aaa authentication ppp default local
        aaa authorization exec default group tacacs+ local
        aaa accounting exec default start-stop group tacacs+
        aaa group server radius DOORS
         server 10.3.0.1 auth-port 1812 acct-port 1813
         server 10.3.0.2 auth-port 1812 acct-port 1813
        radius-server host 10.3.0.1 auth-port 1812 acct-port 1813 key doorkey
        tacacs-server host 10.3.0.5""");
    takesBack("no aaa authentication ppp default", "no aaa group server radius DOORS", "no tacacs-server host 10.3.0.5");
    refuses("aaa accounting exec default stort-stop group tacacs+", 31);
  }

  @Test
  void dialAndPppComeBackAndGoAway() {
    takesAndShows("""
        vpdn enable
        vpdn-group 1
         accept-dialin
          protocol pptp
          virtual-template 1
        bba-group pppoe HOME
         virtual-template 1
        controller E1 1/0
         framing NO-CRC4
         channel-group 0 timeslots 1-31
        interface Dialer1
         encapsulation ppp
         dialer pool 1
         dialer idle-timeout 300
         ppp authentication chap pap callin
         ppp multilink
        dialer-list 1 protocol ip permit""".replace("NO-CRC4", "no-crc4"));
    takesBack("no vpdn-group 1", "no bba-group pppoe HOME", "interface Dialer1", "no dialer idle-timeout",
        "no ppp authentication", "no dialer-list 1 protocol ip permit");
    refuses("ppp authentication chop", 21, "interface Dialer1");
  }

  @Test
  void familiesWithRareModesComeBackAndGoAway() {
    takesAndShows("""
        snmp mib bulkstat object-list PORTS
         add ifDescr
        ip slb serverfarm WEB
         predictor leastconns
         real 10.4.0.1
          inservice
        aaa preauth
         dnis required
        ip nat stateful id 1
         redundancy PAIR
          mapping-id 10
        voice lpcor custom
         group 1 INSIDE
        bridge-domain 100
         member vfi CUSTOMER
        l2vpn vfi context CUSTOMER
         vpn id 100
         autodiscovery bgp signaling ldp
          rd 65000:1
          route-target export 65000:1
        priority-list 1 protocol ip high list 101
        priority-list 1 default low
        queue-list 1 protocol ip 1 tcp telnet
        queue-list 1 queue 1 byte-count 3000""");
    takesBack("no ip slb serverfarm WEB", "no snmp mib bulkstat object-list PORTS", "no queue-list 1 queue 1",
        "no priority-list 1 default", "l2vpn vfi context CUSTOMER", "no autodiscovery");
    refuses("real 10.4.0.1.2", 5, "ip slb serverfarm FARM");
    refuses("queue-list 1 protocol ipp 1", 24);
    refuses("priority-list 1 default lowest", 24);
  }

  @Test
  void theRouterIdOfAnAddressFamilyIsItsOwn() {
    takesAndShows("""
        router bgp 65000
         bgp router-id 10.5.0.1
         address-family ipv4 vrf RED
          bgp router-id 10.5.0.2
         exit-address-family""");
    refuses("bgp router-id 10.5.0", 14, "router bgp 65000", "address-family ipv4 vrf RED");
  }

  @Test
  void theOldWordForTheClockRateIsShownAsTwo() {
    box.boot();
    ConfigEditor editor = editor();
    for (String l : List.of("interface Serial0/0", "clockrate 64000"))
      assertInstanceOf(Outcome.Accepted.class, editor.type(l), l);
    assertTrue(box.features().text().running().contains("\n clock rate 64000\n"));
  }

  @Test
  void firewallsComeBackAndSayThatNothingIsInspected() {
    takesAndShows("""
        ip inspect tcp idle-time 1800
        ip inspect name OUT tcp
        ip inspect name OUT ftp timeout 60
        class-map type inspect match-any WEB
         match protocol http
         match protocol dns
        policy-map type inspect OUTWARD
         class type inspect WEB
          inspect
         class class-default
          drop log
        zone security INSIDE
        zone security OUTSIDE
        zone-pair security OUT source INSIDE destination OUTSIDE
         service-policy type inspect OUTWARD""");
    takesBack("no zone-pair security OUT", "no ip inspect name OUT ftp", "no ip inspect tcp idle-time",
        "policy-map type inspect OUTWARD", "no class class-default");
    refuses("match protocol htpp", 17, "class-map type inspect match-any WEB");
    refuses("zone-pair security OUT source INSIDE destintion OUTSIDE", 43);
  }

  @Test
  void listsOfOtherKindsComeBackAndGoAway() {
    takesAndShows("""
        ipv6 access-list IN6
         permit tcp any host 2001:DB8::1 eq 22
         deny ipv6 any any log
        time-range WORK
         periodic weekdays 8:00 to 17:00
        object-group network HOSTS
         host 10.4.0.1
         10.4.1.0 255.255.255.0""");
    takesBack("no time-range WORK", "no object-group network HOSTS", "no ipv6 access-list IN6");
    refuses("object-group netwrok HOSTS", 17);
  }

  @Test
  void encryptedGroupsAndCertificatesComeBackAndGoAway() {
    takesAndShows("""
        crypto gdoi group GROUP
         identity number 7
         server address ipv4 10.5.0.1
        crypto ipsec client ezvpn HOME
         connect auto
         group HOME key homekey
         peer 10.5.0.2
         mode client""");
    takesBack("no crypto gdoi group GROUP", "crypto ipsec client ezvpn HOME", "no peer 10.5.0.2",
        "no crypto ipsec client ezvpn HOME");
    refuses("identity nmuber 7", 10, "crypto gdoi group GROUP");
  }

  @Test
  void telephonyComesBackAndGoesAway() {
    takesAndShows("""
        dial-peer voice 10 voip
         destination-pattern 2...
         session target ipv4:10.6.0.1
         codec g711ulaw
         no vad
        telephony-service
         max-ephones 4
         ip source-address 10.6.0.2 port 2000
        ephone-dn  1
         number 1001""");
    takesBack("dial-peer voice 10 voip", "no codec", "no session target", "no dial-peer voice 10", "no telephony-service");
    refuses("codec g711lulaw", 10, "dial-peer voice 11 voip");
  }

  @Test
  void everyMissingEffectOfSecurityIsSaid() {
    box.boot();
    ConfigEditor editor = editor();
    for (String l : List.of("zone security A", "ip nat pool P 10.0.0.1 10.0.0.9 netmask 255.255.255.0", "webvpn gateway W"))
      assertInstanceOf(Outcome.Accepted.class, editor.type(l), l);
    for (String first : List.of("zone", "webvpn"))
      assertTrue(box.configuration().current().entries().stream()
          .anyMatch(e -> e.words().get(0).equals(first) && e.line().isSecurity()), first);
  }
}
