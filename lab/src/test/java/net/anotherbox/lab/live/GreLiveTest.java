package net.anotherbox.lab.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Tunnels to Linux's own: what its kernel wraps we unwrap, and the other way round. */
@Tag("netns")
@Timeout(180)
class GreLiveTest {
  private static final String CONFIGURATION = """
      ipv6 unicast-routing
      interface FastEthernet1/0
       ip address 192.168.100.1 255.255.255.0
       no shutdown
      interface FastEthernet0/1
       ip address 200.56.4.1 255.255.255.252
       no shutdown
      ip route 200.100.1.0 255.255.255.0 200.56.4.2
      interface Tunnel1
       ip address 10.9.1.1 255.255.255.252
       tunnel source FastEthernet0/1
       tunnel destination 200.100.1.1
       tunnel key 17
       keepalive 1 2
       ip tcp adjust-mss 1000
      interface Tunnel2
       ip address 10.9.2.1 255.255.255.252
       tunnel source 200.56.4.1
       tunnel destination 200.100.1.1
       tunnel mode ipip
       tunnel path-mtu-discovery
      interface Tunnel3
       ipv6 address FD09:3::1/64
       tunnel source FastEthernet0/1
       tunnel destination 200.100.1.1
       tunnel mode ipv6ip
      interface Tunnel4
       ip address 10.9.4.1 255.255.255.252
       tunnel source FastEthernet0/1
       tunnel destination 200.100.1.1
       tunnel key 4
       tunnel checksum
       tunnel sequence-datagrams
      ip route 172.18.30.0 255.255.255.0 Tunnel1
      """;
  private static final String PEER = "set -e; modprobe -a ip_gre ipip sit ip6_gre; "
      + "sysctl -qw net.ipv4.ip_forward=1 net.ipv4.conf.all.accept_local=1 net.ipv4.conf.all.rp_filter=0 "
      + "net.ipv4.conf.default.accept_local=1 net.ipv4.conf.default.rp_filter=0; "
      + "E='local 200.100.1.1 remote 200.56.4.1'; "
      + "ip link add g1 type gre $E key 17; ip addr add 10.9.1.2/30 dev g1; ip link set g1 up; "
      + "ip link add g2 type ipip $E; ip addr add 10.9.2.2/30 dev g2; ip link set g2 up; "
      + "ip link add g3 type sit $E; ip addr add fd09:3::2/64 dev g3; ip link set g3 up; "
      + "ip link add g4 type gre $E key 4 csum seq; ip addr add 10.9.4.2/30 dev g4; ip link set g4 up; "
      + "ip route add 192.168.100.0/24 dev g1; echo made";

  private Site site;

  @BeforeEach
  void build() throws Exception {
    assumeTrue(Namespaces.isRoot(), "needs root");
    site = new Site();
    site.configure(CONFIGURATION);
    String made = site.peer(PEER);
    assertTrue(made.contains("made"), made);
  }

  @AfterEach
  void takeDown() throws Exception {
    if (site != null) site.close();
  }

  @Test
  void carriesWhatLinuxCarries() throws Exception {
    for (String to : new String[] {"10.9.1.2", "10.9.2.2", "10.9.4.2", "fd09:3::2"})
      assertTrue(site.answers("r", to, 3), () -> to + "\n" + site.ssh("show interfaces | include Tunnel|drops"));
    fragmentsOrAnswers();
    keepalivesDecide();
    nothingOfTheKernelsOwnIsCounted();
    segmentsAreLimited();
    routersOnThePathAreHeard();
    leavesNothing();
  }

  /** The longest packet passes whole; one byte more is cut, or sent back if it must not be. */
  private void fragmentsOrAnswers() throws Exception {
    assertEquals(1, Site.pinged(ping("-M", "do", "-s", "" + (1472 - 28), Site.HOST_B)));
    String answered = ping("-M", "do", "-s", "" + (1472 - 27), Site.HOST_B);
    assertTrue(answered.contains("mtu = 1472") || answered.contains("mtu=1472"), answered);
    assertEquals(1, Site.pinged(ping("-M", "dont", "-s", "" + (1472 - 27), Site.HOST_B)));
  }

  private String ping(String... words) {
    var command = new String[words.length + 6];
    System.arraycopy(new String[] {"ping", "-n", "-c", "1", "-W", "3"}, 0, command, 0, 6);
    System.arraycopy(words, 0, command, 6, words.length);
    return Namespaces.run(20, site.net.inside("a", command)).out();
  }

  /** Linux sends ours back; when its end is gone the line goes down, and when it is there again it comes up. */
  private void keepalivesDecide() {
    Namespaces.await(20, "a keepalive that comes back", () -> lineIs("up") && site.peer(
        "ip -s link show g1").contains("RX"));
    site.peer("ip link set g1 down");
    Namespaces.await(20, "the line to go down", () -> lineIs("down"));
    site.peer("ip link set g1 up; ip route replace 192.168.100.0/24 dev g1");
    Namespaces.await(20, "the line to come up", () -> lineIs("up"));
  }

  private boolean lineIs(String state) {
    return site.ssh("show interfaces Tunnel1 | include line protocol").contains("line protocol is " + state);
  }

  private void segmentsAreLimited() throws Exception {
    site.forgetTheWire();
    Namespaces.run(10, site.net.inside("a", "timeout", "1", "bash", "-c", "echo > /dev/tcp/" + Site.HOST_B + "/9"));
    Namespaces.await(20, "a SYN on the wire", () -> site.onTheWire().stream().anyMatch(l -> l.contains("Flags [S]")));
    String syn = site.onTheWire().stream().filter(l -> l.contains("Flags [S]")).findFirst().orElseThrow();
    assertTrue(syn.contains("GREv0, key=0x11") && syn.contains("mss 1000"), syn);
  }

  /** Tunnel3 has IPv6, of which Linux would speak by itself. */
  private void nothingOfTheKernelsOwnIsCounted() {
    assertFalse(site.onTheWire().stream().anyMatch(l -> l.contains(" IP 200.56.4.1 > ")
        && l.contains("multicast listener report")), "reports of groups");
  }

  /** What a router between the tunnel's ends says is told to the host whose packet was lost. */
  private void routersOnThePathAreHeard() throws Exception {
    site.net.in("i", "ip", "link", "set", "i1", "mtu", "1400");
    String tooBig = ping("-M", "do", "-s", "1400", "10.9.2.2");
    assertTrue(tooBig.contains("mtu = 1380") || tooBig.contains("mtu=1380"), tooBig);
    site.net.in("i", "ip", "link", "set", "i1", "mtu", "1500");
    site.net.in("i", "ip", "route", "add", "unreachable", "200.100.1.1/32");
    // A tunnel's losses are told ten times a second at most.
    String lost = ping("-c", "3", "-i", "0.2", "-s", "200", "10.9.2.2");
    assertTrue(lost.contains("From 192.168.100.1 ") && lost.contains("Destination Host Unreachable"), lost);
    site.net.in("i", "ip", "route", "del", "unreachable", "200.100.1.1/32");
  }

  private void leavesNothing() throws Exception {
    site.killRouter();
    assertFalse(site.net.in("r", "ip", "-br", "link").contains("Tunnel"), "after kill -9");
    site.startRouter();
    assertTrue(site.answers("r", "10.9.1.2", 1), "it comes back by itself");
    site.stopRouter();
    assertFalse(site.net.in("r", "ip", "-br", "link").contains("Tunnel"), "after a clean end");
    assertFalse(site.net.in("r", "nft", "list", "tables").contains("anotherbox"), "no rules");
  }
}
