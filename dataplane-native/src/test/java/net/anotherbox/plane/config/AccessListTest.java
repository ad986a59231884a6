package net.anotherbox.plane.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.anotherbox.runtime.port.PacketFilter;
import net.anotherbox.runtime.release.Platform;
import net.anotherbox.runtime.release.Release;
import net.anotherbox.runtime.value.Ipv4;
import net.anotherbox.runtime.value.PacketMatch;
import net.anotherbox.runtime.value.PacketMatch.Ports;
import org.junit.jupiter.api.Test;

class AccessListTest {
  private final Bench b = new Bench(Release.R12_4, Platform.C3725);

  private String lists() {
    return String.join("\n", b.running().lines().filter(l -> !l.equals("!") && !l.equals("end")).toList());
  }

  private PacketMatch match(String entry) {
    List<PacketMatch> m = matches(entry);
    assertEquals(1, m.size());
    return m.get(0);
  }

  private List<PacketMatch> matches(String entry) {
    assertEquals("", b.type("no ip access-list extended T", "ip access-list extended T", entry));
    return b.lists.accessLists(b.configuration.current()).get("T").get(0).matches();
  }

  @Test
  void aNumberedListIsTheSameHoweverItIsTyped() {
    assertEquals("", b.type("access-list 101 permit ip 10.1.0.0 0.0.255.255 any", "ip access-list extended 101",
        "5 deny icmp any any",
        "permit tcp any any eq 80"));
    assertEquals("access-list 101 deny   icmp any any\naccess-list 101 permit ip 10.1.0.0 0.0.255.255 any\naccess-list 101 permit tcp any any eq www",
        lists());
    b.type("no access-list 101");
    assertEquals("", lists());
  }

  @Test
  void reflexiveListsAreEvaluatedInNamedOnesOnly() {
    assertEquals("", b.type("ip access-list extended X", "evaluate CONTROL"));
    assertEquals("? evaluate CONTROL\n", b.type("ip access-list extended 101", "evaluate CONTROL"));
  }

  @Test
  void whatAnEntryAsksAndIsNotLookedAtLetsNothingIn() {
    for (String entry : List.of("permit tcp any any match-any +syn -ack log", "permit ip any any ttl lt 5",
        "permit ip any any option any-options", "permit tcp any any reflect R timeout 300", "permit igmp any any host-query",
        "permit tcp object-group A object-group B eq www", "permit object-group S any host 10.0.0.1")) {
      matches(entry);
      assertFalse(b.lists.accessLists(b.configuration.current()).get("T").get(0).exact(), entry);
      assertEquals("ip access-list extended T\n " + entry, lists());
    }
  }

  @Test
  void entriesAreWrittenAsIosWritesThem() {
    b.type("ip access-list extended X", "permit ip 10.1.1.1 0.0.0.0 0.0.0.0 255.255.255.255",
        "deny udp 10.1.1.9 0.0.0.255 any eq 500 log",
        "permit 50 any host 1.1.1.1", "permit icmp any any 8", "permit icmp any any 3 4", "permit icmp any any 200 1",
            "permit tcp any range 20 21 any gt 1023 established",
        "permit tcp any eq www 443 any");
    assertEquals("ip access-list extended X\n permit ip host 10.1.1.1 any\n deny   udp 10.1.1.0 0.0.0.255 any eq isakmp log\n"
        + " permit esp any host 1.1.1.1\n permit icmp any any echo\n permit icmp any any packet-too-big\n permit icmp any any 200 1\n"
        + " permit tcp any range ftp-data ftp any gt 1023 established\n permit tcp any eq www 443 any", lists());
  }

  @Test
  void standardListsNameHostsBare() {
    b.type("access-list 10 permit host 10.1.1.1", "access-list 10 deny 10.2.0.0 0.0.255.255",
        "access-list 10 permit 10.3.3.3", "access-list 10 deny any log");
    assertEquals("access-list 10 permit 10.1.1.1\naccess-list 10 deny   10.2.0.0 0.0.255.255\naccess-list 10 permit 10.3.3.3\naccess-list 10 deny   any log",
        lists());
    assertEquals(PacketMatch.ip(-1, Ipv4.of("10.2.0.0"), Ipv4.of("0.0.255.255"), Ipv4.ANY, Ipv4.BROADCAST),
        b.lists.accessLists(b.configuration.current()).get("10").get(1).matches().get(0));
  }

  @Test
  void entriesGoByNumberOrByText() {
    b.type("ip access-list extended X", "permit ip any any", "permit esp any any", "permit gre any any", "no 20",
        "no permit ip any any");
    assertEquals("ip access-list extended X\n permit gre any any", lists());
    assertEquals("% Duplicate sequence number\n", b.type("30 deny ip any any"));
    b.type("permit gre any any", "25 deny ip any any");
    assertEquals("ip access-list extended X\n deny   ip any any\n permit gre any any", lists());
  }

  @Test
  void remarksStayWhereTheyWereTyped() {
    b.type("access-list 120 remark first", "access-list 120 permit ip any any", "access-list 120 remark",
        "access-list 120 remark", "access-list 120 deny ip any any");
    assertEquals("access-list 120 remark first\naccess-list 120 permit ip any any\naccess-list 120 remark\naccess-list 120 remark\n"
        + "access-list 120 deny   ip any any", lists());
    b.type("ip access-list extended 120", "no remark");
    assertEquals(4, lists().lines().count());
  }

  @Test
  void resequencingKeepsTheOrder() {
    b.type("ip access-list extended X", "10 permit ip any any", "remark b", "20 deny ip any any");
    String before = lists();
    assertEquals("", b.type("ip access-list resequence X 100 5"));
    assertEquals(before, lists());
    assertEquals("Extended IP access list X\n    100 permit ip any any\n    105 deny ip any any\n",
        b.exec("show access-lists").out.toString());
    assertEquals("% Access-list Y does not exist\n", b.type("ip access-list resequence Y 10 10"));
  }

  @Test
  void aLongListIsReadOnceAndAfterwardsOnlyWhatIsNew() {
    b.type("access-list 101 permit ip host 10.0.0.1 any", "access-list 102 deny ip any any");
    var before = b.lists.accessLists(b.configuration.current());
    b.type("access-list 101 permit ip host 10.0.0.2 any", "ip access-list extended 101", "5 deny ip host 10.0.0.3 any");
    var now = b.lists.accessLists(b.configuration.current());
    assertSame(before.get("102"), now.get("102"));
    assertSame(before.get("101").get(0), now.get("101").get(1));
    assertEquals(List.of(5, 10, 20), now.get("101").stream().map(AccessEntry::sequence).toList());
    b.type("no access-list 101", "access-list 101 permit gre any any");
    assertEquals(47, b.lists.accessLists(b.configuration.current()).get("101").get(0).matches().get(0).protocol());
  }

  @Test
  void showsStandardListsFirstAndNumbersBeforeNames() {
    b.type("ip access-list extended X", "permit esp any any", "access-list 101 deny ip any any",
        "ip access-list standard S", "permit any",
        "access-list 100 permit ip any any", "access-list 10 permit any");
    assertEquals(List.of("10", "S", "100", "101", "X"), b.exec("show access-lists").out.toString().lines()
        .filter(l -> !l.startsWith(" ")).map(l -> l.substring(l.lastIndexOf(' ') + 1)).toList());
  }

  @Test
  void showsListsWithAndWithoutNumbers() {
    b.type("access-list 101 deny ip any any", "access-list 10 permit 10.2.0.0 0.0.255.255");
    assertEquals("Standard IP access list 10\n    10 permit 10.2.0.0, wildcard bits 0.0.255.255\nExtended IP access list 101\n    10 deny ip any any\n",
        b.exec("show access-lists").out.toString());
    b.personality.release(Release.R12_2);
    assertEquals("Extended IP access list 101\n    deny ip any any\n", b.exec("show ip access-lists 101").out.toString());
  }

  @Test
  void portsBecomeConditions() {
    PacketMatch m = match("permit udp host 200.100.1.1 host 200.56.4.1 eq isakmp");
    assertEquals(17, m.protocol());
    assertEquals(Ports.ANY, m.sourcePorts());
    assertEquals(Ports.exactly(500), m.destinationPorts());
    assertEquals(new Ports(0, 22, false), match("permit tcp any any lt 23").destinationPorts());
    assertEquals(new Ports(1025, 65535, false), match("permit tcp any gt 1024 any").sourcePorts());
    assertEquals(new Ports(53, 80, false), match("permit tcp any any range www domain").destinationPorts());
    assertEquals(new Ports(80, 80, true), match("permit tcp any any neq www").destinationPorts());
    assertEquals(List.of(Ports.exactly(23), Ports.exactly(80)),
        matches("permit tcp any any eq www telnet").stream().map(PacketMatch::destinationPorts).toList());
    assertEquals(List.of(new Ports(0, 22, false), new Ports(24, 79, false), new Ports(81, 65535, false)),
        matches("permit tcp any any neq www telnet").stream().map(PacketMatch::destinationPorts).toList());
    assertEquals(6, matches("permit tcp any eq 1 2 any eq 3 4 5").size());
  }

  @Test
  void typesAndBitsBecomeConditions() {
    assertEquals(3, match("permit icmp any any unreachable").icmpType());
    assertEquals(-1, match("permit icmp any any unreachable").icmpCode());
    assertEquals(13, match("permit icmp any any administratively-prohibited").icmpCode());
    assertTrue(match("permit tcp any any established").established());
    assertTrue(match("deny ip any any fragments").fragments());
    assertEquals(46, match("permit ip any any dscp ef").dscp());
    assertEquals(5, match("permit ip any any precedence critical").precedence());
    assertEquals(8, match("permit ip any any tos min-delay").tos());
    assertEquals(89, match("permit ospf any any").protocol());
    assertEquals(PacketMatch.ANY_PROTOCOL, match("permit ip any any log").protocol());
    assertEquals(Ipv4.of("0.0.0.255"), match("permit ip 10.0.0.7 0.0.0.255 any").sourceWildcard());
  }

  @Test
  void whatCannotBeTestedIsNotExact() {
    matches("permit tcp any any syn");
    assertFalse(b.lists.accessLists(b.configuration.current()).get("T").get(0).exact());
  }

  @Test
  void refusesWrongNames() {
    b.type("ip access-list standard A", "permit any");
    assertEquals("% A named standard IP access list with this name already exists\n", b.type("ip access-list extended A"));
    assertEquals("% Invalid access list name.\n", b.type("ip access-list extended 7"));
    assertEquals("? access-list 700 permit ip any any\n", b.type("access-list 700 permit ip any any"));
  }

  @Test
  void helpListsPortNames() {
    var place = net.anotherbox.config.grammar.Grammar.Place.global();
    String help = b.grammar.help(place, "access-list 101 permit udp any any eq ");
    assertTrue(help.contains("\n  isakmp         Internet Security Association and Key Management Protocol\n                 (500)\n"), help);
    assertEquals("isakmp\n", b.grammar.help(place, "access-list 101 permit udp any any eq isa"));
  }

  /** A filter that keeps what it was told. */
  private static final class KeptFilter implements PacketFilter {
    final List<List<Chain>> told = new ArrayList<>();

    @Override
    public void filters(List<Chain> chains) {
      told.add(chains);
    }

    @Override
    public Map<String, Long> matches() {
      return Map.of("F 10", 3L);
    }
  }

  @Test
  void groupsBecomeChainsOfBoundPorts() {
    var filter = new KeptFilter();
    var box = new Bench(Release.R12_4, Platform.C3725, Optional.of(filter));
    box.kernel.plug("eth0", true);
    box.type("ip access-list extended F", "permit tcp any any eq 22 80", "permit tcp any any syn", "deny ip any any",
        "interface FastEthernet0/1",
        "ip access-group F in", "ip access-group G out");
    assertEquals(List.of(List.of()), filter.told);
    box.exec("port bind FastEthernet0/1 eth0");
    var chains = filter.told.get(filter.told.size() - 1);
    assertEquals(1, chains.size());
    assertEquals(PacketFilter.Direction.IN, chains.get(0).direction());
    assertEquals(List.of("F 10", "F 10", "F 30"), chains.get(0).rules().stream().map(PacketFilter.Rule::id).toList());
    assertTrue(box.exec("show access-lists F").out.toString().contains("    10 permit tcp any any eq 22 www (3 matches)\n"));
    box.type("no ip access-list extended F");
    assertEquals(List.of(), filter.told.get(filter.told.size() - 1));
  }
}
